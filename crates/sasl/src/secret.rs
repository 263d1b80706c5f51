//! Bytes that `Debug` does not show and that are wiped when dropped.
use std::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// A password, or another text that must not reach a log or a screen by accident.
///
/// ```
/// let secret = saslab_sasl::Secret::from("testpass");
/// assert_eq!(format!("{secret:?}"), "Secret(8 octets)");
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Secret(Box<[u8]>);

impl Secret {
    /// The octets, for those who compute with them.
    #[must_use]
    pub fn reveal(&self) -> &[u8] {
        &self.0
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.as_bytes().into())
    }
}

impl From<&[u8]> for Secret {
    fn from(octets: &[u8]) -> Self {
        Self(octets.into())
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::from(text.into_bytes())
    }
}

impl From<Vec<u8>> for Secret {
    /// The vector is wiped: it may have been longer than what it holds.
    fn from(mut octets: Vec<u8>) -> Self {
        let secret = Self(octets.as_slice().into());
        octets.zeroize();
        secret
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({} octets)", self.0.len())
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl ZeroizeOnDrop for Secret {}
