//! A switch for a parameter that is `yes` or `no`.

use saslab_smtpd::maincf::Edit;
use web_sys::HtmlInputElement;
use yew::{Callback, Event, Html, TargetCast, html};

use crate::draft::Control;

/// The switch, named exactly as the parameter.
pub(crate) fn switch(name: &'static str, control: &Control, edit: &Callback<Edit>) -> Html {
    let onchange = edit.reform(move |event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        let value = if input.checked() { "yes" } else { "no" };
        Edit::Set {
            name,
            value: value.to_owned(),
        }
    });
    html! {
        <div class="setting">
            <label class="switch">
                <input type="checkbox" role="switch" checked={control.is_on()} {onchange} />
                <code>{ name }</code>
            </label>
            <span class="note">
                <b>{ &control.written }</b>{ ", " }{ &control.note }
            </span>
        </div>
    }
}
