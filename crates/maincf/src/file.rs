//! main.cf as logical lines, in the order of Postfix's `readlline.c` and
//! `split_nameval.c`.
//! Left out: bytes that are no UTF-8, which the caller replaces beforehand.

use crate::{Fatal, Sourced, Span, Warning, WarningKind};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// The text of one main.cf and the parameters it sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MainCf {
    text: String,
    entries: Vec<Entry>,
    by_name: BTreeMap<Arc<str>, usize>,
    /// Places of entries that a later one overrides, with the place of that.
    overridden: Vec<(usize, usize)>,
    fatal: Option<Fatal>,
}

/// One `name = value` of main.cf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The name before `=`, known to Postfix or not.
    pub name: Arc<str>,
    /// Where the name stands.
    pub name_span: Span,
    /// The line of the name, counted from 1.
    pub line: u32,
    /// The value as written, without the white space around it.
    pub value: Sourced,
    /// Where the value stands, remark lines inside it included; an empty value
    /// stands behind `=`.
    pub value_span: Span,
}

impl MainCf {
    /// Reads a main.cf; every text is one, and `fatal` says whether Postfix
    /// would start with it.
    #[must_use]
    pub fn parse(text: &str) -> (Self, Vec<Warning>) {
        let mut reader = Reader {
            text,
            next: 0,
            line: 0,
        };
        let mut file = Self {
            text: text.to_owned(),
            entries: Vec::new(),
            by_name: BTreeMap::new(),
            overridden: Vec::new(),
            fatal: None,
        };
        let mut warnings = Vec::new();
        while let Some(logical) = reader.logical_line(file.entries.len()) {
            file.take(&logical, &mut warnings);
        }
        (file, warnings)
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Every `name = value`, in the order of the file, repeated names too.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entry that counts for a name: the last one.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Entry> {
        self.by_name
            .get(name)
            .and_then(|index| self.entries.get(*index))
    }

    /// Each entry whose name stands again further down, with the next one of that name,
    /// in the order of the latter.
    pub fn overridden(&self) -> impl Iterator<Item = (&Entry, &Entry)> {
        let entry = |place: usize| self.entries.get(place);
        let pairs = self.overridden.iter();
        pairs.filter_map(move |(earlier, later)| entry(*earlier).zip(entry(*later)))
    }

    /// Why no Postfix program starts with this file, not even master(8): the
    /// first line that is no `name = value`.
    #[must_use]
    pub fn fatal(&self) -> Option<Fatal> {
        self.fatal.clone()
    }

    /// `split_nameval.c`: the name ends at white space or `=`.
    fn take(&mut self, logical: &Logical, warnings: &mut Vec<Warning>) {
        let text = logical.text.as_str();
        let whole = logical.text.span(0..text.len());
        let span = whole.unwrap_or(Span { start: 0, end: 0 });
        let mut warn = |span, kind| {
            warnings.push(Warning {
                line: logical.line,
                span,
                kind,
            });
        };
        if logical.cut_at_nul {
            warn(span, WarningKind::Nul);
        }
        let (name, rest) =
            text.split_at(text.find(|c| c == '=' || is_space(c)).unwrap_or(text.len()));
        if text.starts_with(is_space) {
            return warn(span, WarningKind::NothingToContinue);
        }
        if name.is_empty() {
            self.refuse("missing attribute name", logical);
            return warn(span, WarningKind::MissingName);
        }
        let Some(value) = rest.trim_start_matches(is_space).strip_prefix('=') else {
            self.refuse("missing '=' after attribute name", logical);
            return warn(span, WarningKind::MissingEquals);
        };
        let from = text.len() - value.trim_start_matches(is_space).len();
        let value = logical
            .text
            .slice(from..from + value.trim_matches(is_space).len());
        let entry = Entry {
            name: Arc::from(name),
            name_span: logical.text.span(0..name.len()).unwrap_or(span),
            line: logical.line,
            value_span: value.span(0..value.len()).unwrap_or(Span {
                start: span.end,
                end: span.end,
            }),
            value,
        };
        if let Some(earlier) = self.get(name) {
            warn(
                entry.name_span,
                WarningKind::Duplicate {
                    name: Arc::clone(&entry.name),
                    earlier: earlier.line,
                },
            );
        }
        let place = self.entries.len();
        if let Some(earlier) = self.by_name.insert(Arc::clone(&entry.name), place) {
            self.overridden.push((earlier, place));
        }
        self.entries.push(entry);
    }

    fn refuse(&mut self, why: &str, logical: &Logical) {
        let (line, text) = (logical.line, logical.text.as_str());
        self.fatal.get_or_insert_with(|| Fatal {
            log: format!("/etc/postfix/main.cf, line {line}: {why}: \"{text}\""),
            setting: None,
        });
    }
}

/// C's `isspace` in the C locale, of which `char` has no equal.
#[must_use]
pub fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\u{b}' | '\u{c}' | '\r')
}

/// A line with what continues it, up to its first NUL byte.
struct Logical {
    text: Sourced,
    line: u32,
    cut_at_nul: bool,
}

/// `readlline.c`: physical lines joined to logical ones.
struct Reader<'a> {
    text: &'a str,
    next: usize,
    line: u32,
}

impl Reader<'_> {
    fn logical_line(&mut self, entry: usize) -> Option<Logical> {
        let mut logical = None;
        while let Some(range) = self.physical_line() {
            let line = self.text.get(range.clone()).unwrap_or_default();
            let content = line.trim_start_matches(is_space);
            if !content.is_empty() && !content.starts_with('#') {
                let number = self.line;
                let joined = logical.get_or_insert_with(|| Logical {
                    text: Sourced::default(),
                    line: number,
                    cut_at_nul: false,
                });
                joined.push(line, range.start, entry);
            }
            if logical.is_some() && !self.continues() {
                break;
            }
        }
        logical
    }

    /// The next line without its end; none behind the last.
    fn physical_line(&mut self) -> Option<Range<usize>> {
        let rest = self.text.get(self.next..).filter(|rest| !rest.is_empty())?;
        let start = self.next;
        let end = start + rest.find('\n').unwrap_or(rest.len());
        self.next = end + 1;
        self.line = self.line.saturating_add(1);
        Some(start..end)
    }

    /// Whether the next line belongs to the logical line: a remark does, too.
    fn continues(&self) -> bool {
        let rest = self.text.get(self.next..).unwrap_or_default();
        rest.starts_with(|c| c == '#' || is_space(c))
    }
}

impl Logical {
    fn push(&mut self, line: &str, offset: usize, entry: usize) {
        if self.cut_at_nul {
            return;
        }
        let kept = line.split('\0').next().unwrap_or_default();
        self.cut_at_nul = kept.len() < line.len();
        self.text.push_file(kept, offset, entry);
    }
}

#[cfg(test)]
#[path = "file_tests.rs"]
mod tests;
