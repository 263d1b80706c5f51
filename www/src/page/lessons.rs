//! The HOWTO as steps: each can be loaded into the Lab.

use std::rc::Rc;

use saslab_lessons::howto::{STEPS, Step};
use yew::{Callback, Html, MouseEvent};

use crate::element::{At, el};
use crate::state::{Action, State};

/// What the HOWTO does, one step after the other.
#[inline(never)] // or it would be loaded with what calls it
pub(crate) fn lessons(act: &Callback<Action>) -> Html {
    let step = |(index, step): (usize, &Step)| {
        let settings = el("code").text(step.settings);
        let settings = (!step.settings.is_empty()).then(|| {
            // On a telephone it is scrolled sideways, by keys as well.
            el("pre").at(At::Tabindex, "0").with(settings)
        });
        let load = el("a")
            .class("button")
            .at(At::Href, "#lab")
            .set(
                At::AriaLabel,
                ["Load into the Lab: ", step.title].concat().into(),
            )
            .on_click(load(index, act))
            .text("Load into the Lab");
        el("li")
            .with(el("h3").text(step.title))
            .with(el("p").text(step.about))
            .perhaps(settings)
            .with(load)
    };
    let note = el("p").class("note").text(
        "Each step loads the server as it stands after it, with the session that shows \
         what it did. Undo brings back what was in the Lab.",
    );
    let steps = STEPS.iter().enumerate().map(step).collect();
    el("section")
        .class("sheet")
        .at(At::AriaLabelledby, "howto")
        .with(el("h2").at(At::Id, "howto").text("The SMTP AUTH HOWTO"))
        .with(note)
        .with(el("ol").class("steps").all(steps))
        .html()
}

/// The link leads to the Lab by itself.
fn load(index: usize, act: &Callback<Action>) -> Callback<MouseEvent> {
    act.reform(move |_| {
        let lines = STEPS.get(index).map_or(&[][..], |step: &Step| step.client);
        let state = State::prepared(&saslab_lessons::howto::after(index), lines);
        Action::Open(Rc::new(state), "lesson")
    })
}
