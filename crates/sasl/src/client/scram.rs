//! SCRAM (RFC 5802, RFC 7677) for clients, without channel binding.
//! Names and passwords are taken as they are; [`super::saslprep`] prepares them.
use super::ChallengeError;
use crate::scram::{Keys, escape};
use crate::{Implementation, ScramHash, Secret, base64};
use std::fmt;

/// RFC 7677 asks for 4096 rounds, current advice for some hundred thousand; a server
/// that wants more than this would only keep the client busy.
const MOST_ROUNDS: u32 = 2_000_000;

/// A client before the server's challenge.
#[derive(Clone)]
pub struct Scram<'a> {
    hash: ScramHash,
    password: &'a [u8],
    nonce: &'a str,
    header: String,
    bare: String,
}

/// What the server must say to prove itself. `Debug` shows none of it: before the server
/// has said it, nobody else may.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ScramSignature(Secret);

impl<'a> Scram<'a> {
    /// A client with its credentials and a nonce of printable characters, no comma.
    #[must_use]
    pub fn new(hash: ScramHash, username: &str, password: &'a [u8], nonce: &'a str) -> Self {
        Self {
            hash,
            password,
            nonce,
            header: "n,,".to_owned(),
            bare: format!("n={},r={nonce}", escape(username)),
        }
    }

    /// The same, to act for somebody else.
    #[must_use]
    pub fn acting_as(mut self, authzid: &str) -> Self {
        self.header = format!("n,a={},", escape(authzid));
        self
    }

    /// The first message.
    #[must_use]
    pub fn first(&self) -> Vec<u8> {
        format!("{}{}", self.header, self.bare).into_bytes()
    }

    /// The answer to `challenge`, and what to expect from the server then.
    ///
    /// # Errors
    /// A challenge that lacks a field, or whose nonce does not begin with the client's.
    pub fn respond(&self, challenge: &[u8]) -> Result<(Vec<u8>, ScramSignature), ChallengeError> {
        if challenge.starts_with(b"m=") {
            return Err(ChallengeError::Invalid { field: "m" });
        }
        let nonce = field(challenge, "r")?;
        if !nonce.starts_with(self.nonce.as_bytes()) || nonce.len() == self.nonce.len() {
            return Err(ChallengeError::Invalid { field: "r" });
        }
        let salt = base64::decode(Implementation::Dovecot, field(challenge, "s")?)
            .ok()
            .filter(|salt| !salt.is_empty())
            .ok_or(ChallengeError::Invalid { field: "s" })?;
        let rounds = rounds(field(challenge, "i")?)?;
        let binding = base64::encode(self.header.as_bytes());
        let without_proof = [b"c=", binding.as_bytes(), b",r=", nonce].concat();
        let auth_message = [self.bare.as_bytes(), challenge, &without_proof].join(&b',');
        let keys = Keys::derive(self.hash, self.password, &salt, rounds);
        let proof = base64::encode(&keys.proof(&auth_message));
        let signature = ScramSignature(keys.signature(&auth_message).into());
        let message = [without_proof.as_slice(), b",p=", proof.as_bytes()].concat();
        Ok((message, signature))
    }
}

impl fmt::Debug for Scram<'_> {
    /// Without the password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Scram({:?}, {:?})", self.hash, self.bare)
    }
}

fn rounds(text: &[u8]) -> Result<u32, ChallengeError> {
    let rounds: u64 = std::str::from_utf8(text)
        .ok()
        .filter(|text| text.bytes().all(|digit| digit.is_ascii_digit()))
        .and_then(|text| text.parse().ok())
        .filter(|rounds| *rounds > 0)
        .ok_or(ChallengeError::Invalid { field: "i" })?;
    match u32::try_from(rounds) {
        Ok(rounds) if rounds <= MOST_ROUNDS => Ok(rounds),
        Ok(_) | Err(_) => Err(ChallengeError::TooManyRounds { limit: MOST_ROUNDS }),
    }
}

impl ScramSignature {
    /// Whether `message` is what the server had to say.
    ///
    /// # Errors
    /// It is not.
    pub fn verify(&self, message: &[u8]) -> Result<(), ChallengeError> {
        if message.starts_with(b"e=") {
            return Err(ChallengeError::Refused);
        }
        let text = field(message, "v").map_err(|_| ChallengeError::ServerNotProven)?;
        if text == base64::encode(self.0.reveal()).as_bytes() {
            return Ok(());
        }
        Err(ChallengeError::ServerNotProven)
    }
}

fn field<'t>(text: &'t [u8], name: &'static str) -> Result<&'t [u8], ChallengeError> {
    text.split(|octet| *octet == b',')
        .find_map(|part| part.strip_prefix(name.as_bytes())?.strip_prefix(b"="))
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
        assert_eq!(
            signature.verify(b"e=invalid-proof"),
            Err(ChallengeError::Refused)
        );
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

    #[test]
    fn rounds_are_a_number_within_reason() {
        assert_eq!(rounds(b"4096"), Ok(4096));
        for text in [&b"0"[..], b"", b"+1", b"many", b"99999999999999999999999"] {
            let field = "i";
            assert_eq!(rounds(text), Err(ChallengeError::Invalid { field }));
        }
        assert_eq!(
            rounds(b"4294967295"),
            Err(ChallengeError::TooManyRounds { limit: MOST_ROUNDS })
        );
    }
}
