//! The Session region: who connects, what is played, the dialogue, the prompt.

use yew::{AttrValue, Callback, Html, html};

use super::log::log;
use super::picker::{Choice, Picker};
use super::prompt::Prompt;
use super::transcript::Dialogue;
use super::transport::transport;
use crate::people::Person;
use crate::script::{self, SCRIPTS};
use crate::state::{Action, State};

/// One session with the server.
pub(crate) fn session(state: &State, act: &Callback<Action>) -> Html {
    html! {
        <section class="session" aria-labelledby="session">
            <h2 id="session">{ "Session" }</h2>
            <div class="pickers">
                <Picker label="Client" choices={people(state.person)} choose={connect(act)} />
                <Picker label="Says" choices={scripts(&state.inputs)} choose={take(act)} />
                { transport(state.played, state.inputs.len(), act) }
            </div>
            <Dialogue transcript={state.transcript.clone()} />
            <Prompt
                next={state.transcript.next}
                typed={state.typed.clone()}
                act={act.clone()}
            />
            { log(&state.transcript.log).html() }
        </section>
    }
}

fn people(chosen: Person) -> Vec<Choice> {
    let choice = |person: Person| Choice {
        label: person.label().into(),
        chosen: person == chosen,
    };
    Person::ALL.into_iter().map(choice).collect()
}

fn connect(act: &Callback<Action>) -> Callback<usize> {
    act.reform(|index: usize| {
        Action::Connect(Person::ALL.get(index).copied().unwrap_or(Person::Outsider))
    })
}

/// The scripts, and last what the learner says without one.
fn scripts(inputs: &[AttrValue]) -> Vec<Choice> {
    let chosen = script::of(inputs);
    let own = Choice {
        label: "your own words".into(),
        chosen: chosen.is_none(),
    };
    let scripts = SCRIPTS.iter().enumerate().map(|(index, script)| Choice {
        label: script.name.into(),
        chosen: chosen == Some(index),
    });
    scripts.chain([own]).collect()
}

fn take(act: &Callback<Action>) -> Callback<usize> {
    act.reform(|index: usize| match index < SCRIPTS.len() {
        true => Action::Take(index),
        false => Action::Restart,
    })
}
