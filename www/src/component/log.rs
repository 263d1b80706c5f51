//! What smtpd writes to the mail log meanwhile.

use yew::{AttrValue, Html, html};

/// A folded list of log lines.
pub(crate) fn log(lines: &[AttrValue]) -> Html {
    let count = lines.len();
    let unit = if count == 1 { " line" } else { " lines" };
    html! {
        <details class="mail-log">
            <summary>{ "mail log, " }{ count }{ unit }</summary>
            <ol>{ for lines.iter().map(|line| html! { <li><code>{ line }</code></li> }) }</ol>
        </details>
    }
}
