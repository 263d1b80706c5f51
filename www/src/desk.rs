//! What undo and redo need: the states that were, around the state that is. A state is
//! a handful of shared pointers, so that keeping it costs little.

mod pile;

use std::cell::Cell;
use std::mem;
use std::rc::Rc;

use yew::{AttrValue, Reducible};

use self::pile::{Pile, Step};
use crate::foresight;
use crate::state::{Action, State};

thread_local! {
    static FIRST: Cell<Option<Desk>> = const { Cell::new(None) };
}

/// Makes the desk that [`first`] gives.
pub(crate) fn open() {
    FIRST.set(Some(Desk::default()));
}

/// The desk that the page begins with.
pub(crate) fn first() -> Desk {
    FIRST.take().unwrap_or_default()
}

/// The state, what was before it, and what was undone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Desk {
    pub(crate) now: Rc<State>,
    past: Pile,
    future: Pile,
    run: Run,
}

/// What the last action was part of: a run is undone at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Run {
    /// Letters into main.cf.
    Letters,
    /// Letters into the list of mechanisms.
    Mechanisms,
    /// Letters into what stands around main.cf, by the words for it.
    Around(&'static str),
    /// The slider, or steps of the player.
    Scrub,
    /// Another view of the same: undo passes over it.
    Aside,
    /// Nothing that goes on.
    #[default]
    Over,
}

impl Desk {
    /// What undo would take back.
    pub(crate) fn undoes(&self) -> Option<&AttrValue> {
        self.past.top().map(|step| &step.what)
    }

    /// What redo would do again.
    pub(crate) fn redoes(&self) -> Option<&AttrValue> {
        self.future.top().map(|step| &step.what)
    }

    fn act(&mut self, action: Action) {
        if matches!(action, Action::Point(_)) {
            self.now = Rc::clone(&self.now).reduce(action);
            return;
        }
        let what = what(&action);
        let run = Run::of(&action, &self.now);
        let now = foresight::foreseen(&self.now, &action)
            .unwrap_or_else(|| Rc::clone(&self.now).reduce(action));
        if *now == *self.now {
            return;
        }
        if run == Run::Aside {
            self.now = now;
            return;
        }
        let goes_on = run != Run::Over && run == self.run && self.future.top().is_none();
        let state = mem::replace(&mut self.now, now);
        if !goes_on {
            self.past.push(Step { what, state });
            self.past.forget();
        }
        self.future = Pile::default();
        self.run = run;
    }

    /// Goes to the last state of one pile, and puts the present one onto the other.
    fn shift(&mut self, there: Way) {
        let (from, to) = match there {
            Way::Back => (&mut self.past, &mut self.future),
            Way::On => (&mut self.future, &mut self.past),
        };
        if let Some(Step { what, state }) = from.pop() {
            let state = mem::replace(&mut self.now, state);
            if self.now.pointed.is_some() {
                Rc::make_mut(&mut self.now).pointed = None;
            }
            to.push(Step { what, state });
            self.run = Run::Over;
        }
    }
}

#[derive(Clone, Copy)]
enum Way {
    Back,
    On,
}

impl Run {
    fn of(action: &Action, now: &State) -> Self {
        match action {
            Action::Write(text) if is_letter(&now.text, text) => Self::Letters,
            Action::Mechanisms(_) => Self::Mechanisms,
            Action::Type(_, what) => Self::Around(what),
            Action::Seek(_) | Action::NextChange => Self::Scrub,
            Action::Look(_) => Self::Aside,
            Action::Write(_)
            | Action::Apply { .. }
            | Action::Edit(_)
            | Action::Import { .. }
            | Action::Reload
            | Action::ReloadWhen(_)
            | Action::Install(_)
            | Action::Around(..)
            | Action::Point(_)
            | Action::See(_)
            | Action::Pin
            | Action::Unpin
            | Action::Connect(_)
            | Action::Take(_)
            | Action::Send(_)
            | Action::SendAll(_)
            | Action::Uses(_)
            | Action::Fork(_)
            | Action::Restart
            | Action::Show(..)
            | Action::Open(..)
            | Action::Undo
            | Action::Redo => Self::Over,
        }
    }
}

/// Whether a text became another one by one letter, which is no end of a line.
fn is_letter(before: &str, after: &str) -> bool {
    let (long, short) = if before.len() < after.len() {
        (after, before)
    } else {
        (before, after)
    };
    let alike = |one: &str, other: &str| {
        one.bytes()
            .zip(other.bytes())
            .take_while(|(a, b)| a == b)
            .count()
    };
    let start = alike(long, short);
    let letter = long.len() - short.len();
    let (long, short) = (long.as_bytes(), short.as_bytes());
    let is_one = letter <= 4 && long.get(start + letter..) == short.get(start..);
    is_one && long.get(start) != Some(&b'\n')
}

/// An action in the words of the buttons: `Undo: …`.
fn what(action: &Action) -> AttrValue {
    AttrValue::Static(match action {
        Action::Write(_) => "text of main.cf",
        Action::Apply { .. } => "fix",
        Action::Edit(edit) => edit.name(),
        Action::Import { .. } => "import",
        Action::Reload => "postfix reload",
        Action::ReloadWhen(_) => "reload after each edit",
        Action::Install(_) => "Postfix release",
        Action::Mechanisms(_) => "mech_list",
        Action::See(_) => "what the server sees",
        Action::Pin => "pin",
        Action::Unpin => "unpin",
        Action::Connect(_) => "client",
        Action::Take(_) => "script",
        Action::Seek(_) => "position",
        Action::Send(_) => "line sent",
        Action::SendAll(_) => "lines sent",
        Action::Uses(_) => "mail client",
        Action::Fork(_) => "fork",
        Action::NextChange => "position",
        Action::Look(_) => "view",
        Action::Restart => "connect again",
        Action::Show(..) => "session shown",
        Action::Open(_, what) | Action::Around(_, what) | Action::Type(_, what) => what,
        Action::Undo | Action::Redo | Action::Point(_) => "",
    })
}

impl Reducible for Desk {
    type Action = Action;

    fn reduce(mut self: Rc<Self>, action: Action) -> Rc<Self> {
        let desk = Rc::make_mut(&mut self);
        if matches!(action, Action::Undo) {
            desk.shift(Way::Back);
        } else if matches!(action, Action::Redo) {
            desk.shift(Way::On);
        } else {
            desk.act(action);
        }
        self
    }
}

#[cfg(test)]
mod tests;
