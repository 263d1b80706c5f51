//! One attempt to authenticate with Cyrus: what it logs, whom it finds, how it ends.
use super::name::{CanonError, canonical};
use super::{Outcome, Step, Waiting};
use crate::{
    Account, Context, Exchange, Failure, FailureKind, LibraryLine, Login, Memory, Progress, Setup,
    Why, base64,
};
use std::borrow::Cow;

/// The results of the library that Postfix turns into text (`sasl_errstring`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Code {
    /// `SASL_CONTINUE`, which is also what a broken last block of Base64 gives.
    Continue,
    Fail,
    BufOver,
    NoMech,
    BadProt,
    BadAuth,
    Encrypt,
}

impl Code {
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Continue => "another step is needed in authentication",
            Self::Fail => "generic failure",
            Self::BufOver => "overflowed buffer",
            Self::NoMech => "no mechanism available",
            Self::BadProt => "bad protocol / cancel",
            Self::BadAuth => "authentication failure",
            Self::Encrypt => "encryption needed to use mechanism",
        }
    }

    fn kind(self) -> FailureKind {
        match self {
            Self::Fail => FailureKind::Temporary,
            Self::Continue
            | Self::BufOver
            | Self::NoMech
            | Self::BadProt
            | Self::BadAuth
            | Self::Encrypt => FailureKind::Permanent,
        }
    }
}

/// Which of the two identities a name stands for (`SASL_CU_AUTHID`, `SASL_CU_AUTHZID`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Identity {
    /// Who proves who he is.
    Authcid,
    /// For whom he acts; it is what Postfix logs.
    Authzid,
    /// Both at once.
    Both,
}

/// Who logs in, and as whom, in canonical form.
pub(crate) struct Identities<'a> {
    pub(crate) authcid: Vec<u8>,
    pub(crate) authzid: Vec<u8>,
    /// The stored password of the authcid.
    pub(crate) password: &'a [u8],
}

/// The state of one attempt.
pub(crate) struct Attempt<'a> {
    pub(crate) setup: &'a Setup,
    pub(crate) context: &'a Context<'a>,
    pub(crate) memory: Memory,
    pub(crate) log: Vec<LibraryLine>,
}

impl<'a> Attempt<'a> {
    pub(crate) fn new(setup: &'a Setup, context: &'a Context<'a>, memory: Memory) -> Self {
        Self {
            setup,
            context,
            memory,
            log: Vec::new(),
        }
    }

    pub(crate) fn log_failure(&mut self, message: impl Into<Cow<'static, str>>) {
        self.log.push(LibraryLine::failure(message));
    }

    /// The end of an exchange with a message that `line` complains of.
    pub(crate) fn malformed(
        &mut self,
        message: &'static str,
        code: Code,
        line: impl Into<Cow<'static, str>>,
    ) -> Outcome {
        let fault = line.into();
        self.log_failure(fault.clone());
        Outcome::fail(code, Why::Malformed { message, fault })
    }

    /// The server's name as Cyrus has it: myhostname in lower case.
    pub(crate) fn host(&self) -> String {
        self.context.myhostname.to_ascii_lowercase()
    }

    /// The canonical form of `name`, remembered as Cyrus remembers it.
    pub(crate) fn canonical(
        &mut self,
        name: &[u8],
        identity: Identity,
    ) -> Result<Vec<u8>, Outcome> {
        match canonical(name, self.context.realm) {
            Ok(name) => {
                let known = self.memory.username.as_deref().unwrap_or_default();
                // What is printable need not be written a second time.
                if identity != Identity::Authcid && (known.is_empty() || known.as_bytes() != name) {
                    self.memory.username = Some(self.context.printable.text(&name));
                }
                Ok(name)
            }
            Err(CanonError::Empty) => {
                self.log_failure("All-whitespace username.");
                Err(Outcome::fail(Code::Fail, Why::NameEmpty))
            }
            Err(CanonError::TooLong { limit }) => {
                Err(Outcome::fail(Code::BufOver, Why::TooLong { limit }))
            }
        }
    }

    /// The account of a canonical name, as sasldb finds it.
    pub(crate) fn account(&self, name: &[u8]) -> Result<&'a Account, Why> {
        let mut parts = name.splitn(2, |octet| *octet == b'@');
        let user = parts.next().unwrap_or_default();
        let realm = parts.next();
        let found = self.setup.accounts.iter().find(|account| {
            account.name.as_bytes() == user
                && match realm {
                    Some(realm) => account.realm.as_bytes() == realm,
                    None => self.is_default_realm(&account.realm),
                }
        });
        found.ok_or_else(|| Why::NoSuchUser {
            looked_up: self.looked_up(name),
        })
    }

    /// `name` with the realm under which it is looked up.
    pub(crate) fn looked_up(&self, name: &[u8]) -> String {
        let mut text = self.context.printable.text(name);
        if !name.contains(&b'@') {
            text.push('@');
            text.push_str(&self.default_realm());
        }
        text
    }

    /// The realm of a name without one: Cyrus has myhostname in lower case.
    pub(crate) fn default_realm(&self) -> String {
        match self.context.realm {
            Some(realm) => realm.to_owned(),
            None => self.context.myhostname.to_ascii_lowercase(),
        }
    }

    fn is_default_realm(&self, realm: &str) -> bool {
        match self.context.realm {
            Some(default) => realm == default,
            None => {
                realm.len() == self.context.myhostname.len()
                    && realm.bytes().eq(self
                        .context
                        .myhostname
                        .bytes()
                        .map(|o| o.to_ascii_lowercase()))
            }
        }
    }

    /// The stored password of a canonical name, for mechanisms that compute with it.
    pub(crate) fn password(&mut self, name: &[u8]) -> Result<&'a [u8], Outcome> {
        let account = self
            .account(name)
            .map_err(|why| Outcome::fail(Code::BadAuth, why))?;
        let password = account.password.reveal();
        if password.is_empty() {
            self.log_failure("empty secret");
            return Err(Outcome::fail(Code::Fail, Why::PasswordEmpty));
        }
        Ok(password)
    }

    pub(crate) fn wrong_password(&self, name: &[u8]) -> Outcome {
        let looked_up = self.looked_up(name);
        Outcome::fail(Code::BadAuth, Why::WrongPassword { looked_up })
    }

    /// `_sasl_proxy_policy` of `lib/common.c`: nobody acts for another.
    pub(crate) fn authorize(&mut self, authzid: &[u8], authcid: &[u8]) -> Result<(), Outcome> {
        if authzid.is_empty() || authzid == authcid {
            return Ok(());
        }
        self.log_failure("Requested identity not authenticated identity");
        let printable = self.context.printable;
        Err(Outcome::fail(
            Code::BadAuth,
            Why::AuthzidDiffers {
                authzid: printable.text(authzid),
                authcid: printable.text(authcid),
            },
        ))
    }

    /// The identities of DIGEST-MD5 and SCRAM: the authcid with its password, and the
    /// authzid, which is the authcid if none is given.
    pub(crate) fn identities(
        &mut self,
        authcid: &[u8],
        authzid: Option<&[u8]>,
    ) -> Result<Identities<'a>, Outcome> {
        let authzid = authzid.filter(|authzid| !authzid.is_empty());
        let identity = match authzid {
            Some(_) => Identity::Authcid,
            None => Identity::Both,
        };
        let found = self.canonical(authcid, identity).and_then(|authcid| {
            let account = self
                .account(&authcid)
                .map_err(|why| Outcome::fail(Code::BadAuth, why))?;
            Ok((authcid, account))
        });
        let (authcid, _) = found.inspect_err(|_| {
            self.log_failure("unable to canonify user and get auxprops");
        })?;
        let authzid = match authzid {
            None => authcid.clone(),
            Some(authzid) => self
                .canonical(authzid, Identity::Authzid)
                .inspect_err(|_| self.log_failure("unable to canonify authorization ID"))?,
        };
        Ok(Identities {
            password: self.password(&authcid)?,
            authcid,
            authzid,
        })
    }

    /// Postfix's and the client's view of what a step came to.
    pub(crate) fn finish(self, mechanism: &'static str, outcome: Outcome) -> Progress {
        match outcome {
            Outcome::Challenge { data, next } => Progress::Challenge {
                base64: base64::encode(&data),
                exchange: Exchange::cyrus(Waiting {
                    mechanism,
                    step: next,
                    memory: self.memory,
                }),
            },
            Outcome::LastWord { data } => Progress::Challenge {
                base64: base64::encode(&data),
                exchange: Exchange::cyrus(Waiting {
                    mechanism,
                    step: Step::Acknowledgement,
                    memory: Memory {
                        accepted: true,
                        ..self.memory
                    },
                }),
            },
            Outcome::Success => Progress::Success(Login {
                username: self.memory.username.unwrap_or_default(),
                mechanism,
            }),
            Outcome::Failure { code, why } => self.fail(code, why),
        }
    }

    pub(crate) fn fail(self, code: Code, why: Why) -> Progress {
        let kind = code.kind();
        self.fail_as(kind, code, why)
    }

    pub(crate) fn fail_as(self, kind: FailureKind, code: Code, why: Why) -> Progress {
        Progress::Failure(Box::new(Failure {
            kind,
            reason: Some(code.text().into()),
            why,
            log: self.log,
            username: self.memory.username.clone(),
            memory: self.memory,
        }))
    }
}
