//! Where in a session something happened, and the name of a queue file.

use std::fmt;

use saslab_release::Verb;

/// `state->where`: the last command that was recognized.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    /// None yet.
    Connect,
    /// A command.
    Command(Verb),
    /// A word that is no command.
    Unknown,
    /// The message, before its end.
    Content,
    /// The octets of a chunk, and what comes behind them.
    Chunk,
    /// The end of the message.
    EndOfMessage,
}

impl fmt::Display for Where {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connect => "CONNECT",
            Self::Command(verb) => verb.name(),
            Self::Unknown => "UNKNOWN",
            Self::Content => "DATA content",
            Self::Chunk => "BDAT content",
            Self::EndOfMessage => "END-OF-MESSAGE",
        })
    }
}

/// The name of a queue file. A real one comes from clock and inode, of which the core
/// has neither: this one counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueueId(pub(crate) u32);

impl fmt::Display for QueueId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "5A51AB{:04X}", self.0)
    }
}

/// `4X2Y…: ` or `NOQUEUE: `
pub(super) fn write_queue(f: &mut fmt::Formatter<'_>, id: Option<QueueId>) -> fmt::Result {
    match id {
        Some(id) => write!(f, "{id}: "),
        None => f.write_str("NOQUEUE: "),
    }
}
