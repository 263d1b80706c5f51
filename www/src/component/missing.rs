//! What a reply leaves out, each with its reason.

use yew::{Html, html};

use super::reply_line::reason;
use crate::bench::Missing;

/// What a reader looks for first stands in sight; the rest is folded.
const IN_SIGHT: [&str; 2] = ["AUTH", "STARTTLS"];

/// The list, of which the names are always in sight.
pub(crate) fn not_offered(missing: &[Missing]) -> Html {
    let (first, rest): (Vec<&Missing>, Vec<&Missing>) = missing
        .iter()
        .partition(|one| IN_SIGHT.contains(&one.what.as_str()));
    let names: Vec<&str> = rest.iter().map(|one| one.what.as_str()).collect();
    html! {
        <li class="missing">
            { for first.into_iter().map(|one| html! {
                <p>{ "not offered: " }<code>{ &one.what }</code>{ " " }<span class="cause">{ reason(&one.why) }</span></p>
            }) }
            if !rest.is_empty() {
                <details>
                    <summary>{ "not offered: " }<code>{ names.join(", ") }</code></summary>
                    <dl>{ for rest.into_iter().map(|one| html! {
                        <div><dt><code>{ &one.what }</code></dt><dd class="cause">{ reason(&one.why) }</dd></div>
                    }) }</dl>
                </details>
            }
        </li>
    }
}
