//! Which mechanisms are installed: `mech_list` of Cyrus's smtpd.conf.

use web_sys::HtmlInputElement;
use yew::{AttrValue, Callback, Html, InputEvent, Properties, TargetCast, component, html};

use crate::state::Action;

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) value: AttrValue,
    pub(crate) act: Callback<Action>,
}

/// The line of smtpd.conf as a text field.
#[component]
pub(crate) fn Mechanisms(props: &Props) -> Html {
    let oninput = props.act.reform(|event: InputEvent| {
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
                value={props.value.clone()}
                {oninput}
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
            />
        </div>
    }
}
