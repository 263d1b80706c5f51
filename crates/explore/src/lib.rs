//! Questions about a mail system, answered by running sessions: no second evaluator.
//!
//! A [`Site`] is what is asked about: one main.cf with the services of its master.cf,
//! and the [`Lens`] through which the server sees addresses. [`examine`] asks every
//! [`Question`] of the table and gives a [`Report`]: an [`Answer`] to each, and the
//! [`Finding`]s with their [`Witness`]es. [`fixes`] tries edits of main.cf until one
//! removes a finding, and proves it. [`relay_table`] and [`mechanism_table`] are the two
//! tables of one running server; [`consequences`] tells what an edit changes in the first,
//! and [`edited`] which one it was.

mod alphabet;
mod answer;
mod candidates;
mod case;
mod consequence;
mod finding;
mod fix;
mod mechanisms;
mod question;
mod relay;
mod search;
mod site;
mod suppose;
mod witness;

pub use answer::{Answer, Limit, Proviso};
pub use candidates::{Candidates, Reachable, Target, candidates};
pub use consequence::{
    Consequence, Decider, Effect, RelayChange, Relaying, Side, Weight, What, changes, consequences,
    edited, relay_changes,
};
pub use finding::{Finding, Place, Report, Reported, ask, examine, examine_these};
pub use fix::{DiffLine, Edit, Fix, fixes, needed};
pub use mechanisms::{MechanismRow, Offered, Picker, Reads, mechanism_table, mechanisms_offered};
pub use question::{QUESTIONS, Question, Severity, question};
pub use relay::{
    Cell, Destination, Identity, Origin, Row, Verdict, Who, from_outside, relay_rows, relay_table,
    tells,
};
pub use saslab_clients as clients;
pub use saslab_smtpd::policy::{Fact, Supposed};
pub use site::{Lens, Mechanisms, Outsiders, Site};
pub use witness::Witness;

#[cfg(test)]
#[path = "quiet_tests.rs"]
mod quiet_tests;
