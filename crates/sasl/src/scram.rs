//! The arithmetic of SCRAM (RFC 5802 section 3), for both sides.
//! Left out: SASLprep of names and passwords, and channel bindings.
use crate::{ScramHash, Secret};
use zeroize::Zeroizing;

/// What is computed from a password, a salt and a number of rounds: who has it needs no
/// password any more.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Keys {
    hash: ScramHash,
    client: Secret,
    stored: Secret,
    server: Secret,
}

impl Keys {
    pub(crate) fn derive(hash: ScramHash, password: &[u8], salt: &[u8], rounds: u32) -> Self {
        let salted = Secret::from(hash.salted(password, salt, rounds));
        let key = |name| Secret::from(hash.hmac(salted.reveal(), name));
        let client = key(b"Client Key");
        Self {
            hash,
            stored: hash.digest(client.reveal()).into(),
            server: key(b"Server Key"),
            client,
        }
    }

    /// `ClientProof`.
    pub(crate) fn proof(&self, auth_message: &[u8]) -> Vec<u8> {
        xor(self.client.reveal(), &self.mask(auth_message))
    }

    /// Whether `proof` shows that the client has the client key.
    pub(crate) fn accept(&self, proof: &[u8], auth_message: &[u8]) -> bool {
        let key = Secret::from(xor(proof, &self.mask(auth_message)));
        self.hash.digest(key.reveal()) == self.stored.reveal()
    }

    /// `ServerSignature`.
    pub(crate) fn signature(&self, auth_message: &[u8]) -> Vec<u8> {
        self.hash.hmac(self.server.reveal(), auth_message)
    }

    /// `ClientSignature`, which masks the client key: together with the proof it is as
    /// good as that key.
    fn mask(&self, auth_message: &[u8]) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(self.hash.hmac(self.stored.reveal(), auth_message))
    }
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Keys({:?})", self.hash)
    }
}

fn xor(left: &[u8], right: &[u8]) -> Vec<u8> {
    left.iter().zip(right).map(|(l, r)| l ^ r).collect()
}

/// A name with its commas and equals signs written out (`saslname`).
pub(crate) fn escape(name: &str) -> String {
    name.replace('=', "=3D").replace(',', "=2C")
}

/// The name that `escaped` stands for, unless its equals signs make no sense.
pub(crate) fn unescape(escaped: &[u8]) -> Option<Vec<u8>> {
    let mut parts = escaped.split(|octet| *octet == b'=');
    let mut name = parts.next().unwrap_or_default().to_vec();
    for part in parts {
        let rest = match (part.strip_prefix(b"2C"), part.strip_prefix(b"3D")) {
            (Some(rest), _) => {
                name.push(b',');
                rest
            }
            (None, Some(rest)) => {
                name.push(b'=');
                rest
            }
            (None, None) => return None,
        };
        name.extend_from_slice(rest);
    }
    Some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The fields are `Secret`s, which wipe themselves.
    #[test]
    fn keys_show_nothing() {
        let keys = Keys::derive(ScramHash::Sha1, b"pencil", b"salt", 1);
        assert_eq!(format!("{keys:?}"), "Keys(Sha1)");
        let _: [&Secret; 3] = [&keys.client, &keys.stored, &keys.server];
    }

    #[test]
    fn names_survive_escaping() {
        assert_eq!(escape("a=b,c"), "a=3Db=2Cc");
        assert_eq!(unescape(b"a=3Db=2Cc"), Some(b"a=b,c".to_vec()));
        assert_eq!(unescape(b"a=2c"), None);
        assert_eq!(unescape(b"a="), None);
    }
}
