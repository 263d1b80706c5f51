//! PLAIN (RFC 4616) and LOGIN for clients.
use std::fmt;

/// The message of PLAIN: authzid, NUL, authcid, NUL, password.
///
/// ```
/// use saslab_sasl::{base64, client};
/// // RFC 4616 section 4.
/// assert_eq!(client::plain("", "tim", b"tanstaaftanstaaf"), b"\0tim\0tanstaaftanstaaf");
/// assert_eq!(base64::encode(&client::plain("", "tim", b"tanstaaftanstaaf")),
///     "AHRpbQB0YW5zdGFhZnRhbnN0YWFm");
/// ```
#[must_use]
pub fn plain(authzid: &str, authcid: &str, password: &[u8]) -> Vec<u8> {
    [authzid.as_bytes(), authcid.as_bytes(), password].join(&0)
}

/// LOGIN: one message per question, whatever the question is.
#[derive(Clone, PartialEq, Eq)]
pub enum Login<'a> {
    /// The name is next.
    Name {
        /// The user name.
        name: &'a str,
        /// The password.
        password: &'a [u8],
    },
    /// The password is next.
    Password {
        /// The password.
        password: &'a [u8],
    },
    /// Nothing is left to say.
    Done,
}

impl<'a> Login<'a> {
    /// A client that has said nothing yet.
    #[must_use]
    pub const fn new(name: &'a str, password: &'a [u8]) -> Self {
        Self::Name { name, password }
    }

    /// The next message, and the client after it.
    #[must_use]
    pub fn next(self) -> (&'a [u8], Self) {
        match self {
            Self::Name { name, password } => (name.as_bytes(), Self::Password { password }),
            Self::Password { password } => (password, Self::Done),
            Self::Done => (&[], Self::Done),
        }
    }
}

impl fmt::Debug for Login<'_> {
    /// Without the password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Name { .. } => "Name",
            Self::Password { .. } => "Password",
            Self::Done => "Done",
        })
    }
}
