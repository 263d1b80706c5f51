//! Credentials, encoded and decoded.

use yew::{Callback, Html, html};

use crate::component::{Decode, Encode};
use crate::state::Action;

/// The workbench for credentials: two panes, and nothing of either is kept.
#[inline(never)] // or it would be loaded with what calls it
pub(crate) fn credentials(act: &Callback<Action>) -> Html {
    html! {
        <section class="sheet wide" aria-labelledby="workbench">
            <h2 id="workbench">{ "Credentials" }</h2>
            <p class="note">{ "Nothing typed here is stored, sent, or put into a link." }</p>
            <div class="two">
                <Encode act={act.clone()} />
                <Decode />
            </div>
        </section>
    }
}
