//! What passes between the page and its TypeScript: views, undo, and the work to be kept
//! or shared. `ts/port.ts` is the other side.
#![expect(unreachable_pub, reason = "wasm-bindgen exports public functions only")]

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::Element;
use yew::Callback;

use crate::snapshot;
use crate::state::{Action, State};
use crate::view::View;

#[wasm_bindgen(raw_module = "../ts/port.ts")]
extern "C" {
    /// Says something in the line that screen readers announce.
    #[wasm_bindgen(js_name = notice)]
    pub(crate) fn notice(text: &str);

    /// Copies to the clipboard, and says whether it did.
    #[wasm_bindgen(js_name = copy)]
    pub(crate) fn copy(text: &str);

    /// Gives the reader a file.
    #[wasm_bindgen(js_name = save)]
    pub(crate) fn save(name: &str, media_type: &str, octets: &[u8]);

    /// Gives the reader a picture in SVG as a file in PNG.
    #[wasm_bindgen(js_name = savePng)]
    pub(crate) fn save_png(name: &str, svg: &str);

    /// Normalisation form KC: the browser has the tables.
    #[wasm_bindgen(js_name = normalize)]
    fn normalize(text: &str) -> String;

    /// Brings what is new in the session into sight, within its log.
    #[wasm_bindgen(js_name = follow)]
    pub(crate) fn follow();

    /// Remembers which line of the session is in sight.
    #[wasm_bindgen(js_name = keepPlace)]
    pub(crate) fn keep_place();

    /// Brings that line back into sight, in another view.
    #[wasm_bindgen(js_name = backToPlace)]
    pub(crate) fn back_to_place();

    /// A key that leads to another line of the session; whether there is one.
    #[wasm_bindgen(js_name = goToLine)]
    pub(crate) fn go_to_line(key: &str) -> bool;

    /// Calls `timePassed` after so many milliseconds, and nothing that was asked before.
    #[wasm_bindgen(js_name = wait)]
    fn wait(pause: u32);

    /// Nothing is waited for any more.
    #[wasm_bindgen(js_name = stopWaiting)]
    pub(crate) fn stop_waiting();

    /// The work is another than before.
    #[wasm_bindgen(js_name = changed)]
    fn changed();

    /// Whether the editor of main.cf has arrived.
    #[wasm_bindgen(js_name = hasCode)]
    pub(crate) fn has_code() -> bool;

    /// Shows main.cf in the editor, in this element, as soon as it is there.
    #[wasm_bindgen(js_name = showCode)]
    pub(crate) fn show_code(host: &Element, text: &str);

    /// Marks a line of it; 0 marks none.
    #[wasm_bindgen(js_name = pointCode)]
    pub(crate) fn point_code(line: u32);
}

/// Where the page can be reached.
#[derive(Clone)]
pub(crate) struct Page {
    pub(crate) act: Callback<Action>,
    pub(crate) show: Callback<View>,
}

thread_local! {
    static PAGE: RefCell<Option<Page>> = const { RefCell::new(None) };
    static NEXT: RefCell<Option<Callback<()>>> = const { RefCell::new(None) };
    static NOW: RefCell<Option<Rc<State>>> = const { RefCell::new(None) };
}

/// What SCRAM makes of a name or a password first (RFC 4013).
pub(crate) fn nfkc(text: &str) -> String {
    normalize(text)
}

/// Called by the page once it is there.
pub(crate) fn open(page: Page) {
    PAGE.set(Some(page));
}

/// Called by the page after each change.
pub(crate) fn holds(state: Rc<State>) {
    NOW.set(Some(state));
    changed();
}

/// The state that the page shows.
pub(crate) fn now() -> Option<Rc<State>> {
    NOW.with_borrow(Clone::clone)
}

fn page() -> Option<Page> {
    PAGE.with_borrow(Clone::clone)
}

/// Does something, as a control of the page would.
pub(crate) fn act(action: Action) {
    if let Some(page) = page() {
        page.act.emit(action);
    }
}

/// The address has another fragment.
#[wasm_bindgen(js_name = fragmentChanged)]
pub fn fragment_changed(fragment: &str) {
    if let Some(page) = page() {
        page.show.emit(View::of_fragment(fragment));
    }
}

/// Does this after so many milliseconds, in place of what was to be done before.
pub(crate) fn in_time(pause: u32, what: Callback<()>) {
    NEXT.set(Some(what));
    wait(pause);
}

/// The time that was waited for has passed.
#[wasm_bindgen(js_name = timePassed)]
pub fn time_passed() {
    if let Some(what) = NEXT.take() {
        what.emit(());
    }
}

/// Undo, asked for by a key.
#[wasm_bindgen]
pub fn undo() {
    act(Action::Undo);
}

/// Redo, asked for by a key.
#[wasm_bindgen]
pub fn redo() {
    act(Action::Redo);
}

/// The work as text, without secrets.
#[wasm_bindgen(js_name = workText)]
pub fn work_text() -> String {
    now().map_or_else(String::new, |state| snapshot::write(&state).text)
}

/// What of the work is not in that text, in a sentence; nothing if all is.
#[wasm_bindgen(js_name = workLeftOut)]
pub fn work_left_out() -> String {
    now().map_or_else(String::new, |state| snapshot::write(&state).left_out())
}

/// Puts work in place of what is there, which undo brings back. Says what was not
/// understood of it.
///
/// # Errors
///
/// A sentence that says why the text is not opened; then nothing has changed.
#[wasm_bindgen(js_name = openWork)]
pub fn open_work(text: &str) -> Result<String, String> {
    let opened = snapshot::read(text).map_err(|reason| reason.to_string())?;
    act(Action::Open(opened.state, "work opened"));
    Ok(match opened.unknown {
        0 => String::new(),
        _ => " Part of it comes from a later version, and is left out.".to_owned(),
    })
}
