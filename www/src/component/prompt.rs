//! Where the learner types SMTP.

use web_sys::HtmlInputElement;
use yew::{
    AttrValue, Callback, Html, InputEvent, KeyboardEvent, Properties, SubmitEvent, TargetCast,
    component, html, use_state,
};

use crate::bench::Next;
use crate::shared::Shared;
use crate::state::Action;

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) next: Next,
    /// Earlier lines, oldest first.
    pub(crate) typed: Shared<Vec<AttrValue>>,
    pub(crate) act: Callback<Action>,
}

/// A line to send with Enter; the arrow keys bring earlier lines back.
#[component]
pub(crate) fn Prompt(props: &Props) -> Html {
    let line = use_state(AttrValue::default);
    // How many lines back; 0 is the line being written.
    let back = use_state(|| 0_usize);
    let oninput = {
        let line = line.clone();
        Callback::from(move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            line.set(input.value().into());
        })
    };
    let onsubmit = {
        let (line, back) = (line.clone(), back.clone());
        let (act, next) = (props.act.clone(), props.next);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if next != Next::Nothing {
                act.emit(Action::Send((*line).clone()));
                line.set(AttrValue::default());
                back.set(0);
            }
        })
    };
    let onkeydown = {
        let (line, typed) = (line.clone(), props.typed.clone());
        Callback::from(move |event: KeyboardEvent| {
            let steps = match event.key().as_str() {
                "ArrowUp" => (*back + 1).min(typed.len()),
                "ArrowDown" => back.saturating_sub(1),
                _ => return,
            };
            event.prevent_default();
            let earlier = typed.len().checked_sub(steps).and_then(|at| typed.get(at));
            line.set(earlier.cloned().unwrap_or_default());
            back.set(steps);
        })
    };
    let restart = props.act.reform(|_| Action::Restart);
    html! {
        <form class="prompt" {onsubmit}>
            <label for="smtp-command">{ "SMTP command" }</label>
            <input
                id="smtp-command"
                type="text"
                value={(*line).clone()}
                {oninput}
                {onkeydown}
                aria-describedby="smtp-next"
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
            />
            <button type="submit">{ "Send" }</button>
            <button type="button" onclick={restart}>{ "Connect again" }</button>
            <p class="note" id="smtp-next">{ hint(props.next) }</p>
        </form>
    }
}

const fn hint(next: Next) -> &'static str {
    match next {
        Next::Command => "The server waits for a command. Enter sends, ↑ brings lines back.",
        Next::SaslResponse => "The server waits for the answer to its 334, in Base64; * gives up.",
        Next::Message => "The server waits for the message; a line with one dot ends it.",
        Next::Nothing => "Nobody is listening: connect again, or step back.",
    }
}
