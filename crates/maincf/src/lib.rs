//! The text of main.cf as settings that know their origin.
