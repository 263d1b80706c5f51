//! The client's side of the mechanisms: messages out of credentials and challenges.
//!
//! Messages are octets; [`crate::base64::encode`] makes the line that is sent. What is
//! random (cnonce, client nonce) comes in as an argument. [`exchange`] runs a whole
//! exchange and takes every message apart; the rest is what it is made of.
//! Left out: security layers, channel bindings.
mod challenge;
mod digest_challenge;
mod digest_md5;
mod direction;
mod exchange;
mod mechanism;
mod oauth;
mod plain;
mod saslprep;
mod scram;
mod stuck;

pub use challenge::{ChallengeError, cram_md5};
pub use digest_md5::{DigestMd5, Rspauth};
pub use exchange::{Credentials, Exchange, Next, Speaker, Step, Surroundings, exchange};
pub use mechanism::{Ingredient, Mechanism};
pub use oauth::{oauth_bearer, xoauth2};
pub use plain::{Login, plain};
pub use saslprep::{Prohibited, Strings, nfkc, saslprep};
pub use scram::{Scram, ScramSignature};
pub use stuck::Stuck;

/// The message of ANONYMOUS (RFC 4505): whatever the client likes to leave as a trace.
#[must_use]
pub fn anonymous(trace: &str) -> Vec<u8> {
    trace.as_bytes().to_vec()
}
