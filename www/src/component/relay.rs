//! The relay table: who may send where, each answer with the session behind it.

use saslab_explore::{Cell, Destination, Identity, Origin, Row, Verdict, Who};
use yew::{Callback, Html};

use crate::element::{At, Element, button, el, list};
use crate::state::Action;

/// A verdict as it is shown: class, sign and word together.
#[derive(Clone, Copy)]
struct Look {
    class: &'static str,
    sign: &'static str,
    word: &'static str,
}

/// The columns. Domains that are relayed for have none: the HOWTO's server has no such
/// domain, and three columns do not fit beside the session.
const SHOWN: [Destination; 2] = [Destination::Local, Destination::Foreign];

/// One row per client, one column per destination.
pub(crate) fn relay_table(rows: &[Row], act: &Callback<Action>) -> Html {
    let client = |row: &Row| {
        let shown = |cell: &&Cell| SHOWN.contains(&cell.destination);
        let cells = row.cells.iter().filter(shown);
        let cells = cells.map(|cell| table_cell(row, cell, act)).collect();
        let head = el("th").at(At::Scope, "row").text(name(row.who));
        el("tr").with(head).all(cells)
    };
    let column = || el("th").at(At::Scope, "col");
    let headings = SHOWN.into_iter().map(|to| column().text(heading(to)));
    let head = el("tr").with(column().text("from")).all(headings.collect());
    let table = el("table")
        .class("relay")
        .with(el("caption").text("Who can relay"))
        .with(el("thead").with(head))
        .with(el("tbody").all(rows.iter().map(client).collect()));
    list(vec![table.html(), summary(rows).html()])
}

fn table_cell(row: &Row, cell: &Cell, act: &Callback<Action>) -> Element {
    let Look {
        class,
        sign: mark,
        word,
    } = look(row.who, cell);
    let show = Action::Show(cell.witness.client, cell.witness.lines.clone());
    let code = cell.reply.get(..3).unwrap_or("").to_owned();
    let mark = el("span").at(At::AriaHidden, "true").text(mark).text(" ");
    let what = el("span")
        .class("unseen")
        .text("from ")
        .text(name(row.who))
        .text(" ")
        .text(heading(cell.destination))
        .text("; show the session");
    let button = button()
        .set(At::Title, cell.reply.to_string().into())
        .does(act, show)
        .with(el("span").class("word").with(mark).text(word))
        .with(el("code").show(code))
        .with(what);
    el("td").class(class).with(button)
}

const fn name(who: Who) -> &'static str {
    match (who.origin, who.identity) {
        (Origin::Outsider, Identity::None) => "outsider",
        (Origin::Outsider, Identity::WrongPassword) => "outsider, wrong password",
        (Origin::Outsider, Identity::Anonymous) => "outsider, anonymous",
        (Origin::Outsider, Identity::Account) => "outsider, logged in as test",
        (Origin::LanLaptop, Identity::None) => "LAN laptop",
        (Origin::LanLaptop, _) => "LAN laptop, logged in",
    }
}

const fn heading(destination: Destination) -> &'static str {
    match destination {
        Destination::Local => "to us",
        Destination::Relay => "to relayed",
        Destination::Foreign => "to foreign",
    }
}

const fn look(who: Who, cell: &Cell) -> Look {
    let foreign = matches!(cell.destination, Destination::Foreign);
    let outsider = matches!(who.origin, Origin::Outsider);
    let entitled = matches!(who.identity, Identity::Account) || !outsider;
    let (class, sign, word) = match (cell.verdict, foreign, entitled) {
        (Verdict::Accepted, true, false) => ("danger", "▲", "relays"),
        (Verdict::Accepted, true, true) => ("yes", "✓", "relays"),
        (Verdict::Accepted, false, _) => ("yes", "✓", "accepts"),
        (Verdict::Refused, _, _) => ("no", "✗", "refused"),
        (Verdict::Deferred, _, _) => ("no", "✗", "refused for now"),
        (Verdict::NoDomain, _, _) => ("none", "–", "no such domain"),
        (Verdict::NoLogin, _, _) => ("none", "–", "no login"),
        (Verdict::NotSimulated, _, _) => ("none", "?", "not simulated"),
    };
    Look { class, sign, word }
}

/// The table in one sentence.
fn summary(rows: &[Row]) -> Element {
    let verdict = |identity: Identity| {
        let outsider = |row: &&Row| row.who.origin == Origin::Outsider;
        let mut rows = rows.iter().filter(outsider);
        let row = rows.find(|row| row.who.identity == identity)?;
        let foreign = |cell: &&Cell| cell.destination == Destination::Foreign;
        Some(row.cells.iter().find(foreign)?.verdict)
    };
    let said = |class: &'static str, text: &'static str| el("p").class(class).text(text);
    match (verdict(Identity::None), verdict(Identity::Account)) {
        (None, _) | (_, None) => said(
            "note",
            "The server does not start, so nobody sends anything.",
        ),
        (Some(Verdict::Accepted), _) => el("p")
            .class("verdict danger")
            .with(el("strong").text("▲ Open relay. "))
            .text("Anybody on the Internet can send mail to anybody through this server."),
        (Some(Verdict::NotSimulated), _) | (_, Some(Verdict::NotSimulated)) => {
            said("verdict", "What decides is not simulated: see the session.")
        }
        (_, Some(Verdict::Accepted)) => said(
            "verdict",
            "From outside, whoever logs in may relay, and nobody else.",
        ),
        (_, Some(Verdict::Refused | Verdict::Deferred | Verdict::NoLogin | Verdict::NoDomain)) => {
            said("verdict", "From outside, nobody may relay.")
        }
    }
}
