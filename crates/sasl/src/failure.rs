//! What comes of an AUTH that fails: for the client, for the log, for the learner.
use crate::base64::Base64Error;
use crate::{Memory, SecurityOption};
use std::borrow::Cow;
use std::fmt;

/// A failed authentication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What XSASL returns, from which Postfix makes the reply code.
    pub kind: FailureKind,
    /// The text behind the last colon of the reply; `None`: "(reason unavailable)".
    pub reason: Option<Cow<'static, str>>,
    /// What went wrong, for the learner.
    pub why: Why,
    /// What the library logs before Postfix logs the failure.
    pub log: Vec<LibraryLine>,
    /// The user name in Postfix's log line; `None`: "(unavailable)".
    pub username: Option<String>,
    /// What the connection to the library remembers; the next attempt gets it back.
    pub memory: Memory,
}

/// The status of an XSASL call, as far as replies differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FailureKind {
    /// `XSASL_AUTH_TEMP`: 454 where Postfix knows it.
    Temporary,
    /// `XSASL_AUTH_FAIL`: 535.
    Permanent,
    /// `XSASL_AUTH_FORM` for the text behind the mechanism: 501 in Postfix 1.1.
    MalformedInitial,
    /// `XSASL_AUTH_FORM` for a later line.
    MalformedResponse,
}

/// One line that the SASL library logs through Postfix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LibraryLine {
    /// How grave the library finds it.
    pub level: LibraryLevel,
    /// Its text.
    pub message: Cow<'static, str>,
}

/// The levels of the library that Postfix logs without being asked to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LibraryLevel {
    /// `SASL_LOG_ERR` and `SASL_LOG_WARN`: something is not as it should be.
    Problem,
    /// `SASL_LOG_FAIL`: somebody failed to authenticate. Postfix 1.1 drops it.
    Failure,
    /// `SASL_LOG_NOTE`: what a mechanism does.
    Note,
}

impl LibraryLine {
    pub(crate) fn note(message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            level: LibraryLevel::Note,
            message: message.into(),
        }
    }

    pub(crate) fn failure(message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            level: LibraryLevel::Failure,
            message: message.into(),
        }
    }
}

impl fmt::Display for LibraryLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let level = match self.level {
            LibraryLevel::Problem => "problem",
            LibraryLevel::Failure => "failure",
            LibraryLevel::Note => return f.write_str(&self.message),
        };
        write!(f, "warning: SASL authentication {level}: {}", self.message)
    }
}

/// Why an authentication failed. `Display` is one sentence without its full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// Nothing provides a mechanism of this name.
    MechanismUnknown {
        /// As the client wrote it.
        mechanism: String,
    },
    /// The mechanism exists, but the list of mechanisms does not name it.
    MechanismNotListed {
        /// Its registered name.
        mechanism: &'static str,
    },
    /// The mechanism is listed, but a security option excludes it.
    MechanismFiltered {
        /// Its registered name.
        mechanism: &'static str,
        /// The first option that excludes it.
        option: SecurityOption,
    },
    /// EXTERNAL, and no lower layer that has authenticated the client.
    NoExternalIdentity,
    /// What the client sent is not Base64.
    NotBase64(Base64Error),
    /// The mechanism lets the server begin, and the client began.
    ClientTooEarly {
        /// Its registered name.
        mechanism: &'static str,
    },
    /// PLAIN wants two NULs; there are fewer.
    NulMissing {
        /// How many there are.
        found: usize,
    },
    /// There is a NUL where none may be.
    NulTooMany,
    /// The user name is empty, or nothing but white space.
    NameEmpty,
    /// The user name holds an octet that the server does not admit in names.
    NameOctet {
        /// The octet.
        octet: u8,
    },
    /// The password holds an octet that the server does not admit in passwords.
    PasswordOctet,
    /// The user name or the password is longer than the mechanism allows.
    TooLong {
        /// The limit in octets.
        limit: usize,
    },
    /// No account of that name.
    NoSuchUser {
        /// What was looked up, with its realm.
        looked_up: String,
    },
    /// The account exists; the password, or the proof of it, is wrong.
    WrongPassword {
        /// What was looked up, with its realm.
        looked_up: String,
    },
    /// The client wants to act for somebody else.
    AuthzidDiffers {
        /// For whom it wants to act.
        authzid: String,
        /// As whom it logged in.
        authcid: String,
    },
    /// A message of the mechanism is not made as it must be.
    Malformed {
        /// What the message is.
        message: &'static str,
        /// What is wrong with it, in the server's words.
        fault: Cow<'static, str>,
    },
    /// The account has an empty password, with which the mechanism does not compute.
    PasswordEmpty,
    /// A Kerberos mechanism, and no key table on the machine.
    NoKeyTable {
        /// Its registered name.
        mechanism: &'static str,
    },
    /// `pwcheck_method` names nothing that can check a password.
    NoVerifier {
        /// Its value.
        methods: String,
    },
    /// `pwcheck_method` names saslauthd, which does not run.
    NoSaslauthd,
    /// This program does not simulate the server's side of the mechanism.
    NotSimulated {
        /// Its registered name; or the option that is not simulated.
        mechanism: &'static str,
    },
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MechanismUnknown { mechanism } => {
                write!(f, "the server has no mechanism {mechanism}")
            }
            Self::MechanismNotListed { mechanism } => {
                write!(
                    f,
                    "the server's list of mechanisms does not name {mechanism}"
                )
            }
            Self::MechanismFiltered { mechanism, option } => {
                write!(f, "the security option {option} excludes {mechanism}")
            }
            Self::NoExternalIdentity => {
                f.write_str("EXTERNAL needs an identity from a lower layer, and there is none")
            }
            Self::NotBase64(error) => write!(f, "the text is not Base64: {error}"),
            Self::ClientTooEarly { mechanism } => write!(
                f,
                "in {mechanism} the server speaks first, so AUTH takes no initial response"
            ),
            Self::NulMissing { found } => write!(
                f,
                "PLAIN wants two NULs, before the name and before the password; {} there",
                match found {
                    0 => "none is",
                    1 => "only one is",
                    _ => "more are",
                }
            ),
            Self::NulTooMany => f.write_str("there is a NUL where none may be"),
            Self::NameEmpty => f.write_str("the user name is empty"),
            Self::NameOctet { octet } => write!(
                f,
                "the user name holds the octet 0x{octet:02x}, which the server does not admit"
            ),
            Self::PasswordOctet => f.write_str(
                "the password holds a control character, which the server does not admit",
            ),
            Self::TooLong { limit } => {
                write!(f, "the text is longer than {limit} octets")
            }
            Self::NoSuchUser { looked_up } => write!(f, "there is no account {looked_up}"),
            Self::WrongPassword { looked_up } => {
                write!(f, "the password for {looked_up} is wrong")
            }
            Self::AuthzidDiffers { authzid, authcid } => write!(
                f,
                "{authcid} logged in, but wants to act as {authzid}, which nobody has allowed"
            ),
            Self::Malformed { message, fault } => {
                write!(f, "the {message} is not made as it must be: {fault}")
            }
            Self::PasswordEmpty => {
                f.write_str("the account has an empty password, and the mechanism wants one")
            }
            Self::NoKeyTable { mechanism } => write!(
                f,
                "{mechanism} needs a Kerberos key of the server, and the machine has none"
            ),
            Self::NoVerifier { methods } => write!(
                f,
                "pwcheck_method: {methods} names nothing that could check a password"
            ),
            Self::NoSaslauthd => {
                f.write_str("saslauthd has to check the password, and it does not run")
            }
            Self::NotSimulated { mechanism } => {
                write!(f, "the server's side of {mechanism} is not simulated here")
            }
        }
    }
}
