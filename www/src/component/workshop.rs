//! The workshop's screen: who can relay, in letters for the last row of the room, with the
//! end of the session that proves it. It is there all the time, and seen where the root
//! has `data-workshop` (`ts/shell/workshop.ts`).

use std::rc::Rc;

use saslab_explore::{Cell, Decider, Identity, QUESTIONS, Row, Verdict, Witness, from_outside};
use yew::{AttrValue, HookContext, Html};

use crate::bench::{Bench, Turn};
use crate::element::{At, Element, button, el, sign};
use crate::examination::{Entry, Kind};
use crate::memory::Seen;
use crate::part::Part;
use crate::shared::Shared;
use saslab_explore::Severity;

/// What the screen says: its class, and sign, word and sentence.
struct Look(&'static str, &'static str, &'static str, &'static str);

const OPEN: Look = Look(
    "workshop open",
    "▲ ",
    "OPEN RELAY",
    "Anybody can send mail to anybody through this server.",
);
const LOGIN: Look = Look(
    "workshop closed",
    "✓ ",
    "CLOSED",
    "From outside, only whoever logs in may relay.",
);
const CLOSED: Look = Look(
    "workshop closed",
    "✓ ",
    "CLOSED",
    "From outside, nobody may relay.",
);
const UNKNOWN: Look = Look(
    "workshop",
    "? ",
    "NOT KNOWN",
    "What decides is not simulated.",
);
const SILENT: Look = Look(
    "workshop",
    "– ",
    "NO SERVER",
    "The server does not start, so nobody sends anything.",
);

/// How many lines of the client are shown.
const LINES: usize = 2;

/// The screen, drawn again only where the server is another one or more is found.
#[derive(PartialEq)]
pub(super) struct Workshop {
    pub(super) bench: Shared<Bench>,
    pub(super) found: Option<Witness>,
}

impl Part for Workshop {
    fn show(&self, _: &mut HookContext) -> Html {
        workshop(self)
    }
}

#[inline(never)]
fn workshop(Workshop { bench, found }: &Workshop) -> Html {
    let rows = bench.relay();
    let (look, witness) = judged(&rows, found.as_ref());
    let Look(class, mark, word, sentence) = look;
    let big = el("p")
        .class("word")
        .at(At::Role, "status")
        .with(sign(mark))
        .text(word);
    let leave = button().at(At::DataTool, "workshop").text("Leave (Escape)");
    let proof = witness.map(|(witness, decider)| proof(bench, witness, decider));
    el("div")
        .class(class)
        .at(At::AriaLabel, "Workshop")
        .at(At::Role, "group")
        .with(big)
        .with(el("p").class("sentence").text(sentence))
        .perhaps(proof)
        .with(leave)
        .html()
}

/// A finding of the search by which strangers relay, though no row of the table does.
pub(super) fn found(seen: &Seen) -> Option<&Witness> {
    let by_search = QUESTIONS.first()?;
    let relays = |entry: &&Entry| {
        entry.kind == Kind::Found(Severity::Critical) && by_search.contains(entry.question)
    };
    let entry = { seen.entries.iter().map(Rc::as_ref) }.find(relays)?;
    let witness = entry.witness.as_ref()?;
    witness.supposing.is_empty().then_some(witness)
}

/// A session, and what decided in it where that is known.
type Proof<'a> = (&'a Witness, Option<Decider>);

fn judged<'a>(rows: &'a [Row], found: Option<&'a Witness>) -> (Look, Option<Proof<'a>>) {
    let outside = |identity| from_outside(rows, identity);
    let Some(stranger) = outside(Identity::None) else {
        return (SILENT, None);
    };
    let strangers = [Identity::None, Identity::Anonymous, Identity::WrongPassword];
    let relays = |cell: &&Cell| cell.verdict == Verdict::Accepted;
    if let Some(cell) = strangers.into_iter().filter_map(outside).find(relays) {
        return (OPEN, Some((&cell.witness, Some(Decider::of_cell(cell)))));
    }
    if let Some(found) = found {
        return (OPEN, Some((found, None)));
    }
    let account = outside(Identity::Account).map(|cell| cell.verdict);
    let look = match (stranger.verdict, account) {
        (Verdict::NotSimulated, _) => UNKNOWN,
        (_, Some(Verdict::Accepted)) => LOGIN,
        _refused => CLOSED,
    };
    let decider = Decider::of_cell(stranger);
    (look, Some((&stranger.witness, Some(decider))))
}

/// The end of the session, and what decided.
fn proof(bench: &Bench, witness: &Witness, decider: Option<Decider>) -> Element {
    let transcript = bench.prove(witness);
    let turns = &transcript.turns;
    // DATA and what follows decide nothing more.
    let is_recipient = |turn: &Turn| {
        let sent = turn.sent.as_deref().unwrap_or("");
        sent.starts_with("RCPT")
    };
    let end = turns.iter().rposition(is_recipient);
    let end = end.map_or(turns.len(), |last| last + 1);
    let turns = turns.get(..end).unwrap_or(&[]);
    let shown = turns.get(end.saturating_sub(LINES)..).unwrap_or(&[]);
    let mut said = el("div").class("proof");
    for turn in shown {
        if let Some(sent) = &turn.sent {
            said = said.with(line("C: ", "client", sent));
        }
        if let Some(reply) = turn.lines.last() {
            said = said.with(line("S: ", "server", &reply.text));
        }
    }
    let decided = decider.map(|decider| match decider {
        Decider::Restriction { word, fact, .. } => [&*word, ": ", &*fact].concat(),
        Decider::Setting { .. } | Decider::Other(_) | Decider::Nothing => decider.to_string(),
    });
    let decided = decided.map(|text| el("p").class("cause").with(sign("← ")).show(text));
    let provided = witness.provided();
    let provided = provided.map(|text| el("p").class("note").show(text));
    said.perhaps(decided).perhaps(provided)
}

fn line(speaker: &'static str, class: &'static str, text: &AttrValue) -> Element {
    el("p").class(class).text(speaker).say(text)
}
