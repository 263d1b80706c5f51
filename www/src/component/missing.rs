//! What a reply leaves out, each with its reason.

use yew::Html;
use yew::virtual_dom::VNode;

use super::fold::{Fold, Folded};
use super::reply_line::{reason, why_button};
use crate::bench::Missing;
use crate::element::{At, Element, Keys, el, list};
use crate::look::{Kind, Place};
use crate::part::part;

/// What a reader looks for first stands in sight; the rest is folded.
const IN_SIGHT: [&str; 2] = ["AUTH", "STARTTLS"];

const KEYWORD: &str = "not offered: ";

/// What is said before its name. A whole reply is named by its code.
pub(crate) fn missed(what: &str) -> &'static str {
    match what.as_bytes() {
        [b'0'..=b'9', ..] => "the server never says ",
        _ => KEYWORD,
    }
}

/// The list, of which the names are always in sight.
pub(crate) fn not_offered(turn: usize, missing: &[Missing], pinned: Option<Place>) -> Element {
    let all = missing.iter().enumerate().map(|(at, one)| {
        let kind = Kind::Missing;
        (Place { turn, kind, at }, one)
    });
    let in_sight = |(_, one): &Entry<'_>| {
        let what = one.what.as_str();
        IN_SIGHT.contains(&what) || missed(what) != KEYWORD
    };
    let (first, rest): (Vec<_>, Vec<_>) = all.partition(in_sight);
    let folded = (!rest.is_empty()).then(|| {
        let rest = rest.into_iter().map(|(place, one)| (place, one.clone()));
        part(Fold(Rest {
            missing: rest.collect(),
            pinned,
        }))
    });
    let mut keys = Keys::default();
    let mut keyed = |entry: &Entry<'_>| shown(entry, pinned).key(keys.of(&entry.1.what));
    let shown = first.iter().map(&mut keyed).collect();
    el("li")
        .class("missing")
        .all(shown)
        .put(folded.unwrap_or_default())
}

type Entry<'a> = (Place, &'a Missing);

fn shown(entry: &Entry<'_>, pinned: Option<Place>) -> Element {
    let (place, one) = *entry;
    el("p")
        .set(At::DataLine, place.word())
        .text(missed(&one.what))
        .with(name(place, one, pinned))
        .text(" ")
        .with(reason(el("span").class("cause"), &one.why))
}

fn name(place: Place, one: &Missing, pinned: Option<Place>) -> Element {
    why_button("why not ", &one.what, pinned == Some(place)).with(el("code").say(&one.what))
}

/// What is not looked for first.
#[derive(PartialEq)]
struct Rest {
    missing: Vec<(Place, Missing)>,
    pinned: Option<Place>,
}

impl Folded for Rest {
    const CLASS: &'static str = "";

    fn summary(&self) -> Html {
        let names = self.missing.iter().map(|(_, one)| one.what.as_str());
        let names: Vec<&str> = names.collect();
        let names = el("code").say(&names.join(", ").into());
        list(vec![VNode::from(KEYWORD), names.html()])
    }

    fn inside(&self) -> Html {
        let line = |(place, one): &(Place, Missing)| {
            el("div")
                .set(At::DataLine, place.word())
                .with(el("dt").with(name(*place, one, self.pinned)))
                .with(reason(el("dd").class("cause"), &one.why))
        };
        let lines = self.missing.iter().map(line).collect();
        el("dl").all(lines).html()
    }
}
