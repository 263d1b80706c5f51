//! A switch for a parameter that is `yes` or `no`.

use web_sys::HtmlInputElement;
use yew::{AttrValue, Callback, Event, Html, Properties, TargetCast, component, html};

use crate::edit::Edit;

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    /// The parameter, which is also the switch's name.
    pub(crate) name: &'static str,
    pub(crate) on: bool,
    /// The value as written.
    pub(crate) written: AttrValue,
    /// Where it comes from.
    pub(crate) note: AttrValue,
    pub(crate) edit: Callback<Edit>,
}

/// The switch, named exactly as the parameter.
#[component]
pub(crate) fn Switch(props: &Props) -> Html {
    let name = props.name;
    let onchange = props.edit.reform(move |event: Event| {
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
                <input type="checkbox" role="switch" checked={props.on} {onchange} />
                <code>{ name }</code>
            </label>
            <span class="note">
                <b>{ &props.written }</b>{ ", " }{ &props.note }
            </span>
        </div>
    }
}
