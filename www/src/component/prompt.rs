//! Where the learner types SMTP.

use yew::{AttrValue, Callback, HookContext, Html, KeyboardEvent, SubmitEvent};

use crate::bench::Next;
use crate::element::{At, button, el};
use crate::kept::keep;
use crate::part::Part;
use crate::shared::Shared;
use crate::state::Action;

/// A line to send with Enter; the arrow keys bring earlier lines back.
#[derive(PartialEq)]
pub(crate) struct Prompt {
    pub(crate) next: Next,
    /// Earlier lines, oldest first.
    pub(crate) typed: Shared<Vec<AttrValue>>,
    pub(crate) act: Callback<Action>,
}

/// What is being written, and how many lines back it came from; 0 is none.
#[derive(Default)]
struct Draft {
    line: AttrValue,
    back: usize,
}

impl Part for Prompt {
    fn show(&self, hooks: &mut HookContext) -> Html {
        let draft = keep(hooks, Draft::default);
        let ontext = {
            let draft = draft.clone();
            Callback::from(move |line: String| {
                draft.set(Draft {
                    line: line.into(),
                    back: draft.back,
                });
            })
        };
        let onsubmit = {
            let (act, next, draft) = (self.act.clone(), self.next, draft.clone());
            Callback::from(move |event: SubmitEvent| {
                event.prevent_default();
                if next != Next::Nothing {
                    act.emit(Action::Send(draft.line.clone()));
                    draft.set(Draft::default());
                }
            })
        };
        let onkeydown = {
            let (typed, draft) = (self.typed.clone(), draft.clone());
            Callback::from(move |event: KeyboardEvent| {
                let back = match event.key().as_str() {
                    "ArrowUp" => (draft.back + 1).min(typed.len()),
                    "ArrowDown" => draft.back.saturating_sub(1),
                    _ => return,
                };
                event.prevent_default();
                let earlier = typed.len().checked_sub(back).and_then(|at| typed.get(at));
                let line = earlier.cloned().unwrap_or_default();
                draft.set(Draft { line, back });
            })
        };
        let field = el("input")
            .at(At::Id, "smtp-command")
            .at(At::Type, "text")
            .value(draft.line.clone())
            .on_text(ontext)
            .on_key(onkeydown)
            .at(At::AriaDescribedby, "smtp-next")
            .verbatim();
        let label = el("label").at(At::For, "smtp-command");
        let hint = el("p").class("note").at(At::Id, "smtp-next");
        let again = button().does(&self.act, Action::Restart);
        el("form")
            .class("prompt")
            .on_submit(onsubmit)
            .with(label.text("SMTP command"))
            .with(field)
            .with(el("button").at(At::Type, "submit").text("Send"))
            .with(again.text("Connect again"))
            .with(hint.text(self::hint(self.next)))
            .html()
    }
}

const fn hint(next: Next) -> &'static str {
    match next {
        Next::Command => "The server waits for a command. Enter sends, ↑ brings lines back.",
        Next::SaslResponse => "The server waits for the answer to its 334, in Base64; * gives up.",
        Next::Message => "The server waits for the message; a line with one dot ends it.",
        Next::Nothing => "Nobody is listening: connect again, or step back.",
    }
}
