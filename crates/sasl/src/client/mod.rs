//! The client's side of the mechanisms: messages out of credentials and challenges.
//!
//! Messages are octets; [`crate::base64::encode`] makes the line that is sent.
mod plain;

pub use plain::{Login, plain};
