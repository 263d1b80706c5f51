//! One Base64 text as somebody pasted it: where its characters stand, and what it says
//! when faults of the writing are forgiven.
use saslab_sasl::message::{Kind, Message, characters};
use saslab_sasl::{Base64Error, Implementation, Secret, base64};
use std::ops::Range;
use zeroize::Zeroizing;

/// A text that was meant to be Base64. `Debug` shows none of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    written: Secret,
    range: Range<usize>,
    /// Where the characters stand in the pasted text that carry each octet.
    carriers: Vec<Range<usize>>,
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
        let at: Vec<usize> = pieces.iter().flat_map(Clone::clone).collect();
        let joined: Zeroizing<Vec<u8>> = Zeroizing::new(
            pieces
                .iter()
                .flat_map(|piece| text.get(piece.clone()).unwrap_or_default())
                .copied()
                .collect(),
        );
        // A word in several lines never arrives as one.
        let strict = if pieces.len() > 1 { written } else { &joined };
        Self {
            written: Secret::from(written),
            range,
            carriers: carriers(&joined, &at),
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
        let first = self.carriers.get(octets.start);
        let last = octets
            .end
            .checked_sub(1)
            .and_then(|at| self.carriers.get(at));
        match (first, last) {
            (Some(first), Some(last)) if !octets.is_empty() => first.start..last.end,
            (Some(first), _) => first.start..first.start,
            (None, _) => self.range.end..self.range.end,
        }
    }

    /// The octets of the message that some characters of the pasted text carry.
    #[must_use]
    pub fn octets_at(&self, place: Range<usize>) -> Range<usize> {
        let start = self.carriers.partition_point(|one| one.end <= place.start);
        let end = self.carriers.partition_point(|one| one.start < place.end);
        start..end.max(start)
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

/// What a text says without its blanks and padding, in either alphabet; what a `=`
/// ends was encoded by itself.
fn forgiven(text: &[u8]) -> Option<Vec<u8>> {
    let strange = |octet: &u8| !is_letter(*octet) && *octet != b'=' && !is_blank(*octet);
    if text.iter().any(strange) {
        return None;
    }
    let mut octets = Vec::with_capacity(text.len());
    for part in text.split(|octet| *octet == b'=') {
        let letters = part.iter().filter(|octet| !is_blank(**octet));
        let mut letters: Vec<u8> = letters
            .map(|octet| match octet {
                b'-' => b'+',
                b'_' => b'/',
                other => *other,
            })
            .collect();
        // One character alone carries no octet: something was cut off, six bits with it.
        if letters.len() % 4 == 1 {
            letters.pop();
        }
        while !letters.len().is_multiple_of(4) {
            letters.push(b'=');
        }
        octets.extend(base64::decode(Implementation::Dovecot, &letters).ok()?);
    }
    (!octets.is_empty()).then_some(octets)
}

/// Where the characters of each octet stand; `at` has the place of every character.
fn carriers(text: &[u8], at: &[usize]) -> Vec<Range<usize>> {
    let mut carriers = Vec::with_capacity(text.len());
    let mut letters = Vec::new();
    let mut part = |letters: &mut Vec<usize>| {
        for octet in 0..letters.len() * 6 / 8 {
            let wanted = characters(octet..octet + 1);
            if let (Some(first), Some(last)) =
                (letters.get(wanted.start), letters.get(wanted.end - 1))
            {
                carriers.push(*first..last + 1);
            }
        }
        letters.clear();
    };
    for (octet, at) in text.iter().zip(at) {
        if *octet == b'=' {
            part(&mut letters);
        } else if is_letter(*octet) {
            letters.push(*at);
        }
    }
    part(&mut letters);
    carriers
}

fn is_blank(octet: u8) -> bool {
    matches!(octet, b' ' | b'\t' | b'\r' | b'\n')
}

/// Whether an octet carries six bits, in either alphabet.
pub(super) fn is_letter(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || matches!(octet, b'+' | b'/' | b'-' | b'_')
}
