//! The Server region: the HOWTO's settings as steps, and main.cf as text.

use saslab_smtpd::maincf::Edit;
use yew::{Callback, Html, html};

use super::editor::Editor;
use super::mechanisms::mechanisms;
use super::order::Order;
use super::realm;
use super::security;
use super::switch::switch;
use crate::draft::Control;
use crate::state::{Action, State};

/// What can be changed about the server.
pub(crate) fn server(state: &State, act: &Callback<Action>) -> Html {
    let edit: Callback<Edit> = act.reform(Action::Edit);
    html! {
        <section class="server" aria-labelledby="server">
            <h2 id="server">{ "Server" }</h2>
            { steps(state, act, &edit) }
            <Editor
                text={state.text.clone()}
                draft={state.draft.clone()}
                reload={state.reload}
                stale={state.is_stale()}
                act={act.clone()}
            />
        </section>
    }
}

fn steps(state: &State, act: &Callback<Action>, edit: &Callback<Edit>) -> Html {
    let draft = &state.draft;
    let toggle = |name: &'static str| {
        draft
            .control(name)
            .map(|control| switch(name, &control, edit))
    };
    let order = |name: &'static str| {
        draft.control(name).map(|Control { items, note, .. }| {
            html! { <Order {name} {items} {note} edit={edit.clone()} /> }
        })
    };
    let options = draft
        .control(security::NAME)
        .map(|control| security::security(&control, edit));
    let realm = draft
        .control(realm::NAME)
        .map(|control| realm::realm(control, edit));
    html! {
        <ol class="steps">
            <li>
                <h3>{ "Enable AUTH" }</h3>
                { for toggle("smtpd_sasl_auth_enable") }
                { mechanisms(&state.mechanisms, act) }
            </li>
            <li>
                <h3>{ "Security options" }</h3>
                { for options }
            </li>
            <li>
                <h3>{ "Realm" }</h3>
                { for realm }
            </li>
            <li>
                <h3>{ "AUTH= for old clients" }</h3>
                { for toggle("broken_sasl_auth_clients") }
            </li>
            <li>
                <h3>{ "Who may relay" }</h3>
                { for order("smtpd_relay_restrictions") }
                { for order("smtpd_recipient_restrictions") }
            </li>
        </ol>
    }
}
