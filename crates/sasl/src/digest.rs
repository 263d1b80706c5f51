//! The arithmetic of DIGEST-MD5 (RFC 2831 section 2.1.2.1), for both sides.
use crate::hash::{hex, md5};
use zeroize::Zeroizing;

/// What the two sides have agreed on, apart from the password.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Agreed<'a> {
    pub(crate) nonce: &'a [u8],
    pub(crate) cnonce: &'a [u8],
    /// The nonce count as text, eight hexadecimal digits.
    pub(crate) count: &'a [u8],
    pub(crate) qop: &'a [u8],
    pub(crate) digest_uri: &'a [u8],
    pub(crate) authzid: Option<&'a [u8]>,
}

/// Who computes: the method in front of the digest-uri.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Client,
    Server,
}

/// `H(username:realm:password)`, which is as good as the password within its realm.
pub(crate) type RealmSecret = Zeroizing<[u8; 16]>;

/// The secret of a user.
pub(crate) fn secret(username: &[u8], realm: &[u8], password: &[u8]) -> RealmSecret {
    Zeroizing::new(md5(&[username, b":", realm, b":", password]))
}

impl Agreed<'_> {
    /// The 32 digits of `response` (client) or `rspauth` (server).
    pub(crate) fn response(&self, secret: &[u8; 16], side: Side) -> String {
        let (colon, authzid): (&[u8], &[u8]) = match self.authzid {
            Some(authzid) => (b":", authzid),
            None => (b"", b""),
        };
        let a1: [&[u8]; 7] = [secret, b":", self.nonce, b":", self.cnonce, colon, authzid];
        let a1 = Zeroizing::new(hex(&*Zeroizing::new(md5(&a1))));
        let method: &[u8] = match side {
            Side::Client => b"AUTHENTICATE",
            Side::Server => b"",
        };
        let layer: &[u8] = if self.qop.eq_ignore_ascii_case(b"auth") {
            b""
        } else {
            b":00000000000000000000000000000000"
        };
        let a2 = md5(&[method, b":", self.digest_uri, layer]);
        hex(&md5(&[
            a1.as_bytes(),
            b":",
            self.nonce,
            b":",
            self.count,
            b":",
            self.cnonce,
            b":",
            self.qop,
            b":",
            hex(&a2).as_bytes(),
        ]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_rfc_2831_comes_out() {
        // Section 4, the IMAP example.
        let agreed = Agreed {
            nonce: b"OA6MG9tEQGm2hh",
            cnonce: b"OA6MHXh6VqTrRk",
            count: b"00000001",
            qop: b"auth",
            digest_uri: b"imap/elwood.innosoft.com",
            authzid: None,
        };
        let secret = secret(b"chris", b"elwood.innosoft.com", b"secret");
        assert_eq!(
            agreed.response(&secret, Side::Client),
            "d388dad90d4bbd760a152321f2143af7"
        );
        assert_eq!(
            agreed.response(&secret, Side::Server),
            "ea40f60335c427b5527b84dbabcdfffd"
        );
    }
}
