//! The session as a file, in any of the forms that the core writes, and as a picture.

use std::rc::Rc;

use saslab_export::Format;
use yew::{Callback, HookContext, Html};

use crate::element::{At, Element, button, el};
use crate::part::Part;
use crate::port;
use crate::state::State;

/// A button and its menu.
pub(crate) struct Export {
    pub(crate) state: Rc<State>,
}

impl PartialEq for Export {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.state, &other.state)
    }
}

impl Part for Export {
    fn show(&self, _: &mut HookContext) -> Html {
        let mut items: Vec<Element> = Vec::new();
        for format in Format::ALL {
            items.push(self.item(format.name(), format.file_name(), format));
            if format == Format::Svg {
                items.push(self.item("PNG", "session.png", format));
            }
        }
        let note = el("p").class("note");
        let note = note.text("A file holds all that was said, passwords too.");
        let menu = el("div")
            .class("export-menu")
            .at(At::Id, "export-menu")
            .at(At::Popover, "auto")
            .at(At::Role, "group")
            .at(At::AriaLabel, "Export the session as")
            .with(note)
            .all(items);
        let open = button().at(At::PopoverTarget, "export-menu").text("Export");
        el("div").class("export").with(open).with(menu).html()
    }
}

impl Export {
    /// A form by the name of its file, which tells a picture from what it is drawn after.
    fn item(&self, name: &'static str, file: &'static str, format: Format) -> Element {
        let state = Rc::clone(&self.state);
        let save = move |_| {
            let Some(record) = state.bench.record(&state.person, state.sent()) else {
                return;
            };
            let octets = format.write(&record);
            if file == format.file_name() {
                port::save(file, format.media_type(), &octets);
            } else {
                port::save_png(file, &String::from_utf8_lossy(&octets));
            }
        };
        button().on_click(Callback::from(save)).text(name)
    }
}
