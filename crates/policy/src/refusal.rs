//! A refusal as it is sent: its code, its enhanced status and its text kept in
//! step (`smtpd_check_reject` of `smtpd_check.c`).

use crate::{Refusal, Wording};

impl Refusal {
    pub(crate) fn new(code: u16, dsn: &str, text: impl Into<String>) -> Self {
        Self {
            code,
            dsn: dsn.to_owned(),
            text: text.into(),
            wording: Wording::Known,
        }
    }

    pub(crate) fn worded(self, wording: Wording) -> Self {
        Self { wording, ..self }
    }

    /// Whether the code refuses.
    pub(crate) fn has_valid_code(&self) -> bool {
        (400..=599).contains(&self.code)
    }

    /// The refusal as sent: a bad code gives a general answer, and the first
    /// digits agree.
    pub(crate) fn checked(mut self) -> Self {
        if !self.has_valid_code() {
            return Self::new(450, "4.7.1", "Service unavailable");
        }
        self.text = self
            .text
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        self.with_class()
    }

    pub(crate) fn softened(mut self) -> Self {
        if self.code >= 500 {
            self.code -= 100;
        }
        self.with_class()
    }

    pub(crate) fn with_class(mut self) -> Self {
        if let Some(rest) = self.dsn.get(1..) {
            self.dsn = format!("{}{rest}", self.code / 100);
        }
        self
    }
}
