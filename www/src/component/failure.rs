//! A server that does not start: no dialogue, but reasons.

use crate::bench::Failure;
use crate::element::{Element, el};

/// The log line, what a client would see, and the setting at fault.
#[inline(never)] // or it would be loaded with what calls it
pub(crate) fn start_failure(failure: &Failure) -> Element {
    let Failure { log, seen, cause } = failure;
    let mut reasons = el("dl")
        .with(el("dt").text("mail log"))
        .with(el("dd").with(el("code").say(log)))
        .with(el("dt").text("a client sees"))
        .with(el("dd").text(seen));
    if let Some(cause) = cause {
        reasons = reasons
            .with(el("dt").text("because"))
            .with(el("dd").class("cause").say(cause));
    }
    let says = el("strong").text("▲ The server does not start.");
    el("div")
        .class("failure")
        .with(el("p").with(says))
        .with(reasons)
}
