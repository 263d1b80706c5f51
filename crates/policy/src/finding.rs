//! What one restriction finds before lists, warnings and deferrals are taken
//! into account: the fact it looked at, and its answer.

use std::sync::Arc;

use crate::destination::Trouble;
use crate::note::{Note, Warning};
use crate::{Fact, Refusal};

/// The fact and the answer of one restriction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    pub(crate) fact: String,
    pub(crate) answer: Answer,
    /// The parameter that decided the fact.
    pub(crate) parameter: Option<&'static str>,
    /// What was logged on the way.
    pub(crate) log: Vec<Note>,
}

/// Restrictions that a table names, and what their refusals call the thing looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) words: String,
    pub(crate) reply_name: String,
    pub(crate) reply_class: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    Ok,
    Dunno,
    Refuse(Refusal),
    /// The server cannot do its work: `warn_if_reject` does not soften this,
    /// and the list ends here.
    Broken(Refusal),
    DeferIfPermit(Refusal),
    DeferIfReject(Refusal),
    /// A table's result names restrictions.
    Evaluate(Arc<Named>),
    /// Accepted and thrown away: nothing else is looked at.
    Discard,
    /// What decides is not known.
    NotModelled(Fact),
}

impl Finding {
    pub(crate) fn new(fact: impl Into<String>, answer: Answer) -> Self {
        Self {
            fact: fact.into(),
            answer,
            parameter: None,
            log: Vec::new(),
        }
    }

    pub(crate) fn noting(mut self, note: Note) -> Self {
        self.log.push(note);
        self
    }

    pub(crate) fn warning(self, warning: Warning) -> Self {
        self.noting(Note::Warning(warning))
    }

    pub(crate) fn ok(fact: impl Into<String>) -> Self {
        Self::new(fact, Answer::Ok)
    }

    pub(crate) fn dunno(fact: impl Into<String>) -> Self {
        Self::new(fact, Answer::Dunno)
    }

    pub(crate) fn refuse(fact: impl Into<String>, refusal: Refusal) -> Self {
        Self::new(fact, Answer::Refuse(refusal))
    }

    pub(crate) fn because_of(mut self, parameter: &'static str) -> Self {
        self.parameter = Some(parameter);
        self
    }

    /// `reject_server_error`
    pub(crate) fn misconfigured(fact: impl Into<String>) -> Self {
        let refusal = Refusal::new(451, "4.3.5", "Server configuration error");
        Self::new(fact, Answer::Broken(refusal))
    }

    pub(crate) fn not_modelled(fact: Fact) -> Self {
        Self::new(format!("{fact} is not known"), Answer::NotModelled(fact))
    }

    /// `reject_dict_retry`
    pub(crate) fn trouble(trouble: Trouble, reply_name: &str) -> Self {
        match trouble {
            Trouble::Failed(fact, log) => {
                let text = format!("<{reply_name}>: Temporary lookup failure");
                Self {
                    log,
                    ..Self::new(fact, Answer::Broken(Refusal::new(451, "4.3.0", text)))
                }
            }
            Trouble::NotModelled(fact) => Self::not_modelled(fact),
        }
    }
}
