//! PLAIN (RFC 4616), from `plugins/plain.c`.
use super::Outcome;
use super::attempt::{Attempt, Code, Identity};
use super::verify::check_password;
use crate::Why;

pub(super) fn step(attempt: &mut Attempt<'_>, message: &[u8]) -> Outcome {
    let mut parts = message.split(|octet| *octet == 0);
    let authzid = parts.next().unwrap_or_default();
    let Some(authcid) = parts.next() else {
        attempt.log_failure("Can only find author (no password)");
        return Outcome::fail(Code::BadProt, Why::NulMissing { found: 0 });
    };
    let Some(password) = parts.next() else {
        attempt.log_failure("Can only find author/en (no password)");
        return Outcome::fail(Code::BadProt, Why::NulMissing { found: 1 });
    };
    if parts.next().is_some() {
        // The library's text ends with a line feed, which Postfix logs as a question mark.
        attempt.log_failure("Got more data than we were expecting in the PLAIN plugin?");
        return Outcome::fail(Code::BadProt, Why::NulTooMany);
    }
    match authenticate(attempt, authzid, authcid, password) {
        Ok(()) => Outcome::Success,
        Err(failure) => failure,
    }
}

fn authenticate(
    attempt: &mut Attempt<'_>,
    authzid: &[u8],
    authcid: &[u8],
    password: &[u8],
) -> Result<(), Outcome> {
    let own = authzid.is_empty() || authzid == authcid;
    let identity = if own {
        Identity::Both
    } else {
        Identity::Authcid
    };
    let authcid = attempt.canonical(authcid, identity)?;
    if let Err(failure) = check_password(attempt, &authcid, password) {
        attempt.log_failure("Password verification failed");
        return Err(failure);
    }
    if own {
        return Ok(());
    }
    let authzid = attempt.canonical(authzid, Identity::Authzid)?;
    attempt.authorize(&authzid, &authcid)
}
