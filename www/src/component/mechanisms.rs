//! Which mechanisms are installed: `mech_list` of Cyrus's smtpd.conf.

use web_sys::HtmlInputElement;
use yew::{AttrValue, Callback, Html, InputEvent, TargetCast, html};

use crate::state::Action;

/// The line of smtpd.conf as a text field.
pub(crate) fn mechanisms(value: &AttrValue, act: &Callback<Action>) -> Html {
    let oninput = act.reform(|event: InputEvent| {
        let input: HtmlInputElement = event.target_unchecked_into();
        Action::Mechanisms(input.value().into())
    });
    html! {
        <div class="setting">
            <label for="mech-list"><code>{ "mech_list" }</code></label>
            <span class="note">{ "smtpd.conf of Cyrus SASL" }</span>
            <input
                id="mech-list"
                class="field"
                type="text"
                value={value.clone()}
                {oninput}
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
            />
        </div>
    }
}
