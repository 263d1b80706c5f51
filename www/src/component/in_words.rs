//! Who may relay, in words: what the last change of the server has done, and how it stands.

use saslab_explore::{Identity, RelayChange, Row, Verdict, Weight, from_outside};

use super::relay::Relay;
use crate::element::{At, Element, button, el, sign};
use crate::state::Action;

/// A sentence for each thing, with the session that shows it.
#[inline(never)]
pub(super) fn change(relay: &Relay) -> Element {
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
            .does(&relay.act, Action::Show(change.witness.clone()))
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

    #[test]
    fn a_server_that_is_open_by_ipv6_is_an_open_relay() {
        let text = |rows: &[Row]| format!("{:?}", summary(rows).html());
        assert!(text(&rows("mynetworks = [::]/0\n")).contains("Open relay"));
        assert!(!text(&rows("")).contains("Open relay"));
    }
}
