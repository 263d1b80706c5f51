//! The relay table: who may send where, each answer with the session behind it, and
//! what the last change of the server has made of it.

use saslab_explore::{
    Cell, Destination, Identity, Origin, RelayChange, Row, Verdict, Weight, Who, Witness,
    from_outside,
};
use yew::{AttrValue, Callback, HookContext, Html};

use crate::element::{At, Element, button, el, list, sign};
use crate::part::{Part, part};
use crate::shared::Shared;
use crate::state::Action;

/// A verdict as it is shown: class, sign and word together.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Look {
    class: &'static str,
    /// Sign and word: `✗ refused`.
    shown: &'static str,
}

/// The class of what does harm; the whole cell has it.
const DANGER: &str = "danger";

impl Look {
    fn word(self) -> &'static str {
        self.shown.split_once(' ').map_or("", |(_, word)| word)
    }
}

/// What the table shows.
pub(super) struct Relay<'a> {
    pub(super) rows: Shared<Vec<Row>>,
    /// The rows that it is compared with.
    pub(super) before: Option<Shared<Vec<Row>>>,
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
    let Some(before) = &relay.before else {
        return said.with(none("No edit yet that changes who may relay."));
    };
    if relay.rows.is_empty() {
        return said.with(none("The server does not start any more."));
    }
    let changes = saslab_explore::relay_changes(before, &relay.rows);
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
    let account = AttrValue::from(relay.account.to_owned());
    let row = |at| {
        part(TableRow {
            rows: relay.rows.clone(),
            at,
            before: relay.before.clone(),
            account: account.clone(),
            act: act.clone(),
        })
    };
    let rows = (0..relay.rows.len()).map(row);
    let table = el("table")
        .class("relay")
        .with(el("caption").text("Who can relay"))
        .with(head())
        .with(el("tbody").put(list(rows.collect())));
    table.html()
}

fn head() -> Element {
    let column = || el("th").at(At::Scope, "col");
    let headings = Destination::ALL.map(|to| column().text(heading(to)));
    let row = el("tr").with(column().text("from")).all(headings.into());
    el("thead").with(row)
}

/// A row of the table, drawn again only where it says something else.
struct TableRow {
    rows: Shared<Vec<Row>>,
    /// Its place among them.
    at: usize,
    /// The rows that they are compared with.
    before: Option<Shared<Vec<Row>>>,
    account: AttrValue,
    act: Callback<Action>,
}

impl PartialEq for TableRow {
    fn eq(&self, other: &Self) -> bool {
        let who = |one: &Self| one.row().map(|row| row.who);
        who(self) == who(other)
            && self.account == other.account
            && shown(self.row()) == shown(other.row())
            && shown(self.earlier()) == shown(other.earlier())
    }
}

impl TableRow {
    fn row(&self) -> Option<&Row> {
        self.rows.get(self.at)
    }

    /// The same row, as it was before.
    fn earlier(&self) -> Option<&Row> {
        let who = self.row()?.who;
        let before = self.before.as_deref()?;
        before.iter().find(|row| row.who == who)
    }
}

/// What there is to see of a row.
fn shown(row: Option<&Row>) -> Vec<(Look, &str, &Witness)> {
    let Some(row) = row else {
        return Vec::new();
    };
    let cells = row.cells.iter();
    let cells = cells.map(|cell| (look(row.who, cell), &*cell.reply, &cell.witness));
    cells.collect()
}

impl Part for TableRow {
    fn show(&self, _: &mut HookContext) -> Html {
        self.row().map(|row| self.drawn(row)).unwrap_or_default()
    }
}

impl TableRow {
    fn drawn(&self, row: &Row) -> Html {
        let (short, full) = name(row.who, &self.account);
        let head = el("th").at(At::Scope, "row").say(&short);
        let place = el("tr");
        let (mut place, head) = match row.who.identity {
            Identity::None => (place.class("origin"), head),
            Identity::WrongPassword | Identity::Anonymous | Identity::Account => (
                place.class("identity"),
                head.set(At::AriaLabel, full.clone()),
            ),
        };
        place = place.with(head);
        let earlier = self.earlier();
        for (at, cell) in row.cells.iter().enumerate() {
            let now = look(row.who, cell);
            let was = earlier.and_then(|row| row.cells.get(at));
            let was = was.map(|cell| look(row.who, cell));
            let was = was.filter(|was| *was != now);
            place = place.with(table_cell(now, was, cell, &full, &self.act));
        }
        place.html()
    }
}

/// Its name begins with the words in sight.
fn table_cell(
    now: Look,
    was: Option<Look>,
    cell: &Cell,
    who: &str,
    act: &Callback<Action>,
) -> Element {
    let code = cell.reply.get(..3).unwrap_or("");
    let space = if code.is_empty() { "" } else { " " };
    let was = was.map_or("", Look::word);
    let change = if was.is_empty() { "" } else { " ± was " };
    let to = heading(cell.destination);
    let name = [
        now.word(),
        space,
        code,
        change,
        was,
        " from ",
        who,
        " to ",
        to,
        "; show the session",
    ];
    let below = if code.is_empty() { "" } else { "\n" };
    let change = (!was.is_empty()).then(|| ["\n± was ", was].concat());
    let button = button()
        .set(At::AriaLabel, name.concat().into())
        .does(act, Action::Show(cell.witness.clone()))
        .with(
            el("span")
                .class(now.class)
                .show([now.shown, below, code].concat()),
        )
        .perhaps(change.map(|change| el("span").class("was").show(change)));
    // Of what is accepted the reply says no more than its code.
    let reply = match cell.verdict {
        Verdict::Refused | Verdict::Deferred | Verdict::NotSimulated => Some(&*cell.reply),
        Verdict::Accepted | Verdict::NoDomain | Verdict::NoLogin => None,
    };
    let condition = cell.witness.provided();
    let more: Vec<&str> = reply.into_iter().chain(condition.as_deref()).collect();
    let button = match more.is_empty() {
        true => button,
        false => button.set(At::Title, more.join("; ").into()),
    };
    // A class of the whole cell has all in it styled anew.
    let place = el("td");
    let place = match now.class {
        DANGER => place.class(DANGER),
        _harmless => place,
    };
    place.with(button)
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
    let (class, shown) = match (cell.verdict, foreign, entitled) {
        (Verdict::Accepted, true, false) => (DANGER, "▲ relays"),
        (Verdict::Accepted, true, true) => ("yes", "✓ relays"),
        (Verdict::Accepted, false, _) => ("yes", "✓ accepts"),
        (Verdict::Refused, _, _) => ("no", "✗ refused"),
        (Verdict::Deferred, _, _) => ("no", "✗ deferred"),
        (Verdict::NoDomain, _, _) => ("none", "– none"),
        (Verdict::NoLogin, _, _) => ("none", "– no login"),
        (Verdict::NotSimulated, _, _) => ("none", "? not simulated"),
    };
    Look { class, shown }
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
            said("verdict", "What decides is not simulated.")
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
        State::prepared(&text, &[]).bench.relay().to_vec()
    }

    fn drawn(row: &Row) -> TableRow {
        TableRow {
            rows: Shared::new(vec![row.clone()]),
            at: 0,
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
        other.before = Some(Shared::new(open));
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
            let mut other = row.clone();
            change(&mut other);
            assert!(drawn(row) != drawn(&other));
        }
    }

    #[test]
    fn the_name_of_a_cell_begins_with_what_stands_in_it() {
        let (closed, open) = (rows(""), rows("mynetworks = 0.0.0.0/0\n"));
        let mut row = drawn(&open[0]);
        row.before = Some(Shared::new(closed));
        let drawn = format!("{:?}", row.drawn(&open[0]));
        let name = "relays 250 ± was deferred from outsider to any; show the session";
        for text in [name, "▲ relays\n250", "\n± was deferred"] {
            assert!(drawn.contains(text), "{text} in {drawn}");
        }
    }

    #[test]
    fn a_cell_says_on_which_condition_it_holds() {
        let rows = rows("relay_domains = mysql:/etc/postfix/relay.cf\n");
        let drawn = format!("{:?}", drawn(&rows[0]).drawn(&rows[0]));
        let condition = "provided that no foreign domain is in mysql:/etc/postfix/relay.cf";
        assert!(drawn.contains(condition), "{drawn}");
    }

    #[test]
    fn a_server_that_is_open_by_ipv6_is_an_open_relay() {
        let text = |rows: &[Row]| format!("{:?}", summary(rows).html());
        assert!(text(&rows("mynetworks = [::]/0\n")).contains("Open relay"));
        assert!(!text(&rows("")).contains("Open relay"));
    }
}
