//! Dovecot 2.3 under Postfix's `xsasl_dovecot_server.c`.
//!
//! From `src/auth/mech-*.c` and `auth-request*.c`, with `disable_plaintext_auth = no`,
//! no delay after failures, and a password file in clear. Left out: master users,
//! client certificates, `auth_default_realm`.
mod attempt;
mod login;
mod plain;

use crate::base64;
use crate::mechanism::{First, Mechanism};
use crate::offer::barred;
use crate::{Context, Implementation, InvalidMechanism, Progress, Setup, Why, WhyWithheld};
use attempt::Attempt;

/// An exchange that waits for the client.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Waiting {
    mechanism: &'static str,
    step: Step,
}

/// What Dovecot waits for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Step {
    /// The first message of a mechanism in which the client begins.
    Opening,
    /// The user name of LOGIN.
    LoginName,
    /// The password of LOGIN, after this user name.
    LoginPassword { name: Vec<u8> },
}

/// What a mechanism's step comes to. A failure has no text for the client.
pub(crate) enum Outcome {
    Challenge { data: Vec<u8>, next: Step },
    Success,
    Failure(Why),
}

pub(crate) fn first(
    setup: &Setup,
    context: &Context<'_>,
    name: &str,
    initial: Option<&[u8]>,
) -> Progress {
    let mut attempt = Attempt::new(setup, context);
    let mechanism = match permitted(setup, context, name) {
        Ok(mechanism) => mechanism,
        Err(why) => {
            let reason = match context.invalid_mechanism {
                InvalidMechanism::Unnamed => "Invalid authentication mechanism".into(),
                InvalidMechanism::Named => {
                    let name = context.printable.line(name);
                    format!("Invalid authentication mechanism: '{name}'").into()
                }
            };
            return attempt.refuse(reason, why);
        }
    };
    let message = match initial.map(decode_initial) {
        None => None,
        Some(Ok(message)) => Some(message),
        Some(Err(why)) => {
            return attempt.refuse("Invalid base64 data in initial response".into(), why);
        }
    };
    let outcome = match (mechanism.first, message) {
        (First::Client, None) => Outcome::Challenge {
            data: Vec::new(),
            next: Step::Opening,
        },
        (First::Server | First::Either, None) => open(&mut attempt, mechanism.name, &[]),
        (_, Some(message)) => open(&mut attempt, mechanism.name, &message),
    };
    attempt.finish(mechanism.name, outcome)
}

pub(crate) fn respond(
    waiting: Waiting,
    setup: &Setup,
    context: &Context<'_>,
    text: &[u8],
) -> Progress {
    let Waiting { mechanism, step } = waiting;
    let mut attempt = Attempt::new(setup, context);
    let message = match base64::decode(Implementation::Dovecot, text) {
        Ok(message) => message,
        Err(error) => {
            let reason = "Invalid base64 data in continued response".into();
            return attempt.refuse(reason, Why::NotBase64(error));
        }
    };
    let outcome = match step {
        Step::Opening => open(&mut attempt, mechanism, &message),
        Step::LoginName => login::name(&mut attempt, &message),
        Step::LoginPassword { name } => login::password(&mut attempt, name, &message),
    };
    attempt.finish(mechanism, outcome)
}

/// The first message of the client, or its absence from a mechanism where it may be absent.
fn open(attempt: &mut Attempt<'_>, mechanism: &'static str, message: &[u8]) -> Outcome {
    match mechanism {
        "PLAIN" => plain::step(attempt, message),
        "LOGIN" => login::open(attempt, message),
        _ => Outcome::Failure(Why::NotSimulated { mechanism }),
    }
}

/// Dovecot takes a lone `=` for an empty initial response (RFC 4954 section 4).
fn decode_initial(text: &[u8]) -> Result<Vec<u8>, Why> {
    if text == b"=" {
        return Ok(Vec::new());
    }
    base64::decode(Implementation::Dovecot, text).map_err(Why::NotBase64)
}

/// The mechanism of that name, if the glue finds it among those that it announced.
fn permitted(setup: &Setup, context: &Context<'_>, name: &str) -> Result<&'static Mechanism, Why> {
    let Some(mechanism) = setup.plug_in(name) else {
        return Err(Why::MechanismUnknown {
            mechanism: name.to_owned(),
        });
    };
    if !setup.lists(mechanism) {
        return Err(Why::MechanismNotListed {
            mechanism: mechanism.name,
        });
    }
    match barred(mechanism, context.options) {
        None => Ok(mechanism),
        Some(WhyWithheld::Filtered { option }) => Err(Why::MechanismFiltered {
            mechanism: mechanism.name,
            option,
        }),
        Some(WhyWithheld::NotListed | WhyWithheld::NoPlugin | WhyWithheld::NoExternalIdentity) => {
            Err(Why::NoExternalIdentity)
        }
    }
}
