//! A message octet by octet: Base64 in groups of four, hexadecimal and text below, each
//! octet in the colour of its field; the fields in words beside it. One field is marked
//! in all three when it is chosen.

use std::ops::Range;

use saslab_smtpd::sasl::message::{self, Message};
use yew::{AttrValue, Callback, HookContext, Html, MouseEvent};

use crate::element::{At, Element, button, el};
use crate::kept::keep;
use crate::part::Part;

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

impl Veil {
    pub(crate) const fn other(self) -> Self {
        match self {
            Self::Masked => Self::Shown,
            Self::Shown => Self::Masked,
        }
    }
}

/// The byte view.
#[derive(PartialEq)]
pub(crate) struct Bytes {
    pub(crate) message: Message,
    pub(crate) veil: Veil,
    /// Octets that are wrong; in a range without length something is missing.
    pub(crate) wrong: Vec<Range<usize>>,
}

impl Part for Bytes {
    fn show(&self, hooks: &mut HookContext) -> Html {
        let Self {
            message,
            veil,
            wrong,
        } = self;
        let chosen = keep(hooks, || None);
        let octets = message.octets();
        let base64 = message.base64();
        let groups = octets.chunks(3).zip(base64.as_bytes().chunks(4));
        let view = View {
            message,
            veil: *veil,
            wrong,
            chosen: *chosen,
        };
        let group = |(at, (octets, letters))| view.group(at * 3, octets, letters);
        let groups = groups.take(GROUPS).enumerate().map(group).collect();
        let left = octets.len().saturating_sub(GROUPS * 3);
        let left = (left > 0).then(|| {
            let note = el("p").class("note").text("… and ");
            note.number(left).text(" octets more")
        });
        let field = |(at, part)| {
            let chosen = chosen.clone();
            let choice = (*chosen != Some(at)).then_some(at);
            view.field(at, part, Callback::from(move |_| chosen.set(choice)))
        };
        let fields = message.parts().iter().enumerate().map(field).collect();
        let groups = el("div")
            .class("groups")
            .at(At::Role, "img")
            .at(At::AriaLabel, "Octets, group by group")
            .all(groups);
        let fields = el("ul")
            .class("fields")
            .at(At::AriaLabel, "Fields")
            .all(fields);
        el("div")
            .class("bytes")
            .with(groups)
            .perhaps(left)
            .with(fields)
            .html()
    }
}

struct View<'a> {
    message: &'a Message,
    veil: Veil,
    wrong: &'a [Range<usize>],
    chosen: Option<usize>,
}

impl View<'_> {
    /// Three octets and the four characters that carry them.
    fn group(&self, start: usize, octets: &[u8], letters: &[u8]) -> Element {
        let (mut hex, mut text, mut base64) = (Vec::new(), Vec::new(), Vec::new());
        for (at, octet) in (start..).zip(octets) {
            let digits = [digit(octet >> 4), digit(octet & 15)];
            hex.push(self.octet(at, digits.iter().collect()));
            text.push(self.octet(at, letter(*octet)));
        }
        // A character belongs to the octet that its first bit is of.
        for (at, letter) in letters.iter().enumerate() {
            let octet = (start + at * 6 / 8).min(self.message.octets().len().saturating_sub(1));
            base64.push(self.span(octet).show(char::from(*letter).to_string()));
        }
        el("div")
            .class("group")
            .with(el("code").all(base64))
            .with(el("code").all(hex))
            .with(el("code").all(text))
    }

    fn octet(&self, octet: usize, value: String) -> Element {
        let part = self.part(octet);
        let is_hidden = part.is_some_and(|(_, part)| self.hides(part));
        let span = self.span(octet);
        if is_hidden {
            span.text("•")
        } else {
            span.show(value)
        }
    }

    fn span(&self, octet: usize) -> Element {
        el("span").set(At::Class, self.class(octet))
    }

    fn hides(&self, part: &message::Part) -> bool {
        self.veil == Veil::Masked && HIDDEN.contains(&part.field.name)
    }

    fn part(&self, octet: usize) -> Option<(usize, &message::Part)> {
        let parts = self.message.parts().iter().enumerate();
        parts
            .into_iter()
            .find(|(_, part)| part.range.contains(&octet))
    }

    fn class(&self, octet: usize) -> AttrValue {
        let fault = self.fault(octet);
        let Some((at, _)) = self.part(octet) else {
            return ["octet", fault].concat().into();
        };
        let lit = if self.chosen == Some(at) { " lit" } else { "" };
        ["octet colour-", &(at % COLOURS).to_string(), lit, fault]
            .concat()
            .into()
    }

    /// The class of an octet that is wrong, or beside which one is missing.
    fn fault(&self, octet: usize) -> &'static str {
        let last = octet + 1 == self.message.octets().len();
        let mut ranges = self.wrong.iter();
        let fault = ranges.find_map(|range| match range {
            _ if range.contains(&octet) => Some(" wrong"),
            _ if !range.is_empty() => None,
            _ if range.start == octet => Some(" wrong-before"),
            _ if range.start == octet + 1 && last => Some(" wrong-after"),
            _ => None,
        });
        fault.unwrap_or("")
    }

    /// A field in words.
    fn field(&self, at: usize, part: &message::Part, choose: Callback<MouseEvent>) -> Element {
        let field = part.field;
        let value = if self.hides(part) {
            "••••".to_owned()
        } else {
            let octets = self.message.value(part);
            octets.iter().map(|octet| letter(*octet)).collect()
        };
        let is_chosen = self.chosen == Some(at);
        let colour = ["octet colour-", &(at % COLOURS).to_string()].concat();
        let name = button()
            .set(At::Class, colour.into())
            .says(At::AriaPressed, is_chosen)
            .on_click(choose)
            .text(field.name);
        let about = is_chosen.then(|| {
            let said = |word: &'static str| el("dt").text(word);
            el("dl")
                .class("about")
                .with(said("is"))
                .with(el("dd").text(field.meaning))
                .with(said("comes"))
                .with(el("dd").show(field.source.to_string()))
                .with(said("proves"))
                .with(el("dd").text(field.proves))
                .with(said("tells whoever listens"))
                .with(el("dd").text(field.reveals))
        });
        el("li")
            .with(name)
            .with(el("code").text(" ").show(value))
            .perhaps(about)
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
