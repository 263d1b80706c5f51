//! The Session region: who connects, what is played, the dialogue, the prompt. What the
//! first interaction does without is filled in when the second half of the wasm is there;
//! its place is kept.

use std::rc::Rc;

use yew::{AttrValue, Callback, HookContext, Html};

use super::log::log;
use super::picker::{Choice, Picker, choosing};
use super::player::Player;
use super::prompt::Prompt;
use super::reading::Reading;
use super::stage::stage;
use crate::element::{At, Element, el};
use crate::kept::{When, after, keep};
use crate::part::{Part, part};
use crate::people::Person;
use crate::rest::{self, Arrived};
use crate::script::{self, SCRIPTS};
use crate::state::{Action, State};

/// One session with the server.
pub(crate) struct Session {
    pub(crate) state: Rc<State>,
    pub(crate) act: Callback<Action>,
}

impl PartialEq for Session {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.state, &other.state) && self.act == other.act
    }
}

impl Part for Session {
    fn show(&self, hooks: &mut HookContext) -> Html {
        let arrived = keep(hooks, || Arrived::NotYet);
        {
            let arrived = arrived.clone();
            let tell = move || rest::tell(move || arrived.set(Arrived::Yes));
            after(hooks, When::FIRST, Box::new(tell));
        }
        let Self { state, act } = self;
        let reading = Reading {
            bench: state.bench.clone(),
            person: state.person,
            transcript: state.transcript.clone(),
            loaded: state.loaded.clone(),
            look: state.look,
            arrived: *arrived,
            act: act.clone(),
        };
        let prompt = Prompt {
            next: state.transcript.next,
            typed: state.typed.clone(),
            act: act.clone(),
        };
        let pickers = el("div")
            .class("pickers")
            .put(client(state.person, act))
            .put(scripts(&state.inputs, act));
        el("section")
            .class("session")
            .at(At::AriaLabelledby, "session")
            .with(el("h2").at(At::Id, "session").text("Session"))
            .with(pickers)
            .with(self.stage(*arrived))
            .put(part(reading))
            .put(self.player(*arrived))
            .put(part(prompt))
            .with(log(&state.transcript.log))
            .html()
    }
}

impl Session {
    /// Where the session stands.
    fn stage(&self, arrived: Arrived) -> Element {
        match (&self.state.transcript.session, arrived) {
            (Some(session), Arrived::Yes) => stage(session),
            (None, _) | (_, Arrived::NotYet) => el("div").class("stage"),
        }
    }

    fn player(&self, arrived: Arrived) -> Html {
        match arrived {
            Arrived::Yes => self.whole_player(),
            Arrived::NotYet => el("div").class("player").html(),
        }
    }

    #[inline(never)] // or it would be loaded with what calls it
    fn whole_player(&self) -> Html {
        part(Player {
            played: self.state.played,
            count: self.state.inputs.len(),
            changes: self.state.changes(),
            act: self.act.clone(),
        })
    }
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
