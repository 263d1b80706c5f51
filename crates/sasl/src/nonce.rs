//! Where challenges take their chance from. The core has none of its own.
use sha2::{Digest, Sha256};

/// Random octets and the time of day, handed in by whoever runs the session.
///
/// The same nonce gives the same challenges, so a session can be replayed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Nonce {
    random: [u8; 32],
    seconds: u64,
}

impl Nonce {
    /// A nonce from 32 random octets and the seconds since 1970.
    #[must_use]
    pub const fn new(random: [u8; 32], seconds: u64) -> Self {
        Self { random, seconds }
    }

    /// The time of day, in seconds since 1970.
    pub(crate) fn seconds(&self) -> u64 {
        self.seconds
    }

    /// Octets for one use, different for each `label`.
    pub(crate) fn octets(&self, label: &str) -> [u8; 32] {
        Sha256::new()
            .chain_update(self.random)
            .chain_update(label)
            .finalize()
            .into()
    }

    /// A number for one use.
    pub(crate) fn number(&self, label: &str) -> u32 {
        let [a, b, c, d, ..] = self.octets(label);
        u32::from_be_bytes([a, b, c, d])
    }
}
