//! What smtpd writes to the mail log meanwhile.

use yew::AttrValue;

use crate::bench::Transcript;
use crate::element::{Element, el};
use crate::rest::Arrived;

/// A folded list of log lines; they are not written before the second half has arrived.
pub(crate) fn log(transcript: &Transcript, arrived: Arrived) -> Element {
    let lines = match arrived {
        Arrived::NotYet => Vec::new(),
        Arrived::Yes => transcript.log_lines(),
    };
    let count = transcript.log.len();
    let unit = if count == 1 { " line" } else { " lines" };
    let summary = el("summary").text("mail log, ").number(count).text(unit);
    let line = |line: &AttrValue| el("li").with(el("code").say(line));
    el("details")
        .class("mail-log")
        .with(summary)
        .with(el("ol").all(lines.iter().map(line).collect()))
}
