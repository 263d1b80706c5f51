//! A switch for a parameter that is `yes` or `no`.

use saslab_smtpd::maincf::Edit;
use yew::Callback;

use crate::deed::Tick;
use crate::draft::Control;
use crate::element::{At, Element, checkbox, el};
use crate::state::Action;

/// The switch, named exactly as the parameter.
pub(crate) fn switch(name: &'static str, control: &Control, act: &Callback<Action>) -> Element {
    let set = |value: &str| {
        let value = value.to_owned();
        Action::Edit(Edit::Set { name, value })
    };
    let is_on = control.is_on();
    let tick = Tick {
        is_on,
        on: set("yes"),
        off: set("no"),
    };
    let field = checkbox(is_on).at(At::Role, "switch");
    let label = el("label").class("switch").ticks(act, tick).with(field);
    let note = el("span")
        .class("note")
        .with(el("b").say(&control.written))
        .text(", ")
        .say(&control.note);
    el("div")
        .class("setting")
        .with(label.with(el("code").text(name)))
        .with(note)
}
