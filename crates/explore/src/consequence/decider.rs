//! What is behind the end of a session: the restriction, or the setting, that decided.

use std::fmt;
use std::sync::Arc;

use saslab_smtpd::Cause;
use saslab_smtpd::policy::{Check, Trace, decides_relaying};

use crate::relay::{Cell, Verdict as End};

/// What has decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decider {
    /// A restriction of a list.
    Restriction {
        /// `smtpd_relay_restrictions`
        list: &'static str,
        /// As written.
        word: Arc<str>,
        /// What it went by: `203.0.113.9 is not in mynetworks`.
        fact: Arc<str>,
    },
    /// A setting that is no list.
    Setting {
        /// `smtpd_tls_security_level`
        name: &'static str,
        /// Its value.
        value: Arc<str>,
    },
    /// Neither: one sentence.
    Other(Arc<str>),
    /// Nothing spoke against it.
    Nothing,
}

impl Decider {
    /// What has decided how the session of a cell ended.
    #[must_use]
    pub fn of_cell(cell: &Cell) -> Self {
        match cell.verdict {
            End::Accepted => permits(cell).next_back().map_or(Self::Nothing, Self::of),
            End::Refused | End::Deferred | End::NoLogin | End::NoDomain | End::NotSimulated => {
                Self::refusing(cell)
            }
        }
    }

    /// What has let a recipient pass that did not pass before.
    pub(super) fn permitting(was: &Cell, is: &Cell) -> Self {
        let known = |check: &&Check| {
            let mut known = permits(was);
            known
                .any(|was| was.list == check.list && was.restriction.text == check.restriction.text)
        };
        let new = permits(is).find(|check| !known(check));
        new.or_else(|| permits(is).next_back())
            .map_or(Self::Nothing, Self::of)
    }

    /// What has refused.
    pub(super) fn refusing(cell: &Cell) -> Self {
        match &cell.cause {
            None => Self::Nothing,
            Some(Cause::Trace(trace)) => trace.decisive().map_or(Self::Nothing, Self::of),
            Some(Cause::Setting(setting)) => Self::Setting {
                name: setting.parameter.name,
                value: Arc::clone(&setting.value),
            },
            Some(
                other @ (Cause::Rfc(_)
                | Cause::Change(_)
                | Cause::Client(_)
                | Cause::Sasl(_)
                | Cause::NotSimulated(_)),
            ) => Self::Other(Arc::from(other.to_string())),
        }
    }

    fn of(check: &Check) -> Self {
        Self::Restriction {
            list: check.list,
            word: Arc::clone(&check.restriction.text),
            fact: Arc::from(&*check.fact),
        }
    }

    /// Whether it is the same, whatever the fact that it went by.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (
                Self::Restriction { list, word, .. },
                Self::Restriction {
                    list: of,
                    word: as_,
                    ..
                },
            ) => list == of && word == as_,
            (
                Self::Restriction { .. } | Self::Setting { .. } | Self::Other(_) | Self::Nothing,
                _,
            ) => self == other,
        }
    }
}

/// The restrictions that have let it pass.
fn permits(cell: &Cell) -> impl DoubleEndedIterator<Item = &Check> {
    let trace = cell.cause.as_ref().and_then(Cause::trace);
    trace.into_iter().flat_map(Trace::permits)
}

impl fmt::Display for Decider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Restriction { list, word, fact } => {
                f.write_str(word)?;
                // access(5): what a table holds decides, not the restriction.
                if word.ends_with("_access") {
                    write!(f, " ({fact})")?;
                }
                match decides_relaying(list) {
                    true => Ok(()),
                    false => write!(f, " in {list}"),
                }
            }
            Self::Setting { name, value } => write!(f, "{name} = {value}"),
            Self::Other(sentence) => f.write_str(sentence),
            Self::Nothing => f.write_str("no restriction"),
        }
    }
}
