//! The page: a reducer without a DOM, and components that show its state.

mod around;
mod bench;
mod bring;
mod code;
mod component;
mod deed;
mod desk;
mod diff;
mod draft;
mod element;
mod examination;
mod far;
mod foresight;
mod kept;
mod look;
mod memory;
mod page;
mod part;
mod people;
mod port;
mod releases;
mod rest;
mod script;
mod setup;
mod shared;
mod snapshot;
mod state;
mod theme;
mod uses;
mod view;
mod why;

fn main() {
    theme::restore();
    desk::open();
}

/// Called by `ts/main.ts` next: to open the desk and to draw it in one go would keep the
/// browser from answering for twice as long.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn show() {
    // The shell of index.html stands in this element until the page replaces it.
    let root = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id("app"));
    if let Some(root) = root {
        part::render(root, page::Page);
    }
}
