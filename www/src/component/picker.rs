//! A labelled choice of one among several.

use web_sys::HtmlSelectElement;
use yew::{
    AttrValue, Callback, Event, Html, Properties, TargetCast, component, html, use_effect,
    use_node_ref,
};

/// One option.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Choice {
    pub(crate) label: AttrValue,
    pub(crate) chosen: bool,
}

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) label: AttrValue,
    pub(crate) choices: Vec<Choice>,
    /// Called with the place of the option chosen.
    pub(crate) choose: Callback<usize>,
}

/// A `select` with its label.
#[component]
pub(crate) fn Picker(props: &Props) -> Html {
    let onchange = props.choose.reform(|event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        usize::try_from(select.selected_index()).unwrap_or(0)
    });
    let select = use_node_ref();
    {
        // An attribute would no longer count once the learner has chosen.
        let chosen = props.choices.iter().position(|choice| choice.chosen);
        let index = chosen.and_then(|index| i32::try_from(index).ok());
        let select = select.clone();
        use_effect(move || {
            if let Some(select) = select.cast::<HtmlSelectElement>() {
                select.set_selected_index(index.unwrap_or(-1));
            }
        });
    }
    let options = props
        .choices
        .iter()
        .map(|choice| html! { <option>{ &choice.label }</option> });
    html! {
        <label class="picker">
            <span>{ &props.label }</span>
            <select ref={select} {onchange}>{ for options }</select>
        </label>
    }
}
