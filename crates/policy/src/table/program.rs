//! The program of a pattern, which a library makes: the words of `dict_regexp.c` and
//! `dict_pcre.c` in those of that library.
//! Left out: what it cannot express (look-around, back references, basic regular
//! expressions); such a pattern is not modelled, and says so.

use regex_lite::{Regex, RegexBuilder};

use super::pattern::{Flags, Flavor, Pattern};
use super::words::Words;

/// Which letters a translation has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Letters {
    /// Those of the pattern.
    Own,
    /// One in place of others where it may be any: what the library thinks of one pattern
    /// it thinks of all that then are the same.
    Alike,
}

impl Pattern {
    /// The program of a translated pattern; none where the library refuses it.
    pub(super) fn program(&self, text: &str) -> Option<Regex> {
        let anchored;
        let text = match self.flags.has('A') {
            true => {
                anchored = ["\\A(?:", text, ")"].concat();
                &anchored
            }
            false => text,
        };
        let perl = self.flavor == Flavor::Perl;
        RegexBuilder::new(text)
            .case_insensitive(self.flags.has('i'))
            .multi_line(self.flags.has('m'))
            .dot_matches_new_line(!perl || self.flags.has('s'))
            .ignore_whitespace(perl && self.flags.has('x'))
            .swap_greed(perl && self.flags.has('U'))
            .build()
            .ok()
    }

    /// The same pattern in the library's words; none where it has no words for it. What
    /// there is to know without a program goes to `words`, as long as there are any.
    pub(super) fn translated(&self, letters: Letters, words: &mut Option<Words>) -> Option<String> {
        if self.flavor == Flavor::Posix && !self.flags.has('x') {
            return None;
        }
        let mut out = String::with_capacity(self.source.len());
        let mut rest = self.source.chars();
        while let Some(c) = rest.next() {
            let before = out.len();
            match c {
                '\\' => escape(rest.next()?, self.flavor, self.flags, &mut out)?,
                '[' => bracket(&mut rest, self.flavor, &mut out)?,
                _ => out.push(c),
            }
            let Some(known) = words else {
                continue;
            };
            if letters == Letters::Alike && c.is_ascii_alphanumeric() && !known.counts {
                out.truncate(before);
                if !out.ends_with('a') {
                    out.push('a');
                }
            }
            let last = out.chars().next_back()?;
            if known.take(c, last, before, rest.as_str()).is_none() {
                *words = None;
            }
        }
        Some(out)
    }
}

/// What stands behind a backslash, outside of brackets.
fn escape(c: char, flavor: Flavor, flags: Flags, out: &mut String) -> Option<()> {
    match (c, flavor) {
        // The ends of the key, in the words that GNU's regcomp(3) adds.
        ('Z', Flavor::Perl) | ('\'', Flavor::Posix) => out.push_str("\\z"),
        ('`', Flavor::Posix) => out.push_str("\\A"),
        ('A' | 'z' | 'd' | 'D' | 't' | 'n' | 'r' | 'f', Flavor::Perl)
        | ('w' | 'W' | 's' | 'S' | 'b' | 'B', _) => out.extend(['\\', c]),
        // The C library knows no more of them. Where letter case plays no part it
        // compares what is in upper case with the letter as written: never equal.
        (c, Flavor::Posix) if c.is_ascii_lowercase() && flags.has('i') => {
            out.push_str("[^\\s\\S]");
        }
        (c, Flavor::Posix) if c.is_ascii_alphabetic() => out.push(c),
        (c, _) if c.is_ascii_alphanumeric() || c == '<' || c == '>' => return None,
        (c, _) => out.push_str(&regex_lite::escape(c.encode_utf8(&mut [0; 4]))),
    }
    Some(())
}

/// A bracket expression behind its `[`. Inside, POSIX has no escapes, and neither
/// knows the set operations of the library.
fn bracket(rest: &mut std::str::Chars<'_>, flavor: Flavor, out: &mut String) -> Option<()> {
    out.push('[');
    let mut ahead = rest.clone();
    if ahead.next() == Some('^') {
        out.push('^');
        *rest = ahead;
    }
    let mut first = true;
    loop {
        let c = rest.next()?;
        match (c, flavor) {
            (']', _) if !first => break,
            ('[', _) => match rest.clone().next() {
                Some(':') => class(rest, out)?,
                Some('.' | '=') => return None,
                Some(_) | None => out.push_str("\\["),
            },
            ('\\', Flavor::Perl) => match rest.next()? {
                c @ ('d' | 'D' | 'w' | 'W' | 's' | 'S' | 't' | 'n' | 'r' | 'f') => {
                    out.extend(['\\', c]);
                }
                c if c.is_ascii_alphanumeric() => return None,
                c => out.extend(['\\', c]),
            },
            ('\\' | ']' | '&' | '~' | '^' | '#', _) => out.extend(['\\', c]),
            _ => out.push(c),
        }
        first = false;
    }
    out.push(']');
    Some(())
}

/// `[:alpha:]` behind its `[`.
fn class(rest: &mut std::str::Chars<'_>, out: &mut String) -> Option<()> {
    let text = rest.as_str();
    let end = text.find(":]")? + 2;
    out.push('[');
    out.push_str(text.get(..end)?);
    *rest = text.get(end..)?.chars();
    Some(())
}
