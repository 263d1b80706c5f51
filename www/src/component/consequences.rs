//! The Consequences region: what the configuration means for others.

use yew::{Callback, Html, Properties, component, html};

use super::relay::RelayTable;
use crate::bench::Bench;
use crate::shared::Shared;
use crate::state::Action;

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) bench: Shared<Bench>,
    pub(crate) act: Callback<Action>,
}

/// Who can relay.
#[component]
pub(crate) fn Consequences(props: &Props) -> Html {
    html! {
        <section class="consequences" aria-labelledby="consequences">
            <h2 id="consequences">{ "Consequences" }</h2>
            <RelayTable bench={props.bench.clone()} act={props.act.clone()} />
        </section>
    }
}
