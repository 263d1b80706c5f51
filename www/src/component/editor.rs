//! main.cf as text, and what is odd about it. The editor itself is `ts/code/code.ts`; a
//! plain field stands in until it arrives, and where it does not.

use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, HtmlTextAreaElement};
use yew::{AttrValue, Callback, Event, HookContext, Html, NodeRef, TargetCast};

use crate::draft::{Draft, Remark};
use crate::element::{At, Element, button, el, sign};
use crate::kept::{When, after, keep};
use crate::part::Part;
use crate::port;
use crate::shared::Shared;
use crate::state::Action;

/// More remarks than a reader wants are counted instead.
const REMARKS: usize = 8;

/// Chromium inserts pasted lines one by one, in a time that grows with their square:
/// minutes for a megabyte. A longer text is put in at once, which the field's own undo
/// does not see.
const LONG_PASTE: usize = 50_000;

/// The text of main.cf.
#[derive(PartialEq)]
pub(crate) struct Editor {
    pub(crate) text: AttrValue,
    pub(crate) draft: Shared<Draft>,
    /// The line that something points at.
    pub(crate) pointed: Option<Shared<u32>>,
    pub(crate) act: Callback<Action>,
}

impl Part for Editor {
    fn show(&self, hooks: &mut HookContext) -> Html {
        let host = (*keep(hooks, NodeRef::default)).clone();
        {
            let (host, text) = (host.clone(), self.text.clone());
            let show = move || {
                if let Some(host) = host.cast::<web_sys::Element>() {
                    port::show_code(&host, &text);
                }
            };
            after(hooks, When::another(self.draft.any()), Box::new(show));
        }
        {
            let line = self.pointed.as_ref();
            let when = line.map_or(When::FIRST, |line| When::another(line.any()));
            let line = line.map_or(0, |line| **line);
            after(hooks, when, Box::new(move || port::point_code(line)));
        }
        let plain = (!port::has_code()).then(|| self.plain());
        el("div")
            .class("editor")
            .with(el("div").class("code").reached_by(host))
            .perhaps(plain)
            .perhaps(self.remarks())
            .html()
    }
}

impl Editor {
    /// The field without an editor.
    fn plain(&self) -> Element {
        let act = self.act.clone();
        let onpaste = Callback::from(move |event: Event| {
            if let Some(text) = paste_at_once(&event) {
                act.emit(Action::Write(text.into()));
            }
        });
        el("textarea")
            .at(At::AriaLabel, "main.cf")
            .at(At::Rows, "14")
            .value(self.text.clone())
            .writes(&self.act, |text| Action::Write(text.into()))
            .on_paste(onpaste)
            .verbatim()
            .at(At::Wrap, "off")
    }

    /// What is odd, each with the way to its line and, if one edit settles it, that edit.
    fn remarks(&self) -> Option<Element> {
        let all = self.draft.remarks();
        let fatal = self.draft.fatal.as_ref();
        if fatal.is_none() && all.is_empty() {
            return None;
        }
        let fatal = fatal.map(|fatal| {
            let log = el("code").say(&fatal.log.clone().into());
            el("li")
                .with(sign("▲ "))
                .text("Postfix stops here: ")
                .with(log)
        });
        let more = all.len().saturating_sub(REMARKS);
        let more = (more > 0).then(|| el("li").number(more).text(" more remarks"));
        let shown = all.iter().take(REMARKS).map(|remark| self.remark(remark));
        let remarks = el("ul")
            .class("remarks")
            .at(At::Role, "list")
            .at(At::AriaLabel, "Remarks on main.cf")
            .perhaps(fatal)
            .all(shown.collect())
            .perhaps(more);
        Some(remarks)
    }

    fn remark(&self, remark: &Remark) -> Element {
        let line = remark.line.to_string();
        let go = button()
            .class("plain")
            .set(At::AriaLabel, ["Show line ", &line].concat().into())
            .does(&self.act, Action::Point(Some(remark.line)))
            .text("show");
        let repair = remark.repair.as_ref().map(|repair| {
            let text = repair.apply(&self.text);
            button()
                .set(At::AriaLabel, ["Repair line ", &line].concat().into())
                .does(&self.act, Action::Write(text.into()))
                .text("repair")
        });
        el("li")
            .with(sign("! "))
            .say(&remark.says)
            .text(" ")
            .with(go)
            .perhaps(repair)
    }
}

/// The text of the field with a long paste in it; a short one is left to the browser.
fn paste_at_once(event: &Event) -> Option<String> {
    let pasted = event
        .dyn_ref::<ClipboardEvent>()?
        .clipboard_data()?
        .get_data("text")
        .ok()?;
    if pasted.len() < LONG_PASTE {
        return None;
    }
    let field: HtmlTextAreaElement = event.target_dyn_into()?;
    let start = field.selection_start().ok()??;
    let end = field.selection_end().ok()??;
    // To keep the selection would take as long as the browser's own way.
    let set = HtmlTextAreaElement::set_range_text_with_start_and_end_and_mode;
    set(&field, &pasted, start, end, "end").ok()?;
    event.prevent_default();
    Some(field.value())
}
