//! PLAIN (RFC 4616), from `mech-plain.c`.
use super::Outcome;
use super::attempt::Attempt;
use crate::Why;

pub(super) fn step(attempt: &mut Attempt<'_>, message: &[u8]) -> Outcome {
    let found = message.iter().filter(|octet| **octet == 0).count();
    let mut parts = message.split(|octet| *octet == 0);
    let (Some(authzid), Some(authcid), Some(password), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Outcome::Failure(if found < 2 {
            Why::NulMissing { found }
        } else {
            Why::NulTooMany
        });
    };
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
    attempt.set_name(authcid)?;
    if !authzid.is_empty() && authzid != authcid {
        attempt.authorize(authzid)?;
    }
    attempt.check_password(password)
}
