//! The page: its masthead, and below it the view that the address names. A view is a
//! function of the state; one that needs no more than its tab adds an arm to `panel`.

mod compare;
mod credentials;
mod lab;
mod lessons;

use std::rc::Rc;

use compare::{Compare, Other};
use yew::{
    Callback, Html, UseStateHandle, component, use_callback, use_effect_with, use_reducer,
    use_state, use_state_eq,
};

use crate::component::masthead;
use crate::desk::Desk;
use crate::element::{At, el, list};
use crate::part::part;
use crate::port;
use crate::state::{Action, State};
use crate::view::View;

/// The whole page.
#[component]
pub(crate) fn Page() -> Html {
    let desk = use_reducer(Desk::default);
    let view = use_state_eq(asked);
    let other = use_state(Other::default);
    let act = {
        let dispatcher = desk.dispatcher();
        use_callback((), move |action: Action, ()| dispatcher.dispatch(action))
    };
    {
        let (act, set) = (act.clone(), view.setter());
        let show = move |view| set.set(view);
        use_effect_with((), move |()| {
            let show = Callback::from(show);
            port::open(port::Page { act, show });
        });
    }
    use_effect_with(Rc::clone(&desk.now), |now| port::holds(Rc::clone(now)));
    let panels = View::ALL.into_iter().map(|each| {
        let is_shown = each == *view;
        let panel = el("div")
            .set(At::Id, each.panel())
            .class(each.word())
            .at(At::Role, "tabpanel")
            .set(At::AriaLabelledby, each.tab())
            .when(!is_shown, At::Hidden);
        // The Lab keeps what is being typed there.
        match is_shown || each == View::Lab {
            true => panel.put(self::panel(each, &desk.now, &other, &act)),
            false => panel.put(Html::default()),
        }
    });
    let main = el("main").all(panels.collect());
    list(vec![masthead(*view, &desk, &act).html(), main.html()])
}

fn panel(
    view: View,
    state: &Rc<State>,
    other: &UseStateHandle<Other>,
    act: &Callback<Action>,
) -> Html {
    match view {
        View::Lab => lab::lab(state, act),
        View::Lessons => lessons::lessons(act),
        View::Credentials => credentials::credentials(act),
        View::Compare => part(Compare {
            state: Rc::clone(state),
            other: other.clone(),
        }),
    }
}

/// The view that the address names when the page opens.
fn asked() -> View {
    let fragment = web_sys::window().and_then(|window| window.location().hash().ok());
    View::of_fragment(&fragment.unwrap_or_default())
}
