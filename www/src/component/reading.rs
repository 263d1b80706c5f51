//! The session as it is read: four views of it, and why each line is there. To point at
//! a line shows its reason below the log, where there is room for it; to press keeps it.

use wasm_bindgen::JsCast;
use yew::{AttrValue, Callback, Event, HookContext, Html, KeyboardEvent, TargetCast};

use super::picker::chosen;
use super::tablist::tablist;
use super::transcript::Dialogue;
use super::why_panel::{about, nothing};
use crate::bench::{Bench, Transcript};
use crate::deed::Heard;
use crate::element::{At, Element, el};
use crate::kept::{Kept, When, after, keep};
use crate::look::{Look, Place};
use crate::part::{Part, part};
use crate::people::Person;
use crate::port;
use crate::rest::Arrived;
use crate::shared::Shared;
use crate::state::Action;

/// The log between its tabs and the reasons.
#[derive(PartialEq)]
pub(crate) struct Reading {
    pub(crate) bench: Shared<Bench>,
    pub(crate) person: Person,
    pub(crate) transcript: Shared<Transcript>,
    /// main.cf as the server has read it.
    pub(crate) loaded: AttrValue,
    pub(crate) look: Look,
    /// Why a mail client says what it says.
    pub(crate) reasons: Shared<Vec<AttrValue>>,
    /// Whether the second half of the wasm is there.
    pub(crate) arrived: Arrived,
    pub(crate) act: Callback<Action>,
}

/// What is read, for the panel.
pub(crate) struct Read<'a> {
    pub(crate) transcript: &'a Transcript,
    pub(crate) loaded: &'a str,
    pub(crate) act: &'a Callback<Action>,
    pub(crate) close: Callback<()>,
}

/// The place whose reason is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Shown {
    #[default]
    Nothing,
    /// As long as nothing else is pointed at.
    Pointed(Place),
    /// Until it is closed.
    Pinned(Place),
}

impl Shown {
    const fn pinned(self) -> Option<Place> {
        match self {
            Self::Pinned(place) => Some(place),
            Self::Nothing | Self::Pointed(_) => None,
        }
    }
}

impl Part for Reading {
    fn show(&self, hooks: &mut HookContext) -> Html {
        let shown = keep(hooks, Shown::default);
        {
            let shown = shown.clone();
            let another = When::another(self.transcript.any());
            let fold = move || {
                if *shown != Shown::Nothing {
                    shown.set(Shown::Nothing);
                }
                port::follow();
            };
            after(hooks, another, Box::new(fold));
        }
        let again = keep(hooks, Look::default);
        if *again != self.look {
            again.set(self.look);
        }
        after(
            hooks,
            When::another(again.shared()),
            Box::new(port::back_to_place),
        );
        let heard = {
            let shown = shown.clone();
            Callback::from(move |event: Event| hear(&event, &shown))
        };
        let dialogue = Dialogue {
            bench: self.bench.clone(),
            person: self.person.clone(),
            transcript: self.transcript.clone(),
            look: self.look,
            reasons: self.reasons.clone(),
            pinned: shown.pinned(),
        };
        let log = el("div")
            .at(At::Id, "session-view")
            .at(At::Role, "tabpanel")
            .set(At::AriaLabel, self.look.name().into())
            .on(Heard::PointerOver, heard.clone())
            .on(Heard::FocusIn, heard.clone())
            .on(Heard::Click, heard.clone())
            .put(part(dialogue));
        let tabs = el("div").class("looks");
        el("div")
            .class("reading")
            .on(Heard::KeyDown, heard)
            .with(match self.arrived {
                Arrived::Yes => tabs.put(chosen(self.look as usize, &self.act, self::tabs)),
                Arrived::NotYet => tabs,
            })
            .with(log)
            .with(self.panel(&shown))
            .html()
    }
}

impl Reading {
    fn panel(&self, shown: &Kept<Shown>) -> Element {
        let panel = el("section")
            .class("why-panel")
            .at(At::Id, "why")
            .at(At::AriaLabel, "Why")
            .at(At::Tabindex, "0");
        let (place, is_pinned) = match **shown {
            Shown::Nothing => return panel.with(nothing()),
            Shown::Pointed(place) => (place, false),
            Shown::Pinned(place) => (place, true),
        };
        let close = {
            let shown = shown.clone();
            Callback::from(move |()| shown.set(Shown::Nothing))
        };
        let read = Read {
            transcript: &self.transcript,
            loaded: &self.loaded,
            act: &self.act,
            close,
        };
        panel.with(about(&read, place, is_pinned).unwrap_or_else(nothing))
    }
}

/// The views of the session.
#[inline(never)] // or it would be loaded with what calls it
fn tabs(shown: usize, act: &Callback<Action>) -> Html {
    let tabs = Look::ALL.map(|look| (look.name(), look as usize == shown));
    let act = act.clone();
    let choose = Callback::from(move |at: usize| {
        if let Some(look) = Look::ALL.get(at) {
            port::keep_place();
            act.emit(Action::Look(*look));
        }
    });
    tablist("Session views", "session-view", &tabs, &choose).html()
}

/// Pointing, focus, presses and keys, of all the lines at once.
#[inline(never)]
fn hear(event: &Event, shown: &Kept<Shown>) {
    if let Some(key) = event.dyn_ref::<KeyboardEvent>() {
        return press(key, shown);
    }
    let Some(place) = place_of(event) else {
        return;
    };
    let next = match (event.type_().as_str(), **shown) {
        ("click", Shown::Pinned(pinned)) if pinned == place => Shown::Pointed(place),
        ("click", _) => Shown::Pinned(place),
        // What is pinned stays.
        (_, pinned @ Shown::Pinned(_)) => pinned,
        (_, Shown::Nothing | Shown::Pointed(_)) => Shown::Pointed(place),
    };
    if next != **shown {
        shown.set(next);
    }
}

fn press(event: &KeyboardEvent, shown: &Kept<Shown>) {
    let key = event.key();
    if key == "Escape" {
        if **shown != Shown::Nothing {
            event.prevent_default();
            shown.set(Shown::Nothing);
        }
    } else if is_in_log(event) && port::go_to_line(&key) {
        event.prevent_default();
    }
}

fn place_of(event: &Event) -> Option<Place> {
    let target: web_sys::Element = event.target_dyn_into()?;
    let line = target.closest("[data-line]").ok()??;
    Place::read(&line.get_attribute("data-line")?)
}

fn is_in_log(event: &Event) -> bool {
    let target = event.target_dyn_into::<web_sys::Element>();
    let log = target.and_then(|target| target.closest(".transcript").ok());
    log.flatten().is_some()
}
