//! Replies: lines with their causes, and what a reply leaves out.

use std::sync::Arc;

use crate::Cause;

/// One reply: a line, or several with the same code. A clone shares the lines.
#[derive(Clone, Debug)]
pub struct Reply(Lines);

/// Most replies have one line, which needs no list.
#[derive(Clone, Debug)]
enum Lines {
    One(ReplyLine),
    Many(Arc<[ReplyLine]>),
}

impl Reply {
    /// A reply of one line.
    #[must_use]
    pub fn one(text: impl Into<Arc<str>>, cause: Cause) -> Self {
        Self(Lines::One(ReplyLine::new(text, cause)))
    }

    /// A reply of several lines, code and separator included in each.
    #[must_use]
    pub fn many(lines: Vec<ReplyLine>) -> Self {
        Self(Lines::Many(lines.into()))
    }

    /// The lines, in order.
    #[must_use]
    pub fn lines(&self) -> &[ReplyLine] {
        match &self.0 {
            Lines::One(line) => std::slice::from_ref(line),
            Lines::Many(lines) => lines,
        }
    }

    /// The reply code; 0 if the text does not start with one.
    #[must_use]
    pub fn code(&self) -> u16 {
        let first = self.lines().first().map_or("", ReplyLine::text);
        first.get(..3).and_then(|c| c.parse().ok()).unwrap_or(0)
    }
}

impl PartialEq for Reply {
    fn eq(&self, other: &Self) -> bool {
        self.lines() == other.lines()
    }
}

/// One line of a reply. There is none without a cause.
#[derive(Clone, Debug, PartialEq)]
pub struct ReplyLine {
    text: Arc<str>,
    cause: Cause,
}

impl ReplyLine {
    /// The line `text`, with its code and without CR LF, said because of `cause`.
    #[must_use]
    pub fn new(text: impl Into<Arc<str>>, cause: Cause) -> Self {
        Self {
            text: text.into(),
            cause,
        }
    }

    /// The line as it crosses the wire, without CR LF.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Why the line is there.
    #[must_use]
    pub fn cause(&self) -> &Cause {
        &self.cause
    }
}

/// Something that a reader may expect in a reply and that is not there.
#[derive(Clone, Debug, PartialEq)]
pub struct Withheld {
    /// The keyword or mechanism: `STARTTLS`, `ANONYMOUS`.
    pub what: Arc<str>,
    /// Why it is missing.
    pub cause: Cause,
}
