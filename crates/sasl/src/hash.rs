//! The hash functions of CRAM-MD5, DIGEST-MD5 and SCRAM, on the RustCrypto crates.
use hmac::{EagerHash, Hmac, KeyInit, Mac};
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512};

/// The hash function of a SCRAM mechanism.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ScramHash {
    /// SCRAM-SHA-1 (RFC 5802).
    Sha1,
    /// SCRAM-SHA-224, which only Cyrus has.
    Sha224,
    /// SCRAM-SHA-256 (RFC 7677).
    Sha256,
    /// SCRAM-SHA-384, which only Cyrus has.
    Sha384,
    /// SCRAM-SHA-512.
    Sha512,
}

impl ScramHash {
    /// The hash function of `mechanism`, a registered name.
    #[must_use]
    pub fn of(mechanism: &str) -> Option<Self> {
        match mechanism {
            "SCRAM-SHA-1" => Some(Self::Sha1),
            "SCRAM-SHA-224" => Some(Self::Sha224),
            "SCRAM-SHA-256" => Some(Self::Sha256),
            "SCRAM-SHA-384" => Some(Self::Sha384),
            "SCRAM-SHA-512" => Some(Self::Sha512),
            _ => None,
        }
    }

    /// The registered name of the SCRAM mechanism with this function.
    #[must_use]
    pub const fn mechanism(self) -> &'static str {
        match self {
            Self::Sha1 => "SCRAM-SHA-1",
            Self::Sha224 => "SCRAM-SHA-224",
            Self::Sha256 => "SCRAM-SHA-256",
            Self::Sha384 => "SCRAM-SHA-384",
            Self::Sha512 => "SCRAM-SHA-512",
        }
    }

    /// The length of its results in octets.
    #[must_use]
    pub const fn size(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha224 => 28,
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    /// `H(text)` of RFC 5802 section 2.2.
    pub(crate) fn digest(self, text: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha1 => Sha1::digest(text).to_vec(),
            Self::Sha224 => Sha224::digest(text).to_vec(),
            Self::Sha256 => Sha256::digest(text).to_vec(),
            Self::Sha384 => Sha384::digest(text).to_vec(),
            Self::Sha512 => Sha512::digest(text).to_vec(),
        }
    }

    /// `HMAC(key, text)`.
    pub(crate) fn hmac(self, key: &[u8], text: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha1 => hmac::<Sha1>(key, text),
            Self::Sha224 => hmac::<Sha224>(key, text),
            Self::Sha256 => hmac::<Sha256>(key, text),
            Self::Sha384 => hmac::<Sha384>(key, text),
            Self::Sha512 => hmac::<Sha512>(key, text),
        }
    }

    /// `Hi(text, salt, rounds)`, which is PBKDF2 for one block.
    pub(crate) fn salted(self, text: &[u8], salt: &[u8], rounds: u32) -> Vec<u8> {
        let mut result = vec![0; self.size()];
        let out = result.as_mut_slice();
        match self {
            Self::Sha1 => pbkdf2::pbkdf2_hmac::<Sha1>(text, salt, rounds, out),
            Self::Sha224 => pbkdf2::pbkdf2_hmac::<Sha224>(text, salt, rounds, out),
            Self::Sha256 => pbkdf2::pbkdf2_hmac::<Sha256>(text, salt, rounds, out),
            Self::Sha384 => pbkdf2::pbkdf2_hmac::<Sha384>(text, salt, rounds, out),
            Self::Sha512 => pbkdf2::pbkdf2_hmac::<Sha512>(text, salt, rounds, out),
        }
        result
    }
}

/// The MD5 of `parts`, one behind the other.
pub(crate) fn md5(parts: &[&[u8]]) -> [u8; 16] {
    let mut hash = Md5::new();
    for part in parts {
        hash.update(part);
    }
    hash.finalize().into()
}

/// The digest of CRAM-MD5 (RFC 2195 section 2), in lower case hexadecimal.
pub(crate) fn cram_md5(password: &[u8], challenge: &[u8]) -> String {
    hex(&hmac::<Md5>(password, challenge))
}

pub(crate) fn hex(octets: &[u8]) -> String {
    let mut text = Vec::with_capacity(2 * octets.len());
    for octet in octets {
        text.extend([octet >> 4, octet & 0xf].map(|half| match half {
            0..=9 => b'0' + half,
            _letter => b'a' - 10 + half,
        }));
    }
    String::from_utf8(text).unwrap_or_default()
}

fn hmac<D: EagerHash>(key: &[u8], text: &[u8]) -> Vec<u8> {
    // A key of any length will do; the error exists for other authentication codes.
    match Hmac::<D>::new_from_slice(key) {
        Ok(mac) => mac.chain_update(text).finalize().as_bytes().to_vec(),
        Err(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cram_md5_gives_the_digest_of_rfc_2195() {
        let challenge = b"<1896.697170952@postoffice.reston.mci.net>";
        assert_eq!(
            cram_md5(b"tanstaaftanstaaf", challenge),
            "b913a602c7eda7a495b4e6e7334d3890"
        );
    }

    #[test]
    fn every_result_has_the_size_that_the_table_says() {
        for hash in [
            ScramHash::Sha1,
            ScramHash::Sha224,
            ScramHash::Sha256,
            ScramHash::Sha384,
            ScramHash::Sha512,
        ] {
            assert_eq!(hash.digest(b"").len(), hash.size(), "{hash:?}");
            assert_eq!(hash.hmac(b"", b"").len(), hash.size(), "{hash:?}");
        }
    }
}
