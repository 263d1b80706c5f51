//! A restriction list, whose order decides: items move up and down, by keys or by drag.

use saslab_smtpd::maincf::Edit;
use yew::{AttrValue, Callback, HookContext, Html};

use super::add::add;
use super::focus::focus_on;
use crate::element::{At, Element, button, el, sign};
use crate::kept::{When, after, keep};
use crate::part::Part;
use crate::state::Action;

/// The list with its buttons.
#[derive(PartialEq)]
pub(crate) struct Order {
    /// The parameter.
    pub(crate) name: &'static str,
    /// Its items as written.
    pub(crate) items: Vec<String>,
    /// Where the list comes from.
    pub(crate) note: AttrValue,
    pub(crate) act: Callback<Action>,
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

impl Part for Order {
    fn show(&self, hooks: &mut HookContext) -> Html {
        let (name, items) = (self.name, &self.items);
        // The item that just moved keeps the focus.
        let focus = keep(hooks, || None::<String>);
        {
            let moved = focus.clone();
            let another = When::another(focus.shared());
            let focus_on_it = move || {
                if let Some(id) = &*moved {
                    focus_on(id);
                }
            };
            after(hooks, another, Box::new(focus_on_it));
        }
        let row = |(item, text): (usize, &String)| {
            let key = |way: Way| {
                let (to, end) = match way {
                    Way::Up => (item.saturating_sub(1), item == 0),
                    Way::Down => (item + 1, item + 1 == items.len()),
                };
                let (act, focus) = (self.act.clone(), focus.clone());
                let onclick = Callback::from(move |_| {
                    act.emit(Action::Edit(Edit::Move { name, item, to }));
                    focus.set(Some(id(name, to, way)));
                });
                let label = ["Move ", text, " ", way.word()].concat();
                button()
                    .class("key")
                    .set(At::Id, id(name, item, way).into())
                    .set(At::AriaLabel, label.into())
                    .when(end, At::Disabled)
                    .on_click(onclick)
                    .text(way.sign())
            };
            let remove = button()
                .class("key")
                .set(At::AriaLabel, ["Remove ", text].concat().into())
                .does(&self.act, Action::Edit(Edit::Remove { name, item }))
                .text("×");
            let keys = el("span").class("keys");
            // `ts/shell/drag.ts`; who has no pointer has the keys.
            let grip = sign("⠿").class("grip").at(At::DataTool, "drag");
            el("li")
                .with(grip)
                .with(el("code").show(text.clone()))
                .with(keys.with(key(Way::Up)).with(key(Way::Down)).with(remove))
        };
        let rows: Vec<Element> = items.iter().enumerate().map(row).collect();
        let title = el("p")
            .class("order-name")
            .with(el("code").text(name))
            .text(" ")
            .with(el("span").class("note").say(&self.note));
        let note = el("p").class("note");
        let empty = items.is_empty().then_some(note);
        let empty = empty.map(|note| note.text("empty: nothing is asked here"));
        el("div")
            .class("setting order")
            .with(title)
            .with(el("ol").at(At::AriaLabel, name).all(rows))
            .perhaps(empty)
            .put(add(name, items, &self.act))
            .html()
    }
}

fn id(name: &str, item: usize, way: Way) -> String {
    [name, "-", &item.to_string(), "-", way.word()].concat()
}
