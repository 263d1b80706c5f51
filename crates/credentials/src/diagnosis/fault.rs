//! The mistakes of the field (FIELD notes: rows 2, 3, 7, 11 to 17), one sentence each.
use std::fmt;

/// How sure a diagnosis is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Certainty {
    /// The octets cannot mean anything else.
    Certain,
    /// They could be meant so, and hardly are.
    Likely,
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fault {
    /// PLAIN without a NUL.
    NulMissing,
    /// PLAIN with one NUL.
    OneNul,
    /// PLAIN with more than two NULs.
    NulTooMany,
    /// The two characters `\0` where a NUL was meant.
    LiteralEscape,
    /// `\0` and the digits behind it have become another octet.
    OctalEaten,
    /// An end of line behind the password or the name.
    TrailingNewline,
    /// Base64 in several lines.
    Wrapped {
        /// The length of a line.
        at: usize,
    },
    /// `-` and `_` in place of `+` and `/`.
    UrlSafe,
    /// The `=` at the end are missing.
    PaddingMissing,
    /// `=` in the middle: two texts one behind the other.
    PaddingInside,
    /// Base64 of Base64.
    EncodedTwice,
    /// UTF-16 in place of UTF-8.
    Utf16,
    /// A byte order mark.
    ByteOrderMark,
    /// ISO 8859-1 in place of UTF-8.
    Latin1,
    /// Blanks around the name or the password.
    Blanks,
    /// Blanks within or around the Base64.
    BlanksOutside,
    /// The name stands where the password belongs, and the other way round.
    Swapped,
    /// The name and the password are the same.
    Doubled,
    /// The name holds a realm that the server adds or does not know.
    RealmInName,
    /// A lone `=`: an empty initial response.
    EmptyResponse,
    /// The word PLAIN was encoded too.
    WordEncoded,
    /// The password is itself Base64 of something.
    PasswordEncoded,
    /// A question of LOGIN was taken for an error text.
    PromptAsError,
    /// Clear text where Base64 was asked for.
    NotBase64,
}

impl Fault {
    /// How sure a diagnosis of this fault is.
    #[must_use]
    pub const fn certainty(self) -> Certainty {
        match self {
            Self::OctalEaten
            | Self::Latin1
            | Self::Blanks
            | Self::Swapped
            | Self::Doubled
            | Self::EncodedTwice
            | Self::PasswordEncoded
            | Self::NotBase64 => Certainty::Likely,
            Self::NulMissing
            | Self::OneNul
            | Self::NulTooMany
            | Self::LiteralEscape
            | Self::TrailingNewline
            | Self::Wrapped { .. }
            | Self::UrlSafe
            | Self::PaddingMissing
            | Self::PaddingInside
            | Self::Utf16
            | Self::ByteOrderMark
            | Self::BlanksOutside
            | Self::RealmInName
            | Self::EmptyResponse
            | Self::WordEncoded
            | Self::PromptAsError => Certainty::Certain,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NulMissing => "no NUL is there; PLAIN wants one before the name and one before the password",
            Self::OneNul => "only one NUL is there; PLAIN wants one before the name and one before the password",
            Self::NulTooMany => "there are more than two NULs; PLAIN has exactly two",
            Self::LiteralEscape => "the two characters \\0 stand where a NUL was meant: the command that encoded did not know the escape",
            Self::OctalEaten => "the digits behind \\0 were read as an octal number, so the NUL and these digits became one other octet",
            Self::TrailingNewline => "an end of line was encoded too: echo adds one, printf does not",
            Self::Wrapped { at } => {
                return write!(f, "the Base64 was cut into lines of {at} characters; a server reads one line");
            }
            Self::UrlSafe => "this is the alphabet for URLs, with - and _; SMTP wants + and /",
            Self::PaddingMissing => "the = that fill the last four characters are missing",
            Self::PaddingInside => "there is a = in the middle: the parts were encoded one by one, or two texts were joined",
            Self::EncodedTwice => "this is Base64 of Base64: it was encoded twice",
            Self::Utf16 => "the text was encoded as UTF-16, with two octets a character; SMTP wants UTF-8",
            Self::ByteOrderMark => "a byte order mark was encoded too",
            Self::Latin1 => "the text is ISO 8859-1 or Windows-1252; SMTP wants UTF-8",
            Self::Blanks => "there are blanks around a field",
            Self::BlanksOutside => "there are blanks in the Base64",
            Self::Swapped => "the name and the password have changed places",
            Self::Doubled => "the password is the name once more",
            Self::RealmInName => "the name holds a realm, and the account has none",
            Self::EmptyResponse => "= stands for an empty initial response, which the mechanism does not take",
            Self::WordEncoded => "the name of the mechanism was encoded too",
            Self::PasswordEncoded => "the password is itself Base64: it was encoded before the whole was",
            Self::PromptAsError => "this is no error text but a question of LOGIN, in Base64",
            Self::NotBase64 => "this is no Base64: the text was sent as it is",
        })
    }
}
