//! The laboratory: server, session and consequences side by side.

use std::rc::Rc;

use yew::{Callback, Html};

use crate::component::{Consequences, Server, Session};
use crate::element::list;
use crate::part::part;
use crate::state::{Action, State};

/// The three regions.
pub(crate) fn lab(state: &Rc<State>, act: &Callback<Action>) -> Html {
    let consequences = Consequences {
        bench: state.bench.clone(),
        lens: state.lens,
        pinned: state.pinned.clone(),
        is_stale: state.is_stale(),
        act: act.clone(),
    };
    let session = Session {
        state: Rc::clone(state),
        act: act.clone(),
    };
    list(vec![
        part(Server {
            state: Rc::clone(state),
            act: act.clone(),
        }),
        part(session),
        part(consequences),
    ])
}
