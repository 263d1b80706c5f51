//! Who checks passwords that come in clear: `pwcheck_method` (`_sasl_checkpass` of
//! `lib/server.c`, `lib/checkpw.c`).
//! Left out: a saslauthd that runs, and the verifiers authdaemond and alwaystrue.
use super::Outcome;
use super::attempt::{Attempt, Code, Identity};
use crate::{LibraryLevel, LibraryLine, Setup, Why};

/// Whether `password` is that of `name`, a canonical name, for one of the methods.
pub(super) fn check_password(
    attempt: &mut Attempt<'_>,
    name: &[u8],
    password: &[u8],
) -> Result<(), Outcome> {
    let Some(methods) = methods(attempt.setup) else {
        return auxprop(attempt, name, password);
    };
    let mut result = Err(Outcome::fail(Code::NoMech, no_verifier(methods)));
    for method in methods.split_ascii_whitespace() {
        if method.eq_ignore_ascii_case("auxprop") {
            result = auxprop(attempt, name, password);
        } else if method.eq_ignore_ascii_case("saslauthd") {
            result = Err(saslauthd(attempt));
        } else if ["authdaemond", "alwaystrue"]
            .iter()
            .any(|m| method.eq_ignore_ascii_case(m))
        {
            let mechanism = "pwcheck_method";
            result = Err(Outcome::fail(Code::NoMech, Why::NotSimulated { mechanism }));
            break;
        }
        if result.is_ok() {
            return result;
        }
    }
    if let Err(Outcome::Failure { why, .. }) = &result
        && *why == no_verifier(methods)
    {
        attempt.log.push(LibraryLine {
            level: LibraryLevel::Problem,
            message: format!("unknown password verifier(s) {methods}").into(),
        });
    }
    result
}

/// The value of the first `pwcheck_method` line.
fn methods(setup: &Setup) -> Option<&str> {
    setup.options().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        (name.trim() == "pwcheck_method").then(|| value.trim())
    })
}

fn no_verifier(methods: &str) -> Why {
    Why::NoVerifier {
        methods: methods.to_owned(),
    }
}

/// `auxprop_verify_password`: the password stored in sasldb.
fn auxprop(attempt: &mut Attempt<'_>, name: &[u8], password: &[u8]) -> Result<(), Outcome> {
    let name = attempt.canonical(name, Identity::Both)?;
    let account = attempt
        .account(&name)
        .map_err(|why| Outcome::fail(Code::BadAuth, why))?;
    if account.password.reveal() == password {
        return Ok(());
    }
    Err(attempt.wrong_password(&name))
}

/// No saslauthd runs on this machine.
fn saslauthd(attempt: &mut Attempt<'_>) -> Outcome {
    attempt.log_failure("cannot connect to saslauthd server: No such file or directory");
    Outcome::fail(Code::Fail, Why::NoSaslauthd)
}
