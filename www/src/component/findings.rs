//! The findings: what is wrong, how bad it is, the session that shows it, and the edit
//! that settles it.

use std::rc::Rc;

use saslab_explore::Severity;
use yew::{AttrValue, Callback, HookContext, Html, MouseEvent};

use super::consequences::suppose;
use super::encode::copy;
use crate::element::{At, Element, Keys, button, el, list, sign};
use crate::examination::{Entry, Kind, Remedy, Settled, parts};
use crate::memory::{Memory, Progress, Seen, Settling};
use crate::part::{Part, part_by_key};
use crate::shared::Shared;
use crate::state::Action;

/// What a learner asks of the findings.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Ask {
    /// End the examination.
    Cancel,
    /// Begin it again.
    Resume,
    /// Find the edit that settles this, or close what was found.
    Settle(Rc<Entry>),
}

/// What an entry changes against those before it.
#[derive(Clone, Copy, PartialEq)]
enum Change {
    None,
    New,
    Gone,
}

/// Class, sign and word of a kind.
struct Look(&'static str, &'static str, &'static str);

const fn look(kind: Kind) -> Look {
    match kind {
        Kind::Found(Severity::Critical) => Look("finding critical", "▲ ", "critical"),
        Kind::Found(Severity::Serious) => Look("finding serious", "◆ ", "serious"),
        Kind::Found(Severity::Warning) => Look("finding warning", "△ ", "warning"),
        Kind::Found(Severity::Note) => Look("finding remark", "· ", "note"),
        Kind::Provided => Look("finding remark", "? ", "provided that"),
        Kind::Unknown => Look("finding remark", "? ", "not known"),
    }
}

/// An entry of the list, drawn again only where it says something else.
struct Item {
    entry: Rc<Entry>,
    change: Change,
    /// The service is worth saying where there are several.
    are_several: bool,
    is_stale: bool,
    /// Whether it is being settled, and the edits once they are known.
    settling: Option<Option<Shared<Settled>>>,
    act: Callback<Action>,
    asks: Callback<Ask>,
}

impl PartialEq for Item {
    /// Whoever is asked is always the same region.
    fn eq(&self, other: &Self) -> bool {
        (Rc::ptr_eq(&self.entry, &other.entry) || self.entry == other.entry)
            && self.change == other.change
            && self.are_several == other.are_several
            && self.is_stale == other.is_stale
            && self.settling == other.settling
    }
}

impl Part for Item {
    fn show(&self, _: &mut HookContext) -> Html {
        item(self).html()
    }
}

/// The list with its heading, and how far the examination is.
#[inline(never)]
pub(super) fn findings(
    memory: &Memory,
    is_stale: bool,
    act: &Callback<Action>,
    asks: &Callback<Ask>,
) -> Html {
    let now = memory.painted();
    let are_several = now.is_some_and(|now| now.bench.services().0.len() > 1);
    let mut keys = Keys::default();
    let mut made: Vec<Html> = Vec::new();
    let mut make = |entry: &Rc<Entry>, change| {
        let item = Item {
            entry: Rc::clone(entry),
            change,
            are_several,
            is_stale,
            settling: memory.settling(entry).map(|one| one.settled.clone()),
            act: act.clone(),
            asks: asks.clone(),
        };
        made.push(part_by_key(keys.of(&entry.says), item));
    };
    let shown = memory.shown();
    let entries = shown.map_or(&[][..], |seen| &seen.entries);
    let worst = entries.iter().filter(|entry| is_critical(entry)).count();
    let heading = el("h3").at(At::Id, "findings").text("Findings");
    let heading = match worst {
        0 => heading,
        count => heading
            .text(" (")
            .number(count)
            .with(el("span").text(" critical)")),
    };
    let earlier = memory.earlier().map(|seen| &*seen.entries);
    for entry in entries {
        let is_new = earlier.is_some_and(|earlier| !earlier.iter().any(|other| other.is(entry)));
        let change = if is_new { Change::New } else { Change::None };
        make(entry, change);
    }
    for entry in earlier.into_iter().flatten() {
        let is_gone = !entries.iter().any(|other| other.is(entry));
        if is_gone && matches!(entry.kind, Kind::Found(_)) && shown.is_some() {
            make(entry, Change::Gone);
        }
    }
    let progress_of = now.map(|now| now.progress).unwrap_or_default();
    let is_current = matches!(progress_of, Progress::Done | Progress::Stopped(_));
    let all = el("ul")
        .class(if is_current {
            "findings"
        } else {
            "findings outdated"
        })
        .at(At::AriaLabelledby, "findings")
        .put(list(made));
    let found = entries
        .iter()
        .any(|entry| matches!(entry.kind, Kind::Found(_)));
    list(vec![
        heading.html(),
        progress(memory, found, asks).html(),
        all.html(),
    ])
}

fn is_critical(entry: &Entry) -> bool {
    entry.kind == Kind::Found(Severity::Critical)
}

/// A line that is always there, so that nothing moves.
fn progress(memory: &Memory, found: bool, asks: &Callback<Ask>) -> Element {
    let line = el("p").class("progress note");
    let sessions = |seen: &Seen| seen.sessions.to_string();
    let of = |line: Element, parts: usize| line.number(parts).text(" of ").number(self::parts());
    let Some(now) = memory.painted() else {
        return line;
    };
    match now.progress {
        Progress::Waiting => line.text("The questions are about to be asked."),
        Progress::Running(parts) => {
            let line = of(line.text("Asking: "), parts).text(" parts answered. ");
            line.with(asking(asks, Ask::Cancel).text("Cancel"))
        }
        Progress::Stopped(parts) => {
            let line = of(line.text("Stopped: "), parts).text(" parts answered. ");
            line.with(asking(asks, Ask::Resume).text("Ask again"))
        }
        Progress::Done if found => line.show(sessions(now)).text(" sessions were tried."),
        Progress::Done => line
            .text("No findings: ")
            .show(sessions(now))
            .text(" sessions were tried."),
    }
}

fn asking(asks: &Callback<Ask>, ask: Ask) -> Element {
    let asks = asks.clone();
    button().on_click(Callback::from(move |_: MouseEvent| asks.emit(ask.clone())))
}

fn item(item: &Item) -> Element {
    let Item { entry, change, .. } = item;
    let Look(class, mark, word) = look(entry.kind);
    let title = el("strong").text(entry.question.title);
    let title = match *change {
        Change::Gone => el("del").with(title),
        Change::None | Change::New => title,
    };
    let was = match change {
        Change::None => None,
        Change::New => Some("+ new"),
        Change::Gone => Some("− gone"),
    };
    let head = el("p")
        .class("head")
        .with(el("span").class("severity").with(sign(mark)).text(word))
        .text(" ")
        .with(title)
        .perhaps(was.map(|was| el("span").class("was").text(was)));
    let made = el("li").class(class).with(head);
    match change {
        Change::Gone => made,
        // A part more at the end would have all of them made anew, the button pressed too.
        Change::None | Change::New => made.all(details(item)).perhaps(remedies(item)),
    }
}

/// What stands below the title.
fn details(item: &Item) -> Vec<Element> {
    let entry = &item.entry;
    let mut parts = Vec::new();
    if *entry.says != *entry.question.title {
        parts.push(el("p").say(&entry.says));
    }
    let supposing = entry.witness.iter().flat_map(|witness| &witness.supposing);
    for supposed in supposing {
        let line = el("p").class("note").text("supposing that ");
        parts.push(line.show(supposed.to_string()));
    }
    if let Some(service) = entry.service.as_ref().filter(|_| item.are_several) {
        let line = el("p").class("note").text("service ");
        parts.push(line.with(el("code").say(service)));
    }
    if let Some(places) = places(entry) {
        parts.push(places);
    }
    if entry.more > 0 {
        let line = el("p").class("note").text("and ").number(entry.more);
        parts.push(line.text(" more of the kind"));
    }
    let about = el("span")
        .class("unseen")
        .text(": ")
        .text(entry.question.title);
    parts.push(
        el("details")
            .with(el("summary").text("What it means").with(about))
            .with(el("p").text(entry.question.explanation))
            .with(
                el("p")
                    .class("note")
                    .text("See ")
                    .text(entry.question.source),
            ),
    );
    let about = || {
        el("span")
            .class("unseen")
            .text(" ")
            .text(entry.question.title)
    };
    let is_open = entry.kind < Kind::Found(Severity::Note);
    let mut deeds = el("p").class("deeds").perhaps(is_open.then(suppose));
    if let Some(witness) = &entry.witness {
        let show = Action::Show(witness.clone());
        let show = button().does(&item.act, show).text("show").with(about());
        deeds = deeds.with(show);
    }
    if matches!(entry.kind, Kind::Found(_)) {
        let fix = asking(&item.asks, Ask::Settle(Rc::clone(entry)));
        let fix = fix.says(At::AriaExpanded, item.settling.is_some());
        deeds = deeds.with(fix.text("fix").with(about()));
    }
    parts.push(deeds);
    parts
}

/// The lines at fault.
fn places(entry: &Entry) -> Option<Element> {
    let mut said = el("p").class("note places");
    for (at, spot) in entry.places.iter().enumerate() {
        if at > 0 {
            said = said.text(", ");
        }
        said = said.with(el("code").say(&spot.parameter));
        if spot.line > 0 {
            said = said.text(" main.cf line ").number(spot.line);
        }
    }
    (!entry.places.is_empty()).then_some(said)
}

fn remedies(item: &Item) -> Option<Element> {
    let place = el("div").class("fix");
    let Some(settled) = item.settling.as_ref()? else {
        let note = el("p").class("note");
        return Some(place.with(note.text("Edits are being tried.")));
    };
    let Some((first, others)) = settled.remedies.split_first() else {
        let note = el("p").class("note").text(
            "No edit that was tried removes it and leaves everybody served who was. Needed: ",
        );
        return Some(place.with(note.say(&settled.needed).text(".")));
    };
    let tried = el("p").class("note").text(
        "Proven: with this edit the question finds nothing, and nobody who was served is \
               refused.",
    );
    let place = place.with(tried).with(remedy(item, first));
    if others.is_empty() {
        return Some(place);
    }
    let folded = el("summary").text("Other edits: ").number(others.len());
    let others = others.iter().map(|other| remedy(item, other)).collect();
    Some(place.with(el("details").with(folded).all(others)))
}

fn remedy(item: &Item, remedy: &Remedy) -> Element {
    let line = |line: &AttrValue| {
        let (name, rest) = match line.split_at_checked(1) {
            Some(("+", rest)) => ("ins", rest),
            Some(("-", rest)) => ("del", rest),
            _ => ("span", line.get(1..).unwrap_or("")),
        };
        let mark = line.get(..1).unwrap_or("").to_owned();
        el(name).show([&mark, " ", rest, "\n"].concat())
    };
    let diff = el("pre")
        .class("diff")
        .at(At::Tabindex, "0")
        .at(At::AriaLabel, "Difference")
        .at(At::Role, "group")
        .all(remedy.diff.iter().map(line).collect());
    let commands = Settling::commands(remedy);
    let shell = el("pre")
        .at(At::Tabindex, "0")
        .at(At::AriaLabel, "Commands")
        .at(At::Role, "group")
        .with(el("code").say(&commands));
    let apply = Action::Apply {
        main_cf: remedy.main_cf.clone(),
        master_cf: remedy.master.clone(),
    };
    let apply = button()
        .when(item.is_stale, At::Disabled)
        .does(&item.act, apply)
        .text("Apply");
    let why = match (item.is_stale, &remedy.master) {
        (true, _) => Some("main.cf has changed since: reload first."),
        (false, Some(_)) => Some("It edits master.cf."),
        (false, None) => None,
    };
    let deeds = el("p")
        .class("deeds")
        .with(apply)
        .with(copy(commands).text("Copy the commands"))
        .perhaps(why.map(|why| el("span").class("note").text(why)));
    el("div").class("remedy").with(diff).with(shell).with(deeds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use saslab_explore::QUESTIONS;

    fn shown() -> Item {
        let entry = Entry {
            question: &QUESTIONS[0][0],
            at: 0,
            kind: Kind::Found(Severity::Note),
            service: None,
            says: "so it is".into(),
            places: Vec::new(),
            witness: None,
            more: 0,
        };
        Item {
            entry: Rc::new(entry),
            change: Change::None,
            are_several: false,
            is_stale: false,
            settling: None,
            act: Callback::noop(),
            asks: Callback::noop(),
        }
    }

    #[test]
    fn an_entry_is_drawn_again_where_anything_in_it_is_another() {
        assert!(shown() == shown());
        let changes: [fn(&mut Item); 7] = [
            |item| item.change = Change::New,
            |item| item.are_several = true,
            |item| item.is_stale = true,
            |item| item.settling = Some(None),
            |item| item.settling = Some(Some(Shared::new(Settled::default()))),
            |item| Rc::make_mut(&mut item.entry).more = 1,
            |item| Rc::make_mut(&mut item.entry).says = "or so".into(),
        ];
        for change in changes {
            let mut other = shown();
            change(&mut other);
            assert!(shown() != other);
        }
    }
}
