//! The HOWTO as steps: each can be loaded into the Lab.

use std::rc::Rc;

use saslab_lessons::howto::{STEPS, Step};
use yew::{Callback, Html, MouseEvent, html};

use crate::state::{Action, State};

/// What the HOWTO does, one step after the other.
#[inline(never)] // or it would be loaded with what calls it
pub(crate) fn lessons(act: &Callback<Action>) -> Html {
    let steps = STEPS.iter().enumerate().map(|(index, step)| {
        html! {
            <li>
                <h3>{ step.title }</h3>
                <p>{ step.about }</p>
                if !step.settings.is_empty() {
                    <pre><code>{ step.settings }</code></pre>
                }
                <a
                    class="button"
                    href="#lab"
                    aria-label={["Load into the Lab: ", step.title].concat()}
                    onclick={load(index, act)}
                >
                    { "Load into the Lab" }
                </a>
            </li>
        }
    });
    html! {
        <section class="sheet" aria-labelledby="howto">
            <h2 id="howto">{ "The SMTP AUTH HOWTO" }</h2>
            <p class="note">
                { "Each step loads the server as it stands after it, with the session that shows \
                   what it did. Undo brings back what was in the Lab." }
            </p>
            <ol class="steps">{ for steps }</ol>
        </section>
    }
}

/// The link leads to the Lab by itself.
fn load(index: usize, act: &Callback<Action>) -> Callback<MouseEvent> {
    act.reform(move |_| {
        let lines = STEPS.get(index).map_or(&[][..], |step: &Step| step.client);
        let state = State::prepared(&saslab_lessons::howto::after(index), lines);
        Action::Open(Rc::new(state), "lesson")
    })
}
