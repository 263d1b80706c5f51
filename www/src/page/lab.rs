//! The laboratory: server, session and consequences side by side.

use yew::{Html, component, html, use_callback, use_reducer};

use crate::component::{Consequences, masthead, server, session};
use crate::state::{Action, State};

/// The whole page.
#[component]
pub(crate) fn Lab() -> Html {
    let state = use_reducer(State::default);
    let act = {
        let dispatcher = state.dispatcher();
        use_callback((), move |action: Action, ()| dispatcher.dispatch(action))
    };
    html! {
        <>
            { masthead(state.release, &act) }
            <main class="lab">
                { server(&state, &act) }
                { session(&state, &act) }
                <Consequences bench={state.bench.clone()} act={act.clone()} />
            </main>
        </>
    }
}
