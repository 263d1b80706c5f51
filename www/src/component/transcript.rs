//! The session in one of its four views: what client and server said, line by line.

use yew::{AttrValue, HookContext, Html};

use super::failure::start_failure;
use super::missing::not_offered;
use super::octets::{Payloads, octets, payloads};
use super::reply_line::{client_line, server_line};
use crate::bench::{Bench, Event, Line, Transcript, Turn};
use crate::diff::Mark;
use crate::element::{At, Element, Keys, el, list, list_by_key};
use crate::look::{Kind, Look, Place};
use crate::part::{Part, part_by_key};
use crate::people::Person;
use crate::shared::Shared;

/// The log that screen readers announce.
#[derive(PartialEq)]
pub(crate) struct Dialogue {
    pub(crate) bench: Shared<Bench>,
    pub(crate) person: Person,
    pub(crate) transcript: Shared<Transcript>,
    pub(crate) look: Look,
    /// Why a mail client says each line, and last how it ended.
    pub(crate) reasons: Shared<Vec<AttrValue>>,
    /// Whose reason stays in sight.
    pub(crate) pinned: Option<Place>,
}

impl Part for Dialogue {
    fn show(&self, _: &mut HookContext) -> Html {
        let payloads = match self.look {
            Look::Bytes => payloads(&self.bench, &self.person, &self.transcript),
            Look::Dialogue | Look::Raw | Look::Diagram => Vec::new(),
        };
        let turns = self.transcript.turns.iter().enumerate();
        let turns = turns.map(|(at, turn)| self.turn(at, turn, payloads.get(at)));
        let turns = list(turns.collect());
        let failure = self.transcript.failure.as_ref().map(start_failure);
        let ends = (self.look == Look::Diagram).then(|| ends(&self.person, &self.bench));
        el("div")
            .class(self.look.class())
            .at(At::Role, "log")
            .at(At::AriaLabel, "Transcript")
            .at(At::Tabindex, "0")
            .perhaps(failure)
            .perhaps(ends)
            .with(el("ol").put(turns))
            .html()
    }
}

impl Dialogue {
    /// Lines are known by their texts, so that a new one leaves the others as they are.
    fn turn(&self, turn_id: usize, turn: &Turn, payloads: Option<&Payloads>) -> Html {
        let look = self.look;
        let mut keys = Keys::default();
        let mut lines: Vec<Html> = Vec::new();
        if let Some(event @ Event::Wrapped) = turn.event {
            lines.push(happened(event, &mut keys));
        }
        if let Some(sent) = &turn.sent {
            let reason = turn_id.checked_sub(1).and_then(|at| self.reasons.get(at));
            let reason = reason.filter(|_| look == Look::Dialogue);
            let line = client_line(look, sent, reason).key(keys.of(sent));
            lines.push(with_octets(line, sent, payloads.map(|both| &both.client)));
        }
        for (at, line) in turn.lines.iter().enumerate() {
            // What is gone is part of the dialogue alone.
            if line.mark == Mark::Removed && look != Look::Dialogue {
                continue;
            }
            let kind = Kind::Line;
            let place = Place {
                turn: turn_id,
                kind,
                at,
            };
            let key = keys.of(&line.text);
            let said = Said {
                look,
                line: line.clone(),
                place,
                is_pinned: self.pinned == Some(place),
            };
            lines.push(match payloads {
                Some(both) => octets(said.element().key(key), &line.text, both.server.as_ref()),
                None => part_by_key(key, said),
            });
        }
        if !turn.missing.is_empty() && look == Look::Dialogue {
            let missing = not_offered(turn_id, &turn.missing, self.pinned);
            lines.push(missing.key(keys.of("not offered")).html());
        }
        match turn.event {
            Some(event @ (Event::Handshake | Event::Closed)) => {
                lines.push(happened(event, &mut keys));
            }
            Some(Event::Wrapped) | None => {}
        }
        let is_last = turn_id > 0 && turn_id + 1 == self.reasons.len() && look == Look::Dialogue;
        if let Some(end) = self.reasons.last().filter(|_| is_last) {
            let item = el("li").class("event").text("The mail client: ");
            lines.push(item.say(end).key(keys.of(end)).html());
        }
        list_by_key(turn_id, lines)
    }
}

/// A line of the server.
#[derive(PartialEq)]
struct Said {
    look: Look,
    line: Line,
    place: Place,
    is_pinned: bool,
}

impl Said {
    fn element(&self) -> Element {
        server_line(self.look, &self.line, self.place, self.is_pinned)
    }
}

impl Part for Said {
    fn show(&self, _: &mut HookContext) -> Html {
        self.element().html()
    }
}

fn with_octets(line: Element, text: &str, payload: Option<&super::octets::Payload>) -> Html {
    match payload {
        Some(payload) => octets(line, text, payload.as_ref()),
        None => line.html(),
    }
}

/// Who talks to whom, above the lines of life.
#[inline(never)]
fn ends(person: &Person, bench: &Bench) -> Element {
    el("p")
        .class("ends")
        .with(el("span").say(&person.label()))
        .with(el("span").show(bench.name()))
}

#[inline(never)]
fn happened(event: Event, keys: &mut Keys) -> Html {
    let what = match event {
        Event::Wrapped | Event::Handshake => "TLS handshake: the rest is encrypted",
        Event::Closed => "the server has closed the connection",
    };
    el("li").class("event").text(what).key(keys.of(what)).html()
}
