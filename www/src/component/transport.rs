//! Where the session stands in what the client has to say: back, on, to the end.

use yew::Callback;

use crate::element::{At, Element, button, el};
use crate::state::Action;

/// Buttons and a slider.
pub(crate) fn transport(played: usize, count: usize, act: &Callback<Action>) -> Element {
    let key = |label: &'static str, sign: &'static str, target: usize| {
        button()
            .class("key")
            .at(At::AriaLabel, label)
            .at(At::Title, label)
            .when(target == played, At::Disabled)
            .does(act, Action::Seek(target))
            .text(sign)
    };
    let slider = el("input")
        .at(At::Type, "range")
        .at(At::AriaLabel, "Lines sent")
        .at(At::Min, "0")
        .set(At::Max, count.to_string().into())
        .value(played.to_string().into())
        .when(count == 0, At::Disabled)
        .writes(act, |value| Action::Seek(value.parse().unwrap_or(0)));
    el("div")
        .class("transport")
        .at(At::Role, "group")
        .at(At::AriaLabel, "Play")
        .with(key("To the greeting", "«", 0))
        .with(key("Step back", "‹", played.saturating_sub(1)))
        .with(key("Step", "›", (played + 1).min(count)))
        .with(key("To the end", "»", count))
        .with(slider)
        .with(
            el("span")
                .class("note")
                .number(played)
                .text(" of ")
                .number(count),
        )
}
