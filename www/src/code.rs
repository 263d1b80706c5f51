//! What the editor of main.cf asks (`ts/code/code.ts`): each answer is the core's, with
//! places counted as JavaScript counts them, in units of UTF-16.
#![expect(unreachable_pub, reason = "wasm-bindgen exports public functions only")]

use saslab_smtpd::maincf::{Span, Token, is_space, tokens};
use saslab_smtpd::policy::{describe, offer};
use wasm_bindgen::prelude::wasm_bindgen;
use yew::AttrValue;

use crate::port;
use crate::state::{Action, Reload, State};

/// More remarks than these are marked nowhere: an editor with a mark in each of a hundred
/// thousand lines does not answer any more.
const MARKED: usize = 200;

/// The text was edited.
#[wasm_bindgen(js_name = codeWrite)]
pub fn write(text: String) {
    port::act(Action::Write(text.into()));
}

/// A paste has taken the place of the whole text: a configuration from outside. Whoever
/// reloads by hand has the server read it then, as it is.
#[wasm_bindgen(js_name = codeBring)]
pub fn bring(text: String) {
    let reload = port::now().map(|state| state.reload);
    let text = text.into();
    port::act(match reload {
        Some(Reload::WhenAsked) => Action::Write(text),
        Some(Reload::AfterEachEdit) | None => Action::Import {
            main_cf: Some(text),
            master_cf: None,
        },
    });
}

/// The parts of a line: start, end and kind, one after the other.
#[wasm_bindgen(js_name = codeTokens)]
pub fn parts(line: &str) -> Vec<u32> {
    let mut numbers = Vec::new();
    let mut places = Places::of(line);
    for (range, token) in tokens(line) {
        numbers.push(places.at(range.start));
        numbers.push(places.at(range.end));
        numbers.push(match token {
            Token::Remark => 0,
            Token::Name => 1,
            Token::OtherName => 2,
            Token::Reference => 3,
            Token::Table => 4,
            Token::Plain => 5,
        });
    }
    numbers
}

/// What may stand behind a text: first how many letters it replaces, then a word a line,
/// with a remark behind a tab.
#[wasm_bindgen(js_name = codeOffer)]
pub fn offered(before: &str) -> String {
    let Some(state) = port::now() else {
        return String::new();
    };
    let offer = offer(before, state.release);
    let mut text = offer.replaces.to_string();
    for (word, remark) in offer.words {
        text.extend(["\n", word, "\t", remark]);
    }
    text
}

/// What is known about the word at a place of a line: first where the word is, then a
/// sentence a line.
#[wasm_bindgen(js_name = codeHover)]
pub fn known(line: &str, at: u32) -> Option<String> {
    let state = port::now()?;
    let is_end = |c: char| is_space(c) || ",=${}()".contains(c);
    let mut places = Places::of(line);
    let mut start = 0;
    for word in line.split_inclusive(is_end) {
        let end = start + word.trim_end_matches(is_end).len();
        let (from, to) = (places.at(start), places.at(end));
        if from <= at && at <= to && end > start {
            let lines = describe(line.get(start..end)?, state.release)?;
            let place = [from.to_string(), to.to_string()].join("\t");
            return Some([place, lines.join("\n")].join("\n"));
        }
        start += word.len();
    }
    None
}

/// What is odd about the text, a remark a line: start, end, severity, the name of the
/// repair, the sentence.
#[wasm_bindgen(js_name = codeRemarks)]
pub fn remarks() -> String {
    let Some(state) = port::now() else {
        return String::new();
    };
    let mut text = String::new();
    let mut places = Places::of(&state.text);
    let mut row = |span: Span, severity: &str, repair: &str, says: &str| {
        let numbers = [places.at(span.start), places.at(span.end)];
        let [from, to] = numbers.map(|number| number.to_string());
        text.push_str(&[&from, &to, severity, repair, says].join("\t"));
        text.push('\n');
    };
    let all = state.draft.remarks();
    for remark in all.iter().take(MARKED) {
        let repair = match &remark.repair {
            Some(repair) if repair.text.is_empty() => "Take it out".to_owned(),
            Some(repair) if !repair.text.contains('\n') => ["Write ", &repair.text].concat(),
            Some(_) => "Repair".to_owned(),
            None => String::new(),
        };
        row(remark.span, "warning", &repair, &remark.says);
    }
    if let Some(next) = all.get(MARKED) {
        let more = (all.len() - MARKED).to_string();
        let says = [&more, " more remarks from here on are not marked."].concat();
        row(next.span, "warning", "", &says);
    }
    if let Some((span, log)) = state.draft.fault() {
        row(span, "error", "", &["Postfix stops here: ", log].concat());
    }
    text
}

/// Makes the repair of the remark in this row.
#[wasm_bindgen(js_name = codeRepair)]
pub fn repair(row: usize) {
    if let Some(text) = port::now().and_then(|state| repaired(&state, row)) {
        port::act(Action::Write(text));
    }
}

fn repaired(state: &State, row: usize) -> Option<AttrValue> {
    let repair = state.draft.remarks().get(row)?.repair.as_ref()?;
    Some(repair.apply(&state.text).into())
}

/// Turns places of octets into places of UTF-16, fastest in their order.
struct Places<'t> {
    text: &'t str,
    is_ascii: bool,
    octet: usize,
    unit: usize,
}

impl<'t> Places<'t> {
    fn of(text: &'t str) -> Self {
        Self {
            text,
            is_ascii: text.is_ascii(),
            octet: 0,
            unit: 0,
        }
    }

    fn at(&mut self, octet: usize) -> u32 {
        if self.is_ascii {
            self.unit = octet;
        } else {
            if octet < self.octet {
                (self.octet, self.unit) = (0, 0);
            }
            let between = self.text.get(self.octet..octet).unwrap_or("");
            self.unit += between.encode_utf16().count();
            self.octet += between.len();
        }
        u32::try_from(self.unit).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_in_units_of_utf_16() {
        let mut places = Places::of("a\u{e9}\u{1F600}b");
        assert_eq!([1, 3, 7, 0].map(|octet| places.at(octet)), [1, 2, 4, 0]);
        assert_eq!(parts("# \u{e9}"), [0, 3, 0]);
    }
}
