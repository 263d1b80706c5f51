//! `smtpd_sasl_security_options`: its words, read as Postfix's `name_mask` reads them.
//! Left out: which release knows which word; the caller hands in a [`Vocabulary`].
use std::fmt;

/// One word of `smtpd_sasl_security_options`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum SecurityOption {
    /// No mechanism that sends the password as it is.
    NoPlaintext = 1,
    /// No mechanism that an active attacker, between client and server, can exploit.
    NoActive = 1 << 1,
    /// No mechanism whose messages let a listener try passwords from a dictionary.
    NoDictionary = 1 << 2,
    /// No mechanism that admits everybody.
    NoAnonymous = 1 << 3,
    /// Only mechanisms where a secret learned later does not open older sessions.
    ForwardSecrecy = 1 << 4,
    /// Only mechanisms in which the server proves itself to the client, too.
    MutualAuth = 1 << 5,
}

impl SecurityOption {
    /// All words, in the order in which explanations name them.
    pub const ALL: [Self; 6] = [
        Self::NoPlaintext,
        Self::NoActive,
        Self::NoDictionary,
        Self::NoAnonymous,
        Self::ForwardSecrecy,
        Self::MutualAuth,
    ];

    /// The word as written in `main.cf`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NoPlaintext => "noplaintext",
            Self::NoActive => "noactive",
            Self::NoDictionary => "nodictionary",
            Self::NoAnonymous => "noanonymous",
            Self::ForwardSecrecy => "forward_secrecy",
            Self::MutualAuth => "mutual_auth",
        }
    }
}

impl fmt::Display for SecurityOption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The words that one Postfix knows, and whether capitals matter to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vocabulary {
    /// The known words.
    pub words: &'static [SecurityOption],
    /// Whether `NoPlaintext` is `noplaintext`.
    pub case: Case,
    /// What a value of separators only means (`smtpd_sasl_security_options = ,`).
    pub no_word: NoWord,
}

/// Whether capital letters matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// They do.
    Matters,
    /// They do not.
    Ignored,
}

/// What a value means that is not empty, yet holds no word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoWord {
    /// The same as an empty value.
    IsEmpty,
    /// An error: the Cyrus glue takes a mask of zero for a failed parse.
    IsError,
}

impl Vocabulary {
    /// `smtpd_sasl_glue.c` of Postfix 1.1: four words.
    pub const CYRUS_1: Self = Self {
        words: &[
            SecurityOption::NoPlaintext,
            SecurityOption::NoActive,
            SecurityOption::NoDictionary,
            SecurityOption::NoAnonymous,
        ],
        case: Case::Matters,
        no_word: NoWord::IsEmpty,
    };
    /// `xsasl_cyrus_security.c` of Postfix 2.3: `mutual_auth` is new.
    pub const CYRUS_2: Self = Self {
        words: &[
            SecurityOption::NoPlaintext,
            SecurityOption::NoActive,
            SecurityOption::NoDictionary,
            SecurityOption::NoAnonymous,
            SecurityOption::MutualAuth,
        ],
        case: Case::Matters,
        no_word: NoWord::IsError,
    };
    /// `xsasl_cyrus_security.c` of today: all six.
    pub const CYRUS: Self = Self {
        words: &SecurityOption::ALL,
        case: Case::Matters,
        no_word: NoWord::IsError,
    };
    /// `xsasl_dovecot_server.c`: all six, in any case.
    pub const DOVECOT: Self = Self {
        words: &SecurityOption::ALL,
        case: Case::Ignored,
        no_word: NoWord::IsEmpty,
    };

    fn look_up(&self, word: &str) -> Option<SecurityOption> {
        self.words.iter().copied().find(|known| match self.case {
            Case::Matters => known.name() == word,
            Case::Ignored => known.name().eq_ignore_ascii_case(word),
        })
    }
}

/// A set of security options.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SecurityOptions(u8);

impl SecurityOptions {
    /// The empty value: everything is allowed.
    pub const NONE: Self = Self(0);

    /// The options of `text` as today's Postfix with Cyrus reads them.
    ///
    /// # Errors
    /// A word that is not known, or separators and nothing else.
    pub fn parse(text: &str) -> Result<Self, UnknownOption> {
        Self::parse_as(text, &Vocabulary::CYRUS)
    }

    /// The options of `text` with the words of `vocabulary`.
    ///
    /// # Errors
    /// A word that `vocabulary` does not hold, or separators and nothing else.
    pub fn parse_as(text: &str, vocabulary: &Vocabulary) -> Result<Self, UnknownOption> {
        let mut options = Self::NONE;
        for word in text.split([',', ' ', '\t', '\r', '\n']) {
            if word.is_empty() {
                continue;
            }
            let Some(option) = vocabulary.look_up(word) else {
                return Err(UnknownOption::Word(word.to_owned()));
            };
            options = options.with(option);
        }
        if options == Self::NONE && !text.is_empty() && vocabulary.no_word == NoWord::IsError {
            return Err(UnknownOption::NoWord);
        }
        Ok(options)
    }

    /// These options and one more.
    #[must_use]
    pub const fn with(self, option: SecurityOption) -> Self {
        Self(self.0 | option as u8)
    }

    /// Whether `option` is among them.
    #[must_use]
    pub const fn contains(self, option: SecurityOption) -> bool {
        self.0 & option as u8 != 0
    }

    /// Those of them that `other` does not hold.
    #[must_use]
    pub(crate) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The options, in the order of [`SecurityOption::ALL`].
    pub fn iter(self) -> impl Iterator<Item = SecurityOption> {
        SecurityOption::ALL
            .into_iter()
            .filter(move |option| self.contains(*option))
    }
}

/// Why a value of `smtpd_sasl_security_options` stops Postfix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnknownOption {
    /// A word that this Postfix does not know.
    Word(String),
    /// Separators and nothing else.
    NoWord,
}

impl fmt::Display for UnknownOption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => write!(f, "there is no security option \"{word}\""),
            Self::NoWord => f.write_str("the value holds separators, but no word"),
        }
    }
}

impl std::error::Error for UnknownOption {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_separated_by_commas_and_spaces() {
        let options = SecurityOptions::parse("noanonymous,, noplaintext").unwrap();
        let names: Vec<_> = options.iter().map(SecurityOption::name).collect();
        assert_eq!(names, ["noplaintext", "noanonymous"]);
    }

    #[test]
    fn an_unknown_word_is_named() {
        assert_eq!(
            SecurityOptions::parse("noplain"),
            Err(UnknownOption::Word("noplain".to_owned()))
        );
    }

    #[test]
    fn forward_secrecy_is_unknown_to_2_3_and_mutual_auth_to_1_1() {
        let old = |text, vocabulary| SecurityOptions::parse_as(text, vocabulary).is_err();
        assert_eq!(
            [
                old("forward_secrecy", &Vocabulary::CYRUS_2),
                old("mutual_auth", &Vocabulary::CYRUS_2),
                old("mutual_auth", &Vocabulary::CYRUS_1),
            ],
            [true, false, true]
        );
    }

    #[test]
    fn capitals_matter_to_cyrus_only() {
        assert!(SecurityOptions::parse("NoPlaintext").is_err());
        let options = SecurityOptions::parse_as("NoPlaintext", &Vocabulary::DOVECOT).unwrap();
        assert!(options.contains(SecurityOption::NoPlaintext));
    }

    #[test]
    fn separators_alone_are_an_error_to_cyrus() {
        assert_eq!(SecurityOptions::parse(""), Ok(SecurityOptions::NONE));
        assert_eq!(SecurityOptions::parse(","), Err(UnknownOption::NoWord));
        assert_eq!(
            SecurityOptions::parse_as(",", &Vocabulary::DOVECOT),
            Ok(SecurityOptions::NONE)
        );
    }
}
