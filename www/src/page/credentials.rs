//! Credentials, encoded and decoded.

use yew::{Html, html};

/// The workbench for credentials.
#[inline(never)] // or it would be loaded with what calls it
pub(crate) fn credentials() -> Html {
    html! {
        <section class="sheet" aria-labelledby="workbench">
            <h2 id="workbench">{ "Credentials" }</h2>
        </section>
    }
}
