//! A labelled choice of one among several.

use web_sys::HtmlSelectElement;
use yew::{AttrValue, Callback, Event, HookContext, Html, NodeRef, TargetCast};

use crate::element::{Element, el};
use crate::kept::{When, after, keep};
use crate::part::{Part, part};
use crate::state::Action;

/// One option.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Choice {
    label: AttrValue,
    chosen: bool,
}

impl Choice {
    #[inline(never)]
    pub(crate) const fn new(label: AttrValue, chosen: bool) -> Self {
        Self { label, chosen }
    }
}

/// A `select` with its label.
#[derive(PartialEq)]
pub(crate) struct Picker {
    pub(crate) label: AttrValue,
    pub(crate) choices: Vec<Choice>,
    pub(crate) choose: Choose,
}

/// What the place of the option chosen is good for.
#[derive(Clone, PartialEq)]
pub(crate) enum Choose {
    /// It is handed on.
    Tell(Callback<usize>),
    /// The action of the same place is done. Compared by value: a choice that is the same
    /// as before need not be drawn again.
    Act(Callback<Action>, Vec<Option<Action>>),
}

impl Choose {
    fn chosen(&self, index: usize) {
        match self {
            Self::Tell(tell) => tell.emit(index),
            Self::Act(act, actions) => {
                if let Some(Some(action)) = actions.get(index) {
                    act.emit(action.clone());
                }
            }
        }
    }
}

impl From<Callback<usize>> for Choose {
    fn from(tell: Callback<usize>) -> Self {
        Self::Tell(tell)
    }
}

/// To choose is to do the action of the same place.
pub(crate) fn choosing(act: &Callback<Action>, actions: Vec<Option<Action>>) -> Choose {
    Choose::Act(act.clone(), actions)
}

/// What shows a choice, made again only when it is another one.
pub(crate) fn chosen(at: usize, act: &Callback<Action>, make: Make) -> Html {
    let act = act.clone();
    part(Chosen { at, act, make })
}

/// Makes it, out of the place of what is chosen.
type Make = fn(usize, &Callback<Action>) -> Html;

struct Chosen {
    at: usize,
    act: Callback<Action>,
    make: Make,
}

impl PartialEq for Chosen {
    /// A place has one and the same maker as long as it stands.
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at && self.act == other.act
    }
}

impl Part for Chosen {
    fn show(&self, _: &mut HookContext) -> Html {
        (self.make)(self.at, &self.act)
    }
}

impl Part for Picker {
    fn show(&self, hooks: &mut HookContext) -> Html {
        let chosen = self.choices.iter().position(|choice| choice.chosen);
        let index = chosen.and_then(|index| i32::try_from(index).ok());
        let index = index.unwrap_or(-1);
        let choose = self.choose.clone();
        let onchange = Callback::from(move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            let at = select.selected_index();
            // What is chosen is what the state says, also where it stays as it was.
            select.set_selected_index(index);
            choose.chosen(usize::try_from(at).unwrap_or(0));
        });
        let select = (*keep(hooks, NodeRef::default)).clone();
        {
            // An attribute would no longer count once the learner has chosen.
            let select = select.clone();
            let set = move || {
                if let Some(select) = select.cast::<HtmlSelectElement>() {
                    select.set_selected_index(index);
                }
            };
            after(hooks, When::always(), Box::new(set));
        }
        let option = |choice: &Choice| el("option").say(&choice.label);
        let options: Vec<Element> = self.choices.iter().map(option).collect();
        let select = el("select").reached_by(select).on_change(onchange);
        el("label")
            .class("picker")
            .with(el("span").say(&self.label))
            .with(select.all(options))
            .html()
    }
}
