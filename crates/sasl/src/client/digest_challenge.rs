//! The challenge of DIGEST-MD5 (RFC 2831 section 2.1.1), read as a client must read it.
//! Left out: `maxbuf`, `cipher` and `stale`, which matter with security layers and with
//! fast reauthentication only.
use super::ChallengeError;
use crate::Secret;
use crate::latin_1::latin_1;
use crate::message::directives;

/// What a client needs of a challenge.
#[derive(Debug)]
pub(super) struct Challenge {
    pub(super) nonce: Vec<u8>,
    pub(super) realms: Vec<Vec<u8>>,
    pub(super) charset: Charset,
}

/// How names and passwords are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Charset {
    /// The server has not said `charset=utf-8`.
    Latin1,
    Utf8,
}

impl Challenge {
    pub(super) fn read(octets: &[u8]) -> Result<Self, ChallengeError> {
        let mut read = Self {
            nonce: Vec::new(),
            realms: Vec::new(),
            charset: Charset::Latin1,
        };
        let mut nonces = 0;
        for (name, value) in directives(octets) {
            match name.as_slice() {
                b"nonce" => {
                    nonces += 1;
                    read.nonce = value.into_owned();
                }
                b"realm" => read.realms.push(value.into_owned()),
                b"charset" if value.eq_ignore_ascii_case(b"utf-8") => {
                    read.charset = Charset::Utf8;
                }
                b"charset" => return Err(ChallengeError::Invalid { field: "charset" }),
                b"qop" if !offers_auth(&value) => {
                    return Err(ChallengeError::Invalid { field: "qop" });
                }
                b"algorithm" if !value.eq_ignore_ascii_case(b"md5-sess") => {
                    return Err(ChallengeError::Invalid { field: "algorithm" });
                }
                // RFC 2831: what a client does not know it passes over.
                _ => {}
            }
        }
        match (nonces, read.nonce.is_empty()) {
            (0, _) => Err(ChallengeError::Missing { field: "nonce" }),
            (1, false) => Ok(read),
            (_, _) => Err(ChallengeError::Invalid { field: "nonce" }),
        }
    }
}

/// Whether a list of qualities of protection has `auth`.
fn offers_auth(list: &[u8]) -> bool {
    list.split(|octet| matches!(octet, b',' | b' ' | b'\t'))
        .any(|quality| quality.eq_ignore_ascii_case(b"auth"))
}

impl Charset {
    /// `text` as it is sent.
    pub(super) fn write(self, text: &str) -> Result<Vec<u8>, ChallengeError> {
        match self {
            Self::Utf8 => Ok(text.as_bytes().to_vec()),
            Self::Latin1 => {
                latin_1(text.as_bytes()).ok_or(ChallengeError::Missing { field: "charset" })
            }
        }
    }

    /// `text` as it is hashed: RFC 2831 section 2.1.2.1 wants ISO 8859-1 wherever all
    /// characters have a place in it.
    pub(super) fn hashed(self, text: &[u8]) -> Secret {
        match self {
            // Names are in ISO 8859-1 already; a password is tried.
            Self::Latin1 if std::str::from_utf8(text).is_err() => text.into(),
            Self::Latin1 | Self::Utf8 => latin_1(text).map_or(text.into(), Secret::from),
        }
    }

    /// Says `charset=utf-8` where it holds.
    pub(super) fn announce(self, say: impl FnOnce(&str)) {
        match self {
            Self::Utf8 => say("utf-8"),
            Self::Latin1 => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &[u8]) -> Option<ChallengeError> {
        Challenge::read(text).err()
    }

    #[test]
    fn what_a_client_cannot_use_is_named() {
        let invalid = |field| Some(ChallengeError::Invalid { field });
        assert_eq!(fault(br#"nonce="a",nonce="b""#), invalid("nonce"));
        assert_eq!(fault(br#"nonce="""#), invalid("nonce"));
        assert_eq!(fault(br#"nonce="a",qop="auth-conf""#), invalid("qop"));
        assert_eq!(fault(br#"nonce="a",qop="auth-int, auth""#), None);
        assert_eq!(fault(br#"nonce="a",algorithm=md5"#), invalid("algorithm"));
        assert_eq!(fault(br#"nonce="a",charset=koi8-r"#), invalid("charset"));
    }

    #[test]
    fn every_realm_is_kept_in_order() {
        let challenge = Challenge::read(br#"realm="a,b",realm=c,nonce="n""#).unwrap();
        assert_eq!(challenge.realms, [b"a,b".to_vec(), b"c".to_vec()]);
    }
}
