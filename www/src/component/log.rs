//! What smtpd writes to the mail log meanwhile.

use yew::{AttrValue, Html};

use super::fold::Folded;
use crate::bench::Transcript;
use crate::element::el;
use crate::shared::Shared;

/// A folded list of log lines.
#[derive(PartialEq)]
pub(crate) struct Log(pub(crate) Shared<Transcript>);

impl Folded for Log {
    const CLASS: &'static str = "mail-log";

    fn summary(&self) -> Html {
        let count = self.0.log.len();
        let unit = if count == 1 { " line" } else { " lines" };
        let summary = ["mail log, ", &count.to_string(), unit].concat();
        AttrValue::from(summary).into()
    }

    fn inside(&self) -> Html {
        let lines = self.0.log_lines();
        let line = |line: &AttrValue| el("li").with(el("code").say(line));
        el("ol").all(lines.iter().map(line).collect()).html()
    }
}
