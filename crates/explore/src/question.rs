//! The questions, one row each: a named predicate with its weight, what it means, and the
//! document behind it. Rows stand in the files below, by theme.

use std::fmt;

use crate::case::{Case, Found};
use crate::search::Predicate;

mod auth;
mod clients;
mod delivery;
mod list;
mod network;
mod relay;
mod text;

pub(crate) use relay::permits;

/// Something that can be asked about any mail system.
pub struct Question {
    /// A stable name: `open-relay`.
    pub name: &'static str,
    /// A few words for a heading.
    pub title: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What it means, in a few sentences.
    pub explanation: &'static str,
    /// The RFC, the Postfix document or the source behind it.
    pub source: &'static str,
    pub(crate) ask: Ask,
}

/// How a question is answered.
#[derive(Clone, Copy)]
pub(crate) enum Ask {
    /// By a predicate on each step of a search.
    Step(Predicate),
    /// By looking at the servers, or at clients that talk to them.
    Case(fn(&Case<'_>) -> Vec<Found>),
}

/// How bad a finding is, the worst last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Something does not do what was probably meant.
    Warning,
    /// Somebody is locked out, or a password can be read on the way.
    Serious,
    /// Anybody can do harm, or nobody is served.
    Critical,
}

impl Severity {
    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Serious => "serious",
            Self::Critical => "critical",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl fmt::Debug for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Question")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

impl PartialEq for Question {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Question {}

/// Every question, by theme.
pub static QUESTIONS: &[&[Question]] = &[
    relay::ROWS,
    network::ROWS,
    list::ROWS,
    auth::ROWS,
    clients::ROWS,
    delivery::ROWS,
    text::ROWS,
];

/// The question of a name.
#[must_use]
pub fn question(name: &str) -> Option<&'static Question> {
    questions().find(|question| question.name == name)
}

/// Every row of the table.
pub(crate) fn questions() -> impl Iterator<Item = &'static Question> {
    QUESTIONS.iter().flat_map(|rows| rows.iter())
}

#[cfg(test)]
#[path = "question_tests.rs"]
mod tests;
