//! Faults of the Base64 itself: the characters as they were pasted.
use super::{Fault, single};
use crate::{Reading, Word};
use std::ops::Range;

/// A fault, and the characters of the pasted text that show it.
pub(super) type Mark = (Fault, Vec<Range<usize>>);

/// Everything that is wrong with how a word is written.
pub(super) fn faults(word: &Word) -> Vec<Mark> {
    let fault = match word.reading() {
        Reading::Message(_) => return Vec::new(),
        Reading::Unreadable(_) => return vec![(Fault::NotBase64, single(word.range()))],
        Reading::Forgiven { .. } => word.written(),
    };
    let all = |test: &dyn Fn(u8) -> bool| -> Vec<Range<usize>> {
        let places = fault.iter().enumerate().filter(|(_, octet)| test(**octet));
        places
            .map(|(at, _)| word.range().start + at..word.range().start + at + 1)
            .collect()
    };
    let mut found = Vec::new();
    let mut add = |fault: Fault, places: Vec<Range<usize>>| {
        if !places.is_empty() {
            found.push((fault, places));
        }
    };
    let ends = all(&|octet| octet == b'\n');
    let first = fault
        .split(|octet| *octet == b'\n')
        .next()
        .unwrap_or_default();
    let at = first.strip_suffix(b"\r").unwrap_or(first).len();
    add(Fault::Wrapped { at }, ends);
    add(
        Fault::BlanksOutside,
        all(&|octet| matches!(octet, b' ' | b'\t')),
    );
    add(Fault::UrlSafe, all(&|octet| matches!(octet, b'-' | b'_')));
    let letters: Vec<u8> = fault
        .iter()
        .copied()
        .filter(|octet| !matches!(octet, b' ' | b'\t' | b'\r' | b'\n'))
        .collect();
    let end = word.range().end;
    match letters.iter().position(|octet| *octet == b'=') {
        None if !letters.len().is_multiple_of(4) => add(Fault::PaddingMissing, single(end..end)),
        Some(at)
            if letters
                .get(at..)
                .is_some_and(|rest| rest.iter().any(|o| *o != b'=')) =>
        {
            add(Fault::PaddingInside, inside(word));
        }
        Some(_) if !letters.len().is_multiple_of(4) => add(Fault::PaddingMissing, single(end..end)),
        None | Some(_) => {}
    }
    found
}

/// The `=` behind which more text follows.
fn inside(word: &Word) -> Vec<Range<usize>> {
    let written = word.written();
    let last = written
        .iter()
        .rposition(|octet| octet.is_ascii_alphanumeric());
    let start = word.range().start;
    let places = written.iter().enumerate();
    places
        .filter(|(at, octet)| **octet == b'=' && last.is_some_and(|last| *at < last))
        .map(|(at, _)| start + at..start + at + 1)
        .collect()
}
