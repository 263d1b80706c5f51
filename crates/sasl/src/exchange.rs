//! AUTH as Postfix's XSASL glue runs it: Base64 text in, Base64 text out.
//!
//! From `xsasl_cyrus_server.c` and `xsasl_dovecot_server.c`. Left out: the line with
//! `*`, which Postfix sees before SASL does, and the limit on the response's length.
use crate::printable::Printable;
use crate::{Failure, Implementation, Nonce, SecurityOptions, Setup, cyrus, dovecot};

/// What Postfix tells the SASL software about itself and the session.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The security options in force: in TLS those of `smtpd_sasl_tls_security_options`.
    pub options: SecurityOptions,
    /// `smtpd_sasl_local_domain`, if it is not empty.
    pub realm: Option<&'a str>,
    /// `myhostname`.
    pub myhostname: &'a str,
    /// `smtpd_sasl_service`, `smtp` unless set.
    pub service: &'a str,
    /// Where challenges take their chance from.
    pub nonce: &'a Nonce,
    /// How this Postfix makes text fit for the log.
    pub printable: Printable,
    /// Whether the refusal of a mechanism repeats its name (Dovecot, newer releases).
    pub invalid_mechanism: InvalidMechanism,
    /// What earlier attempts on this connection left behind.
    pub memory: &'a Memory,
}

/// What the Dovecot glue says of a mechanism that is not offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum InvalidMechanism {
    /// `Invalid authentication mechanism`.
    Unnamed,
    /// `Invalid authentication mechanism: 'FOO'`.
    Named,
}

/// What the SASL software keeps between the attempts of one connection.
///
/// A new connection, and TLS on the old one, begin with the default. So does every AUTH
/// command of a Postfix that does not use its SASL handle twice (2.5.13, 2.6.10, 2.7.4,
/// 2.8.3 and later, `smtpd_sasl_proto.c`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Memory {
    /// The name of the last attempt that got as far as a name; Cyrus does not forget it.
    pub(crate) username: Option<String>,
    /// Whether Cyrus has accepted somebody and waits for an empty line. If the client
    /// sends `*` instead, any later attempt succeeds (`sent_last` of `lib/server.c`).
    pub(crate) accepted: bool,
}

/// How an exchange goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// 334: the client has to answer.
    Challenge {
        /// The text behind `334 `.
        base64: String,
        /// What takes the answer.
        exchange: Exchange,
    },
    /// 235.
    Success(Login),
    /// 454, 501 or 535. Boxed, because the other outcomes are small.
    Failure(Box<Failure>),
}

/// Who has logged in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Login {
    /// `sasl_username`, fit for the log.
    pub username: String,
    /// The registered name of the mechanism. Postfix logs the client's spelling of it.
    pub mechanism: &'static str,
}

/// An exchange that waits for the client.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Exchange(State);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum State {
    Cyrus(cyrus::Waiting),
    Dovecot(dovecot::Waiting),
}

impl Setup {
    /// `AUTH mechanism [initial]`: `initial` is the Base64 text as the client wrote it.
    #[must_use]
    pub fn first(
        &self,
        context: &Context<'_>,
        mechanism: &str,
        initial: Option<&[u8]>,
    ) -> Progress {
        match self.implementation {
            Implementation::Cyrus => cyrus::first(self, context, mechanism, initial),
            Implementation::Dovecot => dovecot::first(self, context, mechanism, initial),
        }
    }
}

impl Exchange {
    /// The client's line after a 334; `base64` is the line as written, without CR LF.
    #[must_use]
    pub fn respond(self, setup: &Setup, context: &Context<'_>, base64: &[u8]) -> Progress {
        match self.0 {
            State::Cyrus(waiting) => cyrus::respond(waiting, setup, context, base64),
            State::Dovecot(waiting) => dovecot::respond(waiting, setup, context, base64),
        }
    }

    /// The client sent `*`: what the SASL software remembers of this exchange.
    #[must_use]
    pub fn abort(self, context: &Context<'_>) -> Memory {
        match self.0 {
            State::Cyrus(waiting) => waiting.into_memory(context),
            State::Dovecot(_) => Memory::default(),
        }
    }

    pub(crate) fn cyrus(waiting: cyrus::Waiting) -> Self {
        Self(State::Cyrus(waiting))
    }

    pub(crate) fn dovecot(waiting: dovecot::Waiting) -> Self {
        Self(State::Dovecot(waiting))
    }
}
