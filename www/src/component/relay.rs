//! The relay table: who may send where, each answer with the session behind it.

use std::rc::Rc;

use saslab_explore::{Cell, Destination, Identity, Origin, Row, Verdict, Who, tells};
use yew::{AttrValue, Callback, HookContext, Html};

use crate::element::{At, Element, button, checkbox, el, list};
use crate::kept::Kept;
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

/// Who may relay, as it is and as it was.
pub(super) struct Relay {
    pub(super) rows: Shared<Vec<Row>>,
    /// The rows that they are compared with.
    pub(super) before: Option<Shared<Vec<Row>>>,
    /// The account that logs in.
    pub(super) account: AttrValue,
    pub(super) act: Callback<Action>,
}

impl Relay {
    /// The row before, of the same client as this one.
    fn earlier(&self, row: &Row) -> Option<&Row> {
        let mut before = self.before.as_deref()?.iter();
        before.find(|earlier| earlier.who == row.who)
    }

    /// Whether a row says, or said, something of its own.
    fn tells(&self, row: &Row) -> bool {
        let before = self.before.as_deref().zip(self.earlier(row));
        tells(&self.rows, row) || before.is_some_and(|(rows, row)| tells(rows, row))
    }
}

/// One row per client that makes a difference, or per client; one column per destination.
#[inline(never)]
pub(super) fn relay_table(relay: &Rc<Relay>, every: &Kept<bool>) -> Html {
    let mut rows = Vec::new();
    for (at, row) in relay.rows.iter().enumerate() {
        if **every || relay.tells(row) {
            let relay = Rc::clone(relay);
            rows.push(part(TableRow { relay, at }));
        }
    }
    let table = el("table")
        .class("relay")
        .with(el("caption").text("Who can relay"))
        .with(head())
        .with(el("tbody").put(list(rows)));
    let other = every.clone();
    let toggle = Callback::from(move |_| other.set(!*other));
    let every = el("label")
        .class("check note")
        .with(checkbox(**every).on_click(toggle))
        .text("also clients that make no difference");
    list(vec![table.html(), every.html()])
}

fn head() -> Element {
    let column = || el("th").at(At::Scope, "col");
    let headings = Destination::ALL.map(|to| column().text(heading(to)));
    let row = el("tr").with(column().text("from")).all(headings.into());
    el("thead").with(row)
}

/// A row of the table, drawn again only where it says something else.
struct TableRow {
    relay: Rc<Relay>,
    /// Its place among the rows.
    at: usize,
}

impl PartialEq for TableRow {
    fn eq(&self, other: &Self) -> bool {
        let who = |one: &Self| one.row().map(|row| row.who);
        who(self) == who(other)
            && self.relay.account == other.relay.account
            && alike(self.row(), other.row())
            && alike(self.earlier(), other.earlier())
    }
}

impl TableRow {
    fn row(&self) -> Option<&Row> {
        self.relay.rows.get(self.at)
    }

    fn earlier(&self) -> Option<&Row> {
        self.relay.earlier(self.row()?)
    }
}

/// Whether there is the same to see of two rows of one client.
fn alike(one: Option<&Row>, other: Option<&Row>) -> bool {
    let same = |(one, other): (&Cell, &Cell)| {
        one.verdict == other.verdict && one.reply == other.reply && one.witness == other.witness
    };
    match (one, other) {
        (None, None) => true,
        (Some(one), Some(other)) => one.cells.iter().zip(&other.cells).all(same),
        (Some(_), None) | (None, Some(_)) => false,
    }
}

impl Part for TableRow {
    fn show(&self, _: &mut HookContext) -> Html {
        self.row().map(|row| self.drawn(row)).unwrap_or_default()
    }
}

impl TableRow {
    fn drawn(&self, row: &Row) -> Html {
        let (short, full) = name(row.who, &self.relay.account);
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
            place = place.with(table_cell(now, was, cell, &full, &self.relay.act));
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

#[cfg(test)]
mod tests {
    use super::*;
    use saslab_lessons::howto;

    use crate::state::State;

    fn rows(main_cf: &str) -> Vec<Row> {
        let text = [howto::BEFORE, main_cf].concat();
        State::prepared(&text, &[]).bench.relay().to_vec()
    }

    fn relay(rows: Vec<Row>, before: Option<Vec<Row>>) -> Relay {
        Relay {
            rows: Shared::new(rows),
            before: before.map(Shared::new),
            account: "test".into(),
            act: Callback::noop(),
        }
    }

    fn first(relay: Relay) -> TableRow {
        let relay = Rc::new(relay);
        TableRow { relay, at: 0 }
    }

    fn drawn(row: &Row) -> TableRow {
        first(relay(vec![row.clone()], None))
    }

    #[test]
    fn a_row_is_drawn_again_where_anything_in_it_is_another() {
        let (closed, open) = (rows(""), rows("mynetworks = 0.0.0.0/0\n"));
        let row = &closed[0];
        assert!(drawn(row) == drawn(row));
        assert!(drawn(row) != drawn(&open[0]));
        assert!(drawn(row) != first(relay(vec![row.clone()], Some(open))));
        let mut other = relay(vec![row.clone()], None);
        other.account = "alice".into();
        assert!(drawn(row) != first(other));
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
    fn a_row_stays_in_sight_where_it_made_a_difference_before() {
        let (closed, open) = (rows(""), rows("mynetworks = [::]/0\n"));
        let in_sight = |relay: &Relay| relay.rows.iter().filter(|row| relay.tells(row)).count();
        assert_eq!(in_sight(&relay(closed.clone(), None)), 4);
        assert_eq!(in_sight(&relay(closed, Some(open))), 5);
    }

    #[test]
    fn the_name_of_a_cell_begins_with_what_stands_in_it() {
        let (closed, open) = (rows(""), rows("mynetworks = 0.0.0.0/0\n"));
        let row = first(relay(vec![open[0].clone()], Some(closed)));
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
}
