//! `smtpd_sasl_local_domain`: the realm that is added to a name without one.

use saslab_smtpd::maincf::Edit;
use yew::Callback;

use crate::draft::Control;
use crate::element::{Element, el};
use crate::state::Action;

/// The parameter.
pub(crate) const NAME: &str = "smtpd_sasl_local_domain";

/// A text field.
pub(crate) fn realm(control: Control, act: &Callback<Action>) -> Element {
    let label = el("label").at("for", "realm");
    let field = el("input")
        .at("id", "realm")
        .class("field")
        .at("type", "text")
        .value(control.written)
        .writes(act, |value| Action::Edit(Edit::Set { name: NAME, value }))
        .verbatim();
    el("div")
        .class("setting")
        .with(label.with(el("code").text(NAME)))
        .with(el("span").class("note").say(&control.note))
        .with(field)
}
