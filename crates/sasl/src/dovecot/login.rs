//! LOGIN (a draft that never became an RFC), from `mech-login.c`.
use super::attempt::Attempt;
use super::{Outcome, Step};
use crate::Why;

/// The name may come with the AUTH command; an empty message asks for it.
pub(super) fn open(attempt: &mut Attempt<'_>, message: &[u8]) -> Outcome {
    if message.is_empty() {
        return Outcome::Challenge {
            data: b"Username:".to_vec(),
            next: Step::LoginName,
        };
    }
    name(attempt, message)
}

pub(super) fn name(attempt: &mut Attempt<'_>, message: &[u8]) -> Outcome {
    if message.contains(&0) {
        return Outcome::Failure(Why::NulTooMany);
    }
    match attempt.set_name(message) {
        Ok(()) => Outcome::Challenge {
            data: b"Password:".to_vec(),
            next: Step::LoginPassword {
                name: attempt.name().to_vec(),
            },
        },
        Err(failure) => failure,
    }
}

pub(super) fn password(attempt: &mut Attempt<'_>, name: Vec<u8>, message: &[u8]) -> Outcome {
    attempt.resume(name);
    if message.contains(&0) {
        return Outcome::Failure(Why::NulTooMany);
    }
    match attempt.check_password(message) {
        Ok(()) => Outcome::Success,
        Err(failure) => failure,
    }
}
