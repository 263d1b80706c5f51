//! A labelled choice of one among several.

use web_sys::HtmlSelectElement;
use yew::{AttrValue, Callback, Event, HookContext, Html, NodeRef, TargetCast};

use crate::element::{Element, el};
use crate::kept::{When, after, keep};
use crate::part::Part;
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
    /// Called with the place of the option chosen.
    pub(crate) choose: Callback<usize>,
}

/// To choose is to do the action of the same place.
pub(crate) fn choosing(act: &Callback<Action>, actions: Vec<Option<Action>>) -> Callback<usize> {
    let act = act.clone();
    Callback::from(move |index: usize| {
        if let Some(Some(action)) = actions.get(index) {
            act.emit(action.clone());
        }
    })
}

impl Part for Picker {
    fn show(&self, hooks: &mut HookContext) -> Html {
        let choose = self.choose.clone();
        let onchange = Callback::from(move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            choose.emit(usize::try_from(select.selected_index()).unwrap_or(0));
        });
        let select = (*keep(hooks, NodeRef::default)).clone();
        {
            // An attribute would no longer count once the learner has chosen.
            let chosen = self.choices.iter().position(|choice| choice.chosen);
            let index = chosen.and_then(|index| i32::try_from(index).ok());
            let select = select.clone();
            let set = move || {
                if let Some(select) = select.cast::<HtmlSelectElement>() {
                    select.set_selected_index(index.unwrap_or(-1));
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
