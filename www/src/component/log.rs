//! What smtpd writes to the mail log meanwhile.

use yew::AttrValue;

use crate::element::{Element, el};

/// A folded list of log lines.
pub(crate) fn log(lines: &[AttrValue]) -> Element {
    let count = lines.len();
    let unit = if count == 1 { " line" } else { " lines" };
    let summary = el("summary").text("mail log, ").number(count).text(unit);
    let line = |line: &AttrValue| el("li").with(el("code").say(line));
    el("details")
        .class("mail-log")
        .with(summary)
        .with(el("ol").all(lines.iter().map(line).collect()))
}
