//! When the server reads what was edited: `postfix reload`, by hand or after each edit.

use yew::Callback;

use crate::deed::Tick;
use crate::element::{At, Element, button, checkbox, el};
use crate::state::{Action, Reload};

/// The button, the switch, and where the server stands.
pub(super) fn loading(is_stale: bool, reload: Reload, act: &Callback<Action>) -> Element {
    let (class, says) = match is_stale {
        true => (
            "wanted",
            "edited: the server still runs what it read before",
        ),
        false => ("", "the server has read this text"),
    };
    let button = button()
        .class(class)
        .does(act, Action::Reload)
        .text("postfix reload");
    let is_on = reload == Reload::AfterEachEdit;
    let tick = Tick {
        is_on,
        on: Action::ReloadWhen(Reload::AfterEachEdit),
        off: Action::ReloadWhen(Reload::WhenAsked),
    };
    let after_each_edit = checkbox(is_on).at(At::Role, "switch");
    let after_each_edit = el("label")
        .class("switch")
        .ticks(act, tick)
        .with(after_each_edit)
        .with(el("span").text("reload after each edit"));
    let says = el("span").class("note").at(At::Role, "status").text(says);
    el("div")
        .class("loading")
        .with(button)
        .with(after_each_edit)
        .with(says)
}
