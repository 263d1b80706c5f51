//! SASL mechanisms and credential encoding.
