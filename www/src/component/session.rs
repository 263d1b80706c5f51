//! The Session region: who connects, what is played, the dialogue, the prompt.

use yew::{AttrValue, Callback, Html, Properties, component, html};

use super::log::Log;
use super::picker::{Choice, Picker};
use super::prompt::Prompt;
use super::transcript::Dialogue;
use super::transport::Transport;
use crate::bench::Transcript;
use crate::people::Person;
use crate::script::{self, SCRIPTS};
use crate::shared::Shared;
use crate::state::Action;

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) person: Person,
    pub(crate) inputs: Shared<Vec<AttrValue>>,
    pub(crate) played: usize,
    pub(crate) typed: Shared<Vec<AttrValue>>,
    pub(crate) transcript: Shared<Transcript>,
    pub(crate) act: Callback<Action>,
}

/// One session with the server.
#[component]
pub(crate) fn Session(props: &Props) -> Html {
    html! {
        <section class="session" aria-labelledby="session">
            <h2 id="session">{ "Session" }</h2>
            <div class="pickers">
                <Picker label="Client" choices={people(props.person)} choose={connect(props)} />
                <Picker label="Says" choices={scripts(&props.inputs)} choose={take(props)} />
                <Transport played={props.played} count={props.inputs.len()} act={props.act.clone()} />
            </div>
            <Dialogue transcript={props.transcript.clone()} />
            <Prompt
                next={props.transcript.next}
                typed={props.typed.clone()}
                act={props.act.clone()}
            />
            <Log lines={props.transcript.log.clone()} />
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

fn connect(props: &Props) -> Callback<usize> {
    props.act.reform(|index: usize| {
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

fn take(props: &Props) -> Callback<usize> {
    props
        .act
        .reform(|index: usize| match index < SCRIPTS.len() {
            true => Action::Take(index),
            false => Action::Restart,
        })
}
