//! One attempt to authenticate with Dovecot: names, accounts, how it ends.
use super::{Outcome, Step, Waiting};
use crate::{
    Account, Context, Exchange, Failure, FailureKind, Login, Memory, Progress, Setup, Why, base64,
};
use std::borrow::Cow;

/// The state of one attempt.
pub(crate) struct Attempt<'a> {
    pub(crate) setup: &'a Setup,
    pub(crate) context: &'a Context<'a>,
    /// The user name that Dovecot reports, as soon as it has one.
    username: Option<Vec<u8>>,
}

impl<'a> Attempt<'a> {
    pub(crate) fn new(setup: &'a Setup, context: &'a Context<'a>) -> Self {
        Self {
            setup,
            context,
            username: None,
        }
    }

    /// `auth_request_set_username`: the name in lower case, if its octets are admitted.
    pub(crate) fn set_name(&mut self, name: &[u8]) -> Result<(), Outcome> {
        self.username = Some(name.to_vec());
        if let Some(octet) = name.iter().copied().find(|octet| !admitted(*octet)) {
            return Err(Outcome::Failure(Why::NameOctet { octet }));
        }
        if name.is_empty() {
            return Err(Outcome::Failure(Why::NameEmpty));
        }
        self.username = Some(name.to_ascii_lowercase());
        Ok(())
    }

    /// Takes up a name that an earlier step of this exchange has set.
    pub(crate) fn resume(&mut self, name: Vec<u8>) {
        self.username = Some(name);
    }

    /// The name set so far.
    pub(crate) fn name(&self) -> &[u8] {
        self.username.as_deref().unwrap_or_default()
    }

    /// The account of the name set so far.
    pub(crate) fn account(&self) -> Result<&'a Account, Outcome> {
        let found = self
            .setup
            .accounts
            .iter()
            .find(|account| account.name.as_bytes() == self.name());
        found.ok_or_else(|| {
            Outcome::Failure(Why::NoSuchUser {
                looked_up: self.context.printable.text(self.name()),
            })
        })
    }

    /// `auth_request_verify_plain` with a password file in clear.
    pub(crate) fn check_password(&self, password: &[u8]) -> Result<(), Outcome> {
        if password
            .iter()
            .any(|octet| matches!(octet, 1 | b'\t' | b'\r' | b'\n'))
        {
            return Err(Outcome::Failure(Why::PasswordOctet));
        }
        if self.account()?.password.reveal() == password {
            return Ok(());
        }
        Err(self.wrong_password())
    }

    /// `auth_request_set_login_username`: without master users nobody acts for another.
    pub(crate) fn authorize(&self, authzid: &[u8]) -> Result<(), Outcome> {
        if authzid == self.name() {
            return Ok(());
        }
        let printable = self.context.printable;
        Err(Outcome::Failure(Why::AuthzidDiffers {
            authzid: printable.text(authzid),
            authcid: printable.text(self.name()),
        }))
    }

    pub(crate) fn wrong_password(&self) -> Outcome {
        Outcome::Failure(Why::WrongPassword {
            looked_up: self.context.printable.text(self.name()),
        })
    }

    /// Postfix's and the client's view of what a step came to.
    pub(crate) fn finish(self, mechanism: &'static str, outcome: Outcome) -> Progress {
        match outcome {
            Outcome::Challenge { data, next } => Progress::Challenge {
                base64: base64::encode(&data),
                exchange: Exchange::dovecot(Waiting {
                    mechanism,
                    step: next,
                }),
            },
            Outcome::LastWord { data } => Progress::Challenge {
                base64: base64::encode(&data),
                exchange: Exchange::dovecot(Waiting {
                    mechanism,
                    step: Step::Acknowledgement {
                        name: self.name().to_vec(),
                    },
                }),
            },
            Outcome::Success => Progress::Success(Login {
                username: self.context.printable.text(self.name()),
                mechanism,
            }),
            Outcome::Failure(why) => self.end(None, why),
        }
    }

    /// A refusal with a text for the client; Dovecot has not seen a user name, or its
    /// answer names none.
    pub(crate) fn refuse(mut self, reason: Cow<'static, str>, why: Why) -> Progress {
        self.username = None;
        self.end(Some(reason), why)
    }

    /// The name that an earlier attempt has left.
    pub(crate) fn recall(&mut self, name: Option<String>) {
        self.username = name.map(String::into_bytes);
    }

    pub(crate) fn end(self, reason: Option<Cow<'static, str>>, why: Why) -> Progress {
        let username = self
            .username
            .map(|name| self.context.printable.text(&tab_escaped(&name)));
        Progress::Failure(Box::new(Failure {
            kind: FailureKind::Permanent,
            reason,
            why,
            log: Vec::new(),
            memory: Memory {
                username: username.clone(),
                ..Memory::default()
            },
            username,
        }))
    }
}

/// The default of `auth_username_chars`.
fn admitted(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || matches!(octet, b'.' | b'-' | b'_' | b'@')
}

/// Dovecot's protocol escapes what separates fields; Postfix does not take it back.
fn tab_escaped(name: &[u8]) -> Vec<u8> {
    let mut escaped = Vec::with_capacity(name.len());
    for octet in name {
        match octet {
            0 => escaped.extend([1, b'0']),
            1 => escaped.extend([1, b'1']),
            b'\t' => escaped.extend([1, b't']),
            b'\r' => escaped.extend([1, b'r']),
            b'\n' => escaped.extend([1, b'n']),
            other => escaped.push(*other),
        }
    }
    escaped
}
