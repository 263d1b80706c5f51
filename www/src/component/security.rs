//! `smtpd_sasl_security_options`: which mechanisms are not good enough.

use saslab_smtpd::sasl::SecurityOption;
use web_sys::HtmlInputElement;
use yew::{Callback, Event, Html, TargetCast, html};

use crate::draft::Control;
use crate::edit::Edit;

/// The parameter.
pub(crate) const NAME: &str = "smtpd_sasl_security_options";

/// One checkbox per option that Postfix knows.
pub(crate) fn security(control: &Control, edit: &Callback<Edit>) -> Html {
    let options = SecurityOption::ALL.into_iter().map(|option| {
        let item = control
            .words
            .iter()
            .position(|word| *word.text == *option.name());
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
                <input type="checkbox" checked={item.is_some()} {onchange} />
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
