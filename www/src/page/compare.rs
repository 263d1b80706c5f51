//! Two benches side by side.

use yew::{Html, html};

use crate::state::State;

/// The bench of the Lab beside another one.
#[inline(never)] // or it would be loaded with what calls it
pub(crate) fn compare(_state: &State) -> Html {
    html! {
        <section class="sheet" aria-labelledby="benches">
            <h2 id="benches">{ "Compare" }</h2>
        </section>
    }
}
