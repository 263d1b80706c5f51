//! Decoder: pasted text → the AUTH exchanges in it, each message taken apart, each
//! octet linked to the characters that carry it.
//!
//! The text may be a Base64 word, a command, a dialogue, a log; [`Shape`] names the
//! programs whose output is recognised. Left out: exchanges of several sessions that
//! are mixed line by line in one log.
mod assemble;
mod excerpt;
mod guess;
mod kinds;
mod line;
mod pending;
mod shape;
mod word;

pub(crate) use guess::asks;
pub(crate) use line::position;
pub use shape::Shape;
pub use word::{Reading, Word};

use saslab_sasl::Secret;
use saslab_sasl::client::Speaker;
use std::fmt;
use std::ops::Range;

/// How much of a text is read. An AUTH exchange has a few hundred octets.
pub const MOST: usize = 128 * 1024;

/// A line that is longer holds no Base64 that a server would take: Postfix reads 12288
/// characters (`smtpd_sasl_response_limit`), and this is five times as much.
const LONGEST_LINE: usize = 64 * 1024;

/// What was found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// What most of its lines look like.
    pub shape: Shape,
    /// The exchanges, in order.
    pub exchanges: Vec<Exchange>,
    /// Why there is none, or what was not read.
    pub remark: Option<Remark>,
}

/// One AUTH exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// The mechanism.
    pub mechanism: Mechanism,
    /// The AUTH command, if the text has one.
    pub command: Option<Range<usize>>,
    /// The messages, in order.
    pub said: Vec<Said>,
    /// The server's decision, if the text has it.
    pub verdict: Option<Verdict>,
    lines: Vec<Secret>,
}

/// How the mechanism is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mechanism {
    /// The AUTH command names it, here in capitals.
    Named(String),
    /// It follows from the messages.
    Guessed(&'static str),
    /// It does not.
    Unknown,
}

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Who said it.
    pub speaker: Speaker,
    /// Whether it stood behind the mechanism in the AUTH command.
    pub place: SaidIn,
    /// The text.
    pub word: Word,
}

/// Where a message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SaidIn {
    /// Behind the mechanism, in the AUTH command: the initial response.
    Command,
    /// On a line of its own, or behind 334.
    Line,
    /// At the end of a refusal, where a server gives its reason.
    Reason,
}

/// The reply that ended an exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Its code.
    pub code: u16,
    /// Where it stands.
    pub range: Range<usize>,
}

/// What there is to say about a text as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Remark {
    /// There is nothing in it.
    Empty,
    /// It holds no AUTH command and no Base64.
    NoExchange,
    /// It is longer than is read; the rest was left alone.
    Cut {
        /// How many octets it has.
        length: usize,
        /// How many of them were read.
        read: usize,
    },
    /// It is longer than is read, and no exchange was found.
    NoneInCut {
        /// How many octets it has.
        length: usize,
        /// How many of them were read.
        read: usize,
    },
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("there is nothing to decode"),
            Self::NoExchange => f.write_str("there is no AUTH command in it, and no Base64"),
            Self::Cut { length, read } => write!(
                f,
                "the text has {length} octets; {read} of them were read, the lines from each AUTH command on or the first ones"
            ),
            Self::NoneInCut { length, read: 0 } => write!(
                f,
                "the text has {length} octets; there is no AUTH command in it, and its first line is longer than any of an exchange"
            ),
            Self::NoneInCut { length, read } => write!(
                f,
                "the text has {length} octets; there is no AUTH command in it, and no Base64 in the {read} that were read"
            ),
        }
    }
}

impl Exchange {
    /// What the client sent, line by line, from AUTH on. A text without a command gets
    /// the one that its words would follow.
    #[must_use]
    pub fn lines(&self) -> &[Secret] {
        &self.lines
    }
}

impl Mechanism {
    /// Its name, if it is known.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Named(name) => Some(name),
            Self::Guessed(name) => Some(name),
            Self::Unknown => None,
        }
    }
}

/// Finds the AUTH exchanges in `text`. Places count octets of `text`.
///
/// ```
/// use saslab_credentials::decode;
/// let found = decode(b"535 follows\nAUTH PLAIN dGVzdAB0ZXN0AHRlc3RwYXNz");
/// let message = found.exchanges[0].said[0].word.message().unwrap();
/// assert_eq!(message.value_of("password").unwrap(), &b"testpass"[..]);
/// ```
#[must_use]
pub fn decode(text: &[u8]) -> Decoded {
    let excerpts = excerpt::excerpts(text);
    let lines: Vec<line::Line> = excerpts
        .iter()
        .flat_map(|excerpt| lines(text, excerpt.clone()))
        .collect();
    let exchanges = assemble::exchanges(text, &lines);
    let length = text.len();
    let read = excerpts.iter().map(Range::len).sum();
    let remark = match (length <= MOST, exchanges.is_empty()) {
        (_, true) if text.trim_ascii().is_empty() => Some(Remark::Empty),
        (true, true) => Some(Remark::NoExchange),
        (true, false) => None,
        (false, true) => Some(Remark::NoneInCut { length, read }),
        (false, false) => Some(Remark::Cut { length, read }),
    };
    Decoded {
        shape: shape_of(&lines),
        exchanges,
        remark,
    }
}

/// The lines that stand at `excerpt` of `text`.
fn lines(text: &[u8], excerpt: Range<usize>) -> impl Iterator<Item = line::Line> {
    let mut next = excerpt.start;
    let whole = text.get(excerpt).unwrap_or_default();
    let places = whole.split(|octet| *octet == b'\n').map(move |line| {
        let start = next;
        next += line.len() + 1;
        start..start + line.strip_suffix(b"\r").unwrap_or(line).len()
    });
    places
        .filter(|place| place.len() <= LONGEST_LINE)
        .map(|place| line::read(text, place))
}

/// What most lines with a sign look like.
fn shape_of(lines: &[line::Line]) -> Shape {
    let mut counts = std::collections::BTreeMap::new();
    for line in lines.iter().filter(|line| line.shape != Shape::Bare) {
        *counts.entry(line.shape).or_insert(0_usize) += 1;
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    most.map_or(Shape::Bare, |(shape, _)| shape)
}
