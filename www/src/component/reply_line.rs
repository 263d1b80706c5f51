//! One line of the dialogue.

use yew::{AttrValue, Callback, Html, classes, html};

use crate::bench::{Line, Proof, Why};
use crate::diff::Mark;

/// Longer lines are cut when shown; the session has them whole.
const WIDEST: usize = 2_000;

/// What the client sent.
pub(crate) fn client_line(text: &AttrValue) -> Html {
    html! {
        <li class="line client">
            { sign("C", "Client: ") }
            <span class="text">{ shown(text) }</span>
        </li>
    }
}

pub(crate) struct ServerLine<'a> {
    /// Turn and place.
    pub(crate) id: (usize, usize),
    pub(crate) line: &'a Line,
    /// Whether the reason is shown.
    pub(crate) expanded: bool,
    pub(crate) toggle: Callback<()>,
}

/// What the server said, and why.
pub(crate) fn server_line(props: &ServerLine<'_>) -> Html {
    let Line { text, why, mark } = props.line;
    let (class, word) = look(*mark);
    let (turn, place) = props.id;
    let id = ["why-", &turn.to_string(), "-", &place.to_string()].concat();
    let onclick = props.toggle.reform(|_| ());
    let text = match mark {
        Mark::Removed => html! { <del>{ shown(text) }</del> },
        Mark::Same | Mark::Added | Mark::Changed => shown(text),
    };
    html! {
        <li class={classes!("line", "server", class)}>
            { sign("S", "Server: ") }
            <span class="text">{ text }</span>
            <span class="mark">
                { word }
                if why.proof == Proof::NotSimulated {
                    { " ? not simulated" }
                }
            </span>
            <button
                type="button"
                class="why"
                aria-expanded={props.expanded.to_string()}
                aria-controls={id.clone()}
                aria-label={["why ", &props.line.text].concat()}
                {onclick}
            >
                { "why" }
            </button>
            <p class="cause" id={id} hidden={!props.expanded}>{ reason(why) }</p>
        </li>
    }
}

/// A cause as the end of the sentence that begins with the line.
pub(crate) fn reason(why: &Why) -> Html {
    match why.proof {
        Proof::Simulated => {
            html! { <><span aria-hidden="true">{ "← " }</span>{ &why.sentence }</> }
        }
        Proof::NotSimulated => html! { <><b>{ "? " }</b>{ &why.sentence }</> },
    }
}

/// The class of a mark, and the sign and word that say the same.
const fn look(mark: Mark) -> (&'static str, &'static str) {
    match mark {
        Mark::Same => ("", ""),
        Mark::Added => ("added", "+ new"),
        Mark::Changed => ("changed", "± changed"),
        Mark::Removed => ("removed", "− gone"),
    }
}

fn sign(letter: &'static str, word: &'static str) -> Html {
    html! {
        <span class="sign">
            <span aria-hidden="true">{ letter }</span><span class="unseen">{ word }</span>
        </span>
    }
}

fn shown(text: &AttrValue) -> Html {
    let Some((cut, _)) = text.char_indices().nth(WIDEST) else {
        return html! { text };
    };
    html! {
        <>
            { text.get(..cut).unwrap_or("") }
            <span class="note">{ " … " }{ text.len() }{ " octets in all" }</span>
        </>
    }
}
