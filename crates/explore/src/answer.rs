//! What the explorer says to a question, and how sure it is.

use std::fmt;
use std::sync::Arc;

use saslab_smtpd::policy::Supposed;

use crate::Witness;

/// The answer to a question about a mail system.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// It happens: this session shows it.
    Happens(Witness),
    /// It does not, in any session that the configuration can tell apart from others.
    Never {
        /// How many sessions were run; 0: the question is about no session.
        sessions: u32,
        /// What must not be so outside; empty: nothing.
        provided: Vec<Proviso>,
    },
    /// It is not known.
    Unknown(Limit),
}

/// Something outside that the answer rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Proviso {
    /// What must not be the case, all of it together.
    pub otherwise: Vec<Supposed>,
    /// The session that shows it happening in that case.
    pub witness: Witness,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Limit {
    /// As many sessions as allowed were run, and more are left.
    Sessions(u32),
    /// More suppositions about the outside would have to be tried than allowed.
    Suppositions(u32),
    /// Something that decides is not simulated.
    NotSimulated(Arc<str>),
    /// A table has rows that nobody could be found for.
    Untried(Arc<str>),
}

impl Answer {
    /// Never, whatever the outside says.
    #[must_use]
    pub const fn never(sessions: u32) -> Self {
        Self::Never {
            sessions,
            provided: Vec::new(),
        }
    }

    /// The session that shows it, if it happens.
    #[must_use]
    pub fn witness(&self) -> Option<&Witness> {
        match self {
            Self::Happens(witness) => Some(witness),
            Self::Never { .. } | Self::Unknown(_) => None,
        }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Happens(_) => f.write_str("it happens"),
            Self::Never { sessions, provided } => {
                match sessions {
                    0 => f.write_str("never")?,
                    sessions => write!(f, "never, in {sessions} sessions")?,
                }
                for (at, proviso) in provided.iter().enumerate() {
                    let word = if at == 0 {
                        ", provided it is not so that"
                    } else {
                        "; nor that"
                    };
                    write!(f, "{word} {proviso}")?;
                }
                Ok(())
            }
            Self::Unknown(limit) => write!(f, "not known: {limit}"),
        }
    }
}

impl fmt::Display for Proviso {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, supposed) in self.otherwise.iter().enumerate() {
            let word = if at == 0 { "" } else { " and " };
            write!(f, "{word}{supposed}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sessions(run) => write!(f, "{run} sessions were run, and more are left"),
            Self::Suppositions(tried) => {
                write!(f, "{tried} suppositions were tried, and more are left")
            }
            Self::NotSimulated(what) => write!(f, "{what} is not simulated"),
            Self::Untried(what) => write!(f, "{what} was not tried"),
        }
    }
}
