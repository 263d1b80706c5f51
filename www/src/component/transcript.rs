//! The dialogue: what client and server said, each server line with its reason.

use yew::{Callback, HookContext, Html, KeyboardEvent};

use super::failure::start_failure;
use super::missing::not_offered;
use super::reply_line::{ServerLine, client_line, server_line};
use crate::bench::{Event, Transcript, Turn};
use crate::diff::Mark;
use crate::element::{At, el, list};
use crate::kept::{When, after, keep};
use crate::part::Part;
use crate::shared::Shared;

/// The log that screen readers announce.
#[derive(PartialEq)]
pub(crate) struct Dialogue {
    pub(crate) transcript: Shared<Transcript>,
}

/// A line of the dialogue by turn and place, and whether its reason is shown.
type Shown = Option<((usize, usize), bool)>;

impl Part for Dialogue {
    fn show(&self, hooks: &mut HookContext) -> Html {
        let shown = keep(hooks, || Shown::None);
        {
            let shown = shown.clone();
            let another = When::another(self.transcript.any());
            let fold = move || {
                if shown.is_some() {
                    shown.set(None);
                }
            };
            after(hooks, another, Box::new(fold));
        }
        let onkeydown = {
            let shown = shown.clone();
            Callback::from(move |event: KeyboardEvent| {
                if event.key() == "Escape" {
                    shown.set(shown.map(|(line, _)| (line, false)));
                }
            })
        };
        let expanded = |id: (usize, usize), mark: Mark| match *shown {
            Some((line, is_shown)) if line == id => is_shown,
            _ => matches!(mark, Mark::Added | Mark::Changed),
        };
        let mut nodes: Vec<Html> = Vec::new();
        for (turn_id, turn) in self.transcript.turns.iter().enumerate() {
            let mut lines: Vec<Html> = Vec::new();
            lines.extend(turn.sent.as_ref().map(|sent| client_line(sent).html()));
            for (line_id, line) in turn.lines.iter().enumerate() {
                let id = (turn_id, line_id);
                let expanded = expanded(id, line.mark);
                let shown = shown.clone();
                let toggle = Callback::from(move |_| shown.set(Some((id, !expanded))));
                let line = server_line(ServerLine {
                    id,
                    line,
                    expanded,
                    toggle,
                });
                lines.push(line.html());
            }
            lines.extend(besides(turn));
            nodes.push(list(lines));
        }
        let failure = self.transcript.failure.as_ref().map(start_failure);
        el("div")
            .class("transcript")
            .at(At::Role, "log")
            .at(At::AriaLabel, "Transcript")
            .at(At::Tabindex, "0")
            .on_key(onkeydown)
            .perhaps(failure)
            .with(el("ol").put(list(nodes)))
            .html()
    }
}

/// What follows the lines of a reply.
fn besides(turn: &Turn) -> [Html; 2] {
    let missing = match turn.missing.is_empty() {
        true => Html::default(),
        false => not_offered(&turn.missing).html(),
    };
    let event = turn.event.map(|event| match event {
        Event::Handshake => "TLS handshake: the rest is encrypted",
        Event::Closed => "the server has closed the connection",
    });
    let event = event.map(|text| el("li").class("event").text(text).html());
    [missing, event.unwrap_or_default()]
}
