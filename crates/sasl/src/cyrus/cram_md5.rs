//! CRAM-MD5 (RFC 2195), from `plugins/cram.c`.
use super::attempt::{Attempt, Code, Identity};
use super::name::c_string;
use super::{Outcome, Step};
use crate::Why;
use crate::hash::cram_md5;

/// A message may have this many octets.
const LIMIT: usize = 1024;

pub(super) fn open(attempt: &Attempt<'_>) -> Outcome {
    let nonce = attempt.context.nonce;
    let mut challenge = format!(
        "<{}.{}@{}>",
        nonce.number("CRAM-MD5"),
        // The plug-in keeps the seconds within 24 bits.
        nonce.seconds() % 0x00ff_ffff,
        attempt.host()
    );
    challenge.truncate(199);
    Outcome::ask(challenge.clone(), Step::CramResponse { challenge })
}

pub(super) fn respond(attempt: &mut Attempt<'_>, challenge: &str, message: &[u8]) -> Outcome {
    if message.len() > LIMIT {
        attempt.log_failure("CRAM-MD5 input longer than 1024 bytes");
        return Outcome::fail(Code::BadProt, Why::TooLong { limit: LIMIT });
    }
    // The last space separates, since names may hold spaces.
    let space = message.iter().rposition(|octet| *octet == b' ');
    let split = space.and_then(|at| Some((message.get(..at)?, message.get(at + 1..)?)));
    let Some((name, digest)) = split.filter(|(name, _)| !name.is_empty()) else {
        let line = "need authentication name";
        return attempt.malformed("CRAM-MD5 response", Code::BadProt, line);
    };
    match authenticate(attempt, challenge, c_string(name), digest) {
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
    let name = attempt.canonical(name, Identity::Both)?;
    let password = attempt.password(&name)?;
    // What stands behind the 32 digits is not looked at.
    if digest.starts_with(cram_md5(password, challenge.as_bytes()).as_bytes()) {
        return Ok(());
    }
    attempt.log_failure("incorrect digest response");
    Err(attempt.wrong_password(&name))
}
