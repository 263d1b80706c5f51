//! The client's side of the mechanisms: messages out of credentials and challenges.
//!
//! Messages are octets; [`crate::base64::encode`] makes the line that is sent. What is
//! random (cnonce, client nonce) comes in as an argument.
//! Left out: SASLprep, security layers, channel bindings.
mod challenge;
mod digest_md5;
mod plain;
mod scram;

pub use challenge::{ChallengeError, cram_md5};
pub use digest_md5::{DigestMd5, Rspauth};
pub use plain::{Login, plain};
pub use scram::{Scram, ScramSignature};

/// The message of ANONYMOUS (RFC 4505): whatever the client likes to leave as a trace.
#[must_use]
pub fn anonymous(trace: &str) -> Vec<u8> {
    trace.as_bytes().to_vec()
}
