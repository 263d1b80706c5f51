//! XOAUTH2, and OAUTHBEARER (RFC 7628): a token in place of a password.
use crate::scram::escape;

/// Ends a pair in both mechanisms, and the message.
const KVSEP: u8 = 1;

/// The message of XOAUTH2: the name and the token.
///
/// ```
/// use saslab_sasl::client;
/// assert_eq!(client::xoauth2("test@example.com", b"token"),
///     b"user=test@example.com\x01auth=Bearer token\x01\x01");
/// ```
#[must_use]
pub fn xoauth2(user: &str, token: &[u8]) -> Vec<u8> {
    end([b"user=", user.as_bytes(), b"\x01auth=Bearer ", token].concat())
}

/// The message of OAUTHBEARER: for whom, at which server, and the token.
///
/// ```
/// use saslab_sasl::client;
/// // RFC 7628 section 4.1.
/// let token = b"vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==";
/// let message = client::oauth_bearer("user@example.com", "server.example.com", 143, token);
/// assert_eq!(message, [b"n,a=user@example.com,\x01host=server.example.com\x01port=143\x01auth=Bearer ",
///     &token[..], b"\x01\x01"].concat());
/// ```
#[must_use]
pub fn oauth_bearer(authzid: &str, host: &str, port: u16, token: &[u8]) -> Vec<u8> {
    let header = match authzid {
        "" => "n,,".to_owned(),
        name => format!("n,a={},", escape(name)),
    };
    let address = format!("host={host}\x01port={port}");
    let token = [b"auth=Bearer ", token].concat();
    let parts: [&[u8]; 3] = [header.as_bytes(), address.as_bytes(), &token];
    end(parts.join(&KVSEP))
}

fn end(mut message: Vec<u8>) -> Vec<u8> {
    message.extend([KVSEP, KVSEP]);
    message
}
