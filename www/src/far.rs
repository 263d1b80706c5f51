//! Work that takes longer than a frame: `ts/shell/far.ts` has it done in a worker, or in
//! slices where there is none. The same functions run there and here.
#![expect(unreachable_pub, reason = "wasm-bindgen exports public functions only")]

use std::cell::RefCell;

use wasm_bindgen::prelude::wasm_bindgen;
use yew::Callback;

use crate::examination;
use crate::foresight;

#[wasm_bindgen(raw_module = "../ts/port.ts")]
extern "C" {
    #[wasm_bindgen(js_name = far)]
    fn far(order: &str, asked: &str, question: &str, at: u32);
}

/// What has come back.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Heard {
    /// What was shown last is painted: there is time for work of some milliseconds.
    Painted,
    /// The answers of the next part of the examination; empty: there is no other part.
    Part(String),
    /// What settles the finding that was asked about.
    Settled(String),
    /// The work ended before its time.
    Failed,
}

thread_local! {
    static LISTENER: RefCell<Option<Callback<Heard>>> = const { RefCell::new(None) };
}

/// What comes back goes there.
pub(crate) fn listen(listener: Callback<Heard>) {
    LISTENER.set(Some(listener));
}

/// Ends the work under way, and says when the page is painted.
pub(crate) fn paint() {
    far("paint", "", "", 0);
}

/// Begins an examination.
pub(crate) fn examine(asked: &str) {
    far("examine", asked, "", 0);
}

/// Asks what settles a finding.
pub(crate) fn settle(asked: &str, question: &str, at: usize) {
    far(
        "settle",
        asked,
        question,
        u32::try_from(at).unwrap_or(u32::MAX),
    );
}

/// Ends the work under way.
pub(crate) fn cancel() {
    far("cancel", "", "", 0);
}

/// Called by `ts/shell/far.ts` with what has come back.
#[wasm_bindgen]
pub fn heard(what: &str, text: String) {
    let heard = match what {
        "painted" => Heard::Painted,
        "part" => Heard::Part(text),
        "settled" => Heard::Settled(text),
        // A frame later still.
        "idle" => return foresight::look(),
        _failed => Heard::Failed,
    };
    if let Some(listener) = LISTENER.with_borrow(Clone::clone) {
        listener.emit(heard);
    }
}

/// The answers of one part of an examination; empty if there is no such part.
#[wasm_bindgen(js_name = examinePart)]
pub fn examine_part(asked: &str, part: u32) -> String {
    examination::examined(asked, usize::try_from(part).unwrap_or(usize::MAX))
}

/// What settles a finding.
#[wasm_bindgen(js_name = settleFinding)]
pub fn settle_finding(asked: &str, question: &str, at: u32) -> String {
    examination::settled(asked, question, usize::try_from(at).unwrap_or(usize::MAX))
}
