//! Credentials, encoded and decoded.

use yew::{Callback, Html};

use crate::component::{Decode, Encode};
use crate::element::{At, el};
use crate::part::part;
use crate::state::Action;

/// The workbench for credentials: two panes, and nothing of either is kept.
#[inline(never)] // or it would be loaded with what calls it
pub(crate) fn credentials(act: &Callback<Action>) -> Html {
    let act = act.clone();
    let panes = el("div")
        .class("two")
        .put(part(Encode { act }))
        .put(part(Decode));
    let note = el("p").class("note");
    el("section")
        .class("sheet wide")
        .at(At::AriaLabelledby, "workbench")
        .with(el("h2").at(At::Id, "workbench").text("Credentials"))
        .with(note.text("Nothing typed here is stored, sent, or put into a link."))
        .with(panes)
        .html()
}
