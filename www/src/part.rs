//! Parts of the page that keep something to themselves: what is typed, what is unfolded.
//! Yew compiles the life of a component anew for each type, two kilobytes at a time; here
//! one component shows them all.

use std::any::Any;
use std::rc::Rc;

use yew::virtual_dom::{Key, VComp, VNode};
use yew::{Hook, HookContext, Html, Properties, Renderer, component};

use crate::element::Element;

/// A part: what it is given, which it is compared by, and how it looks.
pub(crate) trait Part: PartialEq + 'static {
    /// The part as it looks now. Its hooks run in the same order each time.
    fn show(&self, hooks: &mut HookContext) -> Html;
}

/// A part in its place. A place has the same kind of part in it as long as it stands:
/// hooks belong to the place.
pub(crate) fn part(part: impl Part) -> Html {
    place(Rc::new(part), None)
}

/// A part that is made anew when the key is another one.
pub(crate) fn part_by_key(key: usize, part: impl Part) -> Html {
    place(Rc::new(part), Some(key.into()))
}

/// What follows from these values alone: made again only when they are others.
pub(crate) fn memo<T: PartialEq + 'static>(of: T, make: fn(&T) -> Element) -> Html {
    part(Memo { of, make })
}

struct Memo<T> {
    of: T,
    make: fn(&T) -> Element,
}

impl<T: PartialEq> PartialEq for Memo<T> {
    /// A place has one and the same maker as long as it stands.
    fn eq(&self, other: &Self) -> bool {
        self.of == other.of
    }
}

impl<T: PartialEq + 'static> Part for Memo<T> {
    fn show(&self, _: &mut HookContext) -> Html {
        (self.make)(&self.of).html()
    }
}

/// The part that all others are in.
pub(crate) fn render(root: web_sys::Element, part: impl Part) {
    let part = Rc::new(part);
    Renderer::<Place>::with_root_and_props(root, Props { part }).render();
}

fn place(part: Rc<dyn AnyPart>, key: Option<Key>) -> Html {
    let place = VComp::new::<Place>(Rc::new(Props { part }), key);
    VNode::VComp(Rc::new(place))
}

/// A part of any kind.
trait AnyPart: Any {
    fn show(&self, hooks: &mut HookContext) -> Html;
    fn is(&self, other: &dyn Any) -> bool;
    fn as_any(&self) -> &dyn Any;
}

impl<T: Part> AnyPart for T {
    fn show(&self, hooks: &mut HookContext) -> Html {
        Part::show(self, hooks)
    }

    fn is(&self, other: &dyn Any) -> bool {
        other.downcast_ref() == Some(self)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

#[derive(Properties)]
struct Props {
    part: Rc<dyn AnyPart>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        self.part.is(other.part.as_any())
    }
}

/// The hooks of the part, as one.
struct Hooks<'a>(&'a dyn AnyPart);

impl Hook for Hooks<'_> {
    type Output = Html;

    fn run(self, hooks: &mut HookContext) -> Html {
        self.0.show(hooks)
    }
}

#[component]
fn Place(props: &Props) -> Html {
    let use_part = Hooks;
    use_part(&*props.part)
}
