//! Lessons: the HOWTO's configuration and dialogues, in files that the tests
//! replay. Nothing here evaluates anything.

pub mod howto;
