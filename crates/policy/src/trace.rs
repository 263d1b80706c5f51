//! The record of one evaluation. The verdict is read off it, so that record
//! and decision cannot disagree. Words are those of access(5).

use std::fmt;
use std::sync::Arc;

use crate::Note;
use saslab_maincf::{Setting, Word};

use crate::Fact;

/// What the restrictions say to one command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Every restriction that was looked at, in order.
    pub trace: Arc<Trace>,
    /// The refusal, or `None` to go on.
    pub reply: Option<Refusal>,
    /// The word that is not modelled and stopped the trace: what a real server
    /// would say is then not known, and `reply` is `None`.
    pub unmodelled: Option<Arc<str>>,
    /// What was logged on the way, in order.
    pub log: Vec<Note>,
}

impl Outcome {
    /// Reads the outcome off a trace.
    #[must_use]
    pub fn of(trace: Trace, log: Vec<Note>) -> Self {
        let reply = match trace.verdict() {
            Verdict::Reject(refusal) | Verdict::Defer(refusal) => Some(refusal.clone()),
            Verdict::Ok
            | Verdict::Dunno
            | Verdict::DeferIfPermit(_)
            | Verdict::DeferIfReject(_)
            | Verdict::Unmodelled(_) => None,
        };
        let unmodelled = match (trace.verdict(), trace.checks.last()) {
            (Verdict::Unmodelled(_), Some(check)) => Some(Arc::clone(&check.restriction.text)),
            _ => None,
        };
        Self {
            trace: Arc::new(trace),
            reply,
            unmodelled,
            log,
        }
    }
}

/// The checks of one command, in the order they were made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    /// The last one decides.
    pub checks: Vec<Check>,
}

impl Trace {
    /// The verdict of the last check, or [`Verdict::Dunno`] if there is none.
    #[must_use]
    pub fn verdict(&self) -> &Verdict {
        self.checks
            .last()
            .map_or(&Verdict::Dunno, |check| &check.verdict)
    }

    /// What is not known and stopped the trace, if something did.
    #[must_use]
    pub fn unknown(&self) -> Option<&Fact> {
        match self.verdict() {
            Verdict::Unmodelled(fact) => Some(fact),
            Verdict::Ok
            | Verdict::Dunno
            | Verdict::Reject(_)
            | Verdict::Defer(_)
            | Verdict::DeferIfPermit(_)
            | Verdict::DeferIfReject(_) => None,
        }
    }

    /// The check that decided, if one did: the last one, or a permit in an earlier list
    /// that let the recipient pass.
    #[must_use]
    pub fn decisive(&self) -> Option<&Check> {
        let last = self.checks.last();
        last.filter(|check| check.verdict != Verdict::Dunno)
            .or_else(|| self.permits().next_back())
    }

    /// The checks that have let a recipient pass, in the lists that decide about relaying.
    pub fn permits(&self) -> impl DoubleEndedIterator<Item = &Check> {
        let checks = self.checks.iter();
        checks.filter(|check| check.verdict == Verdict::Ok && decides_relaying(check.list))
    }
}

/// Whether a list decides about relaying; others only refuse.
#[must_use]
pub fn decides_relaying(list: &str) -> bool {
    list == "smtpd_relay_restrictions" || list == "smtpd_recipient_restrictions"
}

/// One restriction, the fact it looked at and what it said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// The parameter whose list it stands in: `smtpd_relay_restrictions`.
    pub list: &'static str,
    /// The restriction as written, with its place in the file.
    pub restriction: Word,
    /// `203.0.113.9 is not in mynetworks`.
    pub fact: String,
    /// What the restriction said.
    pub verdict: Verdict,
    /// The setting that decided the fact.
    pub setting: Option<Setting>,
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {}: {}: {}",
            self.list, self.restriction.text, self.fact, self.verdict
        )
    }
}

/// What one restriction said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The rest of this list is skipped.
    Ok,
    /// The next restriction decides.
    Dunno,
    /// Refused for good.
    Reject(Refusal),
    /// Refused for now.
    Defer(Refusal),
    /// Refused for now, should nothing else refuse.
    DeferIfPermit(Refusal),
    /// Refused for now instead of for good, should something refuse.
    DeferIfReject(Refusal),
    /// Not modelled: what the server would say is not known.
    Unmodelled(Fact),
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ok => f.write_str("OK"),
            Self::Dunno => f.write_str("DUNNO"),
            Self::Reject(refusal) => write!(f, "REJECT {refusal}"),
            Self::Defer(refusal) => write!(f, "DEFER {refusal}"),
            Self::DeferIfPermit(refusal) => write!(f, "DEFER_IF_PERMIT {refusal}"),
            Self::DeferIfReject(refusal) => write!(f, "DEFER_IF_REJECT {refusal}"),
            Self::Unmodelled(_) => f.write_str("not simulated"),
        }
    }
}

/// A reply that refuses. The code and the first digit of the status agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// `554`
    pub code: u16,
    /// The RFC 3463 status, `5.7.1`: given in any release; one without
    /// enhanced codes leaves it out of the reply line.
    pub dsn: String,
    /// `<joe@example.net>: Relay access denied`
    pub text: String,
    /// Whether a real server says the same text.
    pub wording: Wording,
}

/// Whether the text of a refusal is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wording {
    /// It is.
    Known,
    /// A table gives a status code and no text, behind which older releases go on reading:
    /// the text is what stands in memory there.
    BeyondEnd,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.code, self.dsn, self.text)
    }
}
