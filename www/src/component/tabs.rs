//! The tabs that lead to the views.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::{Callback, Html, KeyboardEvent, html};

use crate::view::View;

/// One tab a view; the arrow keys go from one to the next, and the address says which.
pub(crate) fn tabs(shown: View) -> Html {
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if let Some(view) = shown.toward(&event.key()) {
            event.prevent_default();
            go_to(view);
            focus(&view.tab());
        }
    });
    let tabs = View::ALL.into_iter().map(|view| {
        let is_shown = view == shown;
        html! {
            <button
                type="button"
                role="tab"
                id={view.tab()}
                aria-selected={is_shown.to_string()}
                aria-controls={view.panel()}
                tabindex={if is_shown { "0" } else { "-1" }}
                onclick={move |_| go_to(view)}
            >
                { view.name() }
            </button>
        }
    });
    html! { <div class="tabs" role="tablist" aria-label="Views" {onkeydown}>{ for tabs }</div> }
}

/// The page follows its address: what was shown before is one step back in the browser.
fn go_to(view: View) {
    if let Some(window) = web_sys::window() {
        drop(window.location().set_hash(view.word()));
    }
}

fn focus(id: &str) {
    let document = web_sys::window().and_then(|window| window.document());
    let tab = document.and_then(|document| document.get_element_by_id(id));
    if let Some(tab) = tab.and_then(|tab| tab.dyn_into::<HtmlElement>().ok()) {
        drop(tab.focus());
    }
}
