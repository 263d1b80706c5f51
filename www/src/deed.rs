//! What a learner does with an element, as an action. One listener does them all: a
//! closure at each place would be compiled for each.

use std::rc::Rc;

use saslab_smtpd::maincf::Edit;
use web_sys::HtmlInputElement;
use yew::virtual_dom::{Listener, ListenerKind};
use yew::{Callback, Event, TargetCast};

use crate::element::{At, Element};
use crate::foresight::{self, Turns};
use crate::state::Action;

impl Element {
    /// A click does this.
    #[inline(never)]
    pub(crate) fn does(self, act: &Callback<Action>, action: Action) -> Self {
        self.deed(act, Deed::Click(action))
    }

    /// A click does this, if there is something to do. If not, it keeps the focus all the
    /// same: whoever presses keys goes on from there.
    pub(crate) fn does_if(self, holds: bool, act: &Callback<Action>, action: Action) -> Self {
        match holds {
            true => self.does(act, action),
            false => self.at(At::AriaDisabled, "true"),
        }
    }

    /// This has a box in it: to tick or to clear it does so. What that would come to is
    /// foreseen when it is pointed at.
    #[inline(never)]
    pub(crate) fn ticks(self, act: &Callback<Action>, tick: Tick) -> Self {
        let Tick { is_on, on, off } = tick;
        let turns = Turns {
            actions: Rc::new([off, on]),
            next: usize::from(!is_on),
        };
        self.deed(act, Deed::Over(turns.clone()))
            .deed(act, Deed::Focus(turns.clone()))
            .deed(act, Deed::Tick(turns))
    }

    /// What is written into the field becomes an action.
    #[inline(never)]
    pub(crate) fn writes(self, act: &Callback<Action>, action: fn(String) -> Action) -> Self {
        self.deed(act, Deed::Write(action))
    }

    /// Any event of this kind is handed on.
    #[inline(never)]
    pub(crate) fn on(self, kind: Heard, callback: Callback<Event>) -> Self {
        self.listen(Rc::new(On { kind, callback }))
    }

    /// What stands in the field when it is left, or at Enter, is the parameter's value.
    #[inline(never)]
    pub(crate) fn sets(self, act: &Callback<Action>, name: &'static str) -> Self {
        self.deed(act, Deed::Set(name))
    }

    fn deed(self, act: &Callback<Action>, deed: Deed) -> Self {
        let act = act.clone();
        self.listen(Rc::new(Doing { act, deed }))
    }

    /// What is written into the field is handed on.
    #[inline(never)]
    pub(crate) fn on_text(self, callback: Callback<String>) -> Self {
        self.listen(Rc::new(Text(callback)))
    }
}

/// What a box does.
pub(crate) struct Tick {
    pub(crate) is_on: bool,
    /// When it is ticked.
    pub(crate) on: Action,
    /// When it is cleared.
    pub(crate) off: Action,
}

enum Deed {
    Click(Action),
    Tick(Turns),
    /// It is pointed at, by a pointer or by the focus.
    Over(Turns),
    Focus(Turns),
    Write(fn(String) -> Action),
    Set(&'static str),
}

struct Doing {
    act: Callback<Action>,
    deed: Deed,
}

impl Listener for Doing {
    fn kind(&self) -> ListenerKind {
        match self.deed {
            Deed::Click(_) => ListenerKind::onclick,
            Deed::Tick(_) | Deed::Set(_) => ListenerKind::onchange,
            Deed::Write(_) => ListenerKind::oninput,
            Deed::Over(_) => ListenerKind::onpointerover,
            Deed::Focus(_) => ListenerKind::onfocusin,
        }
    }

    fn handle(&self, event: Event) {
        self.act.emit(match &self.deed {
            Deed::Click(action) => action.clone(),
            Deed::Tick(turns) => match turns.at(field(&event).checked().into()) {
                Some(action) => action.clone(),
                None => return,
            },
            Deed::Over(turns) | Deed::Focus(turns) => return foresight::point(turns),
            Deed::Write(action) => action(field(&event).value()),
            Deed::Set(name) => Action::Edit(Edit::Set {
                name,
                value: field(&event).value(),
            }),
        });
    }

    fn passive(&self) -> bool {
        false
    }
}

struct Text(Callback<String>);

impl Listener for Text {
    fn kind(&self) -> ListenerKind {
        ListenerKind::oninput
    }

    fn handle(&self, event: Event) {
        self.0.emit(field(&event).value());
    }

    fn passive(&self) -> bool {
        false
    }
}

/// An event of which all of it is handed on.
#[derive(Clone, Copy)]
pub(crate) enum Heard {
    PointerOver,
    FocusIn,
    Click,
    KeyDown,
}

struct On {
    kind: Heard,
    callback: Callback<Event>,
}

impl Listener for On {
    fn kind(&self) -> ListenerKind {
        match self.kind {
            Heard::PointerOver => ListenerKind::onpointerover,
            Heard::FocusIn => ListenerKind::onfocusin,
            Heard::Click => ListenerKind::onclick,
            Heard::KeyDown => ListenerKind::onkeydown,
        }
    }

    fn handle(&self, event: Event) {
        self.callback.emit(event);
    }

    fn passive(&self) -> bool {
        false
    }
}

/// The field of an event. A `textarea` has its value by the same name.
fn field(event: &Event) -> HtmlInputElement {
    event.target_unchecked_into()
}
