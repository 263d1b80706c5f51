//! A restriction list, whose order decides: items move up and down.

use saslab_smtpd::maincf::Edit;
use yew::{AttrValue, Callback, Html, Properties, component, html, use_effect_with, use_state};

use super::add::add;
use super::focus::focus_on;

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    /// The parameter.
    pub(crate) name: &'static str,
    /// Its items as written.
    pub(crate) items: Vec<String>,
    /// Where the list comes from.
    pub(crate) note: AttrValue,
    pub(crate) edit: Callback<Edit>,
}

/// Towards the first or the last item.
#[derive(Clone, Copy)]
enum Way {
    Up,
    Down,
}

impl Way {
    const fn word(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
        }
    }

    const fn sign(self) -> &'static str {
        match self {
            Self::Up => "↑",
            Self::Down => "↓",
        }
    }
}

/// The list with its buttons.
#[component]
pub(crate) fn Order(props: &Props) -> Html {
    let name = props.name;
    let items = &props.items;
    let last = items.len().saturating_sub(1);
    // The item that just moved keeps the focus.
    let focus = use_state(|| None::<String>);
    use_effect_with((*focus).clone(), |id| {
        if let Some(id) = id {
            focus_on(id);
        }
    });
    let button = |item: usize, text: &str, way: Way| {
        let (to, end) = match way {
            Way::Up => (item.saturating_sub(1), item == 0),
            Way::Down => (item + 1, item == last),
        };
        let (edit, focus) = (props.edit.clone(), focus.clone());
        let onclick = Callback::from(move |_| {
            edit.emit(Edit::Move { name, item, to });
            focus.set(Some(id(name, to, way)));
        });
        let label = ["Move ", text, " ", way.word()].concat();
        html! {
            <button type="button" id={id(name, item, way)} class="key" aria-label={label} disabled={end} {onclick}>
                { way.sign() }
            </button>
        }
    };
    let rows = items.iter().enumerate().map(|(item, text)| {
        let remove = props.edit.reform(move |_| Edit::Remove { name, item });
        html! {
            <li>
                <code>{ text }</code>
                <span class="keys">
                    { button(item, text, Way::Up) }
                    { button(item, text, Way::Down) }
                    <button type="button" class="key" aria-label={["Remove ", text].concat()} onclick={remove}>{ "×" }</button>
                </span>
            </li>
        }
    });
    html! {
        <div class="setting order">
            <p class="order-name"><code>{ name }</code>{ " " }<span class="note">{ &props.note }</span></p>
            <ol aria-label={name}>{ for rows }</ol>
            if items.is_empty() {
                <p class="note">{ "empty: nothing is asked here" }</p>
            }
            { add(name, items, &props.edit) }
        </div>
    }
}

fn id(name: &str, item: usize, way: Way) -> String {
    [name, "-", &item.to_string(), "-", way.word()].concat()
}
