//! The page: its masthead, and below it the view that the address names. A view is a
//! function of the state; one that needs no more than its tab adds an arm to `panel`.

mod compare;
mod credentials;
mod lab;
mod lessons;

use std::any::Any;
use std::rc::Rc;

use compare::{Compare, Other};
use yew::{Callback, Hook, HookContext, Html, use_memo, use_reducer};

use crate::component::masthead;
use crate::desk;
use crate::element::{At, el, list};
use crate::kept::{Kept, When, after, keep};
use crate::part::{Part, part};
use crate::port;
use crate::state::{Action, State};
use crate::view::View;

/// The whole page.
#[derive(PartialEq)]
pub(crate) struct Page;

impl Part for Page {
    fn show(&self, hooks: &mut HookContext) -> Html {
        let desk = use_reducer(desk::first).run(hooks);
        let view = keep(hooks, asked);
        let other = keep(hooks, Other::default);
        // One and the same each time, or every part would be another than before.
        let act = use_memo((), |()| desk.dispatcher().to_callback()).run(hooks);
        let act = (*act).clone();
        {
            let (act, view) = (act.clone(), view.clone());
            let open = move || {
                let show = Callback::from(move |shown| view.set(shown));
                port::open(port::Page { act, show });
            };
            after(hooks, When::FIRST, Box::new(open));
        }
        {
            let now = Rc::clone(&desk.now);
            let another = When::another(Rc::clone(&now) as Rc<dyn Any>);
            after(hooks, another, Box::new(move || port::holds(now)));
        }
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
}

fn panel(view: View, state: &Rc<State>, other: &Kept<Other>, act: &Callback<Action>) -> Html {
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
