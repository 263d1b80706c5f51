//! The relay table: who may send where, each answer with the session behind it, and
//! what the last change of the server has made of it.

use saslab_explore::{
    Cell, Destination, Identity, Origin, RelayChange, Row, Verdict, Weight, Who, Witness,
    from_outside,
};
use yew::{AttrValue, Callback, HookContext, Html};

use crate::element::{At, Element, button, el, list, sign};
use crate::part::{Part, part};
use crate::state::Action;

/// A verdict as it is shown: class, sign and word together.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Look {
    class: &'static str,
    sign: &'static str,
    word: &'static str,
}

/// What a cell says to those who hear the table.
struct Names {
    who: AttrValue,
    to: &'static str,
}

/// What the table shows.
pub(super) struct Relay<'a> {
    pub(super) rows: &'a [Row],
    /// The rows that it is compared with.
    pub(super) before: Option<&'a [Row]>,
    /// The account that logs in.
    pub(super) account: &'a str,
}

/// What the last change has done, in a sentence; each has the session that shows it.
#[inline(never)]
pub(super) fn change(relay: &Relay<'_>, act: &Callback<Action>) -> Element {
    let said = el("ul")
        .class("change")
        .at(At::AriaLabel, "What has changed");
    let none = |text| said_once(text);
    let Some(before) = relay.before else {
        return said.with(none("No edit yet that changes who may relay."));
    };
    if relay.rows.is_empty() {
        return said.with(none("The server does not start any more."));
    }
    let changes = saslab_explore::relay_changes(before, relay.rows);
    if changes.is_empty() {
        return said.with(none("Who may relay is as it was."));
    }
    let line = |change: &RelayChange| {
        let (class, mark) = match change.weight() {
            Weight::Danger => ("danger", "▲ "),
            Weight::Other => ("", "± "),
        };
        let show = button()
            .class("plain")
            .does(act, Action::Show(change.witness.clone()))
            .text("show")
            .with(el("span").class("unseen").text(" the session behind it"));
        el("li")
            .class(class)
            .with(sign(mark))
            .show(change.to_string())
            .text(". ")
            .with(show)
    };
    said.all(changes.iter().take(MOST).map(line).collect())
}

/// More sentences than that nobody reads: the table marks every cell.
const MOST: usize = 3;

fn said_once(text: &'static str) -> Element {
    el("li").class("note").text(text)
}

/// One row per client, one column per destination.
#[inline(never)]
pub(super) fn relay_table(relay: &Relay<'_>, act: &Callback<Action>) -> Html {
    let column = || el("th").at(At::Scope, "col");
    let headings = Destination::ALL.map(|to| column().text(heading(to)));
    let head = el("tr").with(column().text("from")).all(headings.into());
    let rows = relay.rows.iter().map(|row| {
        let mut before = relay.before.into_iter().flatten();
        part(TableRow {
            row: row.clone(),
            before: before.find(|other| other.who == row.who).cloned(),
            account: relay.account.to_owned().into(),
            act: act.clone(),
        })
    });
    let table = el("table")
        .class("relay")
        .with(el("caption").text("Who can relay"))
        .with(el("thead").with(head))
        .with(el("tbody").put(list(rows.collect())));
    table.html()
}

/// A row of the table, drawn again only where it says something else.
struct TableRow {
    row: Row,
    before: Option<Row>,
    account: AttrValue,
    act: Callback<Action>,
}

impl PartialEq for TableRow {
    fn eq(&self, other: &Self) -> bool {
        let before = |one: &Self| one.before.as_ref().map(looks);
        self.row.who == other.row.who
            && self.account == other.account
            && shown(&self.row).eq(shown(&other.row))
            && before(self) == before(other)
    }
}

/// What there is to see of a row.
fn shown(row: &Row) -> impl Iterator<Item = (Look, &str, &Witness)> {
    let cells = row.cells.iter();
    cells.map(|cell| (look(row.who, cell), &*cell.reply, &cell.witness))
}

fn looks(row: &Row) -> Vec<Look> {
    row.cells.iter().map(|cell| look(row.who, cell)).collect()
}

impl Part for TableRow {
    fn show(&self, _: &mut HookContext) -> Html {
        table_row(self).html()
    }
}

fn table_row(
    TableRow {
        row,
        before,
        account,
        act,
    }: &TableRow,
) -> Element {
    let (short, full) = name(row.who, account);
    let cell = |cell: &Cell| {
        let was = before.as_ref().and_then(|row| {
            let mut cells = row.cells.iter();
            cells.find(|other| other.destination == cell.destination)
        });
        let names = Names {
            who: full.clone(),
            to: heading(cell.destination),
        };
        table_cell(row.who, cell, was, &names, act)
    };
    let head = el("th")
        .at(At::Scope, "row")
        .with(el("span").at(At::AriaHidden, "true").say(&short))
        .with(el("span").class("unseen").say(&full));
    let begins = matches!(row.who.identity, Identity::None);
    el("tr")
        .class(if begins { "origin" } else { "identity" })
        .with(head)
        .all(row.cells.iter().map(cell).collect())
}

fn table_cell(
    who: Who,
    cell: &Cell,
    was: Option<&Cell>,
    names: &Names,
    act: &Callback<Action>,
) -> Element {
    let now = look(who, cell);
    let was = was.map(|cell| look(who, cell)).filter(|was| *was != now);
    let show = Action::Show(cell.witness.clone());
    let code = cell.reply.get(..3).unwrap_or("");
    let what = ["from ", &names.who, " to ", names.to, "; show the session"];
    let what = el("span").class("unseen").show(what.concat());
    let mark = was.map(|was| el("span").class("was").text("± was ").text(was.word));
    let button = button()
        .set(At::Title, cell.reply.to_string().into())
        .does(act, show)
        .with(el("span").class("word").with(sign(now.sign)).text(now.word))
        .with(el("code").show(code.to_owned()))
        .perhaps(mark)
        .with(what);
    el("td").class(now.class).with(button)
}

/// The name in the table, where a login stands below its client, and in full.
fn name(who: Who, account: &str) -> (AttrValue, AttrValue) {
    let origin = match who.origin {
        Origin::Outsider => "outsider",
        Origin::OutsiderByIpv6 => "outsider by IPv6",
        Origin::LanLaptop => "LAN laptop",
    };
    let (short, full) = match who.identity {
        Identity::None => return (origin.into(), origin.into()),
        Identity::WrongPassword => ("wrong password", "wrong password"),
        Identity::Anonymous => ("anonymous", "anonymous"),
        Identity::Account => (account, "logged in as "),
    };
    let account = match who.identity {
        Identity::Account => account,
        Identity::None | Identity::WrongPassword | Identity::Anonymous => "",
    };
    let full = [origin, ", ", full, account].concat();
    (["+ ", short].concat().into(), full.into())
}

const fn heading(destination: Destination) -> &'static str {
    match destination {
        Destination::Local => "local",
        Destination::Relay => "relayed",
        Destination::Foreign => "any",
    }
}

const fn look(who: Who, cell: &Cell) -> Look {
    let foreign = matches!(cell.destination, Destination::Foreign);
    let outsider = !matches!(who.origin, Origin::LanLaptop);
    let entitled = matches!(who.identity, Identity::Account) || !outsider;
    let (class, sign, word) = match (cell.verdict, foreign, entitled) {
        (Verdict::Accepted, true, false) => ("danger", "▲ ", "relays"),
        (Verdict::Accepted, true, true) => ("yes", "✓ ", "relays"),
        (Verdict::Accepted, false, _) => ("yes", "✓ ", "accepts"),
        (Verdict::Refused, _, _) => ("no", "✗ ", "refused"),
        (Verdict::Deferred, _, _) => ("no", "✗ ", "deferred"),
        (Verdict::NoDomain, _, _) => ("none", "– ", "none"),
        (Verdict::NoLogin, _, _) => ("none", "– ", "no login"),
        (Verdict::NotSimulated, _, _) => ("none", "? ", "not simulated"),
    };
    Look { class, sign, word }
}

/// The table in one sentence.
#[inline(never)]
pub(super) fn summary(rows: &[Row]) -> Element {
    let said = |class: &'static str, text: &'static str| el("p").class(class).text(text);
    let verdict = |identity| from_outside(rows, identity).map(|cell| cell.verdict);
    let by_anybody = [Identity::Anonymous, Identity::WrongPassword];
    if by_anybody.map(verdict).contains(&Some(Verdict::Accepted))
        && verdict(Identity::None) != Some(Verdict::Accepted)
    {
        return el("p")
            .class("verdict danger")
            .with(el("strong").text("▲ Open relay. "))
            .text("Anybody can send mail to anybody: an AUTH without a password is enough.");
    }
    match (verdict(Identity::None), verdict(Identity::Account)) {
        (None, _) | (_, None) => said(
            "verdict note",
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

#[cfg(test)]
mod tests {
    use super::*;
    use saslab_lessons::howto;

    use crate::state::State;

    fn rows(main_cf: &str) -> Vec<Row> {
        let text = [howto::BEFORE, main_cf].concat();
        State::prepared(&text, &[]).bench.relay()
    }

    fn drawn(row: &Row) -> TableRow {
        TableRow {
            row: row.clone(),
            before: None,
            account: "test".into(),
            act: Callback::noop(),
        }
    }

    #[test]
    fn a_row_is_drawn_again_where_anything_in_it_is_another() {
        let (closed, open) = (rows(""), rows("mynetworks = 0.0.0.0/0\n"));
        let row = &closed[0];
        assert!(drawn(row) == drawn(row));
        assert!(drawn(row) != drawn(&open[0]));
        let mut other = drawn(row);
        other.before = Some(open[0].clone());
        assert!(drawn(row) != other);
        let mut other = drawn(row);
        other.account = "alice".into();
        assert!(drawn(row) != other);
        let change: [fn(&mut Row); 3] = [
            |row| row.who.identity = Identity::Account,
            |row| row.cells[2].reply = "554 5.7.1 no".into(),
            |row| row.cells[2].witness.lines.clear(),
        ];
        for change in change {
            let mut other = drawn(row);
            change(&mut other.row);
            assert!(drawn(row) != other);
        }
    }

    #[test]
    fn a_server_that_is_open_by_ipv6_is_an_open_relay() {
        let text = |rows: &[Row]| format!("{:?}", summary(rows).html());
        assert!(text(&rows("mynetworks = [::]/0\n")).contains("Open relay"));
        assert!(!text(&rows("")).contains("Open relay"));
    }
}
