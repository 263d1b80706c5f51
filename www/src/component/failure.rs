//! A server that does not start: no dialogue, but reasons.

use yew::{Html, html};

use crate::bench::Failure;

/// The log line, what a client would see, and the setting at fault.
pub(crate) fn start_failure(failure: &Failure) -> Html {
    let Failure { log, seen, cause } = failure;
    html! {
        <div class="failure">
            <p><strong>{ "▲ The server does not start." }</strong></p>
            <dl>
                <dt>{ "mail log" }</dt>
                <dd><code>{ log }</code></dd>
                <dt>{ "a client sees" }</dt>
                <dd>{ *seen }</dd>
                if let Some(cause) = cause {
                    <dt>{ "because" }</dt>
                    <dd class="cause">{ cause }</dd>
                }
            </dl>
        </div>
    }
}
