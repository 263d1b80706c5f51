//! The Session region: who connects, what is played, the dialogue, the prompt. What the
//! first interaction does without is filled in when the second half of the wasm is there;
//! its place is kept.

use std::rc::Rc;

use saslab_explore::clients::{CLIENTS, Way};
use yew::{AttrValue, Callback, HookContext, Html};

use super::export::Export;
use super::fold::Fold;
use super::log::Log;
use super::picker::{Choice, Choose, Picker, choosing};
use super::player::Player;
use super::prompt::Prompt;
use super::reading::Reading;
use super::stage::stage;
use crate::element::{At, el};
use crate::kept::{When, after, keep};
use crate::part::{Part, part, part_by_key};
use crate::people::Person;
use crate::rest::{self, Arrived};
use crate::script::{self, SCRIPTS};
use crate::state::{Action, State};
use crate::uses::{Mailer, Uses, WAYS};

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
            person: state.person.clone(),
            transcript: state.transcript.clone(),
            loaded: state.loaded.clone(),
            look: state.look,
            reasons: state.reasons.clone(),
            arrived: *arrived,
            act: act.clone(),
        };
        let prompt = Prompt {
            transcript: state.transcript.clone(),
            typed: state.typed.clone(),
            arrived: *arrived,
            act: act.clone(),
        };
        let pickers = el("div")
            .class("pickers")
            .put(self.uses(*arrived))
            .put(match state.uses {
                Uses::Terminal => scripts(&state.inputs, act),
                Uses::Client(mailer) => ways(mailer, act),
            });
        let head = el("div")
            .class("session-head")
            .with(el("h2").at(At::Id, "session").text("Session"))
            .with(el("div").class("pickers").put(client(&state.person, act)))
            .put(self.export(*arrived));
        el("section")
            .class("session")
            .at(At::AriaLabelledby, "session")
            .with(head)
            .with(pickers)
            .put(self.stage(*arrived))
            .put(part(reading))
            .put(self.player(*arrived))
            .put(part(prompt))
            .put(part(Fold(Log(state.transcript.clone()))))
            .html()
    }
}

impl Session {
    /// Where the session stands.
    fn stage(&self, arrived: Arrived) -> Html {
        match (&self.state.transcript.session, arrived) {
            (Some(session), Arrived::Yes) => stage(session),
            (None, _) | (_, Arrived::NotYet) => el("div").class("stage").html(),
        }
    }

    fn uses(&self, arrived: Arrived) -> Html {
        match arrived {
            Arrived::Yes => part_by_key(
                2,
                Clients {
                    uses: self.state.uses,
                    act: self.act.clone(),
                },
            ),
            Arrived::NotYet => uses(vec![terminal(Uses::Terminal)], Callback::noop().into()),
        }
    }

    fn export(&self, arrived: Arrived) -> Html {
        match (&self.state.transcript.session, arrived) {
            (Some(_), Arrived::Yes) => part(Export),
            (None, _) | (_, Arrived::NotYet) => Html::default(),
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

/// A terminal, or a mail client of the table.
#[derive(PartialEq)]
struct Clients {
    uses: Uses,
    act: Callback<Action>,
}

impl Part for Clients {
    fn show(&self, _: &mut HookContext) -> Html {
        clients(self.uses, &self.act)
    }
}

fn clients(chosen: Uses, act: &Callback<Action>) -> Html {
    let mut choices = vec![terminal(chosen)];
    let mut actions = vec![Some(Action::Uses(Uses::Terminal))];
    for client in CLIENTS {
        let is_chosen = matches!(chosen, Uses::Client(mailer) if mailer.client == client);
        choices.push(Choice::new(client.name.into(), is_chosen));
        actions.push(Some(Action::Uses(Uses::Client(Mailer {
            client,
            way: Way::AsUsual,
        }))));
    }
    uses(choices, choosing(act, actions))
}

fn uses(choices: Vec<Choice>, choose: Choose) -> Html {
    part(Picker {
        label: "Uses".into(),
        choices,
        choose,
    })
}

fn terminal(chosen: Uses) -> Choice {
    Choice::new("a terminal".into(), chosen == Uses::Terminal)
}

/// What the user of a mail client says about TLS.
#[inline(never)]
fn ways(chosen: Mailer, act: &Callback<Action>) -> Html {
    let choice = |way: &(Way, &'static str, &str)| Choice::new(way.1.into(), way.0 == chosen.way);
    let choices = WAYS.iter().map(choice).collect();
    let action = |way: &(Way, &str, &str)| {
        Some(Action::Uses(Uses::Client(Mailer {
            way: way.0,
            ..chosen
        })))
    };
    let actions = WAYS.iter().map(action).collect();
    part_by_key(
        1,
        Picker {
            label: "TLS".into(),
            choices,
            choose: choosing(act, actions),
        },
    )
}

fn client(chosen: &Person, act: &Callback<Action>) -> Html {
    let mut people = Person::ALL.to_vec();
    if !people.contains(chosen) {
        people.push(chosen.clone());
    }
    let choice = |person: &Person| Choice::new(person.label(), person == chosen);
    let choices = people.iter().map(choice).collect();
    let connect = |person: Person| Some(Action::Connect(person));
    let actions = people.into_iter().map(connect).collect();
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
    part_by_key(
        0,
        Picker {
            label: "Says".into(),
            choices,
            choose: choosing(act, actions),
        },
    )
}
