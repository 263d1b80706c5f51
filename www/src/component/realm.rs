//! `smtpd_sasl_local_domain`: the realm that is added to a name without one.

use saslab_smtpd::maincf::Edit;
use yew::Callback;

use crate::draft::Control;
use crate::element::{At, Element, el};
use crate::state::Action;

/// The parameter.
pub(crate) const NAME: &str = "smtpd_sasl_local_domain";

/// A text field.
pub(crate) fn realm(control: &Control, act: &Callback<Action>) -> Element {
    let label = el("label").at(At::For, "realm");
    let field = el("input")
        .at(At::Id, "realm")
        .class("field")
        .at(At::Type, "text")
        .value(control.written.clone())
        .writes(act, |value| Action::Edit(Edit::Set { name: NAME, value }))
        .verbatim();
    el("div")
        .class("setting")
        .with(label.with(el("code").text(NAME)))
        .with(el("span").class("note").say(&control.note))
        .with(field)
}
