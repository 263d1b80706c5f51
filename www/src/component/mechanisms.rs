//! Which mechanisms are installed: `mech_list` of Cyrus's smtpd.conf.

use yew::{AttrValue, Callback};

use crate::element::{At, Element, el};
use crate::state::Action;

/// The line of smtpd.conf as a text field.
pub(crate) fn mechanisms(value: &AttrValue, act: &Callback<Action>) -> Element {
    let label = el("label").at(At::For, "mech-list");
    let field = el("input")
        .at(At::Id, "mech-list")
        .class("field")
        .at(At::Type, "text")
        .value(value.clone())
        .writes(act, |value| Action::Mechanisms(value.into()))
        .verbatim();
    el("div")
        .class("setting")
        .with(label.with(el("code").text("mech_list")))
        .with(el("span").class("note").text("smtpd.conf of Cyrus SASL"))
        .with(field)
}
