//! The mechanisms that the two implementations have, with their security properties.
//!
//! Cyrus: the `security_flags` and `features` of the plug-ins of 2.1.28 (a Debian
//! installation, where OTP and SRP are packages of their own). The order is that of
//! an installation without `mech_list`: `mech_compare` of `lib/server.c` sorts by
//! properties, then the order of loading decides. Dovecot: the `flags` of
//! `src/auth/mech-*.c`, turned round, because it lists weaknesses.
use crate::SecurityOption::{self, MutualAuth, NoActive, NoAnonymous, NoDictionary, NoPlaintext};
use crate::{Implementation, SecurityOptions};

/// One mechanism of one implementation.
#[derive(Debug, PartialEq, Eq)]
pub struct Mechanism {
    /// The registered name.
    pub name: &'static str,
    /// The security options that it satisfies.
    pub properties: SecurityOptions,
    /// Who speaks first.
    pub first: First,
    /// Whether the server lets it be used at all.
    pub available: Available,
}

/// Who sends the first message that holds data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum First {
    /// The client, at best with the AUTH command.
    Client,
    /// The server; an initial response is an error.
    Server,
    /// Either: the server asks for what the client did not send.
    Either,
}

/// Whether a mechanism can be used by an SMTP server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Available {
    /// It can.
    Yes,
    /// Only where a lower layer has authenticated the client, which Postfix never tells.
    WithExternalIdentity,
}

/// The properties of the SCRAM and GSSAPI plug-ins of Cyrus.
const STRONG: SecurityOptions = properties(&[NoPlaintext, NoActive, NoAnonymous, MutualAuth]);
/// PLAIN and LOGIN of Cyrus: no `NoActive`, which takes them away under `noactive`.
const PASSWORD: SecurityOptions = properties(&[NoAnonymous]);
const CHALLENGED: SecurityOptions = properties(&[NoPlaintext, NoAnonymous]);

/// The plug-ins of Cyrus SASL 2.1.28, in the order in which they are offered.
pub static CYRUS: &[Mechanism] = &[
    client("GSS-SPNEGO", STRONG),
    client("GSSAPI", STRONG),
    client("SCRAM-SHA-512", STRONG),
    client("SCRAM-SHA-384", STRONG),
    client("SCRAM-SHA-256", STRONG),
    client("SCRAM-SHA-224", STRONG),
    client("SCRAM-SHA-1", STRONG),
    client("GS2-KRB5", STRONG),
    client("GS2-IAKERB", STRONG),
    Mechanism {
        available: Available::WithExternalIdentity,
        ..client(
            "EXTERNAL",
            properties(&[NoPlaintext, NoDictionary, NoAnonymous]),
        )
    },
    Mechanism {
        first: First::Either,
        ..client(
            "DIGEST-MD5",
            properties(&[NoPlaintext, NoAnonymous, MutualAuth]),
        )
    },
    Mechanism {
        first: First::Server,
        ..client("CRAM-MD5", CHALLENGED)
    },
    client("NTLM", CHALLENGED),
    client("PLAIN", PASSWORD),
    Mechanism {
        first: First::Either,
        ..client("LOGIN", PASSWORD)
    },
    client("ANONYMOUS", properties(&[NoPlaintext])),
];

/// The mechanisms of Dovecot 2.3 that it may list to Postfix.
pub static DOVECOT: &[Mechanism] = &[
    client("PLAIN", lacking(&[NoPlaintext, MutualAuth])),
    Mechanism {
        first: First::Either,
        ..client("LOGIN", lacking(&[NoPlaintext, MutualAuth]))
    },
    Mechanism {
        first: First::Server,
        ..client("CRAM-MD5", lacking(&[NoDictionary, NoActive, MutualAuth]))
    },
    Mechanism {
        first: First::Server,
        ..client("DIGEST-MD5", lacking(&[NoDictionary, NoActive]))
    },
    client("EXTERNAL", lacking(&[MutualAuth])),
    client("OTP", lacking(&[NoDictionary, NoActive, MutualAuth])),
    client("SCRAM-SHA-1", lacking(&[])),
    client("SCRAM-SHA-256", lacking(&[])),
    client("ANONYMOUS", lacking(&[NoAnonymous, MutualAuth])),
    client("OAUTHBEARER", lacking(&[NoPlaintext, MutualAuth])),
    client("XOAUTH2", lacking(&[NoPlaintext, MutualAuth])),
];

impl Mechanism {
    /// The row for `name`, in any case.
    #[must_use]
    pub fn find(implementation: Implementation, name: &str) -> Option<&'static Self> {
        Self::all(implementation)
            .iter()
            .find(|mechanism| mechanism.name.eq_ignore_ascii_case(name))
    }

    /// Every mechanism of `implementation`.
    #[must_use]
    pub fn all(implementation: Implementation) -> &'static [Self] {
        match implementation {
            Implementation::Cyrus => CYRUS,
            Implementation::Dovecot => DOVECOT,
        }
    }

    /// The options of `required` that it does not satisfy.
    #[must_use]
    pub fn misses(&self, required: SecurityOptions) -> SecurityOptions {
        required.without(self.properties)
    }
}

const fn client(name: &'static str, properties: SecurityOptions) -> Mechanism {
    Mechanism {
        name,
        properties,
        first: First::Client,
        available: Available::Yes,
    }
}

const fn properties(list: &[SecurityOption]) -> SecurityOptions {
    let mut all = SecurityOptions::NONE;
    let mut rest = list;
    while let [first, more @ ..] = rest {
        all = all.with(*first);
        rest = more;
    }
    all
}

/// All but `list`; forward secrecy is lacking everywhere.
const fn lacking(list: &[SecurityOption]) -> SecurityOptions {
    properties(&[NoPlaintext, NoActive, NoDictionary, NoAnonymous, MutualAuth])
        .without(properties(list))
}
