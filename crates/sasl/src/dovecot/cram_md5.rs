//! CRAM-MD5 (RFC 2195), from `mech-cram-md5.c`.
use super::attempt::Attempt;
use super::{Outcome, Step};
use crate::hash::cram_md5;

pub(super) fn open(attempt: &Attempt<'_>) -> Outcome {
    let nonce = attempt.context.nonce;
    let random = nonce.octets("CRAM-MD5");
    let digits = random
        .iter()
        .take(16)
        .map(|octet| char::from(b'0' + octet % 10));
    let host = attempt.setup.hostname.as_deref();
    let challenge = format!(
        "<{}.{}@{}>",
        digits.collect::<String>(),
        nonce.seconds(),
        host.unwrap_or(attempt.context.myhostname)
    );
    Outcome::ask(challenge.clone(), Step::CramResponse { challenge })
}

pub(super) fn respond(attempt: &mut Attempt<'_>, challenge: &str, message: &[u8]) -> Outcome {
    // The last space separates, since names may hold spaces.
    let space = message.iter().rposition(|octet| *octet == b' ');
    let split = space.and_then(|at| Some((message.get(..at)?, message.get(at + 1..)?)));
    let Some((name, digest)) = split.filter(|(name, _)| !name.is_empty()) else {
        return Outcome::malformed("CRAM-MD5 response", "missing digest");
    };
    match authenticate(attempt, challenge, name, digest) {
        Ok(()) => Outcome::Success,
        Err(failure) => failure,
    }
}

fn authenticate(
    attempt: &mut Attempt<'_>,
    challenge: &str,
    name: &[u8],
    digest: &[u8],
) -> Result<(), Outcome> {
    attempt.set_name(name)?;
    let password = attempt.account()?.password.reveal();
    // What stands behind the 32 digits is not looked at.
    if digest.starts_with(cram_md5(password, challenge.as_bytes()).as_bytes()) {
        return Ok(());
    }
    Err(attempt.wrong_password())
}
