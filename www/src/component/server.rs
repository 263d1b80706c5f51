//! The Server region: the HOWTO's settings as steps, main.cf as text, every parameter,
//! and what stands around main.cf, each behind a tab.

mod field;
mod loading;
mod master;
mod parameters;
mod tables;
mod users;

use std::rc::Rc;

use yew::{Callback, HookContext, Html};

use super::editor::Editor;
use super::mechanisms::mechanisms;
use super::order::Order;
use super::switch::switch;
use super::tablist::tablist;
use super::{realm, security};
use crate::draft::Control;
use crate::element::{At, Element, button, el};
use crate::kept::{Kept, When, after, keep};
use crate::part::{Part, memo, part_by_key};
use crate::state::{Action, State};

/// In the order of the tabs.
const VIEWS: [&str; 6] = [
    "Switches",
    "main.cf",
    "Parameters",
    "Users",
    "Tables",
    "master.cf",
];

/// The id of what they lead to (`ts/shell/keys.ts` knows it).
const PANEL: &str = "server-panel";

/// The place of the editor among them.
const EDITOR: usize = 1;

/// What can be changed about the server.
pub(crate) struct Server {
    pub(crate) state: Rc<State>,
    pub(crate) act: Callback<Action>,
}

impl PartialEq for Server {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.state, &other.state)
    }
}

impl Part for Server {
    fn show(&self, hooks: &mut HookContext) -> Html {
        let Self { state, act } = self;
        let shown = keep(hooks, || 0);
        {
            // Whoever points at a line wants to see it.
            let pointed = state.pointed.as_ref();
            let when = pointed.map_or(When::FIRST, |line| When::another(line.any()));
            let (shown, is_pointed) = (shown.clone(), pointed.is_some());
            let unfold = move || {
                if is_pointed {
                    shown.set(EDITOR);
                }
            };
            after(hooks, when, Box::new(unfold));
        }
        let view = match *shown {
            0 => steps(state, act).html(),
            EDITOR => part_by_key(1, editor(state, act)),
            other => behind(other, state, act),
        };
        let name = VIEWS.get(*shown).copied().unwrap_or_default();
        let panel = el("div")
            .at(At::Role, "tabpanel")
            .at(At::Id, PANEL)
            .at(At::AriaLabel, name);
        let tool = |name: &'static str, tool: &'static str| {
            button().class("plain").at(At::DataTool, tool).text(name)
        };
        let head = el("div")
            .class("region-head")
            .with(el("h2").at(At::Id, "server").text("Server"))
            .with(tool("Import…", "import"))
            .with(tool("Export…", "export"));
        el("section")
            .class("server")
            .at(At::AriaLabelledby, "server")
            .with(head)
            .put(memo(shown, views))
            .with(panel.put(view))
            .put(memo(
                (state.is_stale(), state.reload, act.clone()),
                |(is_stale, reload, act)| loading::loading(*is_stale, *reload, act),
            ))
            .html()
    }
}

/// The tabs of the views.
fn views(shown: &Kept<usize>) -> Element {
    let mut tabs = VIEWS.map(|name| (name, false));
    if let Some((_, is_shown)) = tabs.get_mut(**shown) {
        *is_shown = true;
    }
    let shown = shown.clone();
    let choose = Callback::from(move |view| shown.set(view));
    tablist("Server views", PANEL, &tabs, &choose)
}

/// What is behind the other tabs.
#[inline(never)] // or it would be loaded with what calls it
fn behind(view: usize, state: &State, act: &Callback<Action>) -> Html {
    match view {
        2 => {
            let (draft, act) = (state.draft.clone(), act.clone());
            part_by_key(2, parameters::Parameters { draft, act })
        }
        3 => users::users(&state.around, act),
        4 => {
            let tables = tables::Tables {
                text: state.text.clone(),
                around: state.around.clone(),
                bench: state.bench.clone(),
                act: act.clone(),
            };
            part_by_key(4, tables)
        }
        _ => master::master(&state.around, act),
    }
}

fn editor(state: &State, act: &Callback<Action>) -> Editor {
    Editor {
        text: state.text.clone(),
        draft: state.draft.clone(),
        pointed: state.pointed.clone(),
        act: act.clone(),
    }
}

/// A parameter in a step of the HOWTO.
#[derive(PartialEq)]
struct Shown {
    name: &'static str,
    control: Control,
    act: Callback<Action>,
}

fn steps(state: &State, act: &Callback<Action>) -> Element {
    let draft = &state.draft;
    let control = |name: &'static str, make: fn(&Shown) -> Element| {
        let act = act.clone();
        let control = draft.control(name);
        let control = control.map(|control| memo(Shown { name, control, act }, make));
        control.unwrap_or_default()
    };
    let toggle = |name| control(name, |of| switch(of.name, &of.control, &of.act));
    let options = control(security::NAME, |of| {
        security::security(&of.control, &of.act)
    });
    let realm = control(realm::NAME, |of| realm::realm(&of.control, &of.act));
    let list = (state.bench.sasl(), act.clone());
    let auth = step("Enable AUTH")
        .put(toggle("smtpd_sasl_auth_enable"))
        .put(memo(list, |(list, act)| mechanisms(list, act)));
    let relay = step("Who may relay")
        .put(order(draft.control(RELAY), RELAY, act))
        .put(order(draft.control(RECIPIENT), RECIPIENT, act));
    el("ol")
        .class("steps")
        .with(auth)
        .with(step("Security options").put(options))
        .with(step("Realm").put(realm))
        .with(step("AUTH= for old clients").put(toggle("broken_sasl_auth_clients")))
        .with(relay)
}

const RELAY: &str = "smtpd_relay_restrictions";
const RECIPIENT: &str = "smtpd_recipient_restrictions";

fn step(title: &'static str) -> Element {
    el("li").with(el("h3").text(title))
}

/// Parts change places as rows come and go; a name of the table stands in one place.
pub(super) fn key(name: &'static str) -> usize {
    name.as_ptr().addr()
}

/// A restriction list, if the release has it.
pub(super) fn order(control: Option<Control>, name: &'static str, act: &Callback<Action>) -> Html {
    let Some(Control { items, note, .. }) = control else {
        return Html::default();
    };
    let order = Order {
        name,
        items,
        note,
        act: act.clone(),
    };
    part_by_key(key(name), order)
}
