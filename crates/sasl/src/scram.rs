//! The arithmetic of SCRAM (RFC 5802 section 3), for both sides.
//! Left out: SASLprep of names and passwords, and channel bindings.
use crate::ScramHash;

/// What is computed from a password, a salt and a number of rounds.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Keys {
    hash: ScramHash,
    client: Vec<u8>,
    stored: Vec<u8>,
    server: Vec<u8>,
}

impl Keys {
    pub(crate) fn derive(hash: ScramHash, password: &[u8], salt: &[u8], rounds: u32) -> Self {
        let salted = hash.salted(password, salt, rounds);
        let client = hash.hmac(&salted, b"Client Key");
        Self {
            hash,
            stored: hash.digest(&client),
            server: hash.hmac(&salted, b"Server Key"),
            client,
        }
    }

    /// `ClientProof`.
    pub(crate) fn proof(&self, auth_message: &[u8]) -> Vec<u8> {
        xor(&self.client, &self.hash.hmac(&self.stored, auth_message))
    }

    /// Whether `proof` shows that the client has the client key.
    pub(crate) fn accept(&self, proof: &[u8], auth_message: &[u8]) -> bool {
        let key = xor(proof, &self.hash.hmac(&self.stored, auth_message));
        self.hash.digest(&key) == self.stored
    }

    /// `ServerSignature`.
    pub(crate) fn signature(&self, auth_message: &[u8]) -> Vec<u8> {
        self.hash.hmac(&self.server, auth_message)
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

    #[test]
    fn names_survive_escaping() {
        assert_eq!(escape("a=b,c"), "a=3Db=2Cc");
        assert_eq!(unescape(b"a=3Db=2Cc"), Some(b"a=b,c".to_vec()));
        assert_eq!(unescape(b"a=2c"), None);
        assert_eq!(unescape(b"a="), None);
    }
}
