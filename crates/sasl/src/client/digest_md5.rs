//! DIGEST-MD5 (RFC 2831) for clients, quality of protection `auth`.
use super::ChallengeError;
use crate::digest::{Agreed, Side, secret};

/// What a client brings to DIGEST-MD5.
#[derive(Clone, Copy, Debug)]
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

/// What the server must say to prove itself.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Rspauth(String);

impl DigestMd5<'_> {
    /// The answer to `challenge`, and what to expect from the server then.
    ///
    /// # Errors
    /// A challenge without a nonce.
    pub fn respond(&self, challenge: &[u8]) -> Result<(Vec<u8>, Rspauth), ChallengeError> {
        let challenge = String::from_utf8_lossy(challenge);
        let field = "nonce";
        let nonce = quoted(&challenge, field).ok_or(ChallengeError::Missing { field })?;
        let offered = quoted(&challenge, "realm");
        let realm = self.realm.or(offered);
        let agreed = Agreed {
            nonce: nonce.as_bytes(),
            cnonce: self.cnonce.as_bytes(),
            count: b"00000001",
            qop: b"auth",
            digest_uri: self.digest_uri.as_bytes(),
            authzid: self.authzid.map(str::as_bytes),
        };
        let realm_octets = realm.unwrap_or_default().as_bytes();
        let secret = secret(self.username.as_bytes(), realm_octets, self.password);
        let mut text = format!("username=\"{}\",", escape(self.username));
        if let Some(realm) = realm {
            text.push_str(&format!("realm=\"{}\",", escape(realm)));
        }
        text.push_str(&format!(
            "nonce=\"{nonce}\",cnonce=\"{}\",nc=00000001,qop=auth,digest-uri=\"{}\",response={},charset=utf-8",
            self.cnonce,
            self.digest_uri,
            agreed.response(&secret, Side::Client),
        ));
        if let Some(authzid) = self.authzid {
            text.push_str(&format!(",authzid=\"{}\"", escape(authzid)));
        }
        Ok((
            text.into_bytes(),
            Rspauth(agreed.response(&secret, Side::Server)),
        ))
    }
}

impl Rspauth {
    /// Whether `message` is what the server had to say.
    ///
    /// # Errors
    /// It is not.
    pub fn verify(&self, message: &[u8]) -> Result<(), ChallengeError> {
        if message.strip_prefix(b"rspauth=") == Some(self.0.as_bytes()) {
            return Ok(());
        }
        Err(ChallengeError::ServerNotProven)
    }
}

/// The value of `name="value"`, up to the next quote.
fn quoted<'c>(challenge: &'c str, name: &str) -> Option<&'c str> {
    challenge.split(',').find_map(|field| {
        let value = field.trim_start().strip_prefix(name)?.strip_prefix("=\"")?;
        value.split('"').next()
    })
}

fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smtp_form_of_the_rfc_2831_example_comes_out() {
        // Section 4, the IMAP example, in the order in which the recorded clients write.
        let client = DigestMd5 {
            username: "chris",
            password: b"secret",
            realm: None,
            authzid: None,
            digest_uri: "imap/elwood.innosoft.com",
            cnonce: "OA6MHXh6VqTrRk",
        };
        let challenge = br#"realm="elwood.innosoft.com",nonce="OA6MG9tEQGm2hh",qop="auth",algorithm=md5-sess,charset=utf-8"#;
        let (response, rspauth) = client.respond(challenge).unwrap();
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
    fn a_challenge_without_a_nonce_cannot_be_answered() {
        let client = DigestMd5 {
            username: "u",
            password: b"p",
            realm: None,
            authzid: None,
            digest_uri: "smtp/host",
            cnonce: "c",
        };
        let field = "nonce";
        let error = client.respond(b"cnonce=\"x\"").unwrap_err();
        assert_eq!(error, ChallengeError::Missing { field });
    }
}
