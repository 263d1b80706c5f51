//! What the Consequences region knows of the servers that it has met: it compares the
//! present one with the one before it, or with one that is pinned, and takes no question
//! twice.

use std::rc::Rc;

use saslab_explore::MechanismRow;
use yew::AttrValue;

use crate::bench::Bench;
use crate::examination::{Entry, Remedy, Settled, answers, asked, read_settled};
use crate::far::{self, Heard};
use crate::shared::Shared;

/// Servers that are kept besides those in use.
const MOST: usize = 12;

/// How far an examination is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Progress {
    #[default]
    Waiting,
    /// Under way; so many parts are answered.
    Running(usize),
    Done,
    /// Ended by the learner, or by a failure; so many parts were answered.
    Stopped(usize),
}

/// A server and what is known of it.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) bench: Shared<Bench>,
    pub(crate) mechanisms: Option<Shared<Vec<MechanismRow>>>,
    /// How many sessions the answers took so far.
    pub(crate) sessions: u32,
    pub(crate) entries: Vec<Rc<Entry>>,
    pub(crate) progress: Progress,
}

/// The table of mechanisms, and the one that it is compared with.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Offers {
    pub(crate) rows: Option<Shared<Vec<MechanismRow>>>,
    pub(crate) before: Option<Shared<Vec<MechanismRow>>>,
}

/// A finding that is to be settled.
#[derive(Debug)]
pub(crate) struct Settling {
    bench: Shared<Bench>,
    entry: Rc<Entry>,
    /// Known once the edits have been tried.
    pub(crate) settled: Option<Shared<Settled>>,
}

/// All of it.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    all: Vec<Seen>,
    now: Option<Shared<Bench>>,
    /// The server before, and the last one that was examined.
    prior: Option<Shared<Bench>>,
    examined: Option<Shared<Bench>>,
    /// What tables and findings are compared with: the last that said something else.
    before: Option<Shared<Bench>>,
    earlier: Option<Shared<Bench>>,
    pinned: Option<Shared<Bench>>,
    at_work: Option<Shared<Bench>>,
    /// The last server of which all is known that follows after the paint.
    painted: Option<Shared<Bench>>,
    offers: Offers,
    /// The servers that it shows: the present one, and what it was compared with.
    drawn: Option<[Option<Shared<Bench>>; 2]>,
    /// Whether the table takes another place than it has, after the paint.
    pub(crate) moves: bool,
    settling: Option<Settling>,
}

impl Memory {
    /// The present server is this one, and that one is pinned.
    pub(crate) fn meet(&mut self, bench: &Shared<Bench>, pinned: Option<&Shared<Bench>>) {
        self.pinned = pinned.cloned();
        if let Some(pinned) = pinned {
            self.know(pinned);
        }
        if self.now.as_ref() == Some(bench) {
            return self.after_paint();
        }
        self.know(bench);
        let last = self.now.replace(bench.clone());
        // A server that does not start is passed over, as in the session.
        if bench.serves() {
            if let Some(last) = last.filter(|last| last.serves()) {
                self.prior = Some(last);
            }
            self.compare(|seen, prior| *seen.bench.relay() != *prior.bench.relay());
        }
        if self.now().is_some_and(|now| now.progress == Progress::Done) {
            self.answers_are(bench);
        }
        self.settling = None;
        self.forget();
        let mut both = self.drawn.iter().flatten().zip(self.shows());
        self.moves = both.any(|(old, new)| match (old, &new) {
            (Some(old), Some(new)) => old.offers() != new.offers(),
            (None, None) => false,
            (Some(_), None) | (None, Some(_)) => true,
        });
        self.after_paint();
    }

    /// All is known of the present server that follows after the paint, if it is.
    fn after_paint(&mut self) {
        let Some(now) = self.now() else {
            return;
        };
        if now.mechanisms.is_none() {
            return;
        }
        let before = self.before().and_then(|before| before.mechanisms.clone());
        let rows = now.mechanisms.clone();
        self.painted = self.now.clone();
        self.offers = Offers { rows, before };
        self.drawn = Some(self.shows());
        self.moves = false;
    }

    fn shows(&self) -> [Option<Shared<Bench>>; 2] {
        [self.now(), self.before()].map(|seen| seen.map(|seen| seen.bench.clone()))
    }

    /// The mechanisms: those of the server before until the new ones are known.
    pub(crate) fn offers(&self) -> Offers {
        self.offers.clone()
    }

    /// The server before is what tables are compared with if it said something else.
    fn compare(&mut self, differs: fn(&Seen, &Seen) -> bool) {
        let now = self.now.as_ref().and_then(|bench| self.seen(bench));
        let prior = self.prior.as_ref().and_then(|bench| self.seen(bench));
        if let (Some(now), Some(prior)) = (now, prior)
            && differs(now, prior)
        {
            self.before = self.prior.clone();
        }
    }

    fn know(&mut self, bench: &Shared<Bench>) {
        if self.seen(bench).is_none() {
            self.all.push(Seen {
                bench: bench.clone(),
                mechanisms: None,
                sessions: 0,
                entries: Vec::new(),
                progress: Progress::Waiting,
            });
        }
    }

    fn forget(&mut self) {
        let in_use = [
            &self.now,
            &self.prior,
            &self.examined,
            &self.before,
            &self.earlier,
            &self.pinned,
            &self.painted,
        ];
        let is_in_use = |seen: &Seen| in_use.iter().any(|one| one.as_ref() == Some(&seen.bench));
        let mut spare = self.all.len().saturating_sub(MOST);
        self.all.retain(|seen| {
            let goes = spare > 0 && !is_in_use(seen);
            spare -= usize::from(goes);
            !goes
        });
    }

    fn seen(&self, bench: &Shared<Bench>) -> Option<&Seen> {
        self.all.iter().find(|seen| seen.bench == *bench)
    }

    fn seen_mut(&mut self, bench: &Shared<Bench>) -> Option<&mut Seen> {
        self.all.iter_mut().find(|seen| seen.bench == *bench)
    }

    /// The present server.
    pub(crate) fn now(&self) -> Option<&Seen> {
        self.seen(self.now.as_ref()?)
    }

    /// What tables are compared with.
    pub(crate) fn before(&self) -> Option<&Seen> {
        let before = self.pinned.as_ref().or(self.before.as_ref());
        self.seen(before?)
    }

    /// The server that is shown where one frame later is soon enough: the one before,
    /// until the present one is painted.
    pub(crate) fn painted(&self) -> Option<&Seen> {
        self.seen(self.painted.as_ref()?)
    }

    /// The server whose findings are shown: the last one that was examined, until the
    /// present one is.
    pub(crate) fn shown(&self) -> Option<&Seen> {
        let now = self.now()?;
        match now.progress {
            Progress::Done | Progress::Stopped(_) => Some(now),
            Progress::Waiting | Progress::Running(_) => self.seen(self.examined.as_ref()?),
        }
    }

    /// What findings are compared with.
    pub(crate) fn earlier(&self) -> Option<&Seen> {
        let earlier = self.pinned.as_ref().or(self.earlier.as_ref());
        let earlier = self.seen(earlier?)?;
        (earlier.progress == Progress::Done).then_some(earlier)
    }

    /// What is known about how to settle a finding, if that was asked.
    pub(crate) fn settling(&self, entry: &Entry) -> Option<&Settling> {
        let settling = self.settling.as_ref();
        settling.filter(|one| one.entry.is(entry) && Some(&one.bench) == self.now.as_ref())
    }

    /// Has whatever is not known yet asked.
    pub(crate) fn ask(&mut self) {
        let wanted = [&self.now, &self.pinned].into_iter().flatten();
        let wanted = { wanted }.find(|bench| {
            let seen = self.seen(bench);
            seen.is_some_and(|seen| {
                matches!(seen.progress, Progress::Waiting | Progress::Running(_))
            })
        });
        let wanted = wanted.cloned();
        if wanted == self.at_work {
            return;
        }
        let Some(bench) = wanted else {
            self.stop(Progress::Waiting);
            return;
        };
        self.at_work = Some(bench.clone());
        if let Some(seen) = self.seen_mut(&bench) {
            seen.sessions = 0;
            seen.entries.clear();
            seen.progress = Progress::Running(0);
        }
        far::paint();
    }

    /// Ends the work under way.
    pub(crate) fn cancel(&mut self) {
        let parts = match self.now().map(|seen| seen.progress) {
            Some(Progress::Running(parts)) => parts,
            Some(Progress::Waiting | Progress::Done | Progress::Stopped(_)) | None => 0,
        };
        self.stop(Progress::Stopped(parts));
    }

    fn stop(&mut self, progress: Progress) {
        let Some(bench) = self.at_work.take() else {
            return;
        };
        far::cancel();
        if let Some(seen) = self.seen_mut(&bench) {
            seen.progress = progress;
        }
    }

    /// Goes on where it was stopped: from the start.
    pub(crate) fn resume(&mut self) {
        if let Some(bench) = self.now.clone()
            && let Some(seen) = self.seen_mut(&bench)
        {
            seen.progress = Progress::Waiting;
        }
        self.ask();
    }

    /// Asks what settles a finding; asked again, it is closed.
    pub(crate) fn settle(&mut self, entry: &Rc<Entry>) {
        let is_open = self.settling(entry).is_some();
        self.settling = None;
        let Some(bench) = self.now.clone().filter(|_| !is_open) else {
            return;
        };
        far::settle(&asked(bench.setup()), entry.question.name, entry.at);
        self.settling = Some(Settling {
            bench,
            entry: Rc::clone(entry),
            settled: None,
        });
    }

    /// Takes up what has come back.
    pub(crate) fn hear(&mut self, heard: Heard) {
        match heard {
            Heard::Painted => self.is_painted(),
            Heard::Part(text) => self.answered(&text),
            Heard::Settled(text) => {
                if let Some(settling) = &mut self.settling {
                    settling.settled = Some(Shared::new(read_settled(&text).unwrap_or_default()));
                }
            }
            Heard::Failed => self.cancel(),
        }
    }

    fn is_painted(&mut self) {
        let Some(bench) = self.at_work.clone() else {
            return;
        };
        if let Some(seen) = self.seen_mut(&bench) {
            seen.mechanisms = Some(Shared::new(bench.mechanisms()));
        }
        self.compare(|seen, prior| match (&seen.mechanisms, &prior.mechanisms) {
            (Some(now), Some(prior)) => **now != **prior,
            (None, _) | (_, None) => false,
        });
        self.after_paint();
        far::examine(&asked(bench.setup()));
    }

    fn answered(&mut self, text: &str) {
        let Some(bench) = self.at_work.clone() else {
            return;
        };
        if text.is_empty() {
            self.at_work = None;
            self.done(&bench);
            self.ask();
            return;
        }
        let Some(part) = answers(text) else {
            return self.cancel();
        };
        if let Some(seen) = self.seen_mut(&bench)
            && let Progress::Running(parts) = seen.progress
        {
            seen.progress = Progress::Running(parts + 1);
            seen.sessions += part.sessions;
            seen.entries.extend(part.entries.into_iter().map(Rc::new));
        }
    }

    fn done(&mut self, bench: &Shared<Bench>) {
        let Some(seen) = self.seen_mut(bench) else {
            return;
        };
        seen.progress = Progress::Done;
        // The worst first; questions stay in the order of the table.
        let entries = &mut seen.entries;
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.kind));
        if self.now.as_ref() == Some(bench) {
            self.answers_are(bench);
        }
    }

    /// The findings of this server are shown now, and compared with others.
    fn answers_are(&mut self, bench: &Shared<Bench>) {
        let last = self.examined.replace(bench.clone());
        let entries = |bench: &Shared<Bench>| Some(&self.seen(bench)?.entries);
        if let Some(last) = last
            && entries(&last) != entries(bench)
        {
            self.earlier = Some(last);
        }
    }
}

impl Settling {
    /// What is to be copied: the commands of an edit, one a line.
    pub(crate) fn commands(remedy: &Remedy) -> AttrValue {
        remedy.commands.join("\n").into()
    }
}
