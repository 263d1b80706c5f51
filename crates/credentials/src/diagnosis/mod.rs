//! What is wrong with pasted credentials: the octets at fault, and the repair.
//!
//! A diagnosis speaks only where the octets themselves tell; what needs a guess at the
//! person's mind says so ([`Certainty::Likely`]). Left out: answers of CRAM-MD5,
//! DIGEST-MD5 and SCRAM, whose digests nobody can look into.
mod fault;
mod proof;
mod repair;

pub use fault::{Certainty, Fault};
pub use proof::{Proof, prove};
pub use repair::Repair;

use crate::Decoded;
use std::ops::Range;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    /// What it is; `Display` is one sentence without its full stop.
    pub fault: Fault,
    /// How sure it is.
    pub certainty: Certainty,
    /// Where it is.
    pub place: Where,
    /// What to send in its place; absent where nobody can know it.
    pub repair: Option<Repair>,
}

/// Where a fault is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Where {
    /// The number of the exchange in [`Decoded::exchanges`].
    pub exchange: usize,
    /// The number of the message in [`crate::Exchange::said`]; absent: the command.
    pub said: Option<usize>,
    /// The octets of the message.
    pub octets: Vec<Range<usize>>,
    /// The characters of the pasted text.
    pub text: Vec<Range<usize>>,
}

/// Everything that is wrong with the exchanges of `decoded`.
#[must_use]
pub fn diagnose(decoded: &Decoded) -> Vec<Diagnosis> {
    let _ = decoded;
    Vec::new()
}
