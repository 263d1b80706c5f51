//! What is worth saying about a main.cf that Postfix reads all the same, or
//! that it refuses as a whole.
//! Postfix logs the first three kinds, each release in its own words; the
//! others are remarks of `postconf`, or of none.

use crate::Span;
use std::fmt;
use std::sync::Arc;

/// A remark on one place of main.cf; `Display` is one English sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The line, counted from 1.
    pub line: u32,
    /// The text it is about.
    pub span: Span,
    /// What is wrong.
    pub kind: WarningKind,
}

/// What a warning is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WarningKind {
    /// A logical line without `=`: no Postfix program starts.
    MissingEquals,
    /// A logical line that begins with `=`: no Postfix program starts.
    MissingName,
    /// White space at the start of the first logical line: nothing to continue.
    NothingToContinue,
    /// The same name again: this entry wins.
    Duplicate {
        /// The name.
        name: Arc<str>,
        /// The line of the entry that loses.
        earlier: u32,
    },
    /// A NUL byte: Postfix reads the logical line up to it.
    Nul,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Line {}: ", self.line)?;
        match &self.kind {
            WarningKind::MissingEquals => {
                f.write_str("there is no \"=\" after the name, and Postfix does not start.")
            }
            WarningKind::MissingName => {
                f.write_str("there is no name before \"=\", and Postfix does not start.")
            }
            WarningKind::NothingToContinue => f.write_str(
                "a line that begins with white space continues the one before, but there is none; \
                 it is ignored.",
            ),
            WarningKind::Duplicate { name, earlier } => {
                write!(
                    f,
                    "{name} is set again; the value of line {earlier} is lost."
                )
            }
            WarningKind::Nul => f.write_str("the line ends at a NUL byte; the rest is ignored."),
        }
    }
}
