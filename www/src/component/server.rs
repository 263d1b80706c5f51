//! The Server region: the HOWTO's settings as steps, and main.cf as text.

use yew::{AttrValue, Callback, Html, Properties, component, html};

use super::editor::Editor;
use super::mechanisms::Mechanisms;
use super::order::Order;
use super::realm::{self, Realm};
use super::security::{self, Security};
use super::switch::Switch;
use crate::draft::{Control, Draft};
use crate::edit::Edit;
use crate::shared::Shared;
use crate::state::{Action, Reload};

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) text: AttrValue,
    pub(crate) draft: Shared<Draft>,
    pub(crate) mechanisms: AttrValue,
    pub(crate) reload: Reload,
    pub(crate) stale: bool,
    pub(crate) act: Callback<Action>,
}

/// What can be changed about the server.
#[component]
pub(crate) fn Server(props: &Props) -> Html {
    let edit: Callback<Edit> = props.act.reform(Action::Edit);
    html! {
        <section class="server" aria-labelledby="server">
            <h2 id="server">{ "Server" }</h2>
            { steps(props, &edit) }
            <Editor
                text={props.text.clone()}
                draft={props.draft.clone()}
                reload={props.reload}
                stale={props.stale}
                act={props.act.clone()}
            />
        </section>
    }
}

fn steps(props: &Props, edit: &Callback<Edit>) -> Html {
    let draft = &props.draft;
    let switch = |name: &'static str| {
        draft.control(name).map(|control| {
            let on = control.is_on();
            html! { <Switch {name} {on} written={control.written} note={control.note} edit={edit.clone()} /> }
        })
    };
    let order = |name: &'static str| {
        draft.control(name).map(|Control { words, note, .. }| {
            html! { <Order {name} {words} {note} edit={edit.clone()} /> }
        })
    };
    let options = draft
        .control(security::NAME)
        .map(|Control { words, note, .. }| {
            html! { <Security {words} {note} edit={edit.clone()} /> }
        });
    let realm = draft
        .control(realm::NAME)
        .map(|Control { written, note, .. }| {
            html! { <Realm {written} {note} edit={edit.clone()} /> }
        });
    html! {
        <ol class="steps">
            <li>
                <h3>{ "Enable AUTH" }</h3>
                { for switch("smtpd_sasl_auth_enable") }
                <Mechanisms value={props.mechanisms.clone()} act={props.act.clone()} />
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
                { for switch("broken_sasl_auth_clients") }
            </li>
            <li>
                <h3>{ "Who may relay" }</h3>
                { for order("smtpd_relay_restrictions") }
                { for order("smtpd_recipient_restrictions") }
            </li>
        </ol>
    }
}
