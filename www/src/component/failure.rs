//! A server that does not start: no dialogue, but reasons.

use yew::{Html, Properties, component, html};

use crate::bench::Failure;

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) failure: Failure,
}

/// The log line, what a client would see, and the setting at fault.
#[component]
pub(crate) fn StartFailure(props: &Props) -> Html {
    let Failure { log, seen, cause } = &props.failure;
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
