//! The Session region: who connects, what is played, the dialogue, the prompt.

use yew::{AttrValue, Callback, Html};

use super::log::log;
use super::picker::{Choice, Picker, choosing};
use super::prompt::Prompt;
use super::transcript::Dialogue;
use super::transport::transport;
use crate::element::{At, Element, el};
use crate::part::part;
use crate::people::Person;
use crate::script::{self, SCRIPTS};
use crate::state::{Action, State};

/// One session with the server.
pub(crate) fn session(state: &State, act: &Callback<Action>) -> Element {
    let dialogue = Dialogue {
        transcript: state.transcript.clone(),
    };
    let prompt = Prompt {
        next: state.transcript.next,
        typed: state.typed.clone(),
        act: act.clone(),
    };
    let pickers = el("div")
        .class("pickers")
        .put(client(state.person, act))
        .put(scripts(&state.inputs, act))
        .with(transport(state.played, state.inputs.len(), act));
    el("section")
        .class("session")
        .at(At::AriaLabelledby, "session")
        .with(el("h2").at(At::Id, "session").text("Session"))
        .with(pickers)
        .put(part(dialogue))
        .put(part(prompt))
        .with(log(&state.transcript.log))
}

fn client(chosen: Person, act: &Callback<Action>) -> Html {
    let choice = |person: Person| Choice::new(person.label().into(), person == chosen);
    let choices = Person::ALL.into_iter().map(choice).collect();
    let connect = |person: Person| Some(Action::Connect(person));
    let actions = Person::ALL.into_iter().map(connect).collect();
    part(Picker {
        label: "Client".into(),
        choices,
        choose: choosing(act, actions),
    })
}

/// The scripts, and last what the learner says without one.
fn scripts(inputs: &[AttrValue], act: &Callback<Action>) -> Html {
    let chosen = script::of(inputs);
    let mut choices = Vec::new();
    let mut actions = Vec::new();
    for (index, script) in SCRIPTS.iter().enumerate() {
        choices.push(Choice::new(script.name.into(), chosen == Some(index)));
        actions.push(Some(Action::Take(index)));
    }
    choices.push(Choice::new("your own words".into(), chosen.is_none()));
    actions.push(Some(Action::Restart));
    part(Picker {
        label: "Says".into(),
        choices,
        choose: choosing(act, actions),
    })
}
