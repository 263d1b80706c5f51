//! SCRAM (RFC 5802, RFC 7677) for clients, without channel binding.
use super::ChallengeError;
use crate::scram::{Keys, escape};
use crate::{Implementation, ScramHash, base64};

/// A client before the server's challenge.
#[derive(Clone, Debug)]
pub struct Scram<'a> {
    hash: ScramHash,
    password: &'a [u8],
    nonce: &'a str,
    bare: String,
}

/// What the server must say to prove itself.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ScramSignature(Vec<u8>);

impl<'a> Scram<'a> {
    /// A client with its credentials and a nonce of printable characters, no comma.
    #[must_use]
    pub fn new(hash: ScramHash, username: &str, password: &'a [u8], nonce: &'a str) -> Self {
        Self {
            hash,
            password,
            nonce,
            bare: format!("n={},r={nonce}", escape(username)),
        }
    }

    /// The first message.
    #[must_use]
    pub fn first(&self) -> Vec<u8> {
        format!("n,,{}", self.bare).into_bytes()
    }

    /// The answer to `challenge`, and what to expect from the server then.
    ///
    /// # Errors
    /// A challenge that lacks a field, or whose nonce does not begin with the client's.
    pub fn respond(&self, challenge: &[u8]) -> Result<(Vec<u8>, ScramSignature), ChallengeError> {
        let text = String::from_utf8_lossy(challenge);
        let nonce = field(&text, "r")?;
        if !nonce.starts_with(self.nonce) || nonce.len() == self.nonce.len() {
            return Err(ChallengeError::Invalid { field: "r" });
        }
        let salt = base64::decode(Implementation::Dovecot, field(&text, "s")?.as_bytes())
            .map_err(|_| ChallengeError::Invalid { field: "s" })?;
        let rounds = field(&text, "i")?
            .parse()
            .ok()
            .filter(|rounds| *rounds > 0)
            .ok_or(ChallengeError::Invalid { field: "i" })?;
        // "biws" is "n,," in Base64: no channel binding, no authzid.
        let without_proof = format!("c=biws,r={nonce}");
        let auth_message = format!("{},{text},{without_proof}", self.bare);
        let keys = Keys::derive(self.hash, self.password, &salt, rounds);
        let proof = base64::encode(&keys.proof(auth_message.as_bytes()));
        let signature = ScramSignature(keys.signature(auth_message.as_bytes()));
        Ok((format!("{without_proof},p={proof}").into_bytes(), signature))
    }
}

impl ScramSignature {
    /// Whether `message` is what the server had to say.
    ///
    /// # Errors
    /// It is not.
    pub fn verify(&self, message: &[u8]) -> Result<(), ChallengeError> {
        if message.strip_prefix(b"v=") == Some(base64::encode(&self.0).as_bytes()) {
            return Ok(());
        }
        Err(ChallengeError::ServerNotProven)
    }
}

fn field<'t>(text: &'t str, name: &'static str) -> Result<&'t str, ChallengeError> {
    text.split(',')
        .find_map(|part| part.strip_prefix(name)?.strip_prefix('='))
        .ok_or(ChallengeError::Missing { field: name })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_rfc_5802_comes_out() {
        // Section 5.
        let client = Scram::new(
            ScramHash::Sha1,
            "user",
            b"pencil",
            "fyko+d2lbbFgONRv9qkxdawL",
        );
        assert_eq!(client.first(), b"n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL");
        let (response, signature) = client
            .respond(b"r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096")
            .unwrap();
        assert_eq!(
            String::from_utf8(response).unwrap(),
            "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts="
        );
        assert_eq!(signature.verify(b"v=rmF9pqV8S7suAoZWja4dJRkFsKQ="), Ok(()));
    }

    #[test]
    fn the_example_of_rfc_7677_comes_out() {
        // Section 3.
        let client = Scram::new(ScramHash::Sha256, "user", b"pencil", "rOprNGfwEbeRWgbNEkqO");
        let (response, signature) = client
            .respond(
                b"r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
            )
            .unwrap();
        assert_eq!(
            String::from_utf8(response).unwrap(),
            "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
        );
        assert_eq!(
            signature.verify(b"v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="),
            Ok(())
        );
    }

    #[test]
    fn a_server_that_changes_the_nonce_is_not_answered() {
        let client = Scram::new(ScramHash::Sha1, "user", b"pencil", "abc");
        let error = client
            .respond(b"r=xyz,s=QSXCR+Q6sek8bf92,i=4096")
            .unwrap_err();
        assert_eq!(error, ChallengeError::Invalid { field: "r" });
    }
}
