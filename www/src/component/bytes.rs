//! A message octet by octet: Base64 in groups of four, hexadecimal and text below, each
//! octet in the colour of its field; the fields in words beside it. One field is marked
//! in all three when it is chosen.

use saslab_smtpd::sasl::message::{Message, Part};
use yew::{AttrValue, Callback, Html, Properties, component, html, use_state_eq};

/// Groups of three octets that are shown; no login is longer than a page.
const GROUPS: usize = 256;

/// Fields whose octets are hidden until they are asked for.
const HIDDEN: [&str; 3] = ["password", "token", "auth"];

/// Colours, given in turn.
const COLOURS: usize = 6;

/// Whether secret fields are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Veil {
    Masked,
    Shown,
}

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) message: Message,
    pub(crate) veil: Veil,
}

/// The byte view.
#[component]
pub(crate) fn Bytes(Props { message, veil }: &Props) -> Html {
    let chosen = use_state_eq(|| None);
    let octets = message.octets();
    let base64 = message.base64();
    let letters = base64.as_bytes();
    let groups = octets
        .chunks(3)
        .zip(letters.chunks(4))
        .take(GROUPS)
        .enumerate();
    let view = View {
        message,
        veil: *veil,
        chosen: *chosen,
    };
    let groups = groups.map(|(at, (octets, letters))| view.group(at * 3, octets, letters));
    let left = octets.len().saturating_sub(GROUPS * 3);
    let fields = message.parts().iter().enumerate().map(|(at, part)| {
        let chosen = chosen.clone();
        let is_chosen = *chosen == Some(at);
        let onclick = Callback::from(move |_| chosen.set((!is_chosen).then_some(at)));
        field(message, part, *veil, at, &onclick, is_chosen)
    });
    html! {
        <div class="bytes">
            <div class="groups" role="img" aria-label="Octets, group by group">{ for groups }</div>
            if left > 0 {
                <p class="note">{ "… and " }{ left }{ " octets more" }</p>
            }
            <ul class="fields" aria-label="Fields">{ for fields }</ul>
        </div>
    }
}

struct View<'a> {
    message: &'a Message,
    veil: Veil,
    chosen: Option<usize>,
}

impl View<'_> {
    /// Three octets and the four characters that carry them.
    fn group(&self, start: usize, octets: &[u8], letters: &[u8]) -> Html {
        let hex = octets.iter().enumerate().map(|(at, octet)| {
            let shown = self.shown(start + at, || {
                [digit(octet >> 4), digit(octet & 15)].iter().collect()
            });
            html! { <span class={self.class(start + at)}>{ shown }</span> }
        });
        let text = octets.iter().enumerate().map(|(at, octet)| {
            let shown = self.shown(start + at, || letter(*octet));
            html! { <span class={self.class(start + at)}>{ shown }</span> }
        });
        // A character belongs to the octet that its first bit is of.
        let letters = letters.iter().enumerate().map(|(at, letter)| {
            let octet = (start + at * 6 / 8).min(self.message.octets().len().saturating_sub(1));
            html! { <span class={self.class(octet)}>{ char::from(*letter) }</span> }
        });
        html! {
            <div class="group">
                <code>{ for letters }</code><code>{ for hex }</code><code>{ for text }</code>
            </div>
        }
    }

    fn part(&self, octet: usize) -> Option<(usize, &Part)> {
        let parts = self.message.parts().iter().enumerate();
        parts
            .into_iter()
            .find(|(_, part)| part.range.contains(&octet))
    }

    fn class(&self, octet: usize) -> AttrValue {
        let Some((at, _)) = self.part(octet) else {
            return "octet".into();
        };
        let lit = if self.chosen == Some(at) { " lit" } else { "" };
        ["octet colour-", &(at % COLOURS).to_string(), lit]
            .concat()
            .into()
    }

    fn shown(&self, octet: usize, value: impl FnOnce() -> String) -> String {
        let is_hidden = self.veil == Veil::Masked
            && self
                .part(octet)
                .is_some_and(|(_, part)| HIDDEN.contains(&part.field.name));
        if is_hidden { "•".to_owned() } else { value() }
    }
}

fn field(
    message: &Message,
    part: &Part,
    veil: Veil,
    at: usize,
    onclick: &Callback<yew::MouseEvent>,
    is_chosen: bool,
) -> Html {
    let field = part.field;
    let is_hidden = veil == Veil::Masked && HIDDEN.contains(&field.name);
    let value: String = if is_hidden {
        "••••".to_owned()
    } else {
        message
            .value(part)
            .iter()
            .map(|octet| letter(*octet))
            .collect()
    };
    let colour = ["octet colour-", &(at % COLOURS).to_string()].concat();
    html! {
        <li>
            <button
                type="button"
                class={colour}
                aria-pressed={is_chosen.to_string()}
                onclick={onclick.clone()}
            >
                { field.name }
            </button>
            <code>{ " " }{ value }</code>
            if is_chosen {
                <dl class="about">
                    <dt>{ "is" }</dt><dd>{ field.meaning }</dd>
                    <dt>{ "comes" }</dt><dd>{ field.source.to_string() }</dd>
                    <dt>{ "proves" }</dt><dd>{ field.proves }</dd>
                    <dt>{ "tells whoever listens" }</dt><dd>{ field.reveals }</dd>
                </dl>
            }
        </li>
    }
}

fn digit(value: u8) -> char {
    char::from_digit(value.into(), 16).unwrap_or('0')
}

/// An octet as text: control characters as C writes them, what is no ASCII as a dot.
fn letter(octet: u8) -> String {
    match octet {
        0 => "\\0".to_owned(),
        b'\t' => "\\t".to_owned(),
        b'\n' => "\\n".to_owned(),
        b'\r' => "\\r".to_owned(),
        0x20..=0x7e => char::from(octet).to_string(),
        _ => "·".to_owned(),
    }
}
