//! Where the session stands in what the client has to say: back, on, to the end.

use web_sys::HtmlInputElement;
use yew::{Callback, Html, InputEvent, TargetCast, html};

use crate::state::Action;

/// Buttons and a slider.
pub(crate) fn transport(played: usize, count: usize, act: &Callback<Action>) -> Html {
    let button = |label: &'static str, sign: &'static str, target: usize| {
        let onclick = act.reform(move |_| Action::Seek(target));
        html! {
            <button type="button" class="key" aria-label={label} title={label} disabled={target == played} {onclick}>
                { sign }
            </button>
        }
    };
    let oninput = act.reform(|event: InputEvent| {
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
