//! Where the focus goes when what had it has moved.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The button, or its neighbour where it has nowhere left to go.
pub(crate) fn focus_on(id: &str) {
    let document = web_sys::window().and_then(|window| window.document());
    let button = document.and_then(|document| document.get_element_by_id(id));
    let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) else {
        return;
    };
    let neighbour = || {
        button
            .next_element_sibling()
            .filter(|_| id.ends_with("up"))
            .or_else(|| button.previous_element_sibling())
    };
    let target = match button.has_attribute("disabled") {
        true => neighbour().and_then(|other| other.dyn_into::<HtmlElement>().ok()),
        false => Some(button.clone()),
    };
    if let Some(target) = target {
        drop(target.focus());
    }
}
