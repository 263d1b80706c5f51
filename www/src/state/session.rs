//! What the client says, how much of it, and who decides that.

use std::rc::Rc;

use yew::AttrValue;

use super::State;
use crate::bench::{Next, Turn};
use crate::diff::{self, Changes, Mark};
use crate::script::SCRIPTS;
use crate::shared::Shared;
use crate::uses::Uses;

impl State {
    /// Whether there is a change to go to.
    pub(crate) const fn changes(&self) -> Changes {
        match self.before {
            Some(_) => Changes::Marked,
            None => Changes::None,
        }
    }

    /// The lines that have been sent.
    pub(crate) fn sent(&self) -> &[AttrValue] {
        self.inputs.get(..self.played).unwrap_or(&self.inputs)
    }

    /// From here on the client says these lines, whatever the server is.
    pub(super) fn play(&mut self, inputs: Vec<AttrValue>, played: usize) {
        self.uses = Uses::Terminal;
        self.reasons = Shared::new(Vec::new());
        self.inputs = Shared::new(inputs);
        self.seek(played);
    }

    pub(super) fn seek(&mut self, played: usize) {
        self.played = played.min(self.inputs.len());
        self.replay();
    }

    #[inline(never)] // or it would be loaded with what calls it
    pub(super) fn fork(&mut self, turn: usize) {
        let inputs = self.inputs.iter().take(turn).cloned().collect();
        self.play(inputs, turn);
    }

    /// A terminal keeps the lines; a mail client says its own.
    #[inline(never)] // or it would be loaded with what calls it
    pub(super) fn use_client(&mut self, uses: Uses) {
        self.uses = uses;
        match uses {
            Uses::Terminal => self.reasons = Shared::new(Vec::new()),
            Uses::Client(_) => {
                self.played = usize::MAX;
                self.hear_client();
                self.replay();
            }
        }
    }

    /// A mail client answers the server that there is now. Where it had said all, it says
    /// all again.
    pub(super) fn hear_client(&mut self) {
        let Uses::Client(mailer) = self.uses else {
            return;
        };
        let Some(talk) = mailer.talk(&self.bench, &self.person) else {
            return;
        };
        let is_over = self.played >= self.inputs.len();
        self.played = match is_over {
            true => talk.lines.len(),
            false => self.played.min(talk.lines.len()),
        };
        self.inputs = Shared::new(talk.lines);
        self.reasons = Shared::new(talk.reasons);
    }

    /// To the end of the turn in which the next mark is, the first one after the last.
    #[inline(never)] // or it would be loaded with what calls it
    pub(super) fn next_change(&mut self) {
        let Some((bench, person)) = &self.before else {
            return;
        };
        let mut all = self.bench.replay(&self.person, &self.inputs);
        diff::mark(&bench.replay(person, &self.inputs), Rc::make_mut(&mut all));
        let marked = |turn: &Turn| turn.lines.iter().any(|line| line.mark != Mark::Same);
        let turns = all.turns.iter().enumerate();
        let marked: Vec<usize> = turns
            .filter_map(|(at, turn)| marked(turn).then_some(at))
            .collect();
        let next = marked.iter().find(|at| **at > self.played);
        if let Some(at) = next.or(marked.first()) {
            self.seek(*at);
        }
    }

    /// Sends lines; those that nobody hears any more are not sent.
    #[inline(never)] // or it would be loaded with what calls it
    pub(super) fn send(&mut self, lines: &[AttrValue]) {
        if self.transcript.next == Next::Nothing {
            return;
        }
        let before = self.played;
        let inputs = [self.sent(), lines].concat();
        let all = inputs.len();
        self.play(inputs, all);
        let heard = self.transcript.turns.len().saturating_sub(1);
        if heard < all {
            self.fork(heard);
        }
        let sent = lines.get(..heard.saturating_sub(before)).unwrap_or(lines);
        self.typed = Shared::new([&self.typed, sent].concat());
    }
}

/// The lines of a script.
pub(super) fn script(index: usize) -> Vec<AttrValue> {
    let lines = SCRIPTS.get(index).map_or(&[][..], |script| script.lines);
    lines.iter().copied().map(AttrValue::from).collect()
}
