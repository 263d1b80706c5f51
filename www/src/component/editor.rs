//! main.cf as text, what is odd about it, and when the server reads it.

use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, HtmlTextAreaElement};
use yew::{AttrValue, Callback, Event, HookContext, Html, TargetCast};

use crate::draft::Draft;
use crate::element::{At, Element, button, checkbox, el, sign};
use crate::kept::keep;
use crate::part::Part;
use crate::shared::Shared;
use crate::state::{Action, Reload};
use crate::theme;

/// More remarks than a reader wants are counted instead.
const REMARKS: usize = 8;

/// Chromium inserts pasted lines one by one, in a time that grows with their square:
/// minutes for a megabyte. A longer text is put in at once, which the field's own undo
/// does not see.
const LONG_PASTE: usize = 50_000;

/// The text of main.cf, on a narrow screen folded away at first.
#[derive(PartialEq)]
pub(crate) struct Editor {
    pub(crate) text: AttrValue,
    pub(crate) draft: Shared<Draft>,
    pub(crate) reload: Reload,
    pub(crate) stale: bool,
    pub(crate) act: Callback<Action>,
}

impl Part for Editor {
    fn show(&self, hooks: &mut HookContext) -> Html {
        let open = keep(hooks, || !theme::is_narrow());
        let act = self.act.clone();
        let onpaste = Callback::from(move |event: Event| {
            if let Some(text) = paste_at_once(&event) {
                act.emit(Action::Write(text.into()));
            }
        });
        let text = el("textarea")
            .at(At::AriaLabel, "main.cf")
            .at(At::Rows, "14")
            .value(self.text.clone())
            .writes(&self.act, |text| Action::Write(text.into()))
            .on_paste(onpaste)
            .verbatim()
            .at(At::Wrap, "off");
        el("details")
            .class("editor")
            .when(*open, At::Open)
            .with(el("summary").with(el("h3").text("main.cf")))
            .with(text)
            .perhaps(remarks(&self.draft))
            .with(loading(self))
            .html()
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

fn remarks(draft: &Draft) -> Option<Element> {
    let more = draft.remarks.len().saturating_sub(REMARKS);
    let shown = draft.remarks.iter().take(REMARKS);
    if draft.fatal.is_none() && draft.remarks.is_empty() {
        return None;
    }
    let fatal = draft.fatal.as_ref().map(|fatal| {
        let log = el("code").say(&fatal.log.clone().into());
        el("li")
            .with(sign("▲ "))
            .text("Postfix stops here: ")
            .with(log)
    });
    let remark = |remark: &AttrValue| el("li").with(sign("! ")).say(remark);
    let more = (more > 0).then(|| el("li").number(more).text(" more remarks"));
    let remarks = el("ul")
        .class("remarks")
        .at(At::Role, "list")
        .at(At::AriaLabel, "Remarks on main.cf")
        .perhaps(fatal)
        .all(shown.map(remark).collect())
        .perhaps(more);
    Some(remarks)
}

/// `postfix reload`, by hand or after each edit.
fn loading(editor: &Editor) -> Element {
    let Editor { stale, act, .. } = editor;
    let (class, state) = match stale {
        true => (
            "wanted",
            "edited: the server still runs what it read before",
        ),
        false => ("", "the server has read this text"),
    };
    let reload = button()
        .class(class)
        .does(act, Action::Reload)
        .text("postfix reload");
    let after_each_edit = checkbox(editor.reload == Reload::AfterEachEdit)
        .at(At::Role, "switch")
        .ticks(
            act,
            Action::ReloadWhen(Reload::AfterEachEdit),
            Action::ReloadWhen(Reload::WhenAsked),
        );
    let after_each_edit = el("label")
        .class("switch")
        .with(after_each_edit)
        .with(el("span").text("reload after each edit"));
    let state = el("span").class("note").at(At::Role, "status").text(state);
    el("div")
        .class("loading")
        .with(reload)
        .with(after_each_edit)
        .with(state)
}
