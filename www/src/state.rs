//! The state of the page and its reducer. No DOM: what is shown follows from the
//! text of main.cf, the release, the client and the client's lines, always by
//! replaying; the history of a session is the list of those lines.

use std::mem;
use std::rc::Rc;

use saslab_explore::Lens;
use saslab_lessons::howto;
use saslab_smtpd::maincf::{Edit, Word};
use saslab_smtpd::release::Release;
use yew::{AttrValue, Reducible};

use crate::around::Around;
use crate::bench::{Bench, Transcript};
use crate::diff;
use crate::draft::Draft;
use crate::look::Look;
use crate::people::Person;
use crate::setup::Setup;
use crate::shared::Shared;
use crate::snapshot::Parts;
use crate::uses::Uses;

mod action;

pub(crate) use action::Action;

/// When the server reads main.cf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reload {
    /// At once.
    AfterEachEdit,
    /// When the learner says `postfix reload`.
    WhenAsked,
}

/// Everything the page shows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct State {
    /// main.cf as edited.
    pub(crate) text: AttrValue,
    /// main.cf as the server has read it.
    pub(crate) loaded: AttrValue,
    /// main.cf as it came from outside, before all edits.
    pub(crate) base: AttrValue,
    pub(crate) reload: Reload,
    pub(crate) release: Release,
    /// The mechanisms installed: `mech_list` of smtpd.conf.
    pub(crate) mechanisms: AttrValue,
    /// Users, files, master.cf and what is supposed.
    pub(crate) around: Shared<Around>,
    /// How the server sees the addresses of its clients.
    pub(crate) lens: Lens,
    /// What the consequences are compared with, if it is not the state before.
    pub(crate) pinned: Option<Shared<Self>>,
    /// The line of main.cf that something points at.
    pub(crate) pointed: Option<Shared<u32>>,
    pub(crate) person: Person,
    /// What the client sends, played or still to come.
    pub(crate) inputs: Shared<Vec<AttrValue>>,
    /// How many of them have been sent.
    pub(crate) played: usize,
    /// Who decides what the client says.
    pub(crate) uses: Uses,
    /// Why a mail client says each line, and last how it ended.
    pub(crate) reasons: Shared<Vec<AttrValue>>,
    /// How the session is shown.
    pub(crate) look: Look,
    /// What was typed, oldest first.
    pub(crate) typed: Shared<Vec<AttrValue>>,
    /// The controls of the Server region: `text` under `release`.
    pub(crate) draft: Shared<Draft>,
    /// The server that runs: `loaded` under `release`.
    pub(crate) bench: Shared<Bench>,
    /// The session as it stands, with marks.
    pub(crate) transcript: Shared<Transcript>,
    /// The last server that started, and who asked it.
    running: (Shared<Bench>, Person),
    /// The server and client before the change that is marked.
    before: Option<(Shared<Bench>, Person)>,
}

impl Default for State {
    /// The HOWTO's server before its first step, just after EHLO.
    fn default() -> Self {
        Self::new(howto::BEFORE)
    }
}

impl State {
    fn new(text: &str) -> Self {
        let text = AttrValue::from(text.to_owned());
        Self::from(Parts {
            text,
            loaded: None,
            base: None,
            reload: Reload::AfterEachEdit,
            release: Release::DEFAULT,
            mechanisms: howto::FIRST.mechanisms.join(" ").into(),
            around: Around::default(),
            lens: Lens::Direct,
            pinned: None,
            person: Person::Outsider,
            inputs: script(0),
            played: 1,
            look: Look::Dialogue,
            uses: Uses::Terminal,
        })
    }

    /// The default release with another text, where the client has sent all its lines.
    pub(crate) fn prepared(text: &str, lines: &[&'static str]) -> Self {
        let inputs: Vec<AttrValue> = lines.iter().copied().map(AttrValue::from).collect();
        let played = inputs.len();
        let mut state = Self::new(text);
        state.play(inputs, played);
        state
    }

    /// Whether main.cf has edits that the server has not read.
    pub(crate) fn is_stale(&self) -> bool {
        self.text != self.loaded
    }

    fn write(&mut self, text: AttrValue) {
        if text == self.text {
            return;
        }
        self.put(text);
        match self.reload {
            Reload::AfterEachEdit => self.load(),
            Reload::WhenAsked => {}
        }
    }

    /// Another text, which the server does not know yet.
    fn put(&mut self, text: AttrValue) {
        self.text = text;
        self.pointed = None;
        self.draft = Shared::new(Draft::read(&self.text, self.release));
    }

    fn edit(&mut self, edit: &Edit) {
        let defaults = self.items(edit.name());
        let text = edit.apply(&self.text, &defaults);
        self.write(text.into());
    }

    /// The words of a list as the release sees them.
    fn items(&self, name: &'static str) -> Vec<Word> {
        let control = self.draft.control(name);
        control.map_or_else(Vec::new, |control| control.words)
    }

    fn load(&mut self) {
        self.loaded = self.text.clone();
        self.restart();
    }

    #[inline(never)] // or it would be loaded with what calls it
    fn install(&mut self, release: Release) {
        self.release = release;
        self.draft = Shared::new(Draft::read(&self.text, release));
        self.restart();
    }

    #[inline(never)] // or it would be loaded with what calls it
    fn import(&mut self, main_cf: Option<AttrValue>, master_cf: Option<AttrValue>) {
        let realm = self.setup().site().realm();
        self.take_master(master_cf);
        if let Some(text) = main_cf {
            self.base = text.clone();
            self.put(text);
        }
        self.loaded = self.text.clone();
        if let (Some(old), Some(new)) = (realm, self.setup().site().realm()) {
            // Who was in the server's realm is in the new one's.
            let mut around = (*self.around).clone();
            let users = around.users.iter_mut();
            let users = users.filter(|user| *user.realm == *old);
            users.for_each(|user| user.realm = new.clone().into());
            self.around = Shared::new(around);
        }
        self.restart();
    }

    #[inline(never)] // or it would be loaded with what calls it
    fn surround(&mut self, around: Around) {
        if around != *self.around {
            self.around = Shared::new(around);
            self.restart();
        }
    }

    /// Starts the server again; the session is replayed and compared.
    fn restart(&mut self) {
        self.bench = Shared::new(Bench::start(self.setup()));
        self.changed();
    }

    /// What the server is started from.
    fn setup(&self) -> Setup {
        Setup {
            text: self.loaded.clone(),
            release: self.release,
            mechanisms: self.mechanisms.clone(),
            around: self.around.clone(),
            lens: self.lens,
        }
    }

    /// A change that shows replaces the one marked before it, one that does not show
    /// leaves it. A server that does not start is passed over: half a word typed into
    /// main.cf stops Postfix, and the mark belongs to the whole one.
    fn changed(&mut self) {
        self.hear_client();
        let new = self.bench.replay(&self.person, self.sent());
        if new.failure.is_none() {
            let now = (self.bench.clone(), self.person.clone());
            let before = mem::replace(&mut self.running, now);
            if !before.0.replay(&before.1, self.sent()).says_the_same(&new) {
                self.before = Some(before);
            }
        }
        self.replay();
    }

    fn replay(&mut self) {
        let mut transcript = self.bench.replay(&self.person, self.sent());
        if let Some((bench, person)) = &self.before {
            let before = bench.replay(person, self.sent());
            diff::mark(&before, Rc::make_mut(&mut transcript));
        }
        self.transcript = Shared::of(transcript);
    }
}

/// A state without a past: nothing was typed, nothing is marked.
impl From<Parts> for State {
    fn from(parts: Parts) -> Self {
        let loaded = parts.loaded.clone().unwrap_or_else(|| parts.text.clone());
        let around = Shared::new(parts.around);
        let bench = Shared::new(Bench::start(Setup {
            text: loaded.clone(),
            release: parts.release,
            mechanisms: parts.mechanisms.clone(),
            around: around.clone(),
            lens: parts.lens,
        }));
        let played = parts.played.min(parts.inputs.len());
        let sent = parts.inputs.get(..played).unwrap_or(&[]);
        let transcript = Shared::of(bench.replay(&parts.person, sent));
        let mut state = Self {
            draft: Shared::new(Draft::read(&parts.text, parts.release)),
            base: parts.base.unwrap_or_else(|| loaded.clone()),
            loaded,
            text: parts.text,
            reload: parts.reload,
            release: parts.release,
            mechanisms: parts.mechanisms,
            around,
            lens: parts.lens,
            pinned: parts.pinned.map(Shared::of),
            pointed: None,
            running: (bench.clone(), parts.person.clone()),
            person: parts.person,
            inputs: Shared::new(parts.inputs),
            played,
            uses: parts.uses,
            reasons: Shared::new(Vec::new()),
            look: parts.look,
            typed: Shared::new(Vec::new()),
            bench,
            transcript,
            before: None,
        };
        if state.uses != Uses::Terminal {
            // Its lines follow from the server.
            state.inputs = Shared::new(Vec::new());
            state.use_client(parts.uses);
            state.seek(parts.played);
        }
        state
    }
}

impl Reducible for State {
    type Action = Action;

    fn reduce(mut self: Rc<Self>, action: Action) -> Rc<Self> {
        let state = Rc::make_mut(&mut self);
        match action {
            Action::Write(text) => state.write(text),
            Action::Apply { main_cf, master_cf } => state.apply(main_cf, master_cf),
            Action::Edit(edit) => state.edit(&edit),
            Action::Import { main_cf, master_cf } => state.import(main_cf, master_cf),
            Action::Reload => state.load(),
            Action::ReloadWhen(reload) => {
                state.reload = reload;
                match reload {
                    Reload::AfterEachEdit => state.load(),
                    Reload::WhenAsked => {}
                }
            }
            Action::Install(release) => state.install(release),
            Action::Mechanisms(mechanisms) => {
                state.mechanisms = mechanisms;
                state.restart();
            }
            Action::Around(around, _) | Action::Type(around, _) => state.surround(around),
            Action::Point(line) => state.pointed = line.map(Shared::new),
            Action::See(lens) => {
                state.lens = lens;
                state.restart();
            }
            Action::Pin => state.pin(),
            Action::Unpin => state.pinned = None,
            Action::Connect(person) => {
                state.person = person;
                state.changed();
            }
            Action::Take(index) => state.play(script(index), 1),
            Action::Seek(played) => state.seek(played),
            Action::Send(line) => state.send(&[line]),
            Action::SendAll(lines) => state.send(&lines),
            Action::Uses(uses) => state.use_client(uses),
            Action::Fork(turn) => state.fork(turn),
            Action::NextChange => state.next_change(),
            Action::Look(look) => state.look = look,
            Action::Restart => state.play(Vec::new(), 0),
            Action::Show(witness) => state.show(&witness),
            Action::Open(other, _) => return other,
            // One state does not know what was before it: the desk does.
            Action::Undo | Action::Redo => {}
        }
        self
    }
}

mod proof;
mod session;

use session::script;

#[cfg(test)]
mod tests;
