//! The mechanism table: what is offered in clear and inside TLS, what filters the rest
//! out, who picks each, and what somebody learns who reads along.

use saslab_explore::clients::End;
use saslab_explore::{MechanismRow, Offered, Picker, Reads};
use yew::{AttrValue, HookContext, Html};

use super::fold::{Fold, Folded};
use crate::element::{At, Element, el, list, sign};
use crate::memory::Offers;
use crate::part::{Part, part};

const COLUMNS: [&str; 4] = ["mechanism", "in clear", "in TLS", "a listener reads"];

impl Part for Offers {
    fn show(&self, _: &mut HookContext) -> Html {
        let before = self.before.as_ref().map(|before| &***before);
        offers(self.rows.as_ref().map(|rows| &***rows), before)
    }
}

/// One body a mechanism: its answers, and below them who picks it and what filters it.
/// `before` is what the table is compared with.
#[inline(never)]
fn offers(known: Option<&[MechanismRow]>, before: Option<&[MechanismRow]>) -> Html {
    let column = |name| el("th").at(At::Scope, "col").text(name);
    let head = el("tr").all(COLUMNS.map(column).into());
    let mut table = el("table")
        .class("relay mechanisms")
        .with(el("caption").text("Mechanisms"))
        .with(el("thead").with(head));
    let mut hidden: Vec<(AttrValue, Vec<&str>)> = Vec::new();
    for row in known.unwrap_or_default() {
        let before = before.map(|rows| {
            let same = |other: &&MechanismRow| other.name == row.name;
            rows.iter().find(same)
        });
        let was_offered = before.flatten().is_some_and(|row| nowhere(row).is_none());
        match nowhere(row) {
            Some(reason) if !was_offered => add(&mut hidden, reason, &row.name),
            Some(_) | None => table = table.with(body(row, before)),
        }
    }
    let hidden = hidden.iter().map(not_offered).collect();
    let empty = known.is_some_and(<[_]>::is_empty).then(|| {
        let note = "No mechanism: nothing is installed, or the server does not start.";
        el("p").class("note").text(note)
    });
    let empty = empty.map_or_else(Html::default, Element::html);
    list(vec![table.with(el("tbody").all(hidden)).html(), empty])
}

/// Why neither channel offers it; none if one does.
fn nowhere(row: &MechanismRow) -> Option<AttrValue> {
    match (&row.clear, &row.encrypted) {
        (Offered::No(clear), Offered::No(tls)) if clear == tls => Some(clear.to_string().into()),
        (Offered::No(clear), Offered::No(tls)) => Some(format!("{clear}; in TLS: {tls}").into()),
        (Offered::Yes, _) | (_, Offered::Yes) => None,
    }
}

fn add<'r>(to: &mut Vec<(AttrValue, Vec<&'r str>)>, reason: AttrValue, name: &'r str) {
    match to.iter_mut().find(|(other, _)| *other == reason) {
        Some((_, names)) => names.push(name),
        None => to.push((reason, vec![name])),
    }
}

/// All that one reason keeps out, in one row.
fn not_offered((reason, names): &(AttrValue, Vec<&str>)) -> Element {
    let names = el("code").show(names.join(", "));
    let cause = el("span").class("cause").with(sign(" ← ")).say(reason);
    let cell = el("td").at(At::Colspan, "4").text("not offered: ");
    el("tr").class("no").with(cell.with(names).with(cause))
}

/// The row before the change: none, where there is nothing to compare with.
type Before<'a> = Option<Option<&'a MechanismRow>>;

fn body(row: &MechanismRow, before: Before<'_>) -> Element {
    let channel = |of: fn(&MechanismRow) -> &Offered| {
        let was = before.map(|row| row.is_some_and(|row| is_offered(of(row))));
        offered(is_offered(of(row)), was)
    };
    let name: AttrValue = row.name.to_string().into();
    let answers = el("tr")
        .with(el("th").at(At::Scope, "row").with(el("code").say(&name)))
        .with(channel(|row| &row.clear))
        .with(channel(|row| &row.encrypted))
        .with(reads(row));
    let more = el("td")
        .at(At::Colspan, "4")
        .put(part(Fold(More(row.clone()))));
    el("tbody")
        .with(answers)
        .with(el("tr").class("more").with(more))
}

const fn is_offered(offered: &Offered) -> bool {
    match offered {
        Offered::Yes => true,
        Offered::No(_) => false,
    }
}

fn offered(is: bool, was: Option<bool>) -> Element {
    let (class, mark, word) = match is {
        true => ("yes", "✓ ", "yes"),
        false => ("no", "✗ ", "no"),
    };
    let mark = el("span").class("word").with(sign(mark)).text(word);
    let change = match (was, is) {
        (Some(false), true) => Some("+ new"),
        (Some(true), false) => Some("− gone"),
        (Some(true), true) | (Some(false), false) | (None, _) => None,
    };
    let change = change.map(|word| el("span").class("was").text(word));
    el("td").class(class).with(mark).perhaps(change)
}

/// What a listener learns matters where the mechanism is offered in clear.
fn reads(row: &MechanismRow) -> Element {
    let (mark, word) = match row.reads {
        Reads::Password => ("▲ ", "the password"),
        Reads::Token => ("▲ ", "a token that lets it in"),
        Reads::Guesses => ("", "enough to try passwords on"),
        Reads::Name => ("", "the name"),
        Reads::Nothing => ("", "nothing"),
    };
    let cell = el("td");
    if !is_offered(&row.clear) {
        return cell
            .class("none")
            .with(sign("– "))
            .text("not sent in clear");
    }
    let class = if mark.is_empty() { "yes" } else { "danger" };
    cell.class(class).with(sign(mark)).text(word)
}

/// Who picks it, and why it is not offered.
#[derive(PartialEq)]
struct More(MechanismRow);

/// What a channel has of a mechanism.
type Channel<'a> = (&'static str, &'a Offered, &'a [Picker]);

impl More {
    fn channels(&self) -> [Channel<'_>; 2] {
        let row = &self.0;
        [
            ("in clear", &row.clear, &row.picked_clear),
            ("in TLS", &row.encrypted, &row.picked_encrypted),
        ]
    }
}

impl Folded for More {
    const CLASS: &'static str = "";

    fn summary(&self) -> Html {
        let channels = self.channels();
        let picked = channels.iter().map(|(_, _, pickers)| pickers.len()).max();
        let summary = match picked.unwrap_or(0) {
            0 => el("span").text("no client picks it"),
            1 => el("span").text("1 client picks it"),
            count => el("span").number(count).text(" clients pick it"),
        };
        let name = el("span").class("unseen").text(": ");
        let name = name.show(self.0.name.to_string());
        summary.with(name).html()
    }

    fn inside(&self) -> Html {
        let mut said = el("dl");
        for (channel, _, pickers) in self.channels() {
            for (verb, fails) in [(" picked by", false), (" tried in vain by", true)] {
                let names: Vec<&str> = pickers
                    .iter()
                    .filter(|picker| is_in_vain(picker) == fails)
                    .map(|picker| picker.client.name)
                    .collect();
                if !names.is_empty() {
                    said = said
                        .with(el("dt").text(channel).text(verb))
                        .with(el("dd").show(names.join(", ")));
                }
            }
        }
        for (channel, offered, _) in self.channels() {
            if let Offered::No(cause) = offered {
                let cause = cause.to_string();
                said = said
                    .with(el("dt").text("not ").text(channel))
                    .with(el("dd").class("cause").with(sign("← ")).show(cause));
            }
        }
        said.html()
    }
}

/// Whether the login fails all the same.
const fn is_in_vain(picker: &Picker) -> bool {
    match picker.end {
        End::LoggedIn { .. } | End::Anonymous => false,
        End::Refused { .. }
        | End::NotGreeted
        | End::NotOffered
        | End::NothingUsable { .. }
        | End::NoTls => true,
    }
}
