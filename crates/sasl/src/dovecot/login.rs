//! LOGIN (a draft that never became an RFC), from `mech-login.c`.
use super::attempt::Attempt;
use super::{Outcome, Step};

/// The name may come with the AUTH command; an empty message asks for it.
pub(super) fn open(attempt: &mut Attempt<'_>, message: &[u8]) -> Outcome {
    if message.is_empty() {
        return Outcome::ask("Username:", Step::LoginName);
    }
    name(attempt, message)
}

pub(super) fn name(attempt: &mut Attempt<'_>, message: &[u8]) -> Outcome {
    match attempt.set_name(message) {
        Ok(()) => {
            let name = attempt.name().to_vec();
            Outcome::ask("Password:", Step::LoginPassword { name })
        }
        Err(failure) => failure,
    }
}

pub(super) fn password(attempt: &mut Attempt<'_>, name: Vec<u8>, message: &[u8]) -> Outcome {
    attempt.resume(name);
    match attempt.check_password(message) {
        Ok(()) => Outcome::Success,
        Err(failure) => failure,
    }
}
