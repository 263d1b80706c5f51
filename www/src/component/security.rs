//! `smtpd_sasl_security_options`: which mechanisms are not good enough.

use saslab_smtpd::maincf::Word;
use saslab_smtpd::sasl::SecurityOption;
use web_sys::HtmlInputElement;
use yew::{AttrValue, Callback, Event, Html, Properties, TargetCast, component, html};

use crate::edit::Edit;

/// The parameter.
pub(crate) const NAME: &str = "smtpd_sasl_security_options";

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) words: Vec<Word>,
    /// Where the value comes from.
    pub(crate) note: AttrValue,
    pub(crate) edit: Callback<Edit>,
}

/// One checkbox per option that Postfix knows.
#[component]
pub(crate) fn Security(props: &Props) -> Html {
    let options = SecurityOption::ALL.into_iter().map(|option| {
        let item = props
            .words
            .iter()
            .position(|word| *word.text == *option.name());
        let onchange = props.edit.reform(move |event: Event| {
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
            <legend><code>{ NAME }</code>{ " " }<span class="note">{ &props.note }</span></legend>
            <div class="checks">{ for options }</div>
        </fieldset>
    }
}
