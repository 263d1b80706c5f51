//! What a careful reader would remark on a main.cf that Postfix reads without a word:
//! names that it does not know, `#` that begins no remark, traces of other tools.
//! Each remark has its place and, where one edit settles it, the repair.
//! Left out: words of restriction lists, which only `saslab-policy` knows.

use crate::file::is_space;
use crate::{Entry, Kind, MainCf, Modelled, Reader, Span, nearest, parameter, parameters};
use saslab_release::Release;
use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// A remark on one place of main.cf; `Display` is one or two English sentences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The line, counted from 1.
    pub line: u32,
    /// The text it is about.
    pub span: Span,
    /// What there is to remark.
    pub kind: RemarkKind,
    /// An edit that settles it.
    pub repair: Option<Repair>,
}

/// One edit: other text in one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// The text that goes.
    pub span: Span,
    /// What comes in its place.
    pub text: String,
}

/// What a remark is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RemarkKind {
    /// A name that is no parameter, and that nothing uses.
    Unknown {
        /// The name.
        name: Arc<str>,
        /// The parameter that was meant, perhaps.
        meant: Option<&'static str>,
    },
    /// A parameter that the release does not have.
    NotYet {
        /// The name.
        name: &'static str,
        /// The first release that has it.
        first: Release,
    },
    /// A word of a restriction list that names no restriction of this release.
    UnknownRestriction {
        /// The word.
        word: Arc<str>,
        /// The restriction that was meant, perhaps.
        meant: Option<&'static str>,
    },
    /// `#` behind a value: it begins no remark.
    Comment,
    /// A place that another tool should have filled.
    Placeholder(Arc<str>),
    /// `$name` of a name that nothing sets.
    Undefined(Arc<str>),
    /// Lines end in CR LF.
    CarriageReturn,
    /// A backslash at the end of a line.
    Backslash,
    /// A setting that continues the value before it.
    Swallowed {
        /// The setting that looks like one.
        name: &'static str,
        /// The setting that it is a part of.
        by: Arc<str>,
    },
}

/// More names than these are not guessed: each guess reads the whole table.
const GUESSES: usize = 20;

/// Every remark, in the order of the file.
#[must_use]
pub fn review(file: &MainCf, release: Release) -> Vec<Remark> {
    let mut remarks = Vec::new();
    remarks.extend(carriage_returns(file.text()));
    let mut guesses = GUESSES;
    let used = used(file);
    for entry in file.entries() {
        if !used.contains(&*entry.name) {
            remarks.extend(name(entry, release, &mut guesses));
        }
        lines(file.text(), entry, &mut remarks);
        remarks.extend(placeholder(entry));
        remarks.extend(undefined(file, entry, release));
    }
    remarks
}

/// The entries that are kept and have no effect in the laboratory.
pub fn not_simulated(file: &MainCf) -> impl Iterator<Item = &Entry> {
    file.entries().iter().filter(|entry| {
        let row = parameter(&entry.name);
        row.is_some_and(|row| row.modelled == Modelled::NotSimulated) || is_of_a_transport(entry)
    })
}

impl Repair {
    /// The text with the edit made.
    #[must_use]
    pub fn apply(&self, text: &str) -> String {
        let before = text.get(..self.span.start).unwrap_or(text);
        let after = text.get(self.span.end..).unwrap_or("");
        [before, &self.text, after].concat()
    }
}

/// All that may be a name in a value.
fn used(file: &MainCf) -> BTreeSet<&str> {
    let mut used = BTreeSet::new();
    for entry in file.entries() {
        let letters =
            |letter: char| letter.is_ascii() && !letter.is_ascii_alphanumeric() && letter != '_';
        used.extend(entry.value.as_str().split(letters));
    }
    used
}

fn name(entry: &Entry, release: Release, guesses: &mut usize) -> Option<Remark> {
    let remark = |kind, repair| Remark {
        line: entry.line,
        span: entry.name_span,
        kind,
        repair,
    };
    if let Some(row) = parameter(&entry.name) {
        let (first, name) = (*row.arrivals().first()?, row.name);
        // A release that does not know the level has none of the defaults it chooses from.
        let is_there = release.includes(row.arrivals()) || name == "compatibility_level";
        let kind = RemarkKind::NotYet { name, first };
        return (!is_there).then(|| remark(kind, None));
    }
    if is_of_a_transport(entry) {
        return None;
    }
    let there = parameters().filter(|row| row.default_of(release).is_some());
    let meant = guesses.checked_sub(1).and_then(|left| {
        *guesses = left;
        nearest(&entry.name, there.map(|row| row.name))
    });
    let kind = RemarkKind::Unknown {
        name: Arc::clone(&entry.name),
        meant,
    };
    let repair = meant.map(|meant| Repair {
        span: entry.name_span,
        text: meant.to_owned(),
    });
    Some(remark(kind, repair))
}

/// Parameters that Postfix makes for each transport of master.cf, as
/// `smtp_destination_concurrency_limit` (`src/global/mail_params.h`).
fn is_of_a_transport(entry: &Entry) -> bool {
    const ENDS: [&str; 16] = [
        "_delivery_slot_cost",
        "_delivery_slot_discount",
        "_delivery_slot_loan",
        "_destination_concurrency_failed_cohort_limit",
        "_destination_concurrency_limit",
        "_destination_concurrency_negative_feedback",
        "_destination_concurrency_positive_feedback",
        "_destination_rate_delay",
        "_destination_recipient_limit",
        "_extra_recipient_limit",
        "_initial_destination_concurrency",
        "_minimum_delivery_slots",
        "_recipient_limit",
        "_recipient_refill_limit",
        "_time_limit",
        "_transport_rate_delay",
    ];
    ENDS.iter().any(|end| entry.name.ends_with(end))
}

fn carriage_returns(text: &str) -> Option<Remark> {
    let first = text.find("\r\n")?;
    let before = text.get(..first).unwrap_or("").matches('\n').count();
    Some(Remark {
        line: u32::try_from(before + 1).unwrap_or(u32::MAX),
        span: span(first..first + 1),
        kind: RemarkKind::CarriageReturn,
        repair: Some(Repair {
            span: span(0..text.len()),
            text: text.replace("\r\n", "\n"),
        }),
    })
}

fn span(Range { start, end }: Range<usize>) -> Span {
    Span { start, end }
}

/// What stands in the lines of one entry, its name included.
fn lines(text: &str, entry: &Entry, remarks: &mut Vec<Remark>) {
    let mut start = entry.name_span.start;
    let whole = text.get(start..entry.value_span.end).unwrap_or("");
    for (number, line) in (entry.line..).zip(whole.split_inclusive('\n')) {
        let content = line.trim_end_matches(is_space);
        let mut add = |range: Range<usize>, kind, repair: Option<(Range<usize>, String)>| {
            let moved = |range: Range<usize>| span(start + range.start..start + range.end);
            remarks.push(Remark {
                line: number,
                span: moved(range),
                kind,
                repair: repair.map(|(range, text)| Repair {
                    span: moved(range),
                    text,
                }),
            });
        };
        let indent = content.len() - content.trim_start_matches(is_space).len();
        let is_remark = content.get(indent..).unwrap_or("").starts_with('#');
        if !is_remark {
            if let Some(at) = comment(content) {
                let (value, remark) = content.split_at_checked(at).unwrap_or((content, ""));
                let value = value.trim_end_matches(is_space);
                let repaired = format!("{remark}\n{value}");
                add(
                    at..content.len(),
                    RemarkKind::Comment,
                    Some((0..content.len(), repaired)),
                );
            }
            if content.ends_with('\\') {
                let at = content.len() - 1;
                let kept = content.trim_end_matches(|c| c == '\\' || is_space(c)).len();
                add(
                    at..at + 1,
                    RemarkKind::Backslash,
                    Some((kept..content.len(), String::new())),
                );
            }
            if let Some(name) = swallowed(content).filter(|_| number > entry.line) {
                let by = Arc::clone(&entry.name);
                add(
                    indent..indent + name.len(),
                    RemarkKind::Swallowed { name, by },
                    Some((0..indent, String::new())),
                );
            }
        }
        start += line.len();
    }
}

/// Where `#` follows white space.
fn comment(line: &str) -> Option<usize> {
    let places = line.match_indices('#').map(|(at, _)| at);
    let mut places = places.filter(|at| line.get(..*at).is_some_and(|l| l.ends_with(is_space)));
    places.next()
}

/// The parameter that a line seems to set.
fn swallowed(line: &str) -> Option<&'static str> {
    let (name, _) = line.split_once('=')?;
    parameter(name.trim_matches(is_space)).map(|row| row.name)
}

/// `{{ … }}`, `<% … %>`, `__NAME__`, `@NAME@`, `%NAME%`.
fn placeholder(entry: &Entry) -> Option<Remark> {
    let value = entry.value.as_str();
    let found = between(value, "{{", "}}", |_| true)
        .or_else(|| between(value, "<%", "%>", |_| true))
        .or_else(|| between(value, "__", "__", is_shouted))
        .or_else(|| between(value, "@", "@", is_name))
        .or_else(|| between(value, "%", "%", is_shouted))?;
    let text = value.get(found.clone()).unwrap_or("");
    Some(Remark {
        line: entry.line,
        span: entry.value.span(found).unwrap_or(entry.value_span),
        kind: RemarkKind::Placeholder(Arc::from(text)),
        repair: None,
    })
}

fn is_name(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "_-.".contains(letter)
}

fn is_shouted(letter: char) -> bool {
    is_name(letter) && !letter.is_ascii_lowercase()
}

fn between(
    text: &str,
    open: &str,
    close: &str,
    is_inside: fn(char) -> bool,
) -> Option<Range<usize>> {
    text.match_indices(open).find_map(|(start, _)| {
        let inside = start + open.len();
        let length = text.get(inside..)?.find(close)?;
        let content = text.get(inside..inside + length)?;
        let is_name = !content.is_empty() && content.chars().all(is_inside);
        is_name.then_some(start..inside + length + close.len())
    })
}

/// The first `$name` of a setting of smtpd(8) that stands for nothing. Other programs
/// have names of their own there, as `$user`.
fn undefined(file: &MainCf, entry: &Entry, release: Release) -> Option<Remark> {
    let row = parameter(&entry.name)?;
    if row.reader == Reader::Others || row.kind_of(release) == Kind::Raw {
        return None;
    }
    let value = entry.value.as_str();
    let mut names = value.match_indices('$').filter_map(|(at, _)| {
        let rest = value.get(at + 1..)?;
        let from = at + 1 + usize::from(rest.starts_with(['{', '(']));
        let letters = |c: char| !c.is_ascii_alphanumeric() && c != '_';
        let name = value.get(from..)?;
        let name = name.get(..name.find(letters).unwrap_or(name.len()))?;
        let is_doubled = value.get(..at)?.ends_with('$') || rest.starts_with('$');
        (!is_doubled && !name.is_empty()).then_some((at..from + name.len(), name))
    });
    let (found, name) = names.find(|(_, name)| {
        // The mail dictionary has these three besides parameters (mail_conf.c, mail_params.c).
        let is_of_the_process = ["process_id", "process_name", "service_name"].contains(name);
        !is_of_the_process && parameter(name).is_none() && file.get(name).is_none()
    })?;
    Some(Remark {
        line: entry.line,
        span: entry.value.span(found).unwrap_or(entry.value_span),
        kind: RemarkKind::Undefined(Arc::from(name)),
        repair: None,
    })
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Line {}: ", self.line)?;
        match &self.kind {
            RemarkKind::Unknown { name, meant } => {
                write!(
                    f,
                    "{name} is no parameter of Postfix that is known here, and nothing uses it."
                )?;
                did_you_mean(f, *meant)
            }
            RemarkKind::UnknownRestriction { word, meant } => {
                write!(f, "{word} is no restriction of this release.")?;
                did_you_mean(f, *meant)
            }
            RemarkKind::NotYet { name, first } => {
                write!(
                    f,
                    "{name} came with Postfix {first}; this release ignores it."
                )
            }
            RemarkKind::Comment => f.write_str(
                "\"#\" begins a remark only at the start of a line; what follows it here belongs \
                 to the value.",
            ),
            RemarkKind::Placeholder(text) => {
                write!(
                    f,
                    "{text} looks like a place that another tool should have filled."
                )
            }
            RemarkKind::Undefined(name) => {
                write!(f, "nothing sets ${name}, so it stands for an empty text.")
            }
            RemarkKind::CarriageReturn => {
                f.write_str("lines end in CR LF; Postfix takes the CR for white space.")
            }
            RemarkKind::Backslash => f.write_str(
                "a backslash continues no line: it belongs to the value. White space at the start \
                 of the next line does.",
            ),
            RemarkKind::Swallowed { name, by } => write!(
                f,
                "the line begins with white space, so {name} is not set: it is a part of {by}."
            ),
        }
    }
}

fn did_you_mean(f: &mut fmt::Formatter<'_>, meant: Option<&str>) -> fmt::Result {
    match meant {
        Some(meant) => write!(f, " Did you mean {meant}?"),
        None => Ok(()),
    }
}

#[cfg(test)]
#[path = "review_tests.rs"]
mod tests;
