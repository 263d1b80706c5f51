//! Fields of what stands around main.cf: what is written into one makes another state.

use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, HtmlTextAreaElement};
use yew::{AttrValue, Callback, Event, MouseEvent, TargetCast};

use crate::around::Around;
use crate::element::{At, Element, button, el};
use crate::shared::Shared;
use crate::state::Action;

/// How a text changes the row of a place.
pub(super) type Put = fn(&mut Around, usize, String);

/// A field shows no longer text: the browser needs seconds for each letter that is typed
/// into one of megabytes, and for the lines of a long paste a time that grows with their
/// square.
const LONG: usize = 100_000;

/// As much of it as is shown of a longer one.
const SHOWN: usize = 5_000;

/// What all fields of a view share.
#[derive(Clone, PartialEq)]
pub(super) struct Fields {
    pub(super) around: Shared<Around>,
    pub(super) act: Callback<Action>,
    /// What undo calls a change.
    pub(super) what: &'static str,
}

impl Fields {
    /// Makes a field (`input`, `textarea`, `select`) write what is put into it.
    #[inline(never)]
    pub(super) fn write(&self, field: Element, place: usize, put: Put) -> Element {
        field.on_text(self.put(place, put))
    }

    fn put(&self, place: usize, put: Put) -> Callback<String> {
        let Self { around, act, what } = self.clone();
        Callback::from(move |text: String| {
            let mut around = (*around).clone();
            put(&mut around, place, text);
            act.emit(Action::Type(around, what));
        })
    }

    /// A line of text with its name.
    pub(super) fn line(&self, name: String, value: &AttrValue, place: usize, put: Put) -> Element {
        let field = el("input")
            .class("field")
            .at(At::Type, "text")
            .set(At::AriaLabel, name.into())
            .value(value.clone())
            .verbatim();
        self.write(field, place, put)
    }

    /// Several lines of text with their name.
    pub(super) fn text(
        &self,
        name: AttrValue,
        value: &AttrValue,
        place: usize,
        put: Put,
    ) -> Element {
        let field = el("textarea")
            .set(At::AriaLabel, name)
            .at(At::Rows, "8")
            .at(At::Wrap, "off")
            .value(beginning(value))
            .verbatim();
        let write = self.put(place, put);
        let is_long = value.len() >= LONG;
        let paste = write.clone();
        let field = field.on_paste(Callback::from(move |event: Event| {
            if let Some(text) = pasted(&event, is_long) {
                paste.emit(text);
            }
        }));
        let field = field.when(is_long, At::Readonly).on_text(write);
        let note = is_long.then(|| {
            let octets = value.len().to_string();
            let note = [
                &*octets,
                " octets, too many to be shown: these are the first. ",
            ];
            let note = el("p").class("note").show(note.concat());
            note.text("What is pasted here takes the place of all.")
        });
        el("div").with(field).perhaps(note)
    }

    /// Makes a button change something at once.
    #[inline(never)]
    pub(super) fn does(
        &self,
        button: Element,
        place: usize,
        change: fn(&mut Around, usize),
    ) -> Element {
        let Self { around, act, what } = self.clone();
        button.on_click(Callback::from(move |_: MouseEvent| {
            let mut around = (*around).clone();
            change(&mut around, place);
            act.emit(Action::Around(around, what));
        }))
    }

    /// A button that takes a row away.
    pub(super) fn remove(
        &self,
        name: &str,
        place: usize,
        change: fn(&mut Around, usize),
    ) -> Element {
        let key = button()
            .class("key")
            .set(At::AriaLabel, ["Remove ", name].concat().into())
            .text("×");
        self.does(key, place, change)
    }
}

/// The text, or the beginning of a long one.
fn beginning(text: &AttrValue) -> AttrValue {
    match text.len() < LONG {
        true => text.clone(),
        false => text.chars().take(SHOWN).collect::<String>().into(),
    }
}

/// The text of the field with a long paste in it, or the paste alone in place of a long
/// text; a short one is left to the browser.
fn pasted(event: &Event, is_long: bool) -> Option<String> {
    let clipboard = event.dyn_ref::<ClipboardEvent>()?.clipboard_data()?;
    let text = clipboard.get_data("text").ok()?.replace("\r\n", "\n");
    // A picture, or a file.
    if text.is_empty() {
        return None;
    }
    if is_long {
        return Some(text);
    }
    if text.len() < LONG {
        return None;
    }
    let field: HtmlTextAreaElement = event.target_dyn_into()?;
    let (start, end) = (field.selection_start().ok()??, field.selection_end().ok()??);
    event.prevent_default();
    // Places are counted in units of UTF-16.
    let units: Vec<u16> = field.value().encode_utf16().collect();
    let part = |units: Vec<u16>| String::from_utf16_lossy(&units);
    let before = units.iter().copied().take(usize::try_from(start).ok()?);
    let after = units.iter().copied().skip(usize::try_from(end).ok()?);
    Some([part(before.collect()), text, part(after.collect())].concat())
}
