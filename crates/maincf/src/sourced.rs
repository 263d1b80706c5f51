//! A text of which each piece knows where in main.cf it stands.
//! Left out: which parameter a piece came through; a span names the place of
//! the letters themselves, also when `$name` brought them.

use std::ops::Range;
use std::sync::Arc;

/// A byte range in the text of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

/// One word of a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Word {
    /// The word, with `$name` expanded.
    pub text: Arc<str>,
    /// Where it stands in main.cf; none: it comes from a default or an override.
    pub span: Option<Span>,
}

/// A text and, for each piece of it, the place in main.cf that holds it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sourced {
    text: String,
    /// None: no file holds any of it.
    runs: Vec<Run>,
}

/// From `at` up to the next run: bytes that follow each other in one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    at: usize,
    place: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// From a default or an override.
    Elsewhere,
    /// The offset in the file of the first byte; `entry` counts main.cf's entries.
    File { offset: usize, entry: usize },
}

/// What separates the words of a list: `CHARS_COMMA_SP`, src/util/stringops.h.
const fn separates(byte: u8) -> bool {
    matches!(byte, b',' | b' ' | b'\t' | b'\r' | b'\n')
}

/// The words of a list, without their places.
pub(crate) fn split(text: &str) -> impl Iterator<Item = &str> {
    let separates = |letter: char| u8::try_from(letter).is_ok_and(separates);
    text.split(separates).filter(|word| !word.is_empty())
}

impl Sourced {
    /// A text that no file holds.
    #[must_use]
    pub fn elsewhere(text: &str) -> Self {
        let mut sourced = Self::default();
        sourced.push_elsewhere(text);
        sourced
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Where in main.cf a range of the text stands, from its first piece to
    /// its last one in the same entry; none if no file holds any of it.
    #[must_use]
    pub fn span(&self, range: Range<usize>) -> Option<Span> {
        let mut hull: Option<(usize, Span)> = None;
        for (piece, place) in self.pieces(range) {
            let Place::File { offset, entry } = place else {
                continue;
            };
            let span = Span {
                start: offset,
                end: offset + piece.len(),
            };
            hull = match hull {
                None => Some((entry, span)),
                Some((first, before)) if first == entry => Some((
                    first,
                    Span {
                        start: before.start.min(span.start),
                        end: before.end.max(span.end),
                    },
                )),
                Some(other) => Some(other),
            };
        }
        hull.map(|(_, span)| span)
    }

    /// The words of a list, split at commas and white space.
    #[must_use]
    pub fn words(&self) -> Vec<Word> {
        self.split(|_| Nesting::Ignored)
    }

    /// The words of a list in which `{ … }` groups, as Postfix 3.0 and later
    /// read the lists that may hold groups (`mystrtokq`). The braces stay.
    #[must_use]
    pub fn grouped_words(&self) -> Vec<Word> {
        self.split(|byte| match byte {
            b'{' => Nesting::Opens,
            b'}' => Nesting::Closes,
            _other => Nesting::Ignored,
        })
    }

    /// The part of the text in a range, with its places; empty outside the text.
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> Self {
        let mut part = Self::default();
        part.push_part(self, range);
        part
    }

    pub(crate) fn len(&self) -> usize {
        self.text.len()
    }

    pub(crate) fn push_file(&mut self, text: &str, offset: usize, entry: usize) {
        self.push(text, Place::File { offset, entry });
    }

    pub(crate) fn push_elsewhere(&mut self, text: &str) {
        self.push(text, Place::Elsewhere);
    }

    pub(crate) fn push_part(&mut self, from: &Self, range: Range<usize>) {
        for (piece, place) in from.pieces(range) {
            if let Some(text) = from.text.get(piece) {
                self.push(text, place);
            }
        }
    }

    fn push(&mut self, text: &str, place: Place) {
        if text.is_empty() {
            return;
        }
        let at = self.text.len();
        self.text.push_str(text);
        let before = self
            .runs
            .last()
            .map_or(Place::Elsewhere, |last| last.place_of(at));
        if before == place {
            return;
        }
        if at > 0 && self.runs.is_empty() {
            self.runs.push(Run::ELSEWHERE);
        }
        self.runs.push(Run { at, place });
    }

    /// The runs that a range touches, each cut to the range.
    fn pieces(&self, range: Range<usize>) -> impl Iterator<Item = (Range<usize>, Place)> {
        let end = range.end.min(self.text.len());
        let first = self.runs.partition_point(|run| run.at <= range.start);
        let runs = match self.runs.get(first.saturating_sub(1)..) {
            None | Some([]) => &[Run::ELSEWHERE],
            Some(runs) => runs,
        };
        runs.iter()
            .enumerate()
            .map(move |(index, run)| {
                let next = runs.get(index + 1).map_or(end, |next| next.at.min(end));
                let start = run.at.max(range.start);
                (start..next, run.place_of(start))
            })
            .take_while(|(piece, _)| piece.start < piece.end)
    }

    fn split(&self, nesting: impl Fn(u8) -> Nesting) -> Vec<Word> {
        let mut words = Vec::new();
        let mut start = None;
        let mut level = 0_usize;
        for (at, byte) in self.text.bytes().enumerate() {
            if level == 0 && separates(byte) {
                words.extend(start.take().and_then(|from| self.word(from..at)));
                continue;
            }
            start.get_or_insert(at);
            match nesting(byte) {
                Nesting::Ignored => {}
                Nesting::Opens => level += 1,
                Nesting::Closes => level = level.saturating_sub(1),
            }
        }
        words.extend(start.and_then(|from| self.word(from..self.text.len())));
        words
    }

    fn word(&self, range: Range<usize>) -> Option<Word> {
        Some(Word {
            text: Arc::from(self.text.get(range.clone())?),
            span: self.span(range),
        })
    }
}

impl Run {
    const ELSEWHERE: Self = Self {
        at: 0,
        place: Place::Elsewhere,
    };

    fn place_of(self, at: usize) -> Place {
        match self.place {
            Place::Elsewhere => Place::Elsewhere,
            Place::File { offset, entry } => Place::File {
                offset: offset + (at - self.at),
                entry,
            },
        }
    }
}

enum Nesting {
    Ignored,
    Opens,
    Closes,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relay_rules() -> Sourced {
        let mut text = Sourced::default();
        text.push_file("hash:", 20, 0);
        text.push_elsewhere("/etc/postfix");
        text.push_file("/access, reject", 37, 0);
        text.push_file("permit", 3, 1);
        text
    }

    #[test]
    fn a_word_spans_from_its_first_piece_to_its_last() {
        let words = relay_rules().words();
        assert_eq!(&*words[0].text, "hash:/etc/postfix/access");
        assert_eq!(words[0].span, Some(Span { start: 20, end: 44 }));
    }

    #[test]
    fn pieces_of_another_entry_do_not_widen_a_span() {
        let words = relay_rules().words();
        assert_eq!(&*words[1].text, "rejectpermit");
        assert_eq!(words[1].span, Some(Span { start: 46, end: 52 }));
    }

    #[test]
    fn a_word_of_a_default_has_no_span() {
        let words = Sourced::elsewhere(" permit_mynetworks,,\treject_unauth_destination,").words();
        assert_eq!(words.len(), 2);
        assert_eq!(&*words[1].text, "reject_unauth_destination");
        assert_eq!(words[1].span, None);
    }

    #[test]
    fn braces_group_words_only_where_groups_are_read() {
        let list = Sourced::elsewhere("a { check_client_access x, y } {b c");
        assert_eq!(list.words().len(), 8);
        let texts: Vec<_> = list.grouped_words().into_iter().map(|w| w.text).collect();
        assert_eq!(texts[1].as_ref(), "{ check_client_access x, y }");
        assert_eq!(texts[2].as_ref(), "{b c");
    }

    #[test]
    fn ranges_outside_the_text_have_no_span() {
        assert_eq!(relay_rules().span(500..600), None);
        assert_eq!(Sourced::default().span(0..1), None);
        assert_eq!(relay_rules().slice(500..600).as_str(), "");
    }
}
