//! main.cf as text, what is odd about it, and when the server reads it.

use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, HtmlInputElement, HtmlTextAreaElement};
use yew::{
    AttrValue, Callback, Event, Html, InputEvent, Properties, TargetCast, component, html, use_memo,
};

use crate::draft::Draft;
use crate::shared::Shared;
use crate::state::{Action, Reload};
use crate::theme;

/// More remarks than a reader wants are counted instead.
const REMARKS: usize = 8;

/// Chromium inserts pasted lines one by one, in a time that grows with their square:
/// minutes for a megabyte. A longer text is put in at once, which the field's own undo
/// does not see.
const LONG_PASTE: usize = 50_000;

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) text: AttrValue,
    pub(crate) draft: Shared<Draft>,
    pub(crate) reload: Reload,
    pub(crate) stale: bool,
    pub(crate) act: Callback<Action>,
}

/// The text of main.cf, on a narrow screen folded away at first.
#[component]
pub(crate) fn Editor(props: &Props) -> Html {
    let open = use_memo((), |()| !theme::is_narrow());
    let oninput = props.act.reform(|event: InputEvent| {
        let input: HtmlTextAreaElement = event.target_unchecked_into();
        Action::Write(input.value().into())
    });
    let act = props.act.clone();
    let onpaste = Callback::from(move |event: Event| {
        if let Some(text) = paste_at_once(&event) {
            act.emit(Action::Write(text.into()));
        }
    });
    html! {
        <details class="editor" open={*open}>
            <summary><h3>{ "main.cf" }</h3></summary>
            <textarea
                aria-label="main.cf"
                rows="14"
                value={props.text.clone()}
                {oninput}
                {onpaste}
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                wrap="off"
            />
            { remarks(&props.draft) }
            { loading(props) }
        </details>
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

fn remarks(draft: &Draft) -> Html {
    let more = draft.remarks.len().saturating_sub(REMARKS);
    let shown = draft.remarks.iter().take(REMARKS);
    if draft.fatal.is_none() && draft.remarks.is_empty() {
        return Html::default();
    }
    html! {
        <ul class="remarks" role="list" aria-label="Remarks on main.cf">
            if let Some(fatal) = &draft.fatal {
                <li><span aria-hidden="true">{ "▲ " }</span>{ "Postfix stops here: " }<code>{ &fatal.log }</code></li>
            }
            { for shown.map(|remark| html! { <li><span aria-hidden="true">{ "! " }</span>{ remark }</li> }) }
            if more > 0 {
                <li>{ more }{ " more remarks" }</li>
            }
        </ul>
    }
}

/// `postfix reload`, by hand or after each edit.
fn loading(props: &Props) -> Html {
    let onclick = props.act.reform(|_| Action::Reload);
    let onchange = props.act.reform(|event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        Action::ReloadWhen(if input.checked() {
            Reload::AfterEachEdit
        } else {
            Reload::WhenAsked
        })
    });
    html! {
        <div class="loading">
            <button type="button" class={if props.stale { "wanted" } else { "" }} {onclick}>
                { "postfix reload" }
            </button>
            <label class="switch">
                <input type="checkbox" role="switch" checked={props.reload == Reload::AfterEachEdit} {onchange} />
                <span>{ "reload after each edit" }</span>
            </label>
            <span class="note" role="status">
                { if props.stale {
                    "edited: the server still runs what it read before"
                } else {
                    "the server has read this text"
                } }
            </span>
        </div>
    }
}
