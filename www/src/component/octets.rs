//! The Bytes view: each line as `hexdump -C` has it, and what its Base64 holds, taken apart.

use saslab_export::{What, rows};
use saslab_smtpd::sasl::message::Message;
use yew::{AttrValue, Html};

use super::bytes::{Bytes, Veil};
use crate::bench::{Bench, Transcript};
use crate::element::{At, Element, el};
use crate::part::part;
use crate::people::Person;

/// A SASL message in a line, if there is one.
pub(crate) type Payload = Option<Message>;

/// What client and server say in one turn.
#[derive(Default)]
pub(crate) struct Payloads {
    pub(crate) client: Payload,
    pub(crate) server: Payload,
}

/// The messages of each turn.
#[inline(never)] // or it would be loaded with what calls it
pub(crate) fn payloads(bench: &Bench, person: &Person, transcript: &Transcript) -> Vec<Payloads> {
    let sent: Vec<AttrValue> = transcript
        .turns
        .iter()
        .filter_map(|turn| turn.sent.clone())
        .collect();
    let mut turns = vec![Payloads::default()];
    let events = bench.record(person, &sent).map(|record| record.events);
    for event in events.unwrap_or_default() {
        match event.what {
            What::Client(_) => turns.push(Payloads {
                client: event.payload,
                server: None,
            }),
            What::Server(_) => {
                if let Some(turn) = turns.last_mut() {
                    turn.server = event.payload;
                }
            }
            What::Handshake | What::Closed => {}
        }
    }
    turns
}

/// The sign of an octet, which many fonts do not have for control characters.
const fn drawn(sign: char) -> char {
    match sign {
        '\u{240d}' => '←',
        '\u{240a}' => '↓',
        '\u{2400}' => '○',
        '\u{2401}'..='\u{2421}' => '·',
        other => other,
    }
}

/// A line, its octets, and the message in it.
#[inline(never)]
pub(crate) fn octets(line: Element, text: &str, payload: Option<&Message>) -> Html {
    let mut dump = String::new();
    for row in rows(&[text.as_bytes(), b"\r\n"].concat()) {
        let offset = format!("{:02x}", row.offset);
        let blanks = " ".repeat(49_usize.saturating_sub(row.hex.len()));
        let text: String = row.text.chars().map(drawn).collect();
        dump.extend([&offset, "  ", &row.hex, &blanks, &text, "\n"]);
    }
    let message = payload.filter(|message| !message.octets().is_empty());
    let message = message.map(|message| {
        let bytes = part(Bytes {
            message: message.clone(),
            veil: Veil::Shown,
            wrong: Vec::new(),
        });
        let note = el("p").class("note").text("in Base64");
        el("div").class("payload").with(note).put(bytes)
    });
    line.with(el("pre").at(At::AriaLabel, "octets").show(dump))
        .perhaps(message)
        .html()
}
