//! What a reply leaves out, each with its reason.

use super::reply_line::{reason, why_button};
use crate::bench::Missing;
use crate::element::{At, Element, el};
use crate::look::{Kind, Place};

/// What a reader looks for first stands in sight; the rest is folded.
const IN_SIGHT: [&str; 2] = ["AUTH", "STARTTLS"];

/// The list, of which the names are always in sight.
pub(crate) fn not_offered(turn: usize, missing: &[Missing], pinned: Option<Place>) -> Element {
    let all = missing.iter().enumerate().map(|(at, one)| {
        let kind = Kind::Missing;
        (Place { turn, kind, at }, one)
    });
    let in_sight = |(_, one): &Entry<'_>| IN_SIGHT.contains(&one.what.as_str());
    let (first, rest): (Vec<_>, Vec<_>) = all.partition(in_sight);
    let folded = (!rest.is_empty()).then(|| folded(&rest, pinned));
    let shown = first.iter().map(|entry| shown(entry, pinned)).collect();
    el("li").class("missing").all(shown).perhaps(folded)
}

type Entry<'a> = (Place, &'a Missing);

fn shown(entry: &Entry<'_>, pinned: Option<Place>) -> Element {
    let (place, one) = entry;
    el("p")
        .set(At::DataLine, place.word())
        .text("not offered: ")
        .with(name(entry, pinned))
        .text(" ")
        .with(reason(el("span").class("cause"), &one.why))
}

fn name((place, one): &Entry<'_>, pinned: Option<Place>) -> Element {
    why_button("why not ", &one.what, pinned == Some(*place)).with(el("code").say(&one.what))
}

fn folded(rest: &[Entry<'_>], pinned: Option<Place>) -> Element {
    let names: Vec<&str> = rest.iter().map(|(_, one)| one.what.as_str()).collect();
    let names = el("code").say(&names.join(", ").into());
    let line = |entry: &Entry<'_>| {
        el("div")
            .set(At::DataLine, entry.0.word())
            .with(el("dt").with(name(entry, pinned)))
            .with(reason(el("dd").class("cause"), &entry.1.why))
    };
    el("details")
        .with(el("summary").text("not offered: ").with(names))
        .with(el("dl").all(rest.iter().map(line).collect()))
}
