//! Replies: lines with their causes, and what a reply leaves out.

use std::sync::Arc;

use crate::Cause;

/// One reply: a line, or several with the same code.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    lines: Vec<ReplyLine>,
}

impl Reply {
    /// A reply of one line.
    #[must_use]
    pub fn one(text: impl Into<Arc<str>>, cause: Cause) -> Self {
        Self {
            lines: vec![ReplyLine::new(text, cause)],
        }
    }

    /// A reply of several lines, code and separator included in each.
    #[must_use]
    pub fn many(lines: Vec<ReplyLine>) -> Self {
        Self { lines }
    }

    /// The lines, in order.
    #[must_use]
    pub fn lines(&self) -> &[ReplyLine] {
        &self.lines
    }

    /// The reply code; 0 if the text does not start with one.
    #[must_use]
    pub fn code(&self) -> u16 {
        let first = self.lines.first().map_or("", ReplyLine::text);
        first.get(..3).and_then(|c| c.parse().ok()).unwrap_or(0)
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
