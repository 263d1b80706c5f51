//! Base64 as the servers decode it, on the `base64` crate.
//!
//! Cyrus: `sasl_decode64` of `lib/saslutil.c`, which looks at whole blocks of four
//! first. Dovecot: Postfix's own check of the alphabet, then `lib/base64.c`, of which
//! nothing but blocks with exact padding is left after that check. Neither minds
//! bits that are set where only zeros belong (RFC 4648 section 3.5).
use crate::Implementation;
use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use std::fmt;

const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::RequireCanonical),
);

/// What is wrong with a Base64 text. Positions count octets, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Base64Error {
    /// An octet that no Base64 text holds.
    Alphabet {
        /// Its position.
        at: usize,
    },
    /// A `=` where a letter must stand, or a letter behind a `=` of its block.
    Padding {
        /// Its position.
        at: usize,
    },
    /// Text behind the padding that ends it.
    AfterPadding {
        /// The position of the first octet too many.
        at: usize,
    },
    /// The last block has fewer than four characters.
    Incomplete {
        /// The position of that block.
        at: usize,
    },
    /// A carriage return in front: Cyrus takes it for an empty line.
    LeadingCarriageReturn,
}

impl fmt::Display for Base64Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Alphabet { at } => {
                write!(f, "octet {} is not a character of Base64", at + 1)
            }
            Self::Padding { at } => write!(f, "the = of character {} stands wrong", at + 1),
            Self::AfterPadding { at } => write!(
                f,
                "there is text from character {} on, behind the = that ends it",
                at + 1
            ),
            Self::Incomplete { at } => write!(
                f,
                "the last block, from character {} on, has fewer than four characters",
                at + 1
            ),
            Self::LeadingCarriageReturn => f.write_str("it begins with a carriage return"),
        }
    }
}

impl std::error::Error for Base64Error {}

/// The Base64 text for `octets`, with padding.
#[must_use]
pub fn encode(octets: &[u8]) -> String {
    ENGINE.encode(octets)
}

/// The octets that `implementation` reads out of `text`.
///
/// # Errors
/// The first fault, in the order in which that server looks.
pub fn decode(implementation: Implementation, text: &[u8]) -> Result<Vec<u8>, Base64Error> {
    if implementation == Implementation::Cyrus && text.first() == Some(&b'\r') {
        return Err(Base64Error::LeadingCarriageReturn);
    }
    ENGINE
        .decode(text)
        .map_err(|_| first_fault(implementation, text))
}

/// Where a text that does not decode goes wrong.
fn first_fault(implementation: Implementation, text: &[u8]) -> Base64Error {
    if implementation == Implementation::Dovecot
        && let Some(at) = text
            .iter()
            .position(|octet| !is_letter(*octet) && *octet != b'=')
    {
        return Base64Error::Alphabet { at };
    }
    let (blocks, rest) = text.as_chunks::<4>();
    let whole = 4 * blocks.len();
    let mut padded = false;
    for (number, block) in blocks.iter().enumerate() {
        if padded {
            return Base64Error::AfterPadding { at: 4 * number };
        }
        if let Some(fault) = fault_of_block(block, 4 * number) {
            return fault;
        }
        padded = block.contains(&b'=');
    }
    if padded && !rest.is_empty() {
        return Base64Error::AfterPadding { at: whole };
    }
    Base64Error::Incomplete { at: whole }
}

fn fault_of_block(block: &[u8; 4], start: usize) -> Option<Base64Error> {
    let [first, second, third, fourth] = *block;
    for (at, octet) in [(start, first), (start + 1, second)] {
        if octet == b'=' {
            return Some(Base64Error::Padding { at });
        }
        if !is_letter(octet) {
            return Some(Base64Error::Alphabet { at });
        }
    }
    for (at, octet) in [(start + 2, third), (start + 3, fourth)] {
        if octet != b'=' && !is_letter(octet) {
            return Some(Base64Error::Alphabet { at });
        }
    }
    (third == b'=' && fourth != b'=').then_some(Base64Error::Padding { at: start + 2 })
}

fn is_letter(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || octet == b'+' || octet == b'/'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cyrus(text: &str) -> Result<Vec<u8>, Base64Error> {
        decode(Implementation::Cyrus, text.as_bytes())
    }

    #[test]
    fn every_fault_has_its_position() {
        use Base64Error::{AfterPadding, Alphabet, Incomplete, Padding};
        for (text, error) in [
            ("!!!!", Alphabet { at: 0 }),
            ("dGVz-A==", Alphabet { at: 4 }),
            ("=", Incomplete { at: 0 }),
            ("dGVzdA", Incomplete { at: 4 }),
            ("dGVz=A==", Padding { at: 4 }),
            ("dG=z", Padding { at: 2 }),
            ("dGVzdA==dGVz", AfterPadding { at: 8 }),
            ("dGVzdA==d", AfterPadding { at: 8 }),
            ("====", Padding { at: 0 }),
        ] {
            assert_eq!(cyrus(text), Err(error), "{text}");
        }
    }

    #[test]
    fn cyrus_judges_whole_blocks_before_the_rest() {
        assert_eq!(cyrus("dGVzd!"), Err(Base64Error::Incomplete { at: 4 }));
        assert_eq!(
            decode(Implementation::Dovecot, b"dGVzd!"),
            Err(Base64Error::Alphabet { at: 5 })
        );
    }

    #[test]
    fn bits_that_belong_to_no_octet_do_not_matter() {
        assert_eq!(cyrus("dGVzdB=="), Ok(b"test".to_vec()));
        assert_eq!(cyrus(""), Ok(Vec::new()));
    }

    #[test]
    fn only_cyrus_knows_a_carriage_return_in_front() {
        assert_eq!(cyrus("\rdGVz"), Err(Base64Error::LeadingCarriageReturn));
        assert_eq!(
            decode(Implementation::Dovecot, b"\rdGVz"),
            Err(Base64Error::Alphabet { at: 0 })
        );
    }
}
