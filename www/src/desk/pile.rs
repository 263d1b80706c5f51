//! The states that can be gone back to. A pile has all but its top in common with the one
//! that it was made of, so that laying a state on it costs the same however high it is.

use std::rc::Rc;

use yew::AttrValue;

use crate::state::State;

/// More steps than anybody goes back.
pub(super) const STEPS: usize = 200;

/// The texts of main.cf that are kept may be this long together.
pub(super) const OCTETS: usize = 16_000_000;

/// A state that can be gone back to, and what was done then.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) what: AttrValue,
    pub(super) state: Rc<State>,
}

/// Steps, of which the last one is reached first.
#[derive(Clone, Debug, Default)]
pub(super) struct Pile(Option<Rc<Top>>);

#[derive(Debug)]
struct Top {
    step: Step,
    below: Pile,
    /// How many steps there are with it, and how long their texts are together.
    height: usize,
    octets: usize,
}

impl Pile {
    pub(super) fn top(&self) -> Option<&Step> {
        self.0.as_ref().map(|top| &top.step)
    }

    pub(super) fn height(&self) -> usize {
        self.0.as_ref().map_or(0, |top| top.height)
    }

    fn octets(&self) -> usize {
        self.0.as_ref().map_or(0, |top| top.octets)
    }

    pub(super) fn push(&mut self, step: Step) {
        let octets = self.octets() + step.octets();
        self.0 = Some(Rc::new(Top {
            height: self.height() + 1,
            octets,
            step,
            below: Self(self.0.take()),
        }));
    }

    pub(super) fn pop(&mut self) -> Option<Step> {
        let top = self.0.take()?;
        self.0.clone_from(&top.below.0);
        Some(top.step.clone())
    }

    /// Keeps within the bounds; the last step always stays. To be cheap on the whole, it
    /// waits until there are twice as many steps as are kept.
    pub(super) fn forget(&mut self) {
        if self.height() <= STEPS * 2 && self.octets() <= OCTETS {
            return;
        }
        let (mut kept, mut octets) = (Vec::new(), 0);
        while let Some(step) = self.pop() {
            octets += step.octets();
            if !kept.is_empty() && (kept.len() == STEPS || octets > OCTETS) {
                break;
            }
            kept.push(step);
        }
        *self = Self::default();
        while let Some(step) = kept.pop() {
            self.push(step);
        }
    }
}

impl Step {
    fn octets(&self) -> usize {
        self.state.text.len() + self.state.around.octets()
    }
}
