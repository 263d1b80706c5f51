//! The laboratory: server, session and consequences side by side.

use yew::{Callback, Html};

use crate::component::{Consequences, server, session};
use crate::element::list;
use crate::part::part;
use crate::state::{Action, State};

/// The three regions.
pub(crate) fn lab(state: &State, act: &Callback<Action>) -> Html {
    let consequences = Consequences {
        bench: state.bench.clone(),
        act: act.clone(),
    };
    list(vec![
        server(state, act).html(),
        session(state, act).html(),
        part(consequences),
    ])
}
