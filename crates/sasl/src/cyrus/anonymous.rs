//! ANONYMOUS (RFC 4505), from `plugins/anonymous.c`: the trace is not looked at.
use super::Outcome;
use super::attempt::{Attempt, Identity};

pub(super) fn step(attempt: &mut Attempt<'_>) -> Outcome {
    match attempt.canonical(b"anonymous", Identity::Both) {
        Ok(_) => Outcome::Success,
        Err(failure) => failure,
    }
}
