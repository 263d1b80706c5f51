//! Fields of what stands around main.cf: what is written into one makes another state.

use yew::{AttrValue, Callback, Event, MouseEvent};

use super::super::editor::paste_at_once;
use crate::around::Around;
use crate::deed::written;
use crate::element::{At, Element, button, el};
use crate::shared::Shared;
use crate::state::Action;

/// How a text changes the row of a place.
pub(super) type Put = fn(&mut Around, usize, String);

/// A text longer than this is read when its field is left: to read it at every letter
/// would keep the letters waiting.
const LONG: usize = 100_000;

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
            .value(value.clone())
            .verbatim();
        let write = self.put(place, put);
        let pasted = write.clone();
        let field = field.on_paste(Callback::from(move |event: Event| {
            if let Some(text) = paste_at_once(&event) {
                pasted.emit(text);
            }
        }));
        let (field, note) = match value.len() < LONG {
            true => (field.on_text(write), None),
            false => {
                let note = "It is long, and read when you leave the field.";
                let left = write.reform(|event: Event| written(&event));
                (
                    field.on_change(left),
                    Some(el("p").class("note").text(note)),
                )
            }
        };
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
