//! Elements, written as calls. The `html!` macro writes the making of an element out at
//! its place; here each step stands once, and a place is a few octets of wasm. Half of
//! the page's own code was that. `html!` is left for components.

use std::rc::Rc;

use yew::html::{onchange, onclick, oninput, onkeydown};
use yew::virtual_dom::{Listener, VNode, VTag};
use yew::{AttrValue, Callback, Event, Html, InputEvent, KeyboardEvent, MouseEvent};

/// An element in the making.
#[must_use = "an element is seen where it is put"]
pub(crate) struct Element(Box<VTag>);

/// An element of this name, with nothing in it.
#[inline(never)]
pub(crate) fn el(name: &'static str) -> Element {
    Element(Box::new(VTag::new(name)))
}

/// Several nodes in the place of one.
#[inline(never)]
pub(crate) fn list(nodes: Vec<Html>) -> Html {
    nodes.into_iter().collect()
}

impl Element {
    /// Its class.
    #[inline(never)]
    pub(crate) fn class(self, class: &'static str) -> Self {
        self.at("class", class)
    }

    /// An attribute.
    #[inline(never)]
    pub(crate) fn at(self, name: &'static str, value: &'static str) -> Self {
        self.set(name, AttrValue::Static(value))
    }

    /// An attribute whose value is not known before.
    #[inline(never)]
    pub(crate) fn set(mut self, name: &'static str, value: AttrValue) -> Self {
        self.0.add_attribute(name, value);
        self
    }

    /// An attribute that is there or not, such as `hidden`.
    #[inline(never)]
    pub(crate) fn when(self, holds: bool, name: &'static str) -> Self {
        if holds { self.at(name, name) } else { self }
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

    /// A number in it.
    #[inline(never)]
    pub(crate) fn number(self, number: usize) -> Self {
        self.say(&number.to_string().into())
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
    pub(crate) fn on_input(self, callback: Callback<InputEvent>) -> Self {
        self.listen(Rc::new(oninput::Wrapper::new(callback)))
    }

    #[inline(never)]
    pub(crate) fn on_change(self, callback: Callback<Event>) -> Self {
        self.listen(Rc::new(onchange::Wrapper::new(callback)))
    }

    #[inline(never)]
    pub(crate) fn on_key(self, callback: Callback<KeyboardEvent>) -> Self {
        self.listen(Rc::new(onkeydown::Wrapper::new(callback)))
    }

    /// Any listener.
    #[inline(never)]
    pub(crate) fn listen(mut self, listener: Rc<dyn Listener>) -> Self {
        self.0.add_listener(listener);
        self
    }

    /// The element as a node.
    #[inline(never)]
    pub(crate) fn html(self) -> Html {
        VNode::VTag(Rc::new(*self.0))
    }
}
