//! The Consequences region: what the configuration means for others. Its sessions need
//! the second half of the wasm, so it is filled when that has arrived. Who may relay is
//! there at once; mechanisms follow after the next paint, findings when they are known.

use std::cell::RefCell;
use std::rc::Rc;

use saslab_explore::{Identity, Lens, Row, Verdict, from_outside};
use yew::{Callback, HookContext, Html};

use super::findings::{Ask, findings};
use super::in_words::{change, summary};
use super::picker::{Choice, Picker, choosing, chosen};
use super::relay::{Relay, relay_table};
use super::workshop::{Workshop, found};
use crate::around::Around;
use crate::bench::Bench;
use crate::element::{At, Element, button, el, list};
use crate::far;
use crate::kept::{Kept, When, after, keep};
use crate::memory::Memory;
use crate::part::{Part, part};
use crate::rest;
use crate::setup::{SIGHTS, Sight};
use crate::shared::Shared;
use crate::state::{Action, State};

/// Who can relay, which mechanisms there are, and what was found.
#[derive(PartialEq)]
pub(crate) struct Consequences {
    pub(crate) bench: Shared<Bench>,
    pub(crate) lens: Lens,
    pub(crate) pinned: Option<Shared<State>>,
    /// Whether main.cf has edits that the server has not read.
    pub(crate) is_stale: bool,
    pub(crate) act: Callback<Action>,
}

/// What is known, and the way to have it shown again.
#[derive(Clone)]
struct Region {
    memory: Rc<RefCell<Memory>>,
    again: Kept<()>,
}

impl Part for Consequences {
    fn show(&self, hooks: &mut HookContext) -> Html {
        let has_arrived = keep(hooks, || false);
        let memory = keep(hooks, || Rc::new(RefCell::new(Memory::default())));
        let again = keep(hooks, || ());
        let every = keep(hooks, || false);
        let region = Region {
            memory: Rc::clone(&memory),
            again,
        };
        {
            let (region, has_arrived) = (region.clone(), has_arrived.clone());
            let begin = move || {
                rest::tell(move || has_arrived.set(true));
                region.listen();
            };
            after(hooks, When::FIRST, Box::new(begin));
        }
        {
            let memory = has_arrived.then(|| Rc::clone(&region.memory));
            let ask = move || {
                if let Some(memory) = memory {
                    memory.borrow_mut().ask();
                }
            };
            after(hooks, When::always(), Box::new(ask));
        }
        let content = if *has_arrived {
            answers(self, &region, &every)
        } else {
            let note = el("p").class("note");
            note.text("The sessions are about to run.").html()
        };
        el("section")
            .class("consequences")
            .at(At::AriaLabelledby, "consequences")
            .with(el("h2").at(At::Id, "consequences").text("Consequences"))
            .put(content)
            .html()
    }
}

impl Region {
    fn listen(self) {
        far::listen(Callback::from(move |heard| {
            self.memory.borrow_mut().hear(heard);
            self.again.set(());
        }));
    }

    /// What the learner asks for.
    fn asks(&self) -> Callback<Ask> {
        let region = self.clone();
        Callback::from(move |ask: Ask| {
            {
                let mut memory = region.memory.borrow_mut();
                match ask {
                    Ask::Cancel => memory.cancel(),
                    Ask::Resume => memory.resume(),
                    Ask::Settle(entry) => memory.settle(&entry),
                }
            }
            region.again.set(());
        })
    }
}

#[inline(never)] // or it would be loaded with what calls it
fn answers(consequences: &Consequences, region: &Region, every: &Kept<bool>) -> Html {
    let Consequences {
        bench,
        lens,
        pinned,
        is_stale,
        act,
    } = consequences;
    let asks = region.asks();
    let mut memory = region.memory.borrow_mut();
    memory.meet(bench, pinned.as_ref().map(|pinned| &pinned.bench));
    let before = memory.before();
    let relay = Rc::new(Relay {
        rows: bench.relay(),
        before: before.map(|before| before.bench.relay()),
        account: bench.account().to_owned().into(),
        act: act.clone(),
    });
    let painted = memory.painted();
    let workshop = painted.map(|seen| Workshop {
        bench: seen.bench.clone(),
        found: found(seen).cloned(),
    });
    // Nothing moves when the mechanisms come: before they are known there is nothing below
    // them, and where others come, they and what is below are out of sight until then.
    let answers = el("div").class(if memory.moves { "late" } else { "" });
    let answers = match painted {
        None => answers,
        Some(_) => answers
            .put(part(memory.offers()))
            .put(findings(&memory, *is_stale, act, &asks)),
    };
    list(vec![
        change(&relay).html(),
        summary(&relay.rows)
            .perhaps(unknown(&relay.rows, bench))
            .html(),
        chosen(usize::from(pinned.is_some()), act, compared),
        chosen(seen_through(*lens), act, sees),
        service(bench, act),
        relay_table(&relay, every),
        answers.html(),
        workshop.map_or_else(Html::default, part),
    ])
}

/// Who would have to answer first, where the table does not know: from outside to any
/// domain before all others.
fn unknown(rows: &[Row], bench: &Bench) -> Option<Element> {
    let of = |identity| from_outside(rows, identity);
    let outside = [Identity::None, Identity::Account];
    let outside = outside.into_iter().filter_map(of);
    let cells = outside.chain(rows.iter().flat_map(|row| &row.cells));
    let mut cells = cells.filter(|cell| cell.verdict == Verdict::NotSimulated);
    let source = cells.find_map(|cell| bench.unknown(&cell.witness))?;
    let asked = el("span").text(" Not known: what ");
    let asked = asked.with(el("code").say(&source)).text(" says ");
    Some(asked.with(suppose()))
}

/// The way to where it is written down what the outside answers (`ts/shell/suppose.ts`).
pub(super) fn suppose() -> Element {
    button().at(At::DataTool, "suppose").text("suppose")
}

/// The place of a lens among what the page offers.
fn seen_through(lens: Lens) -> usize {
    let mut sights = SIGHTS.iter();
    sights.position(|sight| sight.lens == lens).unwrap_or(0)
}

/// Which addresses the server sees.
fn sees(shown: usize, act: &Callback<Action>) -> Html {
    let choice = |(at, sight): (usize, &Sight)| Choice::new(sight.label.into(), at == shown);
    let look = |sight: &Sight| Some(Action::See(sight.lens));
    let picker = Picker {
        label: "The server sees".into(),
        choices: SIGHTS.iter().enumerate().map(choice).collect(),
        choose: choosing(act, SIGHTS.iter().map(look).collect()),
    };
    let meaning = SIGHTS.get(shown).map(|sight| sight.meaning);
    el("div")
        .class("sees")
        .put(part(picker))
        .with(el("p").class("note").text(meaning.unwrap_or("")))
        .html()
}

/// The service that the tables are about, where there are several.
fn service(bench: &Bench, act: &Callback<Action>) -> Html {
    let (services, talked_to) = bench.services();
    if services.len() < 2 {
        return Html::default();
    }
    let mut choices = Vec::new();
    let mut actions = Vec::new();
    for (at, service) in services.iter().enumerate() {
        choices.push(Choice::new(service.clone(), talked_to == Some(at)));
        let around = Around {
            service: service.clone(),
            ..Around::clone(&bench.setup().around)
        };
        actions.push(Some(Action::Around(around, "service")));
    }
    let picker = Picker {
        label: "Service of master.cf".into(),
        choices,
        choose: choosing(act, actions),
    };
    el("div").class("sees").put(part(picker)).html()
}

/// What the tables are compared with.
fn compared(pinned: usize, act: &Callback<Action>) -> Html {
    let (note, word, action) = match pinned {
        1.. => ("Compared with the pinned state.", "Unpin", Action::Unpin),
        0 => (
            "Compared with the state before.",
            "Pin this state",
            Action::Pin,
        ),
    };
    el("p")
        .class("compared")
        .with(el("span").class("note").text(note))
        .with(button().does(act, action).text(word))
        .with(button().at(At::DataTool, "workshop").text("Workshop"))
        .html()
}
