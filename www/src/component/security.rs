//! `smtpd_sasl_security_options`: which mechanisms are not good enough.

use saslab_smtpd::maincf::Edit;
use saslab_smtpd::sasl::SecurityOption;
use web_sys::HtmlInputElement;
use yew::{Callback, Event, Html, TargetCast, html};

use crate::draft::Control;

/// The parameter.
pub(crate) const NAME: &str = "smtpd_sasl_security_options";

/// One checkbox per option that Postfix knows.
pub(crate) fn security(control: &Control, edit: &Callback<Edit>) -> Html {
    let options = SecurityOption::ALL.into_iter().map(|option| {
        let is_on = control
            .words
            .iter()
            .any(|word| *word.text == *option.name());
        // What `$name` brings cannot be taken out here.
        let item = control
            .items
            .iter()
            .position(|item| *item == option.name());
        let onchange = edit.reform(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            match item {
                Some(item) if !input.checked() => Edit::Remove { name: NAME, item },
                Some(_) | None => Edit::Add {
                    name: NAME,
                    word: option.name().to_owned(),
                },
            }
        });
        html! {
            <label class="check">
                <input type="checkbox" checked={is_on} disabled={is_on && item.is_none()} {onchange} />
                <code>{ option.name() }</code>
            </label>
        }
    });
    html! {
        <fieldset class="setting options">
            <legend><code>{ NAME }</code>{ " " }<span class="note">{ &control.note }</span></legend>
            <div class="checks">{ for options }</div>
        </fieldset>
    }
}
