//! Why: the cause of one line, the line of main.cf behind it, the restrictions that were
//! looked at, and the standard.

use saslab_smtpd::policy::Check;

use super::missing::missed;
use super::player::fork;
use super::reading::Read;
use super::reply_line::reason;
use crate::element::{At, Element, button, el, sign};
use crate::look::{Kind, Place};
use crate::state::Action;

/// What is said of a place.
#[inline(never)] // or it would be loaded with what calls it
pub(crate) fn about(read: &Read<'_>, place: Place, is_pinned: bool) -> Option<Element> {
    let (text, why) = place.find(read.transcript)?;
    let close = is_pinned.then(|| {
        button()
            .class("key")
            .at(At::AriaLabel, "Close")
            .at(At::Title, "Close (Escape)")
            .on_click(read.close.reform(|_| ()))
            .with(sign("×"))
    });
    let word = match place.kind {
        Kind::Line => "",
        Kind::Missing => missed(text),
    };
    let head = el("div").class("why-head").text(word);
    let head = head
        .with(el("code").say(text))
        .all(keys(read, place, why.line(read.loaded)))
        .perhaps(close);
    let sentence = el("p").class("cause").at(At::AriaLive, "polite");
    let source = why.source().map(|source| {
        let note = el("p").class("note").text("Postfix: ");
        note.with(el("code").text(source))
    });
    let standard = why.rfc().map(|section| {
        let number = section.rfc.to_string();
        let text = ["RFC ", &number, " section ", section.section].concat();
        el("p").class("note").show(text)
    });
    let checks = why.checks();
    let table = (!checks.is_empty()).then(|| trace(checks));
    Some(
        el("div")
            .with(head)
            .with(reason(sentence, why))
            .perhaps(standard)
            .perhaps(source)
            .perhaps(table),
    )
}

/// What can be done from here.
fn keys(read: &Read<'_>, place: Place, line: Option<u32>) -> Vec<Element> {
    let point = line.map(|line| {
        button()
            .does(read.act, Action::Point(Some(line)))
            .text("main.cf line ")
            .show(line.to_string())
    });
    let fork = fork(read.act, place.turn).text("Fork here");
    point.into_iter().chain([fork]).collect()
}

/// The restrictions, list by list; the last one decides.
fn trace(checks: &[Check]) -> Element {
    let column = |text: &'static str| el("th").at(At::Scope, "col").text(text);
    let head = el("tr")
        .with(column("restriction"))
        .with(column("fact"))
        .with(column("verdict"));
    let mut rows = Vec::new();
    let mut list = "";
    for check in checks {
        if list != check.list {
            list = check.list;
            let name = el("th").at(At::Scope, "rowgroup").at(At::Colspan, "3");
            rows.push(el("tr").class("list").with(name.text(list)));
        }
        let restriction = el("th").at(At::Scope, "row");
        let restriction = restriction.with(el("code").show(check.restriction.text.to_string()));
        let verdict = el("code").show(check.verdict.to_string());
        rows.push(
            el("tr")
                .with(restriction)
                .with(el("td").show(check.fact.clone()))
                .with(el("td").with(verdict)),
        );
    }
    el("table")
        .class("trace")
        .with(el("caption").text("Restrictions, in the order that they were looked at"))
        .with(el("thead").with(head))
        .with(el("tbody").all(rows))
}

/// What stands there before anything was pointed at.
pub(crate) fn nothing() -> Element {
    el("p").class("note").text(
        "Point at a line of the server to see why it is there. With keys: ↑ ↓ in the log, \
         Enter keeps the reason here, Escape closes it.",
    )
}
