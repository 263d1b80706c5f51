//! What is wrong with pasted credentials: the octets at fault, and the repair.
//!
//! A diagnosis speaks only where the octets themselves tell; what needs a guess at the
//! person's mind says so ([`Certainty::Likely`]). Left out: answers of CRAM-MD5,
//! DIGEST-MD5 and SCRAM, whose digests nobody can look into.
mod account;
mod content;
mod fault;
mod proof;
mod repair;
mod writing;

pub use fault::{Certainty, Fault};
pub use proof::{Proof, prove};
pub use repair::Repair;

use crate::{Decoded, Exchange, Said, SaidIn, Word};
use repair::{Clear, Draft};
use saslab_sasl::Account;
use saslab_sasl::client::Speaker;
use saslab_sasl::message::{Kind, Message};
use std::ops::Range;

/// No message has more layers of mistakes than this.
const LAYERS: usize = 6;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    /// What it is; `Display` is one sentence without its full stop.
    pub fault: Fault,
    /// How sure it is.
    pub certainty: Certainty,
    /// Where it is.
    pub place: Where,
    /// What to send in its place; absent where nobody can know it.
    pub repair: Option<Repair>,
}

/// Where a fault is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Where {
    /// The number of the exchange in [`Decoded::exchanges`].
    pub exchange: usize,
    /// The number of the message in [`crate::Exchange::said`]; absent: the command.
    pub said: Option<usize>,
    /// The octets of the message, none where the text is no Base64. A range without
    /// length stands between two octets, or at the end: what is wrong carries none.
    pub octets: Vec<Range<usize>>,
    /// The characters of the pasted text; one without length: what is missing there.
    pub text: Vec<Range<usize>>,
}

/// Everything that is wrong with the exchanges of `decoded`. `accounts` are those that
/// the server is known to have, and may be empty.
///
/// ```
/// use saslab_credentials::{Fault, decode, diagnose};
/// // The HOWTO's command as it was printed, without its NULs.
/// let found = diagnose(&decode(b"AUTH PLAIN dGVzdHRlc3R0ZXN0cGFzcw=="), &[]);
/// assert_eq!(found[0].fault, Fault::NulMissing);
/// assert_eq!(found[0].repair.as_ref().unwrap().lines[0].reveal(),
///     b"AUTH PLAIN dGVzdAB0ZXN0AHRlc3RwYXNz");
/// ```
#[must_use]
pub fn diagnose(decoded: &Decoded, accounts: &[Account]) -> Vec<Diagnosis> {
    let exchanges = decoded.exchanges.iter().enumerate();
    exchanges
        .flat_map(|(at, exchange)| Examination::of(at, exchange, accounts))
        .collect()
}

/// One exchange under the lens.
struct Examination<'e> {
    at: usize,
    exchange: &'e Exchange,
    draft: Draft,
    found: Vec<Diagnosis>,
}

impl<'e> Examination<'e> {
    fn of(at: usize, exchange: &'e Exchange, accounts: &[Account]) -> Vec<Diagnosis> {
        let mut examination = Self {
            at,
            exchange,
            draft: Draft::of(exchange),
            found: Vec::new(),
        };
        examination.command();
        for (number, said) in exchange.said.iter().enumerate() {
            examination.word(number, said);
        }
        for index in 0..examination.draft.messages.len() {
            examination.content(index);
        }
        examination.account(accounts);
        examination.finish()
    }

    /// `AUTH UExBSU4=`.
    fn command(&mut self) {
        let (Some(range), Some(first)) = (&self.exchange.command, self.exchange.lines().first())
        else {
            return;
        };
        let name = first.reveal().split(|octet| *octet == b' ').nth(1);
        let inner = name.and_then(|name| {
            saslab_sasl::base64::decode(saslab_sasl::Implementation::Dovecot, name).ok()
        });
        let known = inner
            .and_then(|inner| String::from_utf8(inner).ok())
            .and_then(|name| saslab_sasl::client::Mechanism::named(name.trim_ascii()));
        if known.is_some() {
            let range = range.clone();
            self.add(Fault::WordEncoded, None, Vec::new(), single(range));
        }
    }

    /// The characters of a word, and what a whole word can mean.
    fn word(&mut self, number: usize, said: &Said) {
        let whole = said.word.range();
        let kind = said.word.message().map(Message::kind);
        let octets = said.word.message().map_or(&[][..], Message::octets);
        let asks = crate::paste::asks(octets).is_some();
        if asks && (said.place == SaidIn::Reason || said.speaker == Speaker::Client) {
            let all = 0..octets.len();
            return self.add(
                Fault::PromptAsError,
                Some(number),
                single(all),
                single(whole),
            );
        }
        if said.speaker == Speaker::Server {
            return;
        }
        let name = self.exchange.mechanism.name();
        let takes_none = matches!(name, Some("PLAIN" | "LOGIN" | "CRAM-MD5" | "DIGEST-MD5"));
        if said.word.written() == b"=" && takes_none && said.place == SaidIn::Command {
            return self.add(
                Fault::EmptyResponse,
                Some(number),
                single(0..0),
                single(whole),
            );
        }
        for (fault, text) in writing::faults(&said.word) {
            let octets = carried(&said.word, &text);
            self.add(fault, Some(number), octets, text);
        }
        // The NULs of a word that is no Base64 were never octets.
        if kind.is_none() {
            self.draft.messages.retain(|(at, _, _)| *at != number);
        }
    }

    /// What a message says, layer by layer.
    fn content(&mut self, index: usize) {
        for layer in 0..LAYERS {
            let Some((number, kind, octets)) = self.draft.messages.get(index).cloned() else {
                return;
            };
            let Some((fault, marks, mended)) = content::fault(kind, &octets) else {
                return;
            };
            let said = self.exchange.said.get(number);
            let text = said.map_or(Vec::new(), |said| match layer {
                0 => marks
                    .iter()
                    .map(|mark| said.word.place_of(mark.clone()))
                    .collect(),
                _ => single(said.word.range()),
            });
            // Below the first layer the octets are not those of the message any more.
            let whole = || said.and_then(|said| said.word.message());
            let marks = match layer {
                0 => marks,
                _ => single(0..whole().map_or(0, |message| message.octets().len())),
            };
            self.add(fault, Some(number), marks, text);
            match (mended, self.draft.messages.get_mut(index)) {
                (Some(mended), Some(message)) => {
                    let is_plain = mended.iter().filter(|octet| **octet == 0).count() == 2;
                    if is_plain && message.1 != Kind::LoginPassword {
                        message.1 = Kind::Plain;
                    }
                    message.2 = Clear::new(mended);
                }
                (_, _) => return self.draft.messages.clear(),
            }
        }
    }

    fn account(&mut self, accounts: &[Account]) {
        let Some(meant) = self.draft.meant() else {
            return;
        };
        let Some((fault, fields, mended)) = account::fault(&meant, accounts) else {
            return;
        };
        let (said, octets, text) = self.marks(fault, fields);
        self.add(fault, said, octets, text);
        match mended {
            Some(mended) => self.draft.put(&mended),
            None => self.draft.messages.clear(),
        }
    }

    /// What is marked for a fault of the name and the password: the message of the
    /// last field that shows it, its octets, and the characters of all of them.
    fn marks(&self, fault: Fault, fields: &[&str]) -> Marks {
        let mut marks = (None, Vec::new(), Vec::new());
        for field in fields {
            let Some((at, word, mut octets)) = self.field(field) else {
                continue;
            };
            let written = word.message().map_or(&[][..], Message::octets);
            let written = written.get(octets.clone()).unwrap_or_default();
            let realm = written.iter().position(|octet| *octet == b'@');
            if let (Fault::RealmInName, Some(realm)) = (fault, realm) {
                octets.start += realm;
            }
            marks.2.push(word.place_of(octets.clone()));
            // The octets are those of one message.
            if marks.0 != Some(at) {
                marks.1.clear();
            }
            marks.0 = Some(at);
            marks.1.push(octets);
        }
        marks
    }

    /// Where a field stands: its message, and its octets there. A message that holds no
    /// such field is marked whole.
    fn field(&self, name: &str) -> Option<(usize, &'e Word, Range<usize>)> {
        let said = self.exchange.said.iter().enumerate();
        let mut said = said.filter(|(_, said)| said.speaker == Speaker::Client);
        let (at, said) = match name {
            "authcid" => said.next()?,
            _ => said.next_back()?,
        };
        let message = said.word.message()?;
        let part = message.find(name).map(|part| part.inner.clone());
        Some((at, &said.word, part.unwrap_or(0..message.octets().len())))
    }

    fn add(
        &mut self,
        fault: Fault,
        said: Option<usize>,
        octets: Vec<Range<usize>>,
        text: Vec<Range<usize>>,
    ) {
        self.found.push(Diagnosis {
            certainty: fault.certainty(),
            fault,
            place: Where {
                exchange: self.at,
                said,
                octets,
                text,
            },
            repair: None,
        });
    }

    /// Every diagnosis gets the repair of all of them together: a repaired text with
    /// another fault in it would help nobody.
    fn finish(mut self) -> Vec<Diagnosis> {
        if self.draft.meant().is_some() {
            let repair = self.draft.repair(self.exchange);
            // A question of the server says nothing against the credentials.
            let wrong = |diagnosis: &&mut Diagnosis| diagnosis.fault != Fault::PromptAsError;
            for diagnosis in self.found.iter_mut().filter(wrong) {
                diagnosis.repair = Some(repair.clone());
            }
        }
        self.found
    }
}

/// The message, its octets, and the characters of the pasted text.
type Marks = (Option<usize>, Vec<Range<usize>>, Vec<Range<usize>>);

/// The octets that some characters of a word carry; neighbours are one range.
fn carried(word: &Word, text: &[Range<usize>]) -> Vec<Range<usize>> {
    if word.message().is_none() {
        return Vec::new();
    }
    let mut octets: Vec<Range<usize>> = Vec::new();
    for place in text {
        let next = word.octets_at(place.clone());
        match octets.last_mut() {
            Some(last) if next.start <= last.end => last.end = last.end.max(next.end),
            Some(_) | None => octets.push(next),
        }
    }
    octets
}

/// A list of one range.
fn single(range: Range<usize>) -> Vec<Range<usize>> {
    std::iter::once(range).collect()
}
