//! Dovecot 2.3 under Postfix's `xsasl_dovecot_server.c`.
//!
//! From `src/auth/mech-*.c` and `auth-request*.c`, with `disable_plaintext_auth = no`,
//! no delay after failures, and a password file in clear. Left out: master users,
//! client certificates, `auth_default_realm`.
mod attempt;
mod cram_md5;
mod digest_fields;
mod digest_md5;
mod login;
mod plain;
mod scram;

use crate::base64;
use crate::mechanism::{First, Mechanism};
use crate::offer::barred;
use crate::{
    Context, Implementation, InvalidMechanism, Progress, ScramHash, Setup, Why, WhyWithheld,
};
use attempt::Attempt;
use std::borrow::Cow;
use zeroize::Zeroizing;

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
    /// The response of CRAM-MD5 to this challenge.
    CramResponse { challenge: String },
    /// The response of DIGEST-MD5 to a challenge with this nonce.
    DigestResponse { nonce: String },
    /// The message of SCRAM with the proof.
    ScramFinal(Box<scram::Pending>),
    /// Any line after the server's last word; this user is logged in.
    Acknowledgement { name: Vec<u8> },
}

/// What a mechanism's step comes to. A failure has no text for the client.
pub(crate) enum Outcome {
    Challenge {
        data: Vec<u8>,
        next: Step,
    },
    /// A challenge that no answer can change: the login is decided.
    LastWord {
        data: Vec<u8>,
    },
    Success,
    Failure(Why),
}

impl Outcome {
    fn ask(data: impl Into<Vec<u8>>, next: Step) -> Self {
        Self::Challenge {
            data: data.into(),
            next,
        }
    }

    /// The end of an exchange with a message that is not made as it must be.
    fn malformed(message: &'static str, fault: impl Into<Cow<'static, str>>) -> Self {
        let fault = fault.into();
        Self::Failure(Why::Malformed { message, fault })
    }
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
            // Dovecot is not asked, so the name of its last answer stays.
            attempt.recall(context.memory.username.clone());
            return attempt.end(Some(reason), why);
        }
    };
    let message = match initial.map(decode_initial) {
        None => None,
        Some(Ok(message)) => Some(Zeroizing::new(message)),
        Some(Err(why)) => {
            return attempt.refuse("Invalid base64 data in initial response".into(), why);
        }
    };
    let outcome = match (mechanism.first, message) {
        (First::Client, None) => Outcome::ask([], Step::Opening),
        (First::Server | First::Either, None) => open(&mut attempt, mechanism.name, &[]),
        (First::Client | First::Server | First::Either, Some(message)) => {
            open(&mut attempt, mechanism.name, &message)
        }
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
        Ok(message) => Zeroizing::new(message),
        Err(error) => {
            let reason = "Invalid base64 data in continued response".into();
            return attempt.refuse(reason, Why::NotBase64(error));
        }
    };
    if refuses_nuls(mechanism) && message.contains(&0) {
        if let Step::LoginPassword { name } = step {
            attempt.resume(name);
        }
        return attempt.finish(mechanism, Outcome::Failure(Why::NulTooMany));
    }
    let outcome = match step {
        Step::Opening => open(&mut attempt, mechanism, &message),
        Step::LoginName => login::name(&mut attempt, &message),
        Step::LoginPassword { name } => login::password(&mut attempt, name, &message),
        Step::CramResponse { challenge } => cram_md5::respond(&mut attempt, &challenge, &message),
        Step::DigestResponse { nonce } => digest_md5::respond(&mut attempt, &nonce, &message),
        Step::ScramFinal(pending) => scram::respond(&mut attempt, &pending, &message),
        Step::Acknowledgement { name } => {
            attempt.resume(name);
            Outcome::Success
        }
    };
    attempt.finish(mechanism, outcome)
}

/// The first message of the client, or its absence from a mechanism where it may be absent.
fn open(attempt: &mut Attempt<'_>, mechanism: &'static str, message: &[u8]) -> Outcome {
    if refuses_nuls(mechanism) && message.contains(&0) {
        return Outcome::Failure(Why::NulTooMany);
    }
    match mechanism {
        "PLAIN" => plain::step(attempt, message),
        "LOGIN" => login::open(attempt, message),
        // What a client says too early is passed over.
        "CRAM-MD5" => cram_md5::open(attempt),
        "DIGEST-MD5" => digest_md5::open(attempt),
        "ANONYMOUS" => {
            attempt.resume(b"anonymous".to_vec());
            Outcome::Success
        }
        "EXTERNAL" => Outcome::Failure(Why::NoExternalIdentity),
        _ if let Some(hash) = ScramHash::of(mechanism) => scram::open(attempt, hash, message),
        _ => Outcome::Failure(Why::NotSimulated { mechanism }),
    }
}

/// Mechanisms without `MECH_SEC_ALLOW_NULS` fail at the first NUL.
fn refuses_nuls(mechanism: &str) -> bool {
    !matches!(mechanism, "PLAIN" | "ANONYMOUS" | "OTP")
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
