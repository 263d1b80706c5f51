//! `smtpd_sasl_local_domain`: the realm that is added to a name without one.

use saslab_smtpd::maincf::Edit;
use web_sys::HtmlInputElement;
use yew::{Callback, Html, InputEvent, TargetCast, html};

use crate::draft::Control;

/// The parameter.
pub(crate) const NAME: &str = "smtpd_sasl_local_domain";

/// A text field.
pub(crate) fn realm(control: Control, edit: &Callback<Edit>) -> Html {
    let oninput = edit.reform(|event: InputEvent| {
        let input: HtmlInputElement = event.target_unchecked_into();
        Edit::Set {
            name: NAME,
            value: input.value(),
        }
    });
    html! {
        <div class="setting">
            <label for="realm"><code>{ NAME }</code></label>
            <span class="note">{ control.note }</span>
            <input
                id="realm"
                class="field"
                type="text"
                value={control.written}
                {oninput}
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
            />
        </div>
    }
}
