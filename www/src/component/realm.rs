//! `smtpd_sasl_local_domain`: the realm that is added to a name without one.

use web_sys::HtmlInputElement;
use yew::{AttrValue, Callback, Html, InputEvent, Properties, TargetCast, component, html};

use crate::edit::Edit;

/// The parameter.
pub(crate) const NAME: &str = "smtpd_sasl_local_domain";

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    /// The value before `$name` is expanded.
    pub(crate) written: AttrValue,
    /// Where it comes from.
    pub(crate) note: AttrValue,
    pub(crate) edit: Callback<Edit>,
}

/// A text field.
#[component]
pub(crate) fn Realm(props: &Props) -> Html {
    let oninput = props.edit.reform(|event: InputEvent| {
        let input: HtmlInputElement = event.target_unchecked_into();
        Edit::Set {
            name: NAME,
            value: input.value(),
        }
    });
    html! {
        <div class="setting">
            <label for="realm"><code>{ NAME }</code></label>
            <span class="note">{ &props.note }</span>
            <input
                id="realm"
                class="field"
                type="text"
                value={props.written.clone()}
                {oninput}
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
            />
        </div>
    }
}
