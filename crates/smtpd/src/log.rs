//! What smtpd writes to the mail log, as typed events.
//! Left out for now: the lines of rejections, of MAIL and of queue files.

use std::fmt;
use std::sync::Arc;

/// One line of the mail log, without time stamp and process id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogEvent {
    /// A client has connected.
    Connect {
        /// `name[address]`.
        client: Arc<str>,
    },
    /// The session is over.
    Disconnect {
        /// `name[address]`.
        client: Arc<str>,
    },
    /// A login failed.
    SaslFailed {
        /// `name[address]`.
        client: Arc<str>,
        /// The rest of the line, from the mechanism on.
        detail: Arc<str>,
    },
    /// The process ends.
    Fatal(Arc<str>),
    /// A warning of any kind.
    Warning(Arc<str>),
}

impl fmt::Display for LogEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Connect { client } => write!(f, "connect from {client}"),
            Self::Disconnect { client } => write!(f, "disconnect from {client}"),
            Self::SaslFailed { client, detail } => write!(f, "warning: {client}: SASL {detail}"),
            Self::Fatal(text) => write!(f, "fatal: {text}"),
            Self::Warning(text) => write!(f, "warning: {text}"),
        }
    }
}
