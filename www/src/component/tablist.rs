//! Tabs within a region: one for each name, the arrow keys go from one to the next.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::{Callback, KeyboardEvent, TargetCast};

use crate::element::{At, Element, button, el};

/// `label` is what the list is called, `panel` the id of what the tabs show.
pub(crate) fn tablist(
    label: &'static str,
    panel: &'static str,
    tabs: &[(&'static str, bool)],
    choose: &Callback<usize>,
) -> Element {
    let count = tabs.len();
    let here = tabs.iter().position(|(_, is_shown)| *is_shown).unwrap_or(0);
    let onkeydown = {
        let choose = choose.clone();
        Callback::from(move |event: KeyboardEvent| {
            let there = match event.key().as_str() {
                "ArrowRight" => (here + 1) % count,
                "ArrowLeft" => (here + count - 1) % count,
                "Home" => 0,
                "End" => count - 1,
                _ => return,
            };
            event.prevent_default();
            focus(&event, there);
            choose.emit(there);
        })
    };
    let tab = |(at, (name, is_shown)): (usize, &(&'static str, bool))| {
        let choose = choose.clone();
        button()
            .at(At::Role, "tab")
            .says(At::AriaSelected, *is_shown)
            .at(At::AriaControls, panel)
            .at(At::Tabindex, if *is_shown { "0" } else { "-1" })
            .on_click(Callback::from(move |_| choose.emit(at)))
            .text(name)
    };
    el("div")
        .class("tablist")
        .at(At::Role, "tablist")
        .at(At::AriaLabel, label)
        .on_key(onkeydown)
        .all(tabs.iter().enumerate().map(tab).collect())
}

/// Focuses a tab beside the one that has the focus.
fn focus(event: &KeyboardEvent, at: usize) {
    let list = event
        .target_dyn_into::<HtmlElement>()
        .and_then(|tab| tab.parent_element());
    let tab = list.and_then(|list| list.children().item(u32::try_from(at).ok()?));
    if let Some(tab) = tab.and_then(|tab| tab.dyn_into::<HtmlElement>().ok()) {
        drop(tab.focus());
    }
}
