//! One line of the dialogue.

use yew::AttrValue;

use crate::bench::Line;
use crate::diff::Mark;
use crate::element::{At, Element, button, el, sign};
use crate::look::{Look, Place};
use crate::why::{Proof, Why};

/// Longer lines are cut when shown; the session has them whole.
const WIDEST: usize = 2_000;

/// What the client sent, and why, where a mail client has its reasons.
pub(crate) fn client_line(look: Look, text: &AttrValue, reason: Option<&AttrValue>) -> Element {
    let reason = reason.map(|reason| {
        let place = el("p").class("decision");
        place.with(sign("← ")).say(reason)
    });
    el("li")
        .class("line client")
        .with(speaker(look, "C", "Client: "))
        .with(shown(el("span").class("text"), text))
        .perhaps(reason)
}

/// What the server said, and the way to the reason.
pub(crate) fn server_line(look: Look, line: &Line, place: Place, is_pinned: bool) -> Element {
    let Line { text, why, mark } = line;
    let (class, word) = look_of(*mark);
    let said = shown(el("span").class("text"), text);
    let mut marks = el("span").class("mark").text(word);
    if why.proof() == Proof::NotSimulated {
        marks = marks.text(" ? not simulated");
    }
    // A change says at once what brought it.
    let is_marked = *mark != Mark::Same && look == Look::Dialogue;
    let cause = is_marked.then(|| reason(el("p").class("cause"), why));
    el("li")
        .class(class)
        .set(At::DataLine, place.word())
        .with(speaker(look, "S", "Server: "))
        .with(said)
        .with(marks)
        .with(why_button("why ", text, is_pinned).text("why"))
        .perhaps(cause)
}

/// The button that keeps the reason in sight; the arrow keys lead to it.
pub(crate) fn why_button(word: &'static str, text: &str, is_pinned: bool) -> Element {
    button()
        .class("why")
        .at(At::Tabindex, "-1")
        .says(At::AriaExpanded, is_pinned)
        .at(At::AriaControls, "why")
        .set(At::AriaLabel, [word, text].concat().into())
}

/// A cause as the end of the sentence that begins with the line.
pub(crate) fn reason(place: Element, why: &Why) -> Element {
    let proof = match why.proof() {
        Proof::Simulated => sign("← "),
        Proof::NotSimulated => el("b").text("? "),
    };
    place.with(proof).say(&why.sentence())
}

/// The class of a line with this mark, and the sign and word that say the same.
const fn look_of(mark: Mark) -> (&'static str, &'static str) {
    match mark {
        Mark::Same => ("line server", ""),
        Mark::Added => ("line server added", "+ new"),
        Mark::Changed => ("line server changed", "± changed"),
        Mark::Removed => ("line server removed", "− gone"),
    }
}

fn speaker(look: Look, letter: &'static str, word: &'static str) -> Element {
    let colon = match look {
        Look::Dialogue | Look::Diagram => "",
        Look::Raw | Look::Bytes => ":",
    };
    el("span")
        .class("sign")
        .with(sign(letter).text(colon))
        .with(el("span").class("unseen").text(word))
}

fn shown(place: Element, text: &AttrValue) -> Element {
    let Some((cut, _)) = text.char_indices().nth(WIDEST) else {
        return place.say(text);
    };
    let start = text.get(..cut).unwrap_or("").to_owned();
    let note = el("span")
        .class("note")
        .text(" … ")
        .number(text.len())
        .text(" octets in all");
    place.say(&start.into()).with(note)
}
