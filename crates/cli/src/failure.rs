//! How a command ends: its text and exit code, or why there is none.

use std::fmt;

/// What a command has found.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// For standard output.
    pub(crate) text: String,
    /// The exit code.
    pub(crate) code: u8,
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
        Self { text, code: 0 }
    }

    /// Something was found.
    pub(crate) fn found(text: String) -> Self {
        Self { text, code: 1 }
    }
}

impl Failure {
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
