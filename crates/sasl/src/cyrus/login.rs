//! LOGIN (a draft that never became an RFC), from `plugins/login.c`.
use super::attempt::{Attempt, Code, Identity};
use super::name::c_string;
use super::verify::check_password;
use super::{Outcome, Step};
use crate::Why;

/// Names and passwords may have this many octets.
const LIMIT: usize = 1024;

/// The name may come with the AUTH command; an empty message asks for it.
pub(super) fn open(attempt: &mut Attempt<'_>, message: &[u8]) -> Outcome {
    if message.is_empty() {
        return Outcome::ask("Username:", Step::LoginName);
    }
    name(attempt, message)
}

pub(super) fn name(attempt: &mut Attempt<'_>, message: &[u8]) -> Outcome {
    if message.len() > LIMIT {
        attempt.log_failure("username too long (>1024 characters)");
        return Outcome::fail(Code::BadProt, Why::TooLong { limit: LIMIT });
    }
    Outcome::ask(
        "Password:",
        Step::LoginPassword {
            name: message.to_vec(),
        },
    )
}

pub(super) fn password(attempt: &mut Attempt<'_>, name: &[u8], message: &[u8]) -> Outcome {
    if message.len() > LIMIT {
        attempt.log_failure("clientinlen is > 1024 characters in LOGIN plugin");
        return Outcome::fail(Code::BadProt, Why::TooLong { limit: LIMIT });
    }
    // The name is copied as a C string, but keeps its length: zeros take the place of
    // what stood behind a NUL.
    let kept = c_string(name).len();
    let padded: Vec<u8> = name
        .iter()
        .enumerate()
        .map(|(at, octet)| if at < kept { *octet } else { 0 })
        .collect();
    let checked = attempt
        .canonical(&padded, Identity::Both)
        .and_then(|name| check_password(attempt, &name, c_string(message)));
    match checked {
        Ok(()) => Outcome::Success,
        Err(failure) => failure,
    }
}
