//! A place in an expression, moved from brace to brace as `mac_expand.c` does.

use crate::Sourced;
use crate::expand::{Failure, fail};
use std::ops::Range;

/// A place in an expression.
pub(crate) struct Cursor<'a> {
    pub(crate) from: &'a Sourced,
    pub(crate) at: usize,
    pub(crate) end: usize,
}

impl<'a> Cursor<'a> {
    pub(crate) fn rest(&self) -> &'a str {
        self.from
            .as_str()
            .get(self.at..self.end)
            .unwrap_or_default()
    }

    pub(crate) fn next_byte(&self) -> Option<u8> {
        self.rest().bytes().next()
    }

    /// Moves to a brace if only blanks stand before it.
    pub(crate) fn at_brace(&mut self) -> bool {
        let rest = self.rest().trim_start_matches(is_blank);
        let found = rest.starts_with('{');
        if found {
            self.at = self.end - rest.len();
        }
        found
    }

    /// The text inside the braces that begin here; moves behind them and the
    /// blanks that follow.
    pub(crate) fn braces(&mut self) -> Result<Range<usize>, Failure> {
        let rest = self.rest();
        let Some(end) = closing(rest.as_bytes(), 0, b'}') else {
            return fail(format!(
                "unbalanced {{}} in attribute expression: \"{rest}\""
            ));
        };
        let inside = self.at + 1..self.at + end;
        let after = rest.get(end + 1..).unwrap_or_default();
        self.at = self.end - after.trim_start_matches(is_blank).len();
        Ok(inside)
    }
}

/// Where the bracket at `open` is closed.
pub(crate) fn closing(bytes: &[u8], open: usize, close: u8) -> Option<usize> {
    let opening = bytes.get(open)?;
    let mut level = 0_usize;
    for (at, byte) in bytes.iter().enumerate().skip(open) {
        if byte == opening {
            level += 1;
        } else if *byte == close {
            level -= 1;
            if level == 0 {
                return Some(at);
            }
        }
    }
    None
}

/// `CHARS_SPACE`, src/util/stringops.h.
pub(crate) fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n')
}

/// What `%.20s` prints, as far as whole characters go.
pub(crate) fn clip(text: &str) -> &str {
    let end = (0..=20.min(text.len())).rfind(|end| text.is_char_boundary(*end));
    text.get(..end.unwrap_or(0)).unwrap_or_default()
}
