//! Which octets of a text are read. An AUTH exchange has a few hundred of them, and a
//! log has megabytes: of a long text the lines from each AUTH command on are read, and
//! its start where it has no such command. Left out: in a text of that length, an
//! exchange that shows neither its command nor stands at the start.
use super::{LONGEST_LINE, MOST};
use std::ops::Range;

/// How many lines are read from an AUTH command on: an exchange has seven, and a log
/// with `-v` some lines between each two of them.
const LINES: usize = 64;

/// The parts of `text` that are read, whole lines each, in order; at most [`MOST`]
/// octets together.
pub(super) fn excerpts(text: &[u8]) -> Vec<Range<usize>> {
    if text.len() <= MOST {
        return std::iter::once(0..text.len()).collect();
    }
    let mut found = Vec::new();
    let mut left = MOST;
    let mut from = 0;
    while let Some(at) = command(text, from) {
        let start = start_of_line(text, from..at);
        let whole = start.and_then(|start| whole_lines(text, start..at, LINES, left));
        from = match &whole {
            Some(range) => range.end + 1,
            // A line that does not fit; none is looked at twice.
            None => end_of_line(text, at),
        };
        left -= whole.as_ref().map_or(0, Range::len);
        found.extend(whole);
    }
    if found.is_empty() {
        // Half a line would look like a mistake of the person's.
        found.extend(whole_lines(text, 0..0, MOST, MOST));
    }
    found
}

/// Where `AUTH` and a blank stand next, in letters of either case. Horspool's search:
/// the last octet says how far the word can be ahead.
fn command(text: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let [word @ .., last] = text.get(at..)?.first_chunk::<5>()?;
        at += match last {
            b' ' | b'\t' if word.eq_ignore_ascii_case(b"AUTH") => match text.get(..at)? {
                // What a server offers is no command, and every session has it.
                [.., b'2', b'5', b'0', b' ' | b'-'] => 5,
                _ => return Some(at),
            },
            b'A' | b'a' => 4,
            b'U' | b'u' => 3,
            b'T' | b't' => 2,
            b'H' | b'h' => 1,
            _ => 5,
        };
    }
}

/// Where the line begins that ends `range`; none begins before the range.
fn start_of_line(text: &[u8], range: Range<usize>) -> Option<usize> {
    let least = range.end.saturating_sub(LONGEST_LINE);
    let before = text.get(range.start.max(least)..range.end)?;
    match before.iter().rposition(|octet| *octet == b'\n') {
        Some(newline) => Some(range.end - before.len() + newline + 1),
        None => (range.start >= least).then_some(range.start),
    }
}

fn end_of_line(text: &[u8], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let length = rest.iter().position(|octet| *octet == b'\n');
    at + length.unwrap_or(rest.len())
}

/// The lines from the start of `first` on that end behind it: so many, or those that
/// fit into `most` octets. The end of the last line is left out.
fn whole_lines(
    text: &[u8],
    first: Range<usize>,
    lines: usize,
    most: usize,
) -> Option<Range<usize>> {
    let mut next = first.end;
    let mut end = None;
    for _ in 0..lines {
        let stop = end_of_line(text, next);
        if next > text.len() || stop - first.start > most {
            break;
        }
        end = Some(stop);
        next = stop + 1;
    }
    end.map(|end| first.start..end)
}
