//! The second half of the page's wasm, which the first interaction does not need:
//! `cargo xtask` moves there what `www/after-first-interaction.txt` names.

use std::cell::Cell;

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

#[wasm_bindgen(raw_module = "../ts/rest.ts")]
extern "C" {
    /// Links the second half to the first, whose exports it is given.
    #[wasm_bindgen(js_name = link)]
    fn link(first: &JsValue);
}

thread_local! {
    static LINKED: Cell<bool> = const { Cell::new(false) };
}

/// Every way into the second half begins with this call (`crates/xtask/src/split.rs`).
#[wasm_bindgen(js_name = needRest)]
pub fn need_rest() {
    if !LINKED.replace(true) {
        link(&wasm_bindgen::exports());
    }
}
