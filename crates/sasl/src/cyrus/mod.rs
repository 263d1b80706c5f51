//! The Cyrus SASL library 2.1.28 under Postfix's `xsasl_cyrus_server.c`.
//!
//! From `lib/server.c` (`sasl_server_start`, `sasl_server_step`). Left out: plug-ins
//! other than those of [`crate::mechanism::CYRUS`], and password verifiers other than
//! the auxiliary property plug-in sasldb.
mod anonymous;
mod attempt;
mod cram_md5;
mod digest_fields;
mod digest_md5;
mod kerberos;
mod login;
mod name;
mod ntlm;
mod plain;
mod scram;
mod scram_first;
mod verify;

use crate::base64::{self, Base64Error};
use crate::mechanism::{First, Mechanism};
use crate::offer::barred;
use crate::{
    Context, FailureKind, Implementation, LibraryLine, Memory, Progress, ScramHash, SecurityOption,
    Setup, Why, WhyWithheld,
};
use attempt::{Attempt, Code};
use zeroize::Zeroizing;

/// An exchange that waits for the client.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Waiting {
    mechanism: &'static str,
    step: Step,
    memory: Memory,
}

/// What the library waits for.
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
    /// The message of NTLM with the responses.
    NtlmResponse,
    /// The empty line after the server's last word; the login is decided.
    Acknowledgement,
}

/// What a mechanism's step comes to.
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
    Failure {
        code: Code,
        why: Why,
    },
}

impl Outcome {
    fn ask(data: impl Into<Vec<u8>>, next: Step) -> Self {
        Self::Challenge {
            data: data.into(),
            next,
        }
    }

    fn fail(code: Code, why: Why) -> Self {
        Self::Failure { code, why }
    }
}

pub(crate) fn first(
    setup: &Setup,
    context: &Context<'_>,
    name: &str,
    initial: Option<&[u8]>,
) -> Progress {
    let mut attempt = Attempt::new(setup, context, context.memory.clone());
    let initial = match initial.map(|text| base64::decode(Implementation::Cyrus, text)) {
        None => None,
        Some(Ok(message)) => Some(Zeroizing::new(message)),
        Some(Err(error)) => return malformed(attempt, FailureKind::MalformedInitial, error),
    };
    let mechanism = match permitted(setup, context, name) {
        Ok(mechanism) => mechanism,
        Err(refusal) => {
            attempt.log.extend(refusal.line);
            return attempt.fail(refusal.code, refusal.why);
        }
    };
    let outcome = start(
        &mut attempt,
        mechanism,
        initial.as_ref().map(|message| message.as_slice()),
    );
    attempt.finish(mechanism.name, outcome)
}

pub(crate) fn respond(
    waiting: Waiting,
    setup: &Setup,
    context: &Context<'_>,
    text: &[u8],
) -> Progress {
    let Waiting {
        mechanism,
        step,
        memory,
    } = waiting;
    let mut attempt = Attempt::new(setup, context, memory);
    let message = match base64::decode(Implementation::Cyrus, text) {
        Ok(message) => Zeroizing::new(message),
        Err(error) => return malformed(attempt, FailureKind::MalformedResponse, error),
    };
    let outcome = if attempt.memory.accepted {
        Outcome::Success
    } else {
        match step {
            Step::Opening => open(&mut attempt, mechanism, &message),
            Step::LoginName => login::name(&mut attempt, &message),
            Step::LoginPassword { name } => login::password(&mut attempt, &name, &message),
            Step::CramResponse { challenge } => {
                cram_md5::respond(&mut attempt, &challenge, &message)
            }
            Step::DigestResponse { nonce } => digest_md5::respond(&mut attempt, &nonce, &message),
            Step::ScramFinal(pending) => scram::respond(&mut attempt, &pending, &message),
            Step::NtlmResponse => ntlm::respond(&mut attempt, &message),
            Step::Acknowledgement => Outcome::Success,
        }
    };
    attempt.finish(mechanism, outcome)
}

impl Waiting {
    pub(crate) fn into_memory(self, _context: &Context<'_>) -> Memory {
        self.memory
    }
}

/// `sasl_server_start` behind the search for the mechanism.
fn start(
    attempt: &mut Attempt<'_>,
    mechanism: &'static Mechanism,
    initial: Option<&[u8]>,
) -> Outcome {
    match (mechanism.first, initial) {
        (First::Server, Some(_)) => {
            attempt.log_failure("Remote sent first but mech does not allow it.");
            let mechanism = mechanism.name;
            Outcome::fail(Code::BadProt, Why::ClientTooEarly { mechanism })
        }
        (First::Client, None) => Outcome::ask([], Step::Opening),
        (First::Client | First::Either, Some(message)) => {
            if attempt.memory.accepted {
                return Outcome::Success;
            }
            open(attempt, mechanism.name, message)
        }
        (First::Server | First::Either, None) => {
            if attempt.memory.accepted {
                return Outcome::Success;
            }
            open(attempt, mechanism.name, &[])
        }
    }
}

/// The first step of a mechanism.
fn open(attempt: &mut Attempt<'_>, mechanism: &'static str, message: &[u8]) -> Outcome {
    match mechanism {
        "PLAIN" => plain::step(attempt, message),
        "LOGIN" => login::open(attempt, message),
        "CRAM-MD5" => cram_md5::open(attempt),
        "DIGEST-MD5" => digest_md5::open(attempt),
        "ANONYMOUS" => anonymous::step(attempt),
        "NTLM" => ntlm::open(attempt, message),
        "GSSAPI" | "GSS-SPNEGO" | "GS2-KRB5" | "GS2-IAKERB" => kerberos::step(attempt, mechanism),
        _ if let Some(hash) = ScramHash::of(mechanism) => {
            scram::open(attempt, mechanism, hash, message)
        }
        _ => Outcome::fail(Code::BadProt, Why::NotSimulated { mechanism }),
    }
}

struct Refusal {
    code: Code,
    why: Why,
    line: Option<LibraryLine>,
}

/// The mechanism of that name, if it may be used (`mech_permitted`).
fn permitted(
    setup: &Setup,
    context: &Context<'_>,
    name: &str,
) -> Result<&'static Mechanism, Refusal> {
    let line = || {
        let message = format!("Couldn't find mech {}", context.printable.line(name));
        Some(LibraryLine::failure(message))
    };
    let Some(mechanism) = setup.plug_in(name) else {
        return Err(Refusal {
            code: Code::NoMech,
            why: Why::MechanismUnknown {
                mechanism: name.to_owned(),
            },
            line: line(),
        });
    };
    if !setup.lists(mechanism) {
        return Err(Refusal {
            code: Code::NoMech,
            why: Why::MechanismNotListed {
                mechanism: mechanism.name,
            },
            line: line(),
        });
    }
    let Some(WhyWithheld::Filtered { option }) = barred(mechanism, context.options) else {
        return match barred(mechanism, context.options) {
            None => Ok(mechanism),
            Some(_) => Err(Refusal {
                code: Code::NoMech,
                why: Why::NoExternalIdentity,
                line: None,
            }),
        };
    };
    let plaintext = mechanism
        .misses(context.options)
        .contains(SecurityOption::NoPlaintext);
    Err(Refusal {
        code: if plaintext {
            Code::Encrypt
        } else {
            Code::NoMech
        },
        why: Why::MechanismFiltered {
            mechanism: mechanism.name,
            option,
        },
        line: None,
    })
}

/// Text that is not Base64: the glue gives up before it asks the library.
fn malformed(attempt: Attempt<'_>, kind: FailureKind, error: Base64Error) -> Progress {
    let code = match error {
        Base64Error::Incomplete { .. } => Code::Continue,
        Base64Error::LeadingCarriageReturn => Code::Fail,
        Base64Error::Alphabet { .. }
        | Base64Error::Padding { .. }
        | Base64Error::AfterPadding { .. } => Code::BadProt,
    };
    attempt.fail_as(kind, code, Why::NotBase64(error))
}
