//! A switch for a parameter that is `yes` or `no`.

use saslab_smtpd::maincf::Edit;
use yew::Callback;

use crate::draft::Control;
use crate::element::{At, Element, checkbox, el};
use crate::state::Action;

/// The switch, named exactly as the parameter.
pub(crate) fn switch(name: &'static str, control: &Control, act: &Callback<Action>) -> Element {
    let set = |value: &str| {
        let value = value.to_owned();
        Action::Edit(Edit::Set { name, value })
    };
    let field = checkbox(control.is_on())
        .at(At::Role, "switch")
        .ticks(act, set("yes"), set("no"));
    let label = el("label").class("switch").with(field);
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
