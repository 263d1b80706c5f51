//! CRAM-MD5 (RFC 2195) for clients, and what can be wrong with a server's challenge.
use crate::hash;
use std::fmt;

/// The answer of CRAM-MD5 to `challenge`, the octets that the server sent.
///
/// ```
/// use saslab_sasl::client;
/// // RFC 2195 section 2.
/// let challenge = b"<1896.697170952@postoffice.reston.mci.net>";
/// assert_eq!(client::cram_md5(challenge, "tim", b"tanstaaftanstaaf"),
///     b"tim b913a602c7eda7a495b4e6e7334d3890");
/// ```
#[must_use]
pub fn cram_md5(challenge: &[u8], name: &str, password: &[u8]) -> Vec<u8> {
    format!("{name} {}", hash::cram_md5(password, challenge)).into_bytes()
}

/// Why a client cannot answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChallengeError {
    /// A field that the mechanism wants is missing from the server's message.
    Missing {
        /// The field's name.
        field: &'static str,
    },
    /// A field of the server's message does not say what it must say.
    Invalid {
        /// The field's name.
        field: &'static str,
    },
    /// The server wants so many rounds that the answer would take too long.
    TooManyRounds {
        /// The most that a client computes.
        limit: u32,
    },
    /// The server ended the exchange with an error of its own.
    Refused,
    /// The server could not prove that it knows the password.
    ServerNotProven,
}

impl fmt::Display for ChallengeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { field } => write!(f, "the server's message lacks the field {field}"),
            Self::Invalid { field } => {
                write!(
                    f,
                    "the field {field} of the server's message makes no sense"
                )
            }
            Self::TooManyRounds { limit } => {
                write!(f, "the server wants more than {limit} rounds")
            }
            Self::Refused => f.write_str("the server's message is a refusal"),
            Self::ServerNotProven => {
                f.write_str("the server did not prove that it knows the password")
            }
        }
    }
}

impl std::error::Error for ChallengeError {}
