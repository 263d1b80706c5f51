//! Edits of main.cf as a person would make them: in place, remarks kept, nothing
//! reformatted. A text goes in and a text comes out; undo is the caller's.
//! Left out: edits of master.cf.

use crate::{Entry, MainCf, Span, Word, item_texts, items};
use std::ops::Range;

/// One edit of main.cf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// `name = value`.
    Set {
        /// The parameter.
        name: &'static str,
        /// The new value.
        value: String,
    },
    /// One word more in a list.
    Add {
        /// The parameter.
        name: &'static str,
        /// The word.
        word: String,
    },
    /// One item less in a list.
    Remove {
        /// The parameter.
        name: &'static str,
        /// Which item, counted from 0.
        item: usize,
    },
    /// An item of a list goes to another place; those between make room.
    Move {
        /// The parameter.
        name: &'static str,
        /// Which item, counted from 0.
        item: usize,
        /// Its place afterwards.
        to: usize,
    },
    /// Every line that sets the parameter goes: the default counts again.
    Unset {
        /// The parameter.
        name: &'static str,
    },
}

impl Edit {
    /// The parameter.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Set { name, .. }
            | Self::Add { name, .. }
            | Self::Remove { name, .. }
            | Self::Move { name, .. }
            | Self::Unset { name } => name,
        }
    }

    /// The text after the edit. A list that the text does not set is first written
    /// out with the items it has by default.
    #[must_use]
    pub fn apply(&self, text: &str, defaults: &[Word]) -> String {
        let list = |change: &dyn Fn(&str, &Entry) -> String| {
            let name = self.name();
            let written = match MainCf::parse(text).0.get(name) {
                Some(_) => text.to_owned(),
                None => set(text, name, &item_texts(defaults).join(", ")),
            };
            match MainCf::parse(&written).0.get(name) {
                Some(entry) => change(&written, entry),
                None => written,
            }
        };
        match self {
            Self::Set { name, value } => set(text, name, value),
            Self::Unset { name } => unset(text, name),
            Self::Add { word, .. } => list(&|text, entry| add(text, entry, word)),
            Self::Remove { item, .. } => list(&|text, entry| remove_item(text, entry, *item)),
            Self::Move { item, to, .. } => list(&|text, entry| move_item(text, entry, *item, *to)),
        }
    }
}

/// Sets a parameter: in the entry that counts (the last one), or in a new line
/// after the parameter's relatives.
#[must_use]
pub fn set(text: &str, name: &str, value: &str) -> String {
    let (file, _) = MainCf::parse(text);
    match file.get(name) {
        Some(entry) => set_entry(text, entry, value),
        None => insert(text, &file, name, value),
    }
}

fn set_entry(text: &str, entry: &Entry, value: &str) -> String {
    let span = entry.value_span;
    let old = slice(text, span.start..span.end);
    let (before, rest) = text.split_at_checked(span.start).unwrap_or((text, ""));
    let after = rest.get(old.len()..).unwrap_or("");
    let gap = match (value.is_empty(), before.ends_with([' ', '\t'])) {
        (false, false) => " ",
        _ => "",
    };
    // Remarks between the lines of the old value stay, below the new one.
    let remarks: String = old
        .lines()
        .skip(1)
        .filter(|line| line.trim_start().starts_with('#'))
        .map(|remark| format!("{}{remark}", newline(text)))
        .collect();
    let before = if value.is_empty() {
        before.trim_end_matches([' ', '\t'])
    } else {
        before
    };
    [before, gap, value, &remarks, after].concat()
}

/// Takes out every entry of a name: of two, the first would count again. Remarks inside
/// a value stay.
#[must_use]
pub fn unset(text: &str, name: &str) -> String {
    let (file, _) = MainCf::parse(text);
    let gone = file.entries().iter().filter(|entry| &*entry.name == name);
    let mut kept = String::new();
    let mut from = 0;
    for entry in gone {
        let (start, end) = (entry.name_span.start, line_end(text, end(entry)));
        kept.push_str(slice(text, from..start));
        let remarks = slice(text, start..end).split_inclusive('\n').skip(1);
        kept.extend(remarks.filter(|line| line.trim_start().starts_with('#')));
        from = end;
    }
    kept.push_str(slice(text, from..text.len()));
    kept
}

/// A new line: after the last entry whose name begins alike, or at the end.
fn insert(text: &str, file: &MainCf, name: &str, value: &str) -> String {
    let family = family(name);
    let relative = file
        .entries()
        .iter()
        .rfind(|entry| self::family(&entry.name) == family);
    let at = relative.map_or(text.len(), |entry| line_end(text, end(entry)));
    let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
    let newline = newline(text);
    let gap = if before.is_empty() || before.ends_with('\n') {
        ""
    } else {
        newline
    };
    let line = if value.is_empty() {
        [name, " ="].concat()
    } else {
        [name, " = ", value].concat()
    };
    [before, gap, &line, newline, after].concat()
}

/// Parameters that stand together in a file written by hand.
fn family(name: &str) -> &str {
    const FAMILIES: [&str; 4] = ["smtpd_sasl_", "smtpd_tls_", "smtpd_", "my"];
    match name {
        // The HOWTO writes it among the settings of SASL.
        "broken_sasl_auth_clients" => "smtpd_sasl_",
        "smtpd_recipient_restrictions" | "smtpd_relay_restrictions" => "restrictions",
        _ => FAMILIES
            .into_iter()
            .find(|family| name.starts_with(family))
            .unwrap_or(name),
    }
}

fn end(entry: &Entry) -> usize {
    entry.value_span.end.max(entry.name_span.end)
}

/// Behind the line feed of the line that holds `at`.
fn line_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or("");
    rest.find('\n')
        .map_or(text.len(), |feed| at + feed + '\n'.len_utf8())
}

fn newline(text: &str) -> &'static str {
    match text.find('\n') {
        Some(at) if text.get(..at).is_some_and(|line| line.ends_with('\r')) => "\r\n",
        _ => "\n",
    }
}

fn add(text: &str, entry: &Entry, word: &str) -> String {
    let spans = spans(entry);
    let Some(last) = spans.last() else {
        return set_entry(text, entry, word);
    };
    // The list goes on as it was written, be it by commas, spaces or lines.
    let separator = match spans.as_slice() {
        [.., before, last] => slice(text, before.end..last.start),
        _ => ", ",
    };
    let separator = if separator.contains('#') {
        ", "
    } else {
        separator
    };
    let (at, separator) = match text.get(last.end..).unwrap_or("").starts_with(',') {
        true => (last.end + 1, separator.trim_start_matches(',')),
        false => (last.end, separator),
    };
    replace(text, at..at, &[separator, word].concat())
}

fn remove_item(text: &str, entry: &Entry, item: usize) -> String {
    let spans = spans(entry);
    let Some(gone) = spans.get(item) else {
        return text.to_owned();
    };
    let before = item.checked_sub(1).and_then(|index| spans.get(index));
    let range = match (before, spans.get(item + 1)) {
        (Some(before), _) => before.end..gone.end,
        (None, Some(after)) => gone.start..after.start,
        (None, None) => return set_entry(text, entry, ""),
    };
    // A remark between the two stays where it is.
    let range = if slice(text, range.clone()).contains('#') {
        gone.start..gone.end
    } else {
        range
    };
    replace(text, range, "")
}

/// The places and what separates them stay; the items change places.
fn move_item(text: &str, entry: &Entry, item: usize, to: usize) -> String {
    let spans = spans(entry);
    if item.max(to) >= spans.len() {
        return text.to_owned();
    }
    let mut order: Vec<Span> = spans.clone();
    let moved = order.remove(item);
    order.insert(to, moved);
    let mut after = String::with_capacity(text.len());
    let mut from = 0;
    for (place, source) in spans.iter().zip(order) {
        after.push_str(slice(text, from..place.start));
        after.push_str(slice(text, source.start..source.end));
        from = place.end;
    }
    after.push_str(slice(text, from..text.len()));
    after
}

/// Where the items of a list stand, arguments included.
fn spans(entry: &Entry) -> Vec<Span> {
    let words = entry.value.words();
    items(&words)
        .into_iter()
        .filter_map(|item| {
            let start = item.first()?.span?.start;
            let end = item.last()?.span?.end;
            Some(Span { start, end })
        })
        .collect()
}

fn slice(text: &str, range: Range<usize>) -> &str {
    text.get(range).unwrap_or("")
}

fn replace(text: &str, range: Range<usize>, with: &str) -> String {
    let before = slice(text, 0..range.start);
    let after = slice(text, range.end..text.len());
    [before, with, after].concat()
}

#[cfg(test)]
#[path = "edit_tests.rs"]
mod tests;
