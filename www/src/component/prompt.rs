//! Where the learner types SMTP: what the server takes now stands below, and what cannot
//! be right is named before it is sent.

use wasm_bindgen::JsCast;
use web_sys::ClipboardEvent;
use yew::{AttrValue, Callback, Event, HookContext, Html, KeyboardEvent, SubmitEvent, TargetCast};

use super::login::Login;
use crate::bench::{Next, Transcript};
use crate::deed::Heard;
use crate::element::{At, Element, button, el};
use crate::kept::{Kept, keep};
use crate::part::{Part, part};
use crate::rest::Arrived;
use crate::shared::Shared;
use crate::state::Action;

/// A line to send with Enter; the arrow keys bring earlier lines back, Tab completes.
#[derive(PartialEq)]
pub(crate) struct Prompt {
    pub(crate) transcript: Shared<Transcript>,
    /// Earlier lines, oldest first.
    pub(crate) typed: Shared<Vec<AttrValue>>,
    /// Whether the second half of the wasm is there.
    pub(crate) arrived: Arrived,
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
            let (act, next, draft) = (self.act.clone(), self.transcript.next, draft.clone());
            Callback::from(move |event: SubmitEvent| {
                event.prevent_default();
                if next != Next::Nothing {
                    act.emit(Action::Send(draft.line.clone()));
                    draft.set(Draft::default());
                }
            })
        };
        let onkeydown = {
            let (transcript, typed) = (self.transcript.clone(), self.typed.clone());
            let draft = draft.clone();
            Callback::from(move |event: KeyboardEvent| press(&event, &draft, &transcript, &typed))
        };
        let onpaste = {
            let (act, draft) = (self.act.clone(), draft.clone());
            Callback::from(move |event: Event| {
                if let Some(lines) = pasted(&event, &draft.line) {
                    event.prevent_default();
                    act.emit(Action::SendAll(lines));
                    draft.set(Draft::default());
                }
            })
        };
        let field = el("input")
            .at(At::Id, "smtp-command")
            .at(At::Type, "text")
            .value(draft.line.clone())
            .on_text(ontext)
            .on_key(onkeydown)
            .on_paste(onpaste)
            .at(At::AriaAutocomplete, "list")
            .at(At::AriaControls, "smtp-candidates")
            .at(At::AriaDescribedby, "smtp-next")
            .verbatim();
        let label = el("label").at(At::For, "smtp-command");
        let again = button().does(&self.act, Action::Restart);
        let form = el("form")
            .class("prompt")
            .on_submit(onsubmit)
            .with(label.text("SMTP command"))
            .with(field)
            .with(el("button").at(At::Type, "submit").text("Send"))
            .with(again.text("Connect again"));
        match self.arrived {
            Arrived::NotYet => {
                let candidates = el("ul").class("candidates");
                let form = form.with(candidates).with(self.hint());
                el("div").class("typing").with(form).html()
            }
            Arrived::Yes => self.helped(form, &draft),
        }
    }
}

impl Prompt {
    fn hint(&self) -> Element {
        let says = match self.transcript.failure {
            Some(_) => "There is no server to talk to: mend its configuration, or undo.",
            None => words(self.transcript.next),
        };
        hint(el("p").class("note")).text(says)
    }

    /// With what the second half knows.
    #[inline(never)] // or it would be loaded with what calls it
    fn helped(&self, form: Element, draft: &Kept<Draft>) -> Html {
        let session = self.transcript.session.as_ref();
        let fitting = candidates(&self.transcript, &draft.line);
        let odd = session
            .filter(|_| fitting.is_empty() && !draft.line.is_empty())
            .and_then(|session| session.oddity(&draft.line));
        let hint = match odd {
            Some(odd) => hint(el("p").class("problem")).show(odd.to_string()),
            None => self.hint(),
        };
        let fill = {
            let draft = draft.clone();
            Callback::from(move |line: AttrValue| draft.set(Draft { line, back: 0 }))
        };
        let candidate = |line: String| el("li").with(button().class("candidate").show(line));
        // One listener for all, since they come and go.
        let chosen = {
            let fill = fill.clone();
            Callback::from(move |event: Event| {
                if let Some(line) = candidate_of(&event) {
                    fill.emit(line.into());
                }
            })
        };
        let candidates = el("ul")
            .class("candidates")
            .on(Heard::Click, chosen)
            .at(At::Id, "smtp-candidates")
            .at(At::AriaLabel, "What the server takes now")
            .all(fitting.into_iter().map(candidate).collect());
        let login = part(Login {
            transcript: self.transcript.clone(),
            fill,
            act: self.act.clone(),
        });
        el("div")
            .class("typing")
            .with(form.with(candidates).with(hint))
            .put(login)
            .html()
    }
}

fn hint(place: Element) -> Element {
    place.at(At::Id, "smtp-next").at(At::AriaLive, "polite")
}

const fn words(next: Next) -> &'static str {
    match next {
        Next::Command => {
            "The server waits for a command. Enter sends, Tab completes, ↑ brings lines back."
        }
        Next::SaslResponse => "The server waits for the answer to its 334, in Base64; * gives up.",
        Next::Message => "The server waits for the message; a line with one dot ends it.",
        Next::Nothing => "Nobody is listening: connect again, or step back.",
    }
}

/// What the candidate says that was pressed.
fn candidate_of(event: &Event) -> Option<String> {
    let target = event.target_dyn_into::<web_sys::Element>()?;
    target.closest(".candidate").ok()??.text_content()
}

/// What begins with several candidates, and stands for them until it is written.
const AUTH: &str = "AUTH ";

/// The candidates that go on from what was typed.
fn candidates(transcript: &Transcript, typed: &str) -> Vec<String> {
    let mut fitting: Vec<String> = Vec::new();
    for line in &*transcript.candidates() {
        let is_beginning = typed.len() < AUTH.len() && line.starts_with(AUTH);
        let line = if is_beginning { AUTH } else { line };
        if goes_on(line, typed) && fitting.last().is_none_or(|last| last != line) {
            fitting.push(line.to_owned());
        }
    }
    fitting
}

/// Whether `line` begins as what was typed, in any case of letters.
fn goes_on(line: &str, typed: &str) -> bool {
    let start = line.get(..typed.len());
    start.is_some_and(|start| start.eq_ignore_ascii_case(typed))
}

#[inline(never)]
fn press(event: &KeyboardEvent, draft: &Kept<Draft>, transcript: &Transcript, typed: &[AttrValue]) {
    let back = match event.key().as_str() {
        "ArrowUp" => (draft.back + 1).min(typed.len()),
        "ArrowDown" => draft.back.saturating_sub(1),
        "Tab" if !draft.line.is_empty() && !event.shift_key() => {
            if let Some(line) = completed(transcript, &draft.line) {
                event.prevent_default();
                draft.set(Draft { line, back: 0 });
            }
            return;
        }
        _ => return,
    };
    event.prevent_default();
    let earlier = typed.len().checked_sub(back).and_then(|at| typed.get(at));
    let line = earlier.cloned().unwrap_or_default();
    draft.set(Draft { line, back });
}

/// The first candidate that goes on from what was typed.
fn completed(transcript: &Transcript, typed: &str) -> Option<AttrValue> {
    let mut lines = candidates(transcript, typed).into_iter();
    Some(lines.find(|line| line.len() > typed.len())?.into())
}

/// Several lines that are pasted, the first one behind what was typed; a single line is
/// left to the field. Of a dialogue as books print it, only the client's part is said.
fn pasted(event: &Event, typed: &str) -> Option<Vec<AttrValue>> {
    let clipboard = event.dyn_ref::<ClipboardEvent>()?.clipboard_data()?;
    let text = clipboard.get_data("text").ok()?;
    if !text.trim_end_matches(['\r', '\n']).contains('\n') {
        return None;
    }
    let text = [typed, &text].concat();
    let own = |line: &str| line.to_owned().into();
    let client = text.lines().filter_map(|line| line.strip_prefix("C: "));
    let client: Vec<AttrValue> = client.map(own).collect();
    Some(match client.is_empty() {
        true => text.lines().map(own).collect(),
        false => client,
    })
}
