//! One Base64 text as somebody pasted it: where its characters stand, and what it says
//! when faults of the writing are forgiven.
use saslab_sasl::message::{Kind, Message, characters, octets};
use saslab_sasl::{Base64Error, Implementation, Secret, base64};
use std::ops::Range;

/// A text that was meant to be Base64. `Debug` shows none of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    written: Secret,
    range: Range<usize>,
    /// Where each character that carries bits stands in the pasted text.
    letters: Vec<usize>,
    reading: Reading,
}

/// What a word says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// What a server decodes.
    Message(Message),
    /// No server decodes it; this is what it says when the writing is forgiven:
    /// blanks, ends of lines, the other alphabet, padding.
    Forgiven {
        /// What a server says to it.
        fault: Base64Error,
        /// What was meant.
        message: Message,
    },
    /// It is no Base64 at all.
    Unreadable(Base64Error),
}

impl Word {
    /// The word whose pieces stand at `pieces` of `text`, one line each.
    pub(super) fn read(text: &[u8], pieces: &[Range<usize>]) -> Self {
        let range = match (pieces.first(), pieces.last()) {
            (Some(first), Some(last)) => first.start..last.end,
            (_, _) => 0..0,
        };
        let written = text.get(range.clone()).unwrap_or_default();
        let letters = pieces
            .iter()
            .flat_map(Clone::clone)
            .filter(|at| text.get(*at).is_some_and(|octet| is_letter(*octet)))
            .collect();
        let joined: Vec<u8> = pieces
            .iter()
            .flat_map(|piece| text.get(piece.clone()).unwrap_or_default())
            .copied()
            .collect();
        // A word in several lines never arrives as one.
        let strict = if pieces.len() > 1 { written } else { &joined };
        Self {
            written: Secret::from(written),
            range,
            letters,
            reading: reading(strict, &joined),
        }
    }

    /// The text as written, ends of lines included.
    #[must_use]
    pub fn written(&self) -> &[u8] {
        self.written.reveal()
    }

    /// Where it stands in the pasted text.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    /// What it says.
    #[must_use]
    pub fn reading(&self) -> &Reading {
        &self.reading
    }

    /// The message, if there is any to be read, faults of the writing forgiven.
    #[must_use]
    pub fn message(&self) -> Option<&Message> {
        match &self.reading {
            Reading::Message(message) | Reading::Forgiven { message, .. } => Some(message),
            Reading::Unreadable(_) => None,
        }
    }

    /// The place in the pasted text of some octets of the message.
    #[must_use]
    pub fn place_of(&self, octets: Range<usize>) -> Range<usize> {
        let wanted = characters(octets);
        let at = |index: usize| self.letters.get(index).copied();
        match (at(wanted.start), wanted.end.checked_sub(1).and_then(at)) {
            (Some(first), Some(last)) if !wanted.is_empty() => first..last + 1,
            (Some(first), _) => first..first,
            (None, _) => self.range.end..self.range.end,
        }
    }

    /// The octets of the message that some characters of the pasted text carry.
    #[must_use]
    pub fn octets_at(&self, place: Range<usize>) -> Range<usize> {
        let before = |at: usize| self.letters.partition_point(|letter| *letter < at);
        let length = self.message().map_or(0, |message| message.octets().len());
        let found = octets(before(place.start)..before(place.end));
        found.start.min(length)..found.end.min(length)
    }

    /// The same word, taken apart as another kind of message.
    pub(super) fn become_kind(&mut self, kind: Kind) {
        let again = |message: &Message| Message::read(kind, message.octets());
        self.reading = match &self.reading {
            Reading::Message(message) => Reading::Message(again(message)),
            Reading::Forgiven { fault, message } => Reading::Forgiven {
                fault: *fault,
                message: again(message),
            },
            Reading::Unreadable(error) => Reading::Unreadable(*error),
        };
    }
}

fn reading(strict: &[u8], joined: &[u8]) -> Reading {
    // Cyrus names the fault block by block; for a person Dovecot's order is plainer.
    let implementation = Implementation::Dovecot;
    // `=` alone is an empty message (RFC 4954 section 4).
    if strict == b"=" {
        return Reading::Message(Message::read(Kind::Empty, &b""[..]));
    }
    let fault = match base64::decode(implementation, strict) {
        Ok(octets) => return Reading::Message(Message::read(Kind::Opaque, octets)),
        Err(fault) => fault,
    };
    match forgiven(joined) {
        Some(octets) => Reading::Forgiven {
            fault,
            message: Message::read(Kind::Opaque, octets),
        },
        None => Reading::Unreadable(fault),
    }
}

/// What a text says without its blanks and padding, in either alphabet.
fn forgiven(text: &[u8]) -> Option<Vec<u8>> {
    let mut letters = Vec::with_capacity(text.len() + 3);
    for octet in text {
        match octet {
            b'-' => letters.push(b'+'),
            b'_' => letters.push(b'/'),
            b'=' | b' ' | b'\t' | b'\r' | b'\n' => {}
            letter if is_letter(*letter) => letters.push(*letter),
            _ => return None,
        }
    }
    // One character alone carries no octet: something was cut off, and six bits with it.
    if letters.len() % 4 == 1 {
        letters.pop();
    }
    while !letters.is_empty() && letters.len() % 4 != 0 {
        letters.push(b'=');
    }
    let octets = base64::decode(Implementation::Dovecot, &letters).ok()?;
    (!octets.is_empty()).then_some(octets)
}

/// Whether an octet carries six bits, in either alphabet.
pub(super) fn is_letter(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || matches!(octet, b'+' | b'/' | b'-' | b'_')
}
