//! SASLprep (RFC 4013) for SCRAM: the tables are those of the `stringprep` crate, but for
//! those of directions (`direction.rs`), which it takes from far larger ones.
//! Normalisation comes in as a function, because a browser has its own and need not
//! load the tables for it.
use std::fmt;

use super::direction::{is_left_to_right, is_right_to_left};
use stringprep::tables;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

/// How characters count that Unicode 3.2 did not know (RFC 3454 section 7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Strings {
    /// They are refused: passwords, which are stored.
    Stored,
    /// They pass as they are: user names, with which somebody is looked for.
    Query,
}

/// Why a text has no prepared form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Prohibited {
    /// A character that no name and no password may hold.
    Character(char),
    /// A character that Unicode 3.2 did not know.
    Unassigned(char),
    /// Text from right to left that is mixed with text from left to right, or begins or
    /// ends with neither.
    Bidirectional,
}

impl fmt::Display for Prohibited {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Character(c) => write!(f, "U+{:04X} is prohibited", u32::from(*c)),
            Self::Unassigned(c) => {
                write!(f, "U+{:04X} is unknown to Unicode 3.2", u32::from(*c))
            }
            Self::Bidirectional => {
                f.write_str("it mixes text from right to left with text from left to right")
            }
        }
    }
}

impl std::error::Error for Prohibited {}

/// Normalisation form KC, for where the platform has none of its own.
#[must_use]
pub fn nfkc(text: &str) -> String {
    text.nfkc().collect()
}

/// `text` in the form in which both sides compute with it; `nfkc` is normalisation
/// form KC.
///
/// # Errors
/// What SASLprep prohibits.
///
/// ```
/// use saslab_sasl::client::{Strings, nfkc, saslprep};
/// // RFC 4013 section 3.
/// assert_eq!(saslprep("I\u{ad}X", Strings::Stored, nfkc).unwrap(), "IX");
/// assert_eq!(saslprep("\u{2168}", Strings::Stored, nfkc).unwrap(), "IX");
/// assert!(saslprep("\u{7}", Strings::Stored, nfkc).is_err());
/// ```
pub fn saslprep(
    text: &str,
    strings: Strings,
    nfkc: fn(&str) -> String,
) -> Result<String, Prohibited> {
    let unknown = tables::unassigned_code_point;
    if strings == Strings::Stored
        && let Some(c) = text.chars().find(|c| unknown(*c))
    {
        return Err(Prohibited::Unassigned(c));
    }
    // U+200B is in both tables; spaces come first in RFC 4013 section 2.1.
    let spaced = text.chars().map(|c| match c {
        c if tables::non_ascii_space_character(c) => ' ',
        c => c,
    });
    let mapped = spaced.filter(|c| !tables::commonly_mapped_to_nothing(*c));
    let mapped = Zeroizing::new(mapped.collect::<String>());
    // Unicode 3.2 leaves what it does not know as it is, and so must a later Unicode.
    let mut prepared = String::with_capacity(mapped.len());
    for piece in mapped.split_inclusive(unknown) {
        let known = piece.trim_end_matches(unknown);
        prepared += &Zeroizing::new(nfkc(known));
        prepared += piece.strip_prefix(known).unwrap_or_default();
    }
    match prepared.chars().find(|c| is_prohibited(*c)) {
        Some(c) => Err(Prohibited::Character(c)),
        None if is_mixed(&prepared) => Err(Prohibited::Bidirectional),
        None => Ok(prepared),
    }
}

/// RFC 4013 section 2.3.
fn is_prohibited(c: char) -> bool {
    tables::non_ascii_space_character(c)
        || tables::ascii_control_character(c)
        || tables::non_ascii_control_character(c)
        || tables::private_use(c)
        || tables::non_character_code_point(c)
        || tables::inappropriate_for_plain_text(c)
        || tables::inappropriate_for_canonical_representation(c)
        || tables::change_display_properties_or_deprecated(c)
        || tables::tagging_character(c)
}

/// RFC 3454 section 6, requirements 2 and 3.
fn is_mixed(text: &str) -> bool {
    if !text.contains(is_right_to_left) {
        return false;
    }
    text.contains(is_left_to_right)
        || !text.starts_with(is_right_to_left)
        || !text.ends_with(is_right_to_left)
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
                let result = saslprep(text, strings, nfkc);
                assert_eq!(result, Ok(prepared.to_owned()), "{text:?}");
            }
        }
        for strings in [Strings::Stored, Strings::Query] {
            let result = |text| saslprep(text, strings, nfkc);
            assert_eq!(result("\u{7}"), Err(Prohibited::Character('\u{7}')));
            assert_eq!(result("\u{627}1"), Err(Prohibited::Bidirectional));
        }
    }

    #[test]
    fn every_character_is_prepared_as_the_stringprep_crate_does() {
        for c in ('\0'..='\u{1ffff}').chain('\u{e0000}'..='\u{e01ff}') {
            if tables::unassigned_code_point(c) {
                continue;
            }
            let text = format!("{c}e\u{301}");
            let theirs = stringprep::saslprep(&text).ok();
            let ours = saslprep(&text, Strings::Stored, nfkc).ok();
            assert_eq!(ours.as_deref(), theirs.as_deref(), "{text:?}");
        }
    }

    #[test]
    fn a_character_of_a_later_unicode_passes_in_names_only() {
        // U+1F600 came with Unicode 6.1.
        let name = "\u{aa}\u{1f600}\u{1f600}b";
        assert_eq!(
            saslprep(name, Strings::Query, nfkc),
            Ok("a\u{1f600}\u{1f600}b".to_owned())
        );
        assert_eq!(
            saslprep(name, Strings::Stored, nfkc),
            Err(Prohibited::Unassigned('\u{1f600}'))
        );
    }
}
