//! Pasted text into the AUTH exchanges in it, and what is wrong with them. What is pasted
//! stays in this component.

use std::ops::Range;
use std::rc::Rc;

use saslab_credentials::{Decoded, Diagnosis, Exchange, Reading, Trial, decode, diagnose, prove};
use saslab_lessons::howto;
use saslab_smtpd::Installation;
use saslab_smtpd::release::Release;
use saslab_smtpd::sasl::client::Speaker;
use yew::{Callback, Hook, HookContext, Html, use_memo};

use super::bytes::{Bytes, Veil};
use crate::element::{At, Element, button, el};
use crate::kept::keep;
use crate::part::{Part, part};
use crate::port;

/// The server that judges: the HOWTO's after its last step, where AUTH is on.
fn judge() -> Installation {
    howto::installation(Release::DEFAULT, howto::AFTER, howto::FIRST.mechanisms)
}

/// The field, and what was found in it.
#[derive(PartialEq)]
pub(crate) struct Decode;

impl Part for Decode {
    fn show(&self, hooks: &mut HookContext) -> Html {
        let text = keep(hooks, || Rc::<str>::from(""));
        let veil = keep(hooks, || Veil::Masked);
        let pasted = Rc::clone(&text);
        let found = use_memo(Rc::clone(&pasted), |text| {
            let decoded = decode(text.as_bytes());
            let diagnoses = diagnose(&decoded, &judge().sasl.accounts);
            (decoded, diagnoses)
        });
        let found = found.run(hooks);
        let (decoded, diagnoses) = &*found;
        let remark = decoded.remark.filter(|_| !text.is_empty());
        let remark = remark.map(|remark| {
            let problem = el("p").class("problem").at(At::Role, "status");
            problem.show(remark.to_string()).text(".")
        });
        let field = el("textarea")
            .at(At::Rows, "5")
            .value(text.to_string().into())
            .verbatim();
        let clear = {
            let text = text.clone();
            Callback::from(move |_| text.set("".into()))
        };
        let field = field.on_text(Callback::from(move |pasted: String| {
            text.set(pasted.into())
        }));
        let what = "Paste Base64, an AUTH line, or a whole dialogue";
        let field = el("label")
            .class("labelled")
            .with(el("span").text(what))
            .with(field);
        let (is_shown, other) = (*veil == Veil::Shown, veil.other());
        let exchanges = decoded.exchanges.iter();
        let exchanges = exchanges.enumerate().map(|(at, exchange)| {
            let here = diagnoses.iter().map(|diagnosis| &diagnosis.place);
            let wrong = |said: usize| -> Vec<Range<usize>> {
                let here = here.clone();
                let places = here.filter(|place| place.exchange == at && place.said == Some(said));
                places.flat_map(|place| place.octets.clone()).collect()
            };
            shown(exchange, *veil, &wrong)
        });
        let exchanges = exchanges.collect();
        let reveal = button()
            .says(At::AriaPressed, is_shown)
            .on_click(Callback::from(move |_| veil.set(other)))
            .text("Show what is secret");
        let end = el("div")
            .class("dialog-end")
            .with(reveal)
            .with(button().on_click(clear).text("Clear"));
        el("section")
            .class("pane")
            .at(At::AriaLabelledby, "decode")
            .with(el("h3").at(At::Id, "decode").text("Decode"))
            .with(field)
            .with(end)
            .perhaps(remark)
            .all(exchanges)
            .perhaps(faults(&pasted, decoded, diagnoses))
            .html()
    }
}

/// An exchange; `wrong` gives the octets of a message that are.
fn shown(exchange: &Exchange, veil: Veil, wrong: &dyn Fn(usize) -> Vec<Range<usize>>) -> Element {
    let name = exchange.mechanism.name();
    let name = name.unwrap_or("an unknown mechanism").to_owned();
    let said = exchange.said.iter().enumerate().map(|(number, said)| {
        let (class, sign) = match said.speaker {
            Speaker::Client => ("client", "C "),
            Speaker::Server => ("server", "S "),
        };
        let fault = match said.word.reading() {
            Reading::Message(_) => None,
            Reading::Forgiven { fault, .. } | Reading::Unreadable(fault) => Some(fault.to_string()),
        };
        let fault = fault.map(|fault| {
            let problem = el("span").class("problem");
            problem
                .text("as it is written, no server decodes it: ")
                .show(fault)
        });
        let bytes = said.word.message().map(|message| {
            part(Bytes {
                message: message.clone(),
                veil,
                wrong: wrong(number),
            })
        });
        el("li")
            .class(class)
            .with(el("span").class("sign").text(sign))
            .perhaps(fault)
            .put(bytes.unwrap_or_default())
    });
    let verdict = exchange.verdict.as_ref().map(|verdict| {
        let note = el("p").class("note").text("The server's decision: ");
        note.show(verdict.code.to_string())
    });
    let said = el("ol")
        .class("exchange")
        .at(At::AriaLabel, "Decoded exchange")
        .all(said.collect());
    el("section")
        .with(el("h4").show(name))
        .with(said)
        .perhaps(verdict)
}

/// What is wrong, what the server says to it, and the repair.
fn faults(text: &str, decoded: &Decoded, diagnoses: &[Diagnosis]) -> Option<Element> {
    if diagnoses.is_empty() {
        return None;
    }
    let items = diagnoses.iter().map(|diagnosis| {
        let proof = prove(&judge(), decoded, diagnosis).ok();
        let (pasted, repaired) = proof.map_or((None, None), |proof| (proof.pasted, proof.repaired));
        let fault = el("strong").show(diagnosis.fault.to_string()).text(".");
        let repair = diagnosis.repair.as_ref();
        el("li")
            .with(el("p").with(fault))
            .perhaps(excerpt(text, &diagnosis.place.text))
            .perhaps(verdict(
                "As it is, the HOWTO's server says ",
                pasted.as_ref(),
            ))
            .perhaps(repair.map(|repair| repaired_lines(&repair.lines)))
            .perhaps(verdict("Then it says ", repaired.as_ref()))
    });
    let list = el("ul")
        .class("faults")
        .at(At::AriaLabel, "What is wrong")
        .all(items.collect());
    let faults = el("section")
        .at(At::AriaLabelledby, "faults")
        .with(el("h4").at(At::Id, "faults").text("What is wrong"))
        .with(list);
    Some(faults)
}

/// What is seen of a line on either side of a mark.
const AROUND: usize = 24;

/// The place in the pasted text, with what is wrong marked.
fn excerpt(text: &str, marks: &[Range<usize>]) -> Option<Element> {
    let (first, last) = (marks.first()?, marks.last()?);
    let text = text.as_bytes();
    let piece = |range: Range<usize>| {
        let octets = text.get(range).unwrap_or_default();
        String::from_utf8_lossy(octets).into_owned()
    };
    let line = text.get(..first.start)?;
    let line = line.iter().rposition(|octet| *octet == b'\n');
    let start = line.map_or(0, |at| at + 1);
    let start = start.max(first.start.saturating_sub(AROUND));
    let end = text
        .get(last.end..)?
        .iter()
        .position(|octet| *octet == b'\n');
    let end = end.map_or(text.len(), |at| last.end + at);
    let end = end.min(last.end.saturating_add(AROUND));
    let mut code = el("code");
    let mut at = start;
    for mark in marks {
        let wrong = el("mark");
        let wrong = match mark.is_empty() {
            true => wrong.class("missing-here").text("\u{2038}"),
            false => wrong.show(piece(mark.clone())),
        };
        code = code.show(piece(at..mark.start)).with(wrong);
        at = mark.end;
    }
    let code = code.show(piece(at..end));
    Some(el("p").class("excerpt").text("Here: ").with(code))
}

fn verdict(what: &'static str, trial: Option<&Trial>) -> Option<Element> {
    let line = trial?.verdict()?.lines().last()?;
    let line = el("code").show(line.text().to_owned());
    Some(el("p").text(what).with(line))
}

fn repaired_lines(lines: &[saslab_smtpd::sasl::Secret]) -> Element {
    let text = lines
        .iter()
        .map(|line| String::from_utf8_lossy(line.reveal()));
    let text = text.collect::<Vec<_>>().join("\n");
    let copy = button()
        .on_click(Callback::from(move |_| port::copy(&text)))
        .text("Copy the repaired lines");
    el("p").text("Send this instead: ").with(copy)
}
