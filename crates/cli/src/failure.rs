//! How a command ends: its text and exit code, or why there is none.

use std::fmt;

/// What a command has found.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// For standard output.
    pub(crate) text: String,
    /// The exit code.
    pub(crate) code: u8,
    /// For standard error, beside the text.
    pub(crate) note: Option<String>,
}

/// Why a command gives no answer; one sentence for standard error.
#[derive(Debug)]
pub(crate) struct Failure {
    /// The exit code.
    pub(crate) code: u8,
    says: String,
}

impl Outcome {
    /// All is well.
    pub(crate) fn good(text: String) -> Self {
        Self {
            text,
            code: 0,
            note: None,
        }
    }

    /// Something was found.
    pub(crate) fn found(text: String) -> Self {
        Self {
            code: 1,
            ..Self::good(text)
        }
    }
}

impl Failure {
    /// The same for machines, which read `text` whatever has happened.
    pub(crate) fn with_text(self, text: String) -> Outcome {
        Outcome {
            text,
            code: self.code,
            note: Some(self.says),
        }
    }

    /// The exit code for input that cannot be read.
    pub(crate) const UNREADABLE: u8 = 2;

    pub(crate) fn unreadable(says: impl Into<String>) -> Self {
        Self {
            code: Self::UNREADABLE,
            says: says.into(),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.says)
    }
}
