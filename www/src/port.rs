//! What passes between the page and its TypeScript: views, undo, and the work to be kept
//! or shared. `ts/port.ts` is the other side.
#![expect(unreachable_pub, reason = "wasm-bindgen exports public functions only")]

use std::cell::RefCell;

use wasm_bindgen::prelude::wasm_bindgen;
use yew::Callback;

use crate::state::Action;
use crate::view::View;

#[wasm_bindgen(raw_module = "../ts/port.ts")]
extern "C" {
    /// Says something in the line that screen readers announce.
    #[wasm_bindgen(js_name = notice)]
    pub(crate) fn notice(text: &str);
}

/// Where the page can be reached.
#[derive(Clone)]
pub(crate) struct Page {
    pub(crate) act: Callback<Action>,
    pub(crate) show: Callback<View>,
}

thread_local! {
    static PAGE: RefCell<Option<Page>> = const { RefCell::new(None) };
}

/// Called by the page once it is there.
pub(crate) fn open(page: Page) {
    PAGE.set(Some(page));
}

fn page() -> Option<Page> {
    PAGE.with_borrow(Clone::clone)
}

/// The address has another fragment.
#[wasm_bindgen(js_name = fragmentChanged)]
pub fn fragment_changed(fragment: &str) {
    if let Some(page) = page() {
        page.show.emit(View::of_fragment(fragment));
    }
}

/// Undo, asked for by a key.
#[wasm_bindgen]
pub fn undo() {
    if let Some(page) = page() {
        page.act.emit(Action::Undo);
    }
}

/// Redo, asked for by a key.
#[wasm_bindgen]
pub fn redo() {
    if let Some(page) = page() {
        page.act.emit(Action::Redo);
    }
}
