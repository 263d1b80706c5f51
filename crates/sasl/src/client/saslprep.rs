//! SASLprep (RFC 4013) for SCRAM, on the `stringprep` crate.
//! Left out: bidirectional rules across characters that Unicode 3.2 did not know.
use std::fmt;

/// How characters count that Unicode 3.2 did not know (RFC 3454 section 7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Strings {
    /// They are refused: passwords, which are stored.
    Stored,
    /// They pass as they are: user names, with which somebody is looked for.
    Query,
}

/// Why a text has no prepared form.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Prohibited(String);

impl fmt::Display for Prohibited {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Prohibited {}

/// `text` in the form in which both sides compute with it.
///
/// # Errors
/// A character that SASLprep prohibits.
///
/// ```
/// use saslab_sasl::client::{Strings, saslprep};
/// // RFC 4013 section 3.
/// assert_eq!(saslprep("I\u{ad}X", Strings::Stored).unwrap(), "IX");
/// assert_eq!(saslprep("\u{2168}", Strings::Stored).unwrap(), "IX");
/// assert!(saslprep("\u{7}", Strings::Stored).is_err());
/// ```
pub fn saslprep(text: &str, strings: Strings) -> Result<String, Prohibited> {
    let unknown = stringprep::tables::unassigned_code_point;
    match strings {
        Strings::Stored => whole(text),
        Strings::Query => text
            .split_inclusive(unknown)
            .map(|piece| {
                let known = piece.trim_end_matches(unknown);
                let rest = piece.strip_prefix(known).unwrap_or_default();
                Ok(whole(known)? + rest)
            })
            .collect(),
    }
}

fn whole(text: &str) -> Result<String, Prohibited> {
    stringprep::saslprep(text)
        .map(std::borrow::Cow::into_owned)
        .map_err(|error| Prohibited(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_rfc_4013_come_out() {
        for (text, prepared) in [
            ("I\u{ad}X", "IX"),
            ("user", "user"),
            ("USER", "USER"),
            ("\u{aa}", "a"),
            ("\u{2168}", "IX"),
        ] {
            for strings in [Strings::Stored, Strings::Query] {
                assert_eq!(saslprep(text, strings), Ok(prepared.to_owned()), "{text:?}");
            }
        }
        for text in ["\u{7}", "\u{627}1"] {
            for strings in [Strings::Stored, Strings::Query] {
                assert!(saslprep(text, strings).is_err(), "{text:?}");
            }
        }
    }

    #[test]
    fn a_character_of_a_later_unicode_passes_in_names_only() {
        // U+1F600 came with Unicode 6.1.
        let name = "\u{aa}\u{1f600}\u{1f600}b";
        assert_eq!(
            saslprep(name, Strings::Query),
            Ok("a\u{1f600}\u{1f600}b".to_owned())
        );
        assert!(saslprep(name, Strings::Stored).is_err());
    }
}
