//! The tabs that lead to the views.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::{Callback, KeyboardEvent, MouseEvent};

use crate::element::{At, Element, button, el};
use crate::view::View;

/// One tab a view; the arrow keys go from one to the next, and the address says which.
pub(crate) fn tabs(shown: View) -> Element {
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if let Some(view) = shown.toward(&event.key()) {
            event.prevent_default();
            go_to(view);
            focus(&view.tab());
        }
    });
    let tab = |view: View| {
        let is_shown = view == shown;
        button()
            .at(At::Role, "tab")
            .set(At::Id, view.tab())
            .says(At::AriaSelected, is_shown)
            .set(At::AriaControls, view.panel())
            .at(At::Tabindex, if is_shown { "0" } else { "-1" })
            .on_click(Callback::from(move |_: MouseEvent| go_to(view)))
            .text(view.name())
    };
    el("div")
        .class("tabs")
        .at(At::Role, "tablist")
        .at(At::AriaLabel, "Views")
        .on_key(onkeydown)
        .all(View::ALL.into_iter().map(tab).collect())
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
