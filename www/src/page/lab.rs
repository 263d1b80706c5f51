//! The laboratory: server, session and consequences side by side.

use yew::{Html, component, html, use_callback, use_reducer};

use crate::component::{Consequences, Masthead, Server, Session};
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
            <Masthead release={state.release} act={act.clone()} />
            <main class="lab">
                <Server
                    text={state.text.clone()}
                    draft={state.draft.clone()}
                    mechanisms={state.mechanisms.clone()}
                    reload={state.reload}
                    stale={state.is_stale()}
                    act={act.clone()}
                />
                <Session
                    person={state.person}
                    inputs={state.inputs.clone()}
                    played={state.played}
                    typed={state.typed.clone()}
                    transcript={state.transcript.clone()}
                    act={act.clone()}
                />
                <Consequences bench={state.bench.clone()} act={act} />
            </main>
        </>
    }
}
