//! Elements, written as calls. The `html!` macro writes the making of an element out at
//! its place; here each step stands once, and a place is a few octets of wasm. Half of
//! the page's own code was that. Parts with a state of their own are mounted by `part.rs`.

use std::mem;
use std::rc::Rc;

use yew::html::{onchange, onclick, onkeydown, onpaste, onsubmit};
use yew::virtual_dom::{AttributeOrProperty, Attributes, Listener, VList, VNode, VTag};
use yew::{AttrValue, Callback, Event, Html, KeyboardEvent, MouseEvent, NodeRef, SubmitEvent};

/// The attributes that the page uses, those of most elements first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum At {
    Class,
    AriaHidden,
    Title,
    Type,
    Role,
    AriaLabel,
    DataLine,
    Scope,
    Href,
    Hidden,
    Id,
    For,
    Disabled,
    AriaDisabled,
    Rows,
    Wrap,
    Min,
    Max,
    Colspan,
    Tabindex,
    Autocomplete,
    Autocapitalize,
    Spellcheck,
    Popover,
    PopoverTarget,
    AriaAutocomplete,
    AriaLabelledby,
    AriaDescribedby,
    AriaControls,
    AriaCurrent,
    AriaExpanded,
    AriaLive,
    AriaPressed,
    AriaSelected,
    Placeholder,
    DataTool,
    Readonly,
}

/// Their names, in the order of [`At`].
static NAMES: [&str; 37] = [
    "class",
    "aria-hidden",
    "title",
    "type",
    "role",
    "aria-label",
    "data-line",
    "scope",
    "href",
    "hidden",
    "id",
    "for",
    "disabled",
    "aria-disabled",
    "rows",
    "wrap",
    "min",
    "max",
    "colspan",
    "tabindex",
    "autocomplete",
    "autocapitalize",
    "spellcheck",
    "popover",
    "popovertarget",
    "aria-autocomplete",
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
    "aria-current",
    "aria-expanded",
    "aria-live",
    "aria-pressed",
    "aria-selected",
    "placeholder",
    "data-tool",
    "readonly",
];

/// An element has room for so many of them: Yew compares each place that there is.
const ROOMS: [usize; 3] = [2, 10, NAMES.len()];

/// An element in the making.
#[must_use = "an element is seen where it is put"]
pub(crate) struct Element(Box<VTag>);

thread_local! {
    /// Where nobody looks for an element. Yew writes down anew where each one is whose
    /// reference is another than before; so most have one in common.
    static NOWHERE: NodeRef = NodeRef::default();
}

/// An element of this name, with nothing in it.
#[inline(never)]
pub(crate) fn el(name: &'static str) -> Element {
    let mut tag = VTag::new(name);
    tag.node_ref = NOWHERE.with(NodeRef::clone);
    tag.attributes = room(ROOMS[0], Vec::new());
    Element(Box::new(tag))
}

/// Elements with as much room have the same names, and a value or none for each: Yew then
/// compares value by value, and no map has to be built.
fn room(size: usize, mut values: Vec<Option<AttributeOrProperty>>) -> Attributes {
    values.resize_with(size, || None);
    Attributes::Dynamic {
        keys: NAMES.get(..size).unwrap_or(&NAMES),
        values: values.into_boxed_slice(),
    }
}

/// A button that sends no form.
#[inline(never)]
pub(crate) fn button() -> Element {
    el("button").at(At::Type, "button")
}

/// A box to be ticked or not.
#[inline(never)]
pub(crate) fn checkbox(is_on: bool) -> Element {
    el("input").at(At::Type, "checkbox").checked(is_on)
}

/// A text for eyes alone: its words stand elsewhere.
#[inline(never)]
pub(crate) fn sign(sign: &'static str) -> Element {
    el("span").at(At::AriaHidden, "true").text(sign)
}

/// A drawing for eyes alone, one of those in `index.html`: `#icon-undo`.
#[inline(never)]
pub(crate) fn icon(name: &'static str) -> Element {
    el("svg")
        .class("icon")
        .at(At::AriaHidden, "true")
        .with(el("use").at(At::Href, name))
}

/// Several nodes in the place of one.
#[inline(never)]
pub(crate) fn list(nodes: Vec<Html>) -> Html {
    nodes.into_iter().collect()
}

/// The same in a list of lists, where it is known by this key.
#[inline(never)]
pub(crate) fn list_by_key(key: usize, nodes: Vec<Html>) -> Html {
    VNode::VList(Rc::new(VList::with_children(nodes, Some(key.into()))))
}

/// Keys for what stands in a list: the same text has the same key, wherever it is next
/// time. What stands there twice is told apart by its order.
#[derive(Default)]
pub(crate) struct Keys(Vec<usize>);

impl Keys {
    pub(crate) fn of(&mut self, text: &str) -> usize {
        let octets = text.bytes().map(usize::from);
        let mut key = octets.fold(0, |sum: usize, octet| sum.wrapping_mul(31) ^ octet);
        while self.0.contains(&key) {
            key = key.wrapping_add(1);
        }
        self.0.push(key);
        key
    }
}

impl Element {
    /// Its class.
    #[inline(never)]
    pub(crate) fn class(self, class: &'static str) -> Self {
        self.at(At::Class, class)
    }

    /// An attribute.
    #[inline(never)]
    pub(crate) fn at(self, name: At, value: &'static str) -> Self {
        self.set(name, AttrValue::Static(value))
    }

    /// An attribute whose value is not known before.
    #[inline(never)]
    pub(crate) fn set(mut self, name: At, value: AttrValue) -> Self {
        if let Attributes::Dynamic { keys, values } = &mut self.0.attributes {
            let at = name as usize;
            if at >= keys.len() {
                let wide = ROOMS.into_iter().find(|room| at < *room);
                let taken = mem::take(values).into_vec();
                self.0.attributes = room(wide.unwrap_or(NAMES.len()), taken);
            }
        }
        if let Attributes::Dynamic { values, .. } = &mut self.0.attributes
            && let Some(place) = values.get_mut(name as usize)
        {
            *place = Some(AttributeOrProperty::Attribute(value));
        }
        self
    }

    /// An attribute that is there or not, such as `hidden`.
    #[inline(never)]
    pub(crate) fn when(self, holds: bool, name: At) -> Self {
        match NAMES.get(name as usize) {
            Some(value) if holds => self.at(name, value),
            Some(_) | None => self,
        }
    }

    /// A field for text that is no prose.
    #[inline(never)]
    pub(crate) fn verbatim(self) -> Self {
        self.at(At::Autocomplete, "off")
            .at(At::Autocapitalize, "none")
            .at(At::Spellcheck, "false")
    }

    /// Whether a state that screen readers say holds: `aria-pressed`.
    #[inline(never)]
    pub(crate) fn says(self, name: At, holds: bool) -> Self {
        self.at(name, if holds { "true" } else { "false" })
    }

    /// What a field shows.
    #[inline(never)]
    pub(crate) fn value(mut self, value: AttrValue) -> Self {
        self.0.set_value(Some(value));
        self
    }

    /// Whether a box is ticked.
    #[inline(never)]
    pub(crate) fn checked(mut self, is_checked: bool) -> Self {
        self.0.set_checked(is_checked);
        self
    }

    /// A text in it.
    #[inline(never)]
    pub(crate) fn text(self, text: &'static str) -> Self {
        self.put(VNode::from(text))
    }

    /// A text in it that is not known before.
    #[inline(never)]
    pub(crate) fn say(self, text: &AttrValue) -> Self {
        self.put(VNode::from(text.clone()))
    }

    /// A text or a number in it.
    #[inline(never)]
    pub(crate) fn show(self, text: String) -> Self {
        self.say(&text.into())
    }

    /// A number in it.
    #[inline(never)]
    pub(crate) fn number(self, number: usize) -> Self {
        self.show(number.to_string())
    }

    /// An element in it.
    #[inline(never)]
    pub(crate) fn with(self, child: Self) -> Self {
        self.put(child.html())
    }

    /// An element in it, or nothing in its place.
    #[inline(never)]
    pub(crate) fn perhaps(self, child: Option<Self>) -> Self {
        self.put(child.map_or_else(Html::default, Self::html))
    }

    /// Elements in it, one behind the other, in the place of one.
    #[inline(never)]
    pub(crate) fn all(self, children: Vec<Self>) -> Self {
        let nodes = children.into_iter().map(Self::html).collect();
        self.put(list(nodes))
    }

    /// Anything in it.
    #[inline(never)]
    pub(crate) fn put(mut self, child: Html) -> Self {
        self.0.add_child(child);
        self
    }

    #[inline(never)]
    pub(crate) fn on_click(self, callback: Callback<MouseEvent>) -> Self {
        self.listen(Rc::new(onclick::Wrapper::new(callback)))
    }

    #[inline(never)]
    pub(crate) fn on_change(self, callback: Callback<Event>) -> Self {
        self.listen(Rc::new(onchange::Wrapper::new(callback)))
    }

    #[inline(never)]
    pub(crate) fn on_key(self, callback: Callback<KeyboardEvent>) -> Self {
        self.listen(Rc::new(onkeydown::Wrapper::new(callback)))
    }

    #[inline(never)]
    pub(crate) fn on_paste(self, callback: Callback<Event>) -> Self {
        self.listen(Rc::new(onpaste::Wrapper::new(callback)))
    }

    #[inline(never)]
    pub(crate) fn on_submit(self, callback: Callback<SubmitEvent>) -> Self {
        self.listen(Rc::new(onsubmit::Wrapper::new(callback)))
    }

    /// Any listener.
    #[inline(never)]
    pub(crate) fn listen(mut self, listener: Rc<dyn Listener>) -> Self {
        self.0.add_listener(listener);
        self
    }

    /// Where the element can be reached once it is shown.
    #[inline(never)]
    pub(crate) fn reached_by(mut self, node: NodeRef) -> Self {
        self.0.node_ref = node;
        self
    }

    /// What the element is known by in its list.
    #[inline(never)]
    pub(crate) fn key(mut self, key: usize) -> Self {
        self.0.key = Some(key.into());
        self
    }

    /// The element as a node.
    #[inline(never)]
    pub(crate) fn html(self) -> Html {
        VNode::VTag(Rc::new(*self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_of_the_text_and_stands_once() {
        let mut keys = Keys::default();
        let (one, again, other) = (
            keys.of("250-SIZE"),
            keys.of("250-SIZE"),
            keys.of("250 HELP"),
        );
        assert_eq!(Keys::default().of("250-SIZE"), one);
        assert!(one != again && one != other && again != other);
    }

    #[test]
    fn the_names_are_in_the_order_of_the_attributes() {
        for (name, word) in [
            (At::Class, "class"),
            (At::Hidden, "hidden"),
            (At::Colspan, "colspan"),
            (At::AriaLabelledby, "aria-labelledby"),
            (At::DataTool, "data-tool"),
            (At::Readonly, "readonly"),
        ] {
            assert_eq!(NAMES.get(name as usize), Some(&word));
        }
        // Nothing stands behind the last.
        assert_eq!(NAMES.len(), At::Readonly as usize + 1);
    }
}
