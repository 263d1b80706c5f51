//! One line of the dialogue.

use yew::{AttrValue, Callback, MouseEvent};

use crate::bench::{Line, Proof, Why};
use crate::diff::Mark;
use crate::element::{At, Element, button, el, sign};

/// Longer lines are cut when shown; the session has them whole.
const WIDEST: usize = 2_000;

/// What the client sent.
pub(crate) fn client_line(text: &AttrValue) -> Element {
    el("li")
        .class("line client")
        .with(speaker("C", "Client: "))
        .with(shown(el("span").class("text"), text))
}

pub(crate) struct ServerLine<'a> {
    /// Turn and place.
    pub(crate) id: (usize, usize),
    pub(crate) line: &'a Line,
    /// Whether the reason is shown.
    pub(crate) expanded: bool,
    pub(crate) toggle: Callback<MouseEvent>,
}

/// What the server said, and why.
pub(crate) fn server_line(props: ServerLine<'_>) -> Element {
    let Line { text, why, mark } = props.line;
    let (class, word) = look(*mark);
    let (turn, place) = props.id;
    let id: AttrValue = ["why-", &turn.to_string(), "-", &place.to_string()]
        .concat()
        .into();
    let said = el("span").class("text");
    let said = match mark {
        Mark::Removed => said.with(shown(el("del"), text)),
        Mark::Same | Mark::Added | Mark::Changed => shown(said, text),
    };
    let mut marks = el("span").class("mark").text(word);
    if why.proof == Proof::NotSimulated {
        marks = marks.text(" ? not simulated");
    }
    let button = button()
        .class("why")
        .says(At::AriaExpanded, props.expanded)
        .set(At::AriaControls, id.clone())
        .set(At::AriaLabel, ["why ", text].concat().into())
        .on_click(props.toggle)
        .text("why");
    let cause = el("p")
        .class("cause")
        .set(At::Id, id)
        .when(!props.expanded, At::Hidden);
    el("li")
        .class(class)
        .with(speaker("S", "Server: "))
        .with(said)
        .with(marks)
        .with(button)
        .with(reason(cause, why))
}

/// A cause as the end of the sentence that begins with the line.
pub(crate) fn reason(place: Element, why: &Why) -> Element {
    let proof = match why.proof {
        Proof::Simulated => sign("← "),
        Proof::NotSimulated => el("b").text("? "),
    };
    place.with(proof).say(&why.sentence)
}

/// The class of a line with this mark, and the sign and word that say the same.
const fn look(mark: Mark) -> (&'static str, &'static str) {
    match mark {
        Mark::Same => ("line server", ""),
        Mark::Added => ("line server added", "+ new"),
        Mark::Changed => ("line server changed", "± changed"),
        Mark::Removed => ("line server removed", "− gone"),
    }
}

fn speaker(letter: &'static str, word: &'static str) -> Element {
    el("span")
        .class("sign")
        .with(sign(letter))
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
