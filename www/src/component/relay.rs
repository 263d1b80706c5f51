//! The relay table: who may send where, each answer with the session behind it.

use saslab_explore::{Cell, Destination, Identity, Origin, Row, Verdict, Who};
use yew::{Callback, Html, html};

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
    let clients = rows.iter().map(|row| {
        let shown = |cell: &&Cell| SHOWN.contains(&cell.destination);
        let cells = row.cells.iter().filter(shown);
        let cells = cells.map(|cell| table_cell(row, cell, act));
        html! { <tr><th scope="row">{ name(row.who) }</th>{ for cells }</tr> }
    });
    let headings = SHOWN.into_iter().map(|destination| {
        html! { <th scope="col">{ heading(destination) }</th> }
    });
    html! {
        <>
            <table class="relay">
                <caption>{ "Who can relay" }</caption>
                <thead><tr><th scope="col">{ "from" }</th>{ for headings }</tr></thead>
                <tbody>{ for clients }</tbody>
            </table>
            { summary(rows) }
        </>
    }
}

fn table_cell(row: &Row, cell: &Cell, act: &Callback<Action>) -> Html {
    let Look { class, sign, word } = look(row.who, cell);
    let witness = cell.witness.clone();
    let onclick = act.reform(move |_| Action::Show(witness.client, witness.lines.clone()));
    let code = cell.reply.get(..3).unwrap_or("").to_owned();
    html! {
        <td class={class}>
            <button type="button" title={cell.reply.to_string()} {onclick}>
                <span class="word"><span aria-hidden="true">{ sign }{ " " }</span>{ word }</span>
                <code>{ code }</code>
                <span class="unseen">{ "from " }{ name(row.who) }{ " " }{ heading(cell.destination) }{ "; show the session" }</span>
            </button>
        </td>
    }
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
fn summary(rows: &[Row]) -> Html {
    let verdict = |identity: Identity| {
        let outsider = |row: &&Row| row.who.origin == Origin::Outsider;
        let mut rows = rows.iter().filter(outsider);
        let row = rows.find(|row| row.who.identity == identity)?;
        let foreign = |cell: &&Cell| cell.destination == Destination::Foreign;
        Some(row.cells.iter().find(foreign)?.verdict)
    };
    match (verdict(Identity::None), verdict(Identity::Account)) {
        (None, _) | (_, None) => html! {
            <p class="note">{ "The server does not start, so nobody sends anything." }</p>
        },
        (Some(Verdict::Accepted), _) => html! {
            <p class="verdict danger">
                <strong>{ "▲ Open relay. " }</strong>
                { "Anybody on the Internet can send mail to anybody through this server." }
            </p>
        },
        (Some(Verdict::NotSimulated), _) | (_, Some(Verdict::NotSimulated)) => html! {
            <p class="verdict">{ "What decides is not simulated: see the session." }</p>
        },
        (_, Some(Verdict::Accepted)) => html! {
            <p class="verdict">{ "From outside, whoever logs in may relay, and nobody else." }</p>
        },
        (_, Some(Verdict::Refused | Verdict::Deferred | Verdict::NoLogin | Verdict::NoDomain)) => {
            html! {
                <p class="verdict">{ "From outside, nobody may relay." }</p>
            }
        }
    }
}
