//! The Server region: the HOWTO's settings as steps, and main.cf as text.

use yew::{Callback, Html};

use super::editor::Editor;
use super::mechanisms::mechanisms;
use super::order::Order;
use super::realm;
use super::security;
use super::switch::switch;
use crate::draft::Control;
use crate::element::{At, Element, el};
use crate::part::part;
use crate::state::{Action, State};

/// What can be changed about the server.
pub(crate) fn server(state: &State, act: &Callback<Action>) -> Element {
    let editor = Editor {
        text: state.text.clone(),
        draft: state.draft.clone(),
        reload: state.reload,
        stale: state.is_stale(),
        act: act.clone(),
    };
    el("section")
        .class("server")
        .at(At::AriaLabelledby, "server")
        .with(el("h2").at(At::Id, "server").text("Server"))
        .with(steps(state, act))
        .put(part(editor))
}

fn steps(state: &State, act: &Callback<Action>) -> Element {
    let draft = &state.draft;
    let toggle = |name: &'static str| {
        let control = draft.control(name);
        control.map(|control| switch(name, &control, act))
    };
    let options = draft.control(security::NAME);
    let options = options.map(|control| security::security(&control, act));
    let realm = draft.control(realm::NAME);
    let realm = realm.map(|control| realm::realm(control, act));
    let auth = step("Enable AUTH")
        .perhaps(toggle("smtpd_sasl_auth_enable"))
        .with(mechanisms(&state.mechanisms, act));
    let relay = step("Who may relay")
        .put(order(state, "smtpd_relay_restrictions", act))
        .put(order(state, "smtpd_recipient_restrictions", act));
    el("ol")
        .class("steps")
        .with(auth)
        .with(step("Security options").perhaps(options))
        .with(step("Realm").perhaps(realm))
        .with(step("AUTH= for old clients").perhaps(toggle("broken_sasl_auth_clients")))
        .with(relay)
}

fn step(title: &'static str) -> Element {
    el("li").with(el("h3").text(title))
}

/// A restriction list, if the release has it.
fn order(state: &State, name: &'static str, act: &Callback<Action>) -> Html {
    let Some(Control { items, note, .. }) = state.draft.control(name) else {
        return Html::default();
    };
    part(Order {
        name,
        items,
        note,
        act: act.clone(),
    })
}
