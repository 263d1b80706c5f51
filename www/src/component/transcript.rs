//! The dialogue: what client and server said, each server line with its reason.

use yew::{Callback, Html, KeyboardEvent, Properties, component, use_effect_with, use_state_eq};

use super::failure::start_failure;
use super::missing::not_offered;
use super::reply_line::{ServerLine, client_line, server_line};
use crate::bench::{Event, Transcript, Turn};
use crate::diff::Mark;
use crate::element::{Element, el, list};
use crate::shared::Shared;

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) transcript: Shared<Transcript>,
}

/// A line of the dialogue by turn and place, and whether its reason is shown.
type Shown = Option<((usize, usize), bool)>;

/// The log that screen readers announce.
#[component]
pub(crate) fn Dialogue(props: &Props) -> Html {
    let shown = use_state_eq(|| Shown::None);
    {
        let shown = shown.clone();
        use_effect_with(props.transcript.clone(), move |_| shown.set(None));
    }
    let onkeydown = {
        let shown = shown.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                shown.set(shown.map(|(line, _)| (line, false)));
            }
        })
    };
    let expanded = |id: (usize, usize), mark: Mark| match *shown {
        Some((line, is_shown)) if line == id => is_shown,
        _ => matches!(mark, Mark::Added | Mark::Changed),
    };
    let turns = props
        .transcript
        .turns
        .iter()
        .enumerate()
        .map(|(turn_id, turn)| {
            let lines = turn.lines.iter().enumerate().map(|(line_id, line)| {
                let id = (turn_id, line_id);
                let expanded = expanded(id, line.mark);
                let shown = shown.clone();
                let toggle = Callback::from(move |()| shown.set(Some((id, !expanded))));
                server_line(&ServerLine {
                    id,
                    line,
                    expanded,
                    toggle,
                })
            });
            let mut nodes: Vec<Html> = Vec::new();
            nodes.extend(turn.sent.as_ref().map(|sent| client_line(sent).html()));
            nodes.extend(lines.map(Element::html));
            nodes.extend(after(turn));
            list(nodes)
        });
    let failure = props.transcript.failure.as_ref().map(start_failure);
    el("div")
        .class("transcript")
        .at("role", "log")
        .at("aria-label", "Transcript")
        .at("tabindex", "0")
        .on_key(onkeydown)
        .perhaps(failure)
        .with(el("ol").put(list(turns.collect())))
        .html()
}

/// What follows the lines of a reply.
fn after(turn: &Turn) -> [Html; 2] {
    let missing = match turn.missing.is_empty() {
        true => Html::default(),
        false => not_offered(&turn.missing).html(),
    };
    let event = turn.event.map(|event| match event {
        Event::Handshake => "TLS handshake: the rest is encrypted",
        Event::Closed => "the server has closed the connection",
    });
    let event = event.map(|text| el("li").class("event").text(text).html());
    [missing, event.unwrap_or_default()]
}
