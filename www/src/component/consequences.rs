//! The Consequences region: what the configuration means for others.

use yew::{Callback, Html, html};

use super::relay::relay_table;
use crate::bench::Bench;
use crate::state::Action;

/// Who can relay.
pub(crate) fn consequences(bench: &Bench, act: &Callback<Action>) -> Html {
    html! {
        <section class="consequences" aria-labelledby="consequences">
            <h2 id="consequences">{ "Consequences" }</h2>
            { relay_table(bench, act) }
        </section>
    }
}
