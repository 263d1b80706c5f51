//! The session as a file, in any of the forms that the core writes, and as a picture.

use saslab_export::Format;
use yew::{Callback, HookContext, Html};

use crate::element::{At, Element, button, el};
use crate::part::Part;
use crate::port;

/// A button and its menu.
#[derive(PartialEq)]
pub(crate) struct Export;

impl Part for Export {
    fn show(&self, _: &mut HookContext) -> Html {
        let mut items: Vec<Element> = Vec::new();
        for format in Format::ALL {
            items.push(item(format.name(), format.file_name(), format));
            if format == Format::Svg {
                items.push(item("PNG", "session.png", format));
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

/// A form by the name of its file, which tells a picture from what it is drawn after.
fn item(name: &'static str, file: &'static str, format: Format) -> Element {
    let save = move |_| {
        let Some(state) = port::now() else {
            return;
        };
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
