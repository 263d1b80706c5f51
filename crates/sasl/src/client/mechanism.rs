//! The mechanisms whose client is here, and what each wants to know.
use crate::ScramHash;
use crate::mechanism::First;
use std::fmt;

/// A mechanism that a client can compute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mechanism {
    /// PLAIN (RFC 4616).
    Plain,
    /// LOGIN, which no RFC describes.
    Login,
    /// CRAM-MD5 (RFC 2195).
    CramMd5,
    /// DIGEST-MD5 (RFC 2831).
    DigestMd5,
    /// SCRAM (RFC 5802, RFC 7677).
    Scram(ScramHash),
    /// XOAUTH2.
    Xoauth2,
    /// OAUTHBEARER (RFC 7628).
    OauthBearer,
    /// ANONYMOUS (RFC 4505).
    Anonymous,
    /// EXTERNAL (RFC 4422 appendix A).
    External,
}

/// What a mechanism wants to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ingredient {
    /// The user name.
    User,
    /// The identity to act as.
    Authzid,
    /// The realm.
    Realm,
    /// The password.
    Password,
    /// An access token.
    Token,
    /// The server's challenge.
    Challenge,
    /// The client's random text.
    Nonce,
    /// The server's name.
    Host,
    /// The server's port.
    Port,
}

impl Mechanism {
    /// Every mechanism, in the order in which a person would look for it.
    pub const ALL: &[Self] = &[
        Self::Plain,
        Self::Login,
        Self::CramMd5,
        Self::DigestMd5,
        Self::Scram(ScramHash::Sha256),
        Self::Scram(ScramHash::Sha1),
        Self::Scram(ScramHash::Sha512),
        Self::Xoauth2,
        Self::OauthBearer,
        Self::Anonymous,
        Self::External,
    ];

    /// The registered name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Plain => "PLAIN",
            Self::Login => "LOGIN",
            Self::CramMd5 => "CRAM-MD5",
            Self::DigestMd5 => "DIGEST-MD5",
            Self::Scram(hash) => hash.mechanism(),
            Self::Xoauth2 => "XOAUTH2",
            Self::OauthBearer => "OAUTHBEARER",
            Self::Anonymous => "ANONYMOUS",
            Self::External => "EXTERNAL",
        }
    }

    /// The mechanism of a registered name, in any case.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let name = name.to_ascii_uppercase();
        if let Some(hash) = ScramHash::of(&name) {
            return Some(Self::Scram(hash));
        }
        let mut all = Self::ALL.iter().copied();
        all.find(|mechanism| mechanism.name() == name)
    }

    /// What it wants to be told, in the order in which a form asks.
    #[must_use]
    pub const fn ingredients(self) -> &'static [Ingredient] {
        use Ingredient::{Authzid, Challenge, Host, Nonce, Password, Port, Realm, Token, User};
        match self {
            Self::Plain => &[User, Password, Authzid],
            Self::Login => &[User, Password],
            Self::CramMd5 => &[User, Password, Challenge],
            Self::DigestMd5 => &[User, Password, Authzid, Realm, Challenge, Nonce, Host],
            Self::Scram(_) => &[User, Password, Authzid, Challenge, Nonce],
            Self::Xoauth2 => &[User, Token],
            Self::OauthBearer => &[User, Token, Host, Port],
            Self::Anonymous => &[User],
            Self::External => &[Authzid],
        }
    }

    /// Who sends the first message that holds data. The client's goes with the AUTH
    /// command (RFC 4954 section 4), LOGIN's name too if the client likes.
    #[must_use]
    pub const fn first(self) -> First {
        match self {
            Self::CramMd5 | Self::DigestMd5 => First::Server,
            Self::Login => First::Either,
            Self::Plain
            | Self::Scram(_)
            | Self::Xoauth2
            | Self::OauthBearer
            | Self::Anonymous
            | Self::External => First::Client,
        }
    }
}

impl fmt::Display for Mechanism {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mechanism_is_found_by_its_name() {
        for mechanism in Mechanism::ALL {
            let small = mechanism.name().to_ascii_lowercase();
            assert_eq!(Mechanism::named(&small), Some(*mechanism));
        }
        assert_eq!(Mechanism::named("GSSAPI"), None);
        assert_eq!(Mechanism::named("scram-sha-256-plus"), None);
    }
}
