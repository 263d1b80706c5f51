//! The letters that stand in each key where a pattern is found, in this order. A key
//! without them needs no program of the pattern, which for a million lines takes ten
//! seconds. Where a pattern has nothing else, as `/^joe@example\.com$/`, it is found
//! where they are.
//! Left out: what stands in groups and brackets, or before a sign of repetition.

/// Where other letters may stand, or none.
const GAP: u8 = 0;

/// Whether two letters are the same.
pub(super) type Same = fn(&u8, &u8) -> bool;

/// What is known of a pattern without a program.
#[derive(Debug)]
pub(super) struct Words {
    letters: Vec<u8>,
    /// Whether there is nothing else in it.
    exact: bool,
    /// Whether a key ends with them.
    ends: bool,
    /// Whether this is between `{` and `}`.
    pub(super) counts: bool,
    /// Groups that are open.
    depth: u32,
    /// Groups that `$1` and the like can mean.
    pub(super) groups: usize,
}

impl Words {
    /// Of a pattern without a piece.
    pub(super) fn new() -> Self {
        Self {
            letters: vec![GAP],
            exact: true,
            ends: false,
            counts: false,
            depth: 0,
            groups: 0,
        }
    }

    /// Takes the next piece, which begins with `c` and ends with `last` in the library's
    /// words, between so many octets and the `rest`. None where it may mean more than is
    /// known here.
    pub(super) fn take(&mut self, c: char, last: char, before: usize, rest: &str) -> Option<()> {
        match c {
            '^' if before == 0 => {
                self.letters.clear();
                return Some(());
            }
            '$' if rest.is_empty() && self.depth == 0 => {
                self.ends = true;
                return Some(());
            }
            '(' if rest.starts_with(['?', '*']) && !rest.starts_with("?:") => return None,
            '(' => {
                self.depth += 1;
                self.groups += usize::from(!rest.starts_with('?'));
            }
            ')' => self.depth = self.depth.checked_sub(1)?,
            '|' if self.depth == 0 => return None,
            '*' | '?' | '+' | '{' => {
                self.letters.pop_if(|last| *last != GAP);
                self.counts = c == '{';
            }
            '}' => self.counts = false,
            '^' | '$' | '|' | '.' | '[' | ']' => {}
            _ if self.depth > 0 || self.counts || !(' '..='~').contains(&last) => {}
            // What the library calls otherwise is no letter.
            '\\' if !last.is_ascii_punctuation() || last == ']' => {}
            _ => {
                self.letters.push(last as u8);
                return Some(());
            }
        }
        self.exact = false;
        self.gap();
        Some(())
    }

    /// The words of a pattern that is over.
    pub(super) fn end(mut self) -> Option<Self> {
        if !self.ends {
            self.gap();
        }
        (self.depth == 0 && !self.counts).then_some(self)
    }

    fn gap(&mut self) {
        if self.letters.last() != Some(&GAP) {
            self.letters.push(GAP);
        }
    }

    /// Whether the pattern is found in a key; none where a program has to say so.
    pub(super) fn found(&self, key: &str, same: Same) -> Option<bool> {
        match self.are_in(key.as_bytes(), same) {
            Some(()) if !self.exact => None,
            found => Some(found.is_some()),
        }
    }

    /// Whether the pattern has nothing else.
    pub(super) const fn are_all(&self) -> bool {
        self.exact
    }

    fn are_in(&self, key: &[u8], same: Same) -> Option<()> {
        let mut words = self.letters.split(|letter| *letter == GAP);
        let mut key = behind(key, words.next()?, same)?;
        let Some(last) = words.next_back() else {
            return key.is_empty().then_some(());
        };
        for word in words {
            key = loop {
                match behind(key, word, same) {
                    Some(rest) => break rest,
                    None => key = key.get(1..)?,
                }
            };
        }
        let end = key.len().checked_sub(last.len())?;
        behind(key.get(end..)?, last, same).map(|_| ())
    }
}

/// What follows a word at the start of a key.
fn behind<'k>(key: &'k [u8], word: &[u8], same: Same) -> Option<&'k [u8]> {
    let (start, rest) = key.split_at_checked(word.len())?;
    let is_there = start
        .iter()
        .zip(word)
        .all(|(own, letter)| same(own, letter));
    is_there.then_some(rest)
}

#[cfg(test)]
mod tests {
    use crate::table::pattern::{Flavor, Pattern};
    use crate::table::rules::{Condition, Holds};

    const PIECES: [&str; 40] = [
        "a",
        "b",
        "ab",
        "a",
        "b",
        "1",
        "@",
        "-",
        "^",
        "$",
        "(",
        ")",
        "(?:",
        "(?i)",
        "|",
        "*",
        "+",
        "?",
        "{1,2}",
        "{0}",
        "{2,1}",
        "{",
        "}",
        "[ab]",
        "[^a]",
        "[[:alpha:]]",
        "[b-a]",
        "]",
        ".",
        "\\.",
        "\\d",
        "\\b",
        "\\A",
        "\\\\",
        "\\/",
        "\\'",
        "\\`",
        "\\1",
        "\u{e9}",
        " ",
    ];
    const LETTERS: [&str; 14] = [
        "a", "b", "A", "ab", "1", "@", "-", ".", "]", "\\", "{1,2}", "\u{e9}", "'", " ",
    ];

    /// Some of them in a row, in an order that is the same each time.
    fn some(from: &[&str], most: u64, state: &mut u64) -> String {
        let mut next = |below: u64| {
            *state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            usize::try_from((*state >> 33) % below).unwrap()
        };
        let count = next(most + 1);
        let pick = |_| from[next(from.len() as u64)];
        (0..count).map(pick).collect()
    }

    /// The library finds the pattern where the words are said to be enough, and nowhere
    /// where they are missing; and it thinks the same of patterns that are alike.
    #[test]
    fn words_say_what_the_library_says() {
        let mut state = 7;
        let (mut found, mut missing, mut refused) = (0, 0, 0);
        for at in 0..6_000 {
            let source = some(&PIECES, 7, &mut state);
            let flavor = [Flavor::Perl, Flavor::Posix][at % 2];
            let flags = ["", "i", "U", "m", "x"][at / 2 % 5];
            let line = format!("/{source}/{}", if flags == "U" { "" } else { flags });
            let Ok((pattern, _)) = Pattern::read(&line, flavor) else {
                continue;
            };
            let modelled = pattern.regex().is_some();
            assert_eq!(
                pattern.is_modelled(&mut Default::default()),
                modelled,
                "{line}"
            );
            for _ in 0..12 {
                let key = some(&LETTERS, 6, &mut state);
                match (pattern.holds(&key), pattern.regex()) {
                    (holds, Some(regex)) => {
                        let is_match = regex.is_match(&key);
                        assert_eq!(holds == Holds::Yes, is_match, "{line} {key}");
                        found += u32::from(is_match);
                        missing += u32::from(!is_match);
                    }
                    // Postfix skips it, or does not find what is not there.
                    (holds, None) => {
                        assert_ne!(holds, Holds::Yes, "{line} {key}");
                        refused += 1;
                    }
                }
            }
        }
        assert!(found > 5_000 && missing > 5_000 && refused > 5_000);
    }
}
