//! Where the session stands in what the client has to say: back, on, to the end.

use web_sys::HtmlInputElement;
use yew::{Callback, Html, InputEvent, Properties, TargetCast, component, html};

use crate::state::Action;

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    /// Lines sent.
    pub(crate) played: usize,
    /// Lines in all.
    pub(crate) count: usize,
    pub(crate) act: Callback<Action>,
}

/// Buttons and a slider.
#[component]
pub(crate) fn Transport(props: &Props) -> Html {
    let (played, count) = (props.played, props.count);
    let button = |label: &'static str, sign: &'static str, target: usize| {
        let onclick = props.act.reform(move |_| Action::Seek(target));
        html! {
            <button type="button" class="key" aria-label={label} title={label} disabled={target == played} {onclick}>
                { sign }
            </button>
        }
    };
    let oninput = props.act.reform(|event: InputEvent| {
        let input: HtmlInputElement = event.target_unchecked_into();
        Action::Seek(input.value().parse().unwrap_or(0))
    });
    html! {
        <div class="transport" role="group" aria-label="Play">
            { button("To the greeting", "«", 0) }
            { button("Step back", "‹", played.saturating_sub(1)) }
            { button("Step", "›", (played + 1).min(count)) }
            { button("To the end", "»", count) }
            <input
                type="range"
                aria-label="Lines sent"
                min="0"
                max={count.to_string()}
                value={played.to_string()}
                disabled={count == 0}
                {oninput}
            />
            <span class="note">{ played }{ " of " }{ count }</span>
        </div>
    }
}
