//! Why a client cannot go on, and what it looks at before it says anything.
use super::{ChallengeError, Credentials, Mechanism, Prohibited, Surroundings};
use std::fmt;

/// Why a client cannot go on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Stuck {
    /// The server's message cannot be answered, or does not prove what it must.
    Challenge(ChallengeError),
    /// The mechanism has no way to send this octet of a field.
    Octet {
        /// The field.
        field: &'static str,
        /// The octet.
        octet: u8,
    },
    /// The mechanism wants a field that is empty.
    Empty {
        /// The field.
        field: &'static str,
    },
    /// The mechanism wants text, and the field is not UTF-8.
    NotText {
        /// The field.
        field: &'static str,
    },
    /// SASLprep has no form of a field.
    Prohibited {
        /// The field.
        field: &'static str,
        /// Why.
        why: Prohibited,
    },
}

impl From<ChallengeError> for Stuck {
    fn from(error: ChallengeError) -> Self {
        Self::Challenge(error)
    }
}

impl fmt::Display for Stuck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Challenge(error) => write!(f, "{error}"),
            Self::Octet { field, octet } => write!(
                f,
                "the {field} holds the octet 0x{octet:02x}, which the mechanism cannot send"
            ),
            Self::Empty { field } => write!(f, "the {field} is empty"),
            Self::NotText { field } => write!(f, "the {field} is not UTF-8"),
            Self::Prohibited { field, why } => {
                write!(f, "SASLprep refuses the {field}: {why}")
            }
        }
    }
}

impl std::error::Error for Stuck {}

/// What would make a message that says something else than was meant.
pub(super) fn check(
    mechanism: Mechanism,
    credentials: &Credentials,
    around: &Surroundings,
) -> Result<(), Stuck> {
    let Credentials {
        user,
        authzid,
        secret,
        ..
    } = credentials;
    let (user, authzid) = (user.as_bytes(), authzid.as_bytes());
    let none = |field, octets: &[u8], refused: fn(u8) -> bool| match octets
        .iter()
        .find(|octet| refused(**octet))
    {
        Some(octet) => Err(Stuck::Octet {
            field,
            octet: *octet,
        }),
        None => Ok(()),
    };
    match mechanism {
        Mechanism::Plain => {
            none("authzid", authzid, |octet| octet == 0)?;
            none("user", user, |octet| octet == 0)?;
            none("password", secret.reveal(), |octet| octet == 0)
        }
        Mechanism::Scram(_) if user.is_empty() => Err(Stuck::Empty { field: "user" }),
        Mechanism::Scram(_) => nonce(around, |octet| octet.is_ascii_graphic() && octet != b','),
        Mechanism::DigestMd5 => nonce(around, |octet| {
            octet.is_ascii_graphic() && !matches!(octet, b'"' | b'\\')
        }),
        Mechanism::Xoauth2 | Mechanism::OauthBearer => {
            none("authzid", authzid, |octet| octet < b' ')?;
            none("user", user, |octet| octet < b' ')?;
            none("token", secret.reveal(), |octet| !octet.is_ascii_graphic())
        }
        Mechanism::Login | Mechanism::CramMd5 | Mechanism::Anonymous | Mechanism::External => {
            Ok(())
        }
    }
}

fn nonce(around: &Surroundings, admits: fn(u8) -> bool) -> Result<(), Stuck> {
    let field = "nonce";
    match around.nonce.bytes().find(|octet| !admits(*octet)) {
        Some(octet) => Err(Stuck::Octet { field, octet }),
        None if around.nonce.is_empty() => Err(Stuck::Empty { field }),
        None => Ok(()),
    }
}
