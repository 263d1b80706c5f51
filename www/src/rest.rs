//! The second half of the page's wasm, which the first interaction does not need:
//! `cargo xtask` moves there what `www/after-first-interaction.txt` names.
#![expect(unreachable_pub, reason = "wasm-bindgen exports public functions only")]

use std::cell::{Cell, RefCell};

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

#[wasm_bindgen(raw_module = "../ts/rest.ts")]
extern "C" {
    /// Links the second half to the first, whose exports it is given.
    #[wasm_bindgen(js_name = link)]
    fn link(first: &JsValue);
}

/// Whether it is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Arrived {
    NotYet,
    Yes,
}

thread_local! {
    static IS_LINKED: Cell<bool> = const { Cell::new(false) };
    static LISTENERS: RefCell<Vec<Box<dyn FnOnce()>>> = const { RefCell::new(Vec::new()) };
}

/// Every way into the second half begins with this call (`crates/xtask/src/split.rs`).
#[wasm_bindgen(js_name = needRest)]
pub fn need_rest() {
    if !IS_LINKED.replace(true) {
        link(&wasm_bindgen::exports());
    }
}

/// Called by `ts/main.ts` when the second half is there.
#[wasm_bindgen(js_name = restArrived)]
pub fn arrived() {
    need_rest();
    for listener in LISTENERS.take() {
        listener();
    }
}

/// Whether what is in the second half can be called without waiting for it.
pub(crate) fn is_linked() -> bool {
    IS_LINKED.get()
}

/// Calls `listener` once the second half has arrived by itself.
pub(crate) fn tell(listener: impl FnOnce() + 'static) {
    let listener = Box::new(listener);
    LISTENERS.with_borrow_mut(|listeners| listeners.push(listener));
}
