//! What smtpd writes to the mail log meanwhile.

use yew::{AttrValue, Html, Properties, component, html};

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) lines: Vec<AttrValue>,
}

/// A folded list of log lines.
#[component]
pub(crate) fn Log(props: &Props) -> Html {
    let lines = props.lines.len();
    let unit = if lines == 1 { " line" } else { " lines" };
    html! {
        <details class="mail-log">
            <summary>{ "mail log, " }{ lines }{ unit }</summary>
            <ol>{ for props.lines.iter().map(|line| html! { <li><code>{ line }</code></li> }) }</ol>
        </details>
    }
}
