//! The Consequences region: what the configuration means for others. Its sessions need
//! the second half of the wasm, so it is filled when that has arrived.

use yew::{Callback, Html, Properties, component, html, use_effect_with, use_state_eq};

use super::relay::relay_table;
use crate::bench::Bench;
use crate::rest;
use crate::shared::Shared;
use crate::state::Action;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) bench: Shared<Bench>,
    pub(crate) act: Callback<Action>,
}

/// Who can relay.
#[component]
pub(crate) fn Consequences(Props { bench, act }: &Props) -> Html {
    let has_arrived = use_state_eq(|| false);
    {
        let has_arrived = has_arrived.clone();
        use_effect_with((), move |()| rest::tell(move || has_arrived.set(true)));
    }
    let content = if *has_arrived {
        answers(bench, act)
    } else {
        html! { <p class="note">{ "The sessions are about to run." }</p> }
    };
    html! {
        <section class="consequences" aria-labelledby="consequences">
            <h2 id="consequences">{ "Consequences" }</h2>
            { content }
        </section>
    }
}

#[inline(never)] // or it would be loaded with what calls it
fn answers(bench: &Bench, act: &Callback<Action>) -> Html {
    relay_table(&bench.relay(), act)
}
