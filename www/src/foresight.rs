//! What a press would come to, worked out while the learner points at the control: from
//! pointing to pressing takes longer than the work does. Nothing of it is shown before
//! the press, and what another state has overtaken by then is dropped.

use std::cell::RefCell;
use std::rc::Rc;

use yew::Reducible;

use crate::port;
use crate::rest;
use crate::state::{Action, State};

/// With longer texts than this, looking ahead would be felt.
const OCTETS: usize = 50_000;

/// What a control does in turns, and which of them is next.
#[derive(Clone)]
pub(crate) struct Turns {
    pub(crate) actions: Rc<[Action; 2]>,
    pub(crate) next: usize,
}

impl Turns {
    /// The one or the other.
    pub(crate) fn at(&self, turn: usize) -> Option<&Action> {
        self.actions.get(turn)
    }
}

/// Where an action leads from a state.
struct Foreseen {
    from: Rc<State>,
    action: Action,
    to: Rc<State>,
}

thread_local! {
    static POINTED: RefCell<Option<Turns>> = const { RefCell::new(None) };
    static FORESEEN: RefCell<Option<Foreseen>> = const { RefCell::new(None) };
}

/// A control is pointed at that does these.
#[inline(never)] // or it would be loaded with what calls it
pub(crate) fn point(turns: &Turns) {
    POINTED.set(Some(turns.clone()));
    look();
}

/// Looks ahead from the state that the page shows, if a control is pointed at.
#[inline(never)] // or it would be loaded with what calls it
pub(crate) fn look() {
    // Who may relay is asked in the second half of the wasm.
    if rest::is_linked()
        && let Some(from) = port::now()
    {
        look_from(&from);
    }
}

fn look_from(from: &Rc<State>) {
    let next = |turns: &Turns| turns.at(turns.next).cloned();
    let next = POINTED.with_borrow(|turns| turns.as_ref().and_then(next));
    let Some(action) = next.filter(|next| !knows(from, next)) else {
        return;
    };
    if from.text.len() + from.around.octets() > OCTETS {
        return;
    }
    let to = Rc::clone(from).reduce(action.clone());
    to.bench.relay();
    to.bench.offers();
    to.transcript.candidates();
    let from = Rc::clone(from);
    FORESEEN.set(Some(Foreseen { from, action, to }));
}

fn knows(from: &Rc<State>, action: &Action) -> bool {
    FORESEEN.with_borrow(|seen| seen.as_ref().is_some_and(|seen| seen.is(from, action)))
}

/// The state that an action leads to, if it was foreseen.
pub(crate) fn foreseen(from: &Rc<State>, action: &Action) -> Option<Rc<State>> {
    let seen = FORESEEN.take().filter(|seen| seen.is(from, action));
    // Whoever does something else points elsewhere by now.
    let mut turns = POINTED.take().filter(|_| seen.is_some());
    if let Some(turns) = &mut turns {
        turns.next ^= 1;
    }
    POINTED.set(turns);
    seen.map(|seen| seen.to)
}

impl Foreseen {
    fn is(&self, from: &Rc<State>, action: &Action) -> bool {
        Rc::ptr_eq(&self.from, from) && self.action == *action
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use saslab_smtpd::maincf::Edit;

    fn auth(value: &str) -> Action {
        let (name, value) = ("smtpd_sasl_auth_enable", value.to_owned());
        Action::Edit(Edit::Set { name, value })
    }

    fn pointed(state: State) -> Rc<State> {
        let from = Rc::new(state);
        POINTED.set(Some(Turns {
            actions: Rc::new([auth("no"), auth("yes")]),
            next: 1,
        }));
        look_from(&from);
        from
    }

    #[test]
    fn what_is_foreseen_is_what_the_press_would_have_made() {
        let from = pointed(State::default());
        let made = Rc::clone(&from).reduce(auth("yes"));
        let seen = foreseen(&from, &auth("yes")).unwrap();
        assert_eq!(seen.text, made.text);
        assert_eq!(seen.transcript.turns, made.transcript.turns);
        assert_eq!(*seen.bench.relay(), *made.bench.relay());
    }

    #[test]
    fn a_control_that_is_still_pointed_at_is_foreseen_the_other_way() {
        let from = pointed(State::default());
        let on = foreseen(&from, &auth("yes")).unwrap();
        look_from(&on);
        assert!(foreseen(&on, &auth("no")).is_some());
    }

    #[test]
    fn nothing_is_taken_from_another_state_or_for_another_action() {
        let from = pointed(State::default());
        assert!(foreseen(&Rc::new(State::default()), &auth("yes")).is_none());
        pointed(State::default());
        assert!(foreseen(&from, &auth("yes")).is_none());
        let from = pointed(State::default());
        assert!(foreseen(&from, &Action::Reload).is_none());
        // Nor is that control pointed at any more.
        look_from(&from);
        assert!(foreseen(&from, &auth("yes")).is_none());
    }

    #[test]
    fn with_a_long_text_nothing_is_foreseen() {
        let around = State::default().around.octets();
        let foresees = |octets| {
            let from = pointed(State::prepared(&"\n".repeat(octets - around), &[]));
            foreseen(&from, &auth("yes")).is_some()
        };
        assert!(foresees(50_000));
        assert!(!foresees(50_001));
    }
}
