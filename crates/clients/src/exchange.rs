//! The client's side of one AUTH exchange: messages out of name and password.
//! Left out: what a password does not suffice for, which [`Needs`] names.

use std::fmt;

use saslab_sasl::ScramHash;
use saslab_sasl::client::{self, ChallengeError, DigestMd5, Rspauth, Scram, ScramSignature};

/// A name and its password.
#[derive(Clone, Copy, Debug)]
pub struct Credentials<'a> {
    /// The user name.
    pub user: &'a str,
    /// The password, of an account that exists only in the simulation.
    pub password: &'a str,
}

/// What a mechanism wants besides a name and a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// A Kerberos ticket.
    Ticket,
    /// A token of an OAuth server.
    Token,
    /// A certificate of the client.
    Certificate,
    /// The data of the TLS channel, which are not simulated.
    ChannelBinding,
    /// Nothing, but the client's side is not simulated.
    NotSimulated,
    /// Nothing at all: everybody may come in.
    Nothing,
}

impl fmt::Display for Needs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ticket => "it needs a Kerberos ticket",
            Self::Token => "it needs a token of an OAuth server",
            Self::Certificate => "it needs a certificate of the client",
            Self::ChannelBinding => "it is bound to the TLS channel, which is not simulated",
            Self::NotSimulated => "the client's side of it is not simulated",
            Self::Nothing => "it asks for no credentials",
        })
    }
}

/// What a mechanism wants that a user with a password does not have; `None`: a name and
/// a password do.
pub(crate) fn needs(mechanism: &str) -> Option<Needs> {
    let upper = mechanism.to_ascii_uppercase();
    match upper.as_str() {
        "PLAIN" | "LOGIN" | "CRAM-MD5" | "DIGEST-MD5" | "ANONYMOUS" => None,
        "GSSAPI" | "GSS-SPNEGO" | "GS2-KRB5" | "GS2-IAKERB" | "GS2-KRB5-PLUS"
        | "GS2-IAKERB-PLUS" => Some(Needs::Ticket),
        "XOAUTH2" | "OAUTHBEARER" => Some(Needs::Token),
        "EXTERNAL" => Some(Needs::Certificate),
        name if ScramHash::of(name).is_some() => None,
        name if name.ends_with("-PLUS") => Some(Needs::ChannelBinding),
        _ => Some(Needs::NotSimulated),
    }
}

/// The state of the client's side.
#[derive(Debug)]
pub(crate) enum Speaker<'a> {
    Plain(Credentials<'a>),
    Login(client::Login<'a>),
    CramMd5(Credentials<'a>),
    DigestMd5(Credentials<'a>, &'a str),
    DigestProof(Rspauth),
    Scram(Scram<'a>),
    ScramChallenged(Scram<'a>),
    ScramProof(ScramSignature),
    Anonymous,
    Done,
}

/// The client's own chance: always the same, so that a session can be replayed.
const CNONCE: &str = "saslab0123456789";

impl<'a> Speaker<'a> {
    /// The client's side of `mechanism` towards `host`; `None` if a password does not
    /// suffice.
    pub(crate) fn new(
        mechanism: &str,
        credentials: Credentials<'a>,
        host: &'a str,
    ) -> Option<Self> {
        let Credentials { user, password } = credentials;
        let upper = mechanism.to_ascii_uppercase();
        Some(match upper.as_str() {
            "PLAIN" => Self::Plain(credentials),
            "LOGIN" => Self::Login(client::Login::new(user, password.as_bytes())),
            "CRAM-MD5" => Self::CramMd5(credentials),
            "DIGEST-MD5" => Self::DigestMd5(credentials, host),
            "ANONYMOUS" => Self::Anonymous,
            name => {
                let hash = ScramHash::of(name)?;
                Self::Scram(Scram::new(hash, user, password.as_bytes(), CNONCE))
            }
        })
    }

    /// Whether the client can speak first.
    pub(crate) fn begins(&self) -> bool {
        matches!(self, Self::Plain(_) | Self::Scram(_) | Self::Anonymous)
    }

    /// The next message.
    ///
    /// # Errors
    /// The server's message makes no sense to the client, which then cancels.
    pub(crate) fn answer(self, challenge: &[u8]) -> Result<(Vec<u8>, Self), ChallengeError> {
        Ok(match self {
            Self::Plain(Credentials { user, password }) => {
                (client::plain("", user, password.as_bytes()), Self::Done)
            }
            Self::Login(login) => {
                let (message, login) = login.next();
                (message.to_vec(), Self::Login(login))
            }
            Self::CramMd5(Credentials { user, password }) => {
                let message = client::cram_md5(challenge, user, password.as_bytes());
                (message, Self::Done)
            }
            Self::DigestMd5(Credentials { user, password }, host) => {
                let digest = DigestMd5 {
                    username: user,
                    password: password.as_bytes(),
                    realm: None,
                    authzid: None,
                    digest_uri: &format!("smtp/{host}"),
                    cnonce: CNONCE,
                };
                let (message, proof) = digest.respond(challenge)?;
                (message, Self::DigestProof(proof))
            }
            Self::DigestProof(proof) => {
                proof.verify(challenge)?;
                (Vec::new(), Self::Done)
            }
            Self::Scram(scram) => (scram.first(), Self::ScramChallenged(scram)),
            Self::ScramChallenged(scram) => {
                let (message, proof) = scram.respond(challenge)?;
                (message, Self::ScramProof(proof))
            }
            Self::ScramProof(proof) => {
                proof.verify(challenge)?;
                (Vec::new(), Self::Done)
            }
            Self::Anonymous => (client::anonymous("anonymous"), Self::Done),
            Self::Done => (Vec::new(), Self::Done),
        })
    }
}
