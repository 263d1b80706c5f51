//! Which mechanisms are installed: `mech_list` of Cyrus's smtpd.conf, or
//! `auth_mechanisms` of Dovecot.

use saslab_smtpd::sasl::Implementation;
use yew::{AttrValue, Callback};

use crate::element::{At, Element, el};
use crate::state::Action;

/// The line as a text field.
pub(crate) fn mechanisms(
    (asked, value): &(Implementation, AttrValue),
    act: &Callback<Action>,
) -> Element {
    let (name, of) = match asked {
        Implementation::Cyrus => ("mech_list", "smtpd.conf of Cyrus SASL"),
        Implementation::Dovecot => ("auth_mechanisms", "of Dovecot"),
    };
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
        .with(label.with(el("code").text(name)))
        .with(el("span").class("note").text(of))
        .with(field)
}
