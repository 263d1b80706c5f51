//! The laboratory: server, session and consequences side by side.

use yew::{Callback, Html, html};

use crate::component::{Consequences, server, session};
use crate::state::{Action, State};

/// The three regions.
pub(crate) fn lab(state: &State, act: &Callback<Action>) -> Html {
    html! {
        <>
            { server(state, act) }
            { session(state, act) }
            <Consequences bench={state.bench.clone()} act={act.clone()} />
        </>
    }
}
