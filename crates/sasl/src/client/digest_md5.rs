//! DIGEST-MD5 (RFC 2831) for clients, quality of protection `auth`.
use super::ChallengeError;
use super::digest_challenge::Challenge;
use crate::Secret;
use crate::digest::{Agreed, Side, secret};
use std::fmt;

/// What a client brings to DIGEST-MD5.
#[derive(Clone, Copy)]
pub struct DigestMd5<'a> {
    /// The user name.
    pub username: &'a str,
    /// The password.
    pub password: &'a [u8],
    /// The realm; `None`: the first one that the server offers.
    pub realm: Option<&'a str>,
    /// For whom to act; `None`: for the user.
    pub authzid: Option<&'a str>,
    /// The service and the host, `smtp/mail.example.com`.
    pub digest_uri: &'a str,
    /// The client's nonce.
    pub cnonce: &'a str,
}

/// What the server must say to prove itself. `Debug` shows none of it: before the server
/// has said it, nobody else may.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Rspauth(Secret);

impl DigestMd5<'_> {
    /// The answer to `challenge`, and what to expect from the server then.
    ///
    /// # Errors
    /// A challenge without a nonce, or one that offers nothing a client could use.
    pub fn respond(&self, challenge: &[u8]) -> Result<(Vec<u8>, Rspauth), ChallengeError> {
        let challenge = Challenge::read(challenge)?;
        let written = |text: &str| challenge.charset.write(text);
        let realm = match self.realm {
            Some(realm) => Some(written(realm)?),
            None => challenge.realms.first().cloned(),
        };
        let username = written(self.username)?;
        let authzid = self.authzid.map(str::as_bytes);
        let agreed = Agreed {
            nonce: &challenge.nonce,
            cnonce: self.cnonce.as_bytes(),
            count: b"00000001",
            qop: b"auth",
            digest_uri: self.digest_uri.as_bytes(),
            authzid,
        };
        let charset = challenge.charset;
        let secret = secret(
            charset.hashed(&username).reveal(),
            charset
                .hashed(realm.as_deref().unwrap_or_default())
                .reveal(),
            charset.hashed(self.password).reveal(),
        );
        let mut text = Text::default();
        text.quoted("username", &username);
        if let Some(realm) = &realm {
            text.quoted("realm", realm);
        }
        text.quoted("nonce", &challenge.nonce);
        text.quoted("cnonce", self.cnonce.as_bytes());
        text.plain("nc", "00000001");
        text.plain("qop", "auth");
        text.quoted("digest-uri", self.digest_uri.as_bytes());
        text.plain("response", &agreed.response(&secret, Side::Client));
        challenge
            .charset
            .announce(|value| text.plain("charset", value));
        if let Some(authzid) = authzid {
            text.quoted("authzid", authzid);
        }
        Ok((
            text.0,
            Rspauth(agreed.response(&secret, Side::Server).into()),
        ))
    }
}

impl Rspauth {
    /// Whether `message` is what the server had to say.
    ///
    /// # Errors
    /// It is not.
    pub fn verify(&self, message: &[u8]) -> Result<(), ChallengeError> {
        if message.strip_prefix(b"rspauth=") == Some(self.0.reveal()) {
            return Ok(());
        }
        Err(ChallengeError::ServerNotProven)
    }
}

impl fmt::Debug for DigestMd5<'_> {
    /// Without the password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DigestMd5({:?} to {:?})", self.username, self.digest_uri)
    }
}

/// Directives with commas between them.
#[derive(Default)]
struct Text(Vec<u8>);

impl Text {
    fn name(&mut self, name: &str) {
        if !self.0.is_empty() {
            self.0.push(b',');
        }
        self.0.extend(name.bytes());
        self.0.push(b'=');
    }

    fn plain(&mut self, name: &str, value: &str) {
        self.name(name);
        self.0.extend(value.bytes());
    }

    fn quoted(&mut self, name: &str, value: &[u8]) {
        self.name(name);
        self.0.push(b'"');
        for octet in value {
            if matches!(octet, b'"' | b'\\') {
                self.0.push(b'\\');
            }
            self.0.push(*octet);
        }
        self.0.push(b'"');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHRIS: DigestMd5<'_> = DigestMd5 {
        username: "chris",
        password: b"secret",
        realm: None,
        authzid: None,
        digest_uri: "imap/elwood.innosoft.com",
        cnonce: "OA6MHXh6VqTrRk",
    };

    #[test]
    fn the_smtp_form_of_the_rfc_2831_example_comes_out() {
        // Section 4, the IMAP example, in the order in which the recorded clients write.
        let challenge = br#"realm="elwood.innosoft.com",nonce="OA6MG9tEQGm2hh",qop="auth",algorithm=md5-sess,charset=utf-8"#;
        let (response, rspauth) = CHRIS.respond(challenge).unwrap();
        assert_eq!(
            String::from_utf8(response).unwrap(),
            r#"username="chris",realm="elwood.innosoft.com",nonce="OA6MG9tEQGm2hh",cnonce="OA6MHXh6VqTrRk",nc=00000001,qop=auth,digest-uri="imap/elwood.innosoft.com",response=d388dad90d4bbd760a152321f2143af7,charset=utf-8"#
        );
        assert_eq!(
            rspauth.verify(b"rspauth=ea40f60335c427b5527b84dbabcdfffd"),
            Ok(())
        );
        assert_eq!(rspauth.verify(b""), Err(ChallengeError::ServerNotProven));
    }

    #[test]
    fn a_realm_that_the_person_chose_goes_before_the_server_s() {
        let client = DigestMd5 {
            realm: Some("second"),
            ..CHRIS
        };
        let challenge = br#"realm="first",realm="second",nonce="n",charset=utf-8"#;
        let (response, _) = client.respond(challenge).unwrap();
        let text = String::from_utf8(response).unwrap();
        assert!(text.contains(r#",realm="second","#), "{text}");
        let (response, _) = CHRIS.respond(challenge).unwrap();
        let text = String::from_utf8(response).unwrap();
        assert!(text.contains(r#",realm="first","#), "{text}");
    }

    #[test]
    fn without_a_charset_names_are_iso_8859_1() {
        let client = DigestMd5 {
            username: "jos\u{e9}",
            ..CHRIS
        };
        let (response, _) = client.respond(br#"nonce="n""#).unwrap();
        assert!(response.starts_with(b"username=\"jos\xe9\",nonce="));
        assert!(!response.windows(7).any(|window| window == b"charset"));
        let client = DigestMd5 {
            username: "\u{142}",
            ..CHRIS
        };
        let field = "charset";
        assert_eq!(
            client.respond(br#"nonce="n""#).unwrap_err(),
            ChallengeError::Missing { field }
        );
    }

    #[test]
    fn a_challenge_without_a_nonce_cannot_be_answered() {
        let field = "nonce";
        let error = CHRIS.respond(b"cnonce=\"x\"").unwrap_err();
        assert_eq!(error, ChallengeError::Missing { field });
    }
}
