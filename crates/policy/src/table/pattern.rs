//! The patterns of regexp_table(5) and pcre_table(5), from `dict_regexp.c` and
//! `dict_pcre.c`: delimiters, flags, and `$1` in the value. The search itself is a
//! library's.

use std::sync::OnceLock;

use regex_lite::Regex;
use saslab_maincf::is_space;

use super::program::Letters;
use super::rules::{Condition, Holds};
use super::words::Words;

/// Whose rules a pattern follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flavor {
    Posix,
    Perl,
}

/// Why a line has no pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    Empty,
    Unclosed(char),
    Flag(char),
}

/// What becomes of the `$1` in a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    Good,
    /// A name in its place.
    NoNumber(String),
    Syntax,
    /// Nothing is found by a pattern that does not hold.
    Negated,
    /// More than there are groups.
    TooHigh(usize),
}

impl Flavor {
    pub(super) const fn table_type(self) -> &'static str {
        match self {
            Self::Posix => "regexp",
            Self::Perl => "pcre",
        }
    }
}

/// A pattern between its delimiters.
#[derive(Debug)]
pub(super) struct Pattern {
    pub(super) source: String,
    pub(super) flavor: Flavor,
    pub(super) flags: Flags,
    negated: bool,
    words: Option<Words>,
    /// Made when first asked: each server has a pattern in its defaults, which few
    /// sessions reach. None inside: not modelled.
    compiled: OnceLock<Option<Regex>>,
}

/// What stands behind the closing delimiter, a bit for each letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Flags(u64);

impl Flags {
    /// Some flags are set from the start, and naming one turns it over.
    fn read(text: &str, flavor: Flavor) -> Result<Self, Fault> {
        let (initial, known) = match flavor {
            Flavor::Posix => ("ix", "imx"),
            Flavor::Perl => ("is", "imsxAEUX"),
        };
        if let Some(flag) = text.chars().find(|flag| !known.contains(*flag)) {
            return Err(Fault::Flag(flag));
        }
        let all = initial.chars().chain(text.chars());
        Ok(Self(all.fold(0, |set, flag| set ^ Self::bit(flag))))
    }

    /// The letters of ASCII have 58 places.
    const fn bit(flag: char) -> u64 {
        1 << ((flag as u32).wrapping_sub('A' as u32) & 63)
    }

    /// Whether a letter stands for itself, and `^` and `$` for the ends of the key.
    fn are_usual(self, flavor: Flavor) -> bool {
        let extended = flavor == Flavor::Posix;
        self.has('x') == extended && !self.has('m') && !self.has('A')
    }

    pub(super) const fn has(self, flag: char) -> bool {
        self.0 & Self::bit(flag) != 0
    }
}

impl Pattern {
    /// A pattern at the start of a text, and what follows it; or why Postfix skips the
    /// line.
    pub(super) fn read(text: &str, flavor: Flavor) -> Result<(Self, &str), Fault> {
        let bare = text.trim_start_matches(|c| c == '!' || is_space(c));
        let negations = text.bytes().take(text.len() - bare.len());
        let negated = negations.filter(|byte| *byte == b'!').count() % 2 == 1;
        let mut inside = bare.chars();
        let delimiter = inside.next().ok_or(Fault::Empty)?;
        let unclosed = Fault::Unclosed(delimiter);
        let inside = inside.as_str();
        let end = closing(inside, delimiter).ok_or(unclosed)?;
        let (source, rest) = inside.split_at_checked(end).ok_or(unclosed)?;
        let rest = rest.get(delimiter.len_utf8()..).unwrap_or_default();
        let flags_end = rest.find(|c| is_space(c) || (flavor == Flavor::Posix && c == '!'));
        let flags_end = flags_end.unwrap_or(rest.len());
        let (flags, rest) = rest.split_at_checked(flags_end).unwrap_or((rest, ""));
        let flags = Flags::read(flags, flavor)?;
        let mut pattern = Self {
            source: source.to_owned(),
            words: None,
            flavor,
            flags,
            negated,
            compiled: OnceLock::new(),
        };
        if flags.are_usual(flavor) {
            let mut words = Some(Words::new());
            let text = pattern.translated(Letters::Own, &mut words);
            pattern.words = words.filter(|_| text.is_some()).and_then(Words::end);
        }
        Ok((pattern, rest))
    }

    /// Whether `!` stands before it.
    pub(super) const fn is_negated(&self) -> bool {
        self.negated
    }

    /// Whether it can be looked for; `known` is what was found out for a pattern before,
    /// which may differ in its letters.
    pub(super) fn is_modelled(&self, known: &mut (String, bool)) -> bool {
        let Some(words) = &self.words else {
            return self.regex().is_some();
        };
        if words.are_all() {
            return true;
        }
        let shape = self.translated(Letters::Alike, &mut Some(Words::new()));
        let shape = shape.unwrap_or_default();
        if shape != known.0 {
            let modelled = self.program(&shape).is_some();
            *known = (shape, modelled);
        }
        known.1
    }

    /// Whether it is found in a key; none where the library has no words for it.
    fn is_in(&self, key: &str) -> Option<bool> {
        let same = match self.flags.has('i') {
            true => u8::eq_ignore_ascii_case,
            false => u8::eq,
        };
        let found = self.words.as_ref().and_then(|words| words.found(key, same));
        found.or_else(|| Some(self.regex()?.is_match(key)))
    }

    pub(super) fn regex(&self) -> Option<&Regex> {
        let compiled = || self.program(&self.translated(Letters::Own, &mut None)?);
        self.compiled.get_or_init(compiled).as_ref()
    }

    /// Whether a value's `$1` can be filled in.
    pub(super) fn reading(&self, value: &str) -> Reading {
        let Some(pieces) = pieces(value) else {
            return named(value).map_or(Reading::Syntax, Reading::NoNumber);
        };
        let most = pieces.iter().filter_map(Piece::number).max().unwrap_or(0);
        let known = self.words.as_ref().map_or(0, |words| words.groups);
        let groups = || {
            self.regex()
                .map_or(usize::MAX, |regex| regex.captures_len().saturating_sub(1))
        };
        match most {
            0 => Reading::Good,
            _ if self.negated => Reading::Negated,
            _ if most <= known || most <= groups() => Reading::Good,
            _ => Reading::TooHigh(most),
        }
    }
}

impl Condition for Pattern {
    type Key = str;

    fn holds(&self, key: &str) -> Holds {
        match self.is_in(key) {
            None => Holds::Unknown,
            Some(found) if found != self.negated => Holds::Yes,
            Some(_) => Holds::No,
        }
    }

    fn value(&self, key: &str, value: &str) -> String {
        let found = self.regex().and_then(|regex| regex.captures(key));
        let group = |number: usize| {
            let group = found.as_ref().and_then(|found| found.get(number));
            group.map_or("", |group| group.as_str())
        };
        let pieces = pieces(value).unwrap_or_default();
        pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) => text.as_str(),
                Piece::Group(number) => group(*number),
            })
            .collect()
    }
}

/// Where the closing delimiter stands; a backslash hides one.
fn closing(text: &str, delimiter: char) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        if escaped {
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if c == delimiter {
            return Some(at);
        }
    }
    None
}

/// A part of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Group(usize),
}

impl Piece {
    fn number(&self) -> Option<usize> {
        match self {
            Self::Text(_) => None,
            Self::Group(number) => Some(*number),
        }
    }
}

/// The first `$name` of a value that is not a number.
fn named(value: &str) -> Option<String> {
    let mut parts = value.split('$').skip(1);
    parts.find_map(|part| {
        let part = part.trim_start_matches(['{', '(']);
        let word = |c: char| !c.is_ascii_alphanumeric() && c != '_';
        let name = part.split(word).next().filter(|name| !name.is_empty())?;
        let number = name.bytes().all(|byte| byte.is_ascii_digit());
        (!number).then(|| name.to_owned())
    })
}

/// `$1`, `${1}`, `$(1)` and `$$`, as `mac_parse.c` reads them; none if it cannot.
fn pieces(value: &str) -> Option<Vec<Piece>> {
    let mut found = Vec::new();
    let mut text = String::new();
    let mut rest = value;
    while let Some(at) = rest.find('$') {
        text.push_str(rest.get(..at)?);
        rest = rest.get(at + 1..)?;
        if let Some(after) = rest.strip_prefix('$') {
            text.push('$');
            rest = after;
            continue;
        }
        let (name, after) = match rest.chars().next()? {
            '{' => rest.get(1..)?.split_once('}')?,
            '(' => rest.get(1..)?.split_once(')')?,
            _ => {
                let word = |c: char| !c.is_ascii_alphanumeric() && c != '_';
                rest.split_at_checked(rest.find(word).unwrap_or(rest.len()))?
            }
        };
        let number = name.parse().ok().filter(|number| *number > 0)?;
        found.push(Piece::Text(std::mem::take(&mut text)));
        found.push(Piece::Group(number));
        rest = after;
    }
    text.push_str(rest);
    found.push(Piece::Text(text));
    Some(found)
}
