//! Where the session stands in what the client has to say: back, on, to the end, by
//! itself at one of three speeds, and to the next change; from there on, the client may
//! say something else.

use yew::{Callback, HookContext, Html};

use super::picker::{Choice, Picker};
use crate::diff::Changes;
use crate::element::{At, Element, button, el, sign};
use crate::kept::{When, after, keep};
use crate::part::{Part, part};
use crate::port;
use crate::state::Action;

/// Names, and the milliseconds between two lines.
const SPEEDS: [(&str, u32); 3] = [("0.5×", 2_000), ("1×", 1_000), ("2×", 500)];

/// Buttons and a slider.
#[derive(PartialEq)]
pub(crate) struct Player {
    pub(crate) played: usize,
    pub(crate) count: usize,
    pub(crate) changes: Changes,
    pub(crate) act: Callback<Action>,
}

/// Whether it plays, and how fast.
#[derive(Clone, Copy)]
struct Playing {
    runs: bool,
    speed: usize,
}

impl Part for Player {
    fn show(&self, hooks: &mut HookContext) -> Html {
        let playing = keep(hooks, || Playing {
            runs: false,
            speed: 1,
        });
        let Playing { runs, speed } = *playing;
        let set = Callback::from(move |next| playing.set(next));
        let goes_on = runs && self.played < self.count;
        let wait = {
            let next = Action::Seek(self.played + 1);
            let (act, set) = (self.act.clone(), set.clone());
            move || {
                if goes_on {
                    let pause = SPEEDS.get(speed).map_or(1_000, |(_, pause)| *pause);
                    port::in_time(pause, act.reform(move |()| next.clone()));
                } else {
                    port::stop_waiting();
                    if runs {
                        set.emit(Playing { runs: false, speed });
                    }
                }
            }
        };
        after(hooks, When::always(), Box::new(wait));
        let toggle = {
            let (act, set, at_end) = (self.act.clone(), set.clone(), self.played == self.count);
            Callback::from(move |_| {
                if at_end {
                    act.emit(Action::Seek(0));
                }
                let runs = !goes_on;
                set.emit(Playing { runs, speed });
            })
        };
        let (label, mark) = match goes_on {
            true => ("Pause", "⏸"),
            false => ("Play", "▶"),
        };
        let play = named(label, mark)
            .when(self.count == 0, At::Disabled)
            .on_click(toggle);
        let change = named("Next change", "±");
        let are_some = self.changes != Changes::None;
        let change = change.does_if(are_some, &self.act, Action::NextChange);
        let speeds = SPEEDS.iter().enumerate();
        let choice = |(at, (name, _)): (usize, &(&'static str, u32))| {
            Choice::new((*name).into(), at == speed)
        };
        let speeds = Picker {
            label: "Speed".into(),
            choices: speeds.map(choice).collect(),
            choose: set.reform(move |speed| Playing { runs, speed }).into(),
        };
        el("div")
            .class("player")
            .at(At::Role, "group")
            .at(At::AriaLabel, "Play")
            .with(self.key("To the greeting", "«", 0))
            .with(self.key("Step back", "‹", self.played.saturating_sub(1)))
            .with(play)
            .with(self.key("Step", "›", (self.played + 1).min(self.count)))
            .with(self.key("To the end", "»", self.count))
            .with(change)
            .with(self.fork())
            .with(self.slider())
            .put(part(speeds))
            .html()
    }
}

impl Player {
    fn key(&self, label: &'static str, mark: &'static str, target: usize) -> Element {
        named(label, mark).does_if(target != self.played, &self.act, Action::Seek(target))
    }

    fn fork(&self) -> Element {
        let follows = self.played < self.count;
        forking()
            .at(At::AriaLabel, "Fork here")
            .does_if(follows, &self.act, Action::Fork(self.played))
            .text("Fork")
    }

    fn slider(&self) -> Element {
        let slider = el("input")
            .at(At::Type, "range")
            .at(At::AriaLabel, "Lines sent")
            .at(At::Min, "0")
            .set(At::Max, self.count.to_string().into())
            .value(self.played.to_string().into())
            .when(self.count == 0, At::Disabled)
            .writes(&self.act, |value| Action::Seek(value.parse().unwrap_or(0)));
        let count = el("span")
            .class("note")
            .number(self.played)
            .text(" of ")
            .number(self.count);
        el("span").class("scrub").with(slider).with(count)
    }
}

/// Whoever forks goes on in words of their own.
#[inline(never)]
pub(super) fn fork(act: &Callback<Action>, turn: usize) -> Element {
    forking().does(act, Action::Fork(turn))
}

fn forking() -> Element {
    button().at(At::Title, "What follows is dropped; type on from here")
}

fn named(label: &'static str, mark: &'static str) -> Element {
    button()
        .class("key")
        .at(At::AriaLabel, label)
        .at(At::Title, label)
        .with(sign(mark))
}
