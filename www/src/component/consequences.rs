//! The Consequences region: what the configuration means for others. Its sessions need
//! the second half of the wasm, so it is filled when that has arrived.

use yew::{Callback, HookContext, Html};

use super::relay::relay_table;
use crate::bench::Bench;
use crate::element::{At, el};
use crate::kept::{When, after, keep};
use crate::part::Part;
use crate::rest;
use crate::shared::Shared;
use crate::state::Action;

/// Who can relay.
#[derive(PartialEq)]
pub(crate) struct Consequences {
    pub(crate) bench: Shared<Bench>,
    pub(crate) act: Callback<Action>,
}

impl Part for Consequences {
    fn show(&self, hooks: &mut HookContext) -> Html {
        let has_arrived = keep(hooks, || false);
        {
            let has_arrived = has_arrived.clone();
            let tell = move || rest::tell(move || has_arrived.set(true));
            after(hooks, When::FIRST, Box::new(tell));
        }
        let content = if *has_arrived {
            answers(&self.bench, &self.act)
        } else {
            let note = el("p").class("note");
            note.text("The sessions are about to run.").html()
        };
        el("section")
            .class("consequences")
            .at(At::AriaLabelledby, "consequences")
            .with(el("h2").at(At::Id, "consequences").text("Consequences"))
            .put(content)
            .html()
    }
}

#[inline(never)] // or it would be loaded with what calls it
fn answers(bench: &Bench, act: &Callback<Action>) -> Html {
    relay_table(&bench.relay(), act)
}
