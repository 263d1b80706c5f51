//! What a reply leaves out, each with its reason.

use super::reply_line::reason;
use crate::bench::Missing;
use crate::element::{Element, el};

/// What a reader looks for first stands in sight; the rest is folded.
const IN_SIGHT: [&str; 2] = ["AUTH", "STARTTLS"];

/// The list, of which the names are always in sight.
pub(crate) fn not_offered(missing: &[Missing]) -> Element {
    let in_sight = |one: &&Missing| IN_SIGHT.contains(&one.what.as_str());
    let (first, rest): (Vec<&Missing>, Vec<&Missing>) = missing.iter().partition(in_sight);
    let folded = (!rest.is_empty()).then(|| folded(&rest));
    el("li")
        .class("missing")
        .all(first.into_iter().map(shown).collect())
        .perhaps(folded)
}

fn shown(one: &Missing) -> Element {
    el("p")
        .text("not offered: ")
        .with(el("code").say(&one.what))
        .text(" ")
        .with(reason(el("span").class("cause"), &one.why))
}

fn folded(rest: &[&Missing]) -> Element {
    let names: Vec<&str> = rest.iter().map(|one| one.what.as_str()).collect();
    let names = el("code").say(&names.join(", ").into());
    let entry = |one: &&Missing| {
        el("div")
            .with(el("dt").with(el("code").say(&one.what)))
            .with(reason(el("dd").class("cause"), &one.why))
    };
    el("details")
        .with(el("summary").text("not offered: ").with(names))
        .with(el("dl").all(rest.iter().map(entry).collect()))
}
