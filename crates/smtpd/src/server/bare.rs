//! `smtpd_forbid_bare_newline`: what happens to lines that end with a line feed alone.

use saslab_maincf::{Fatal, Setting, Settings};
use saslab_release::BareNewlineWords;

/// What happens to a line that ends with a line feed alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BareNewlines {
    /// It is like any other.
    Allowed,
    /// It does not end a message.
    Normalized,
    /// The same, and it is logged.
    Noted,
    /// It is refused, in the place of a command and in a message.
    Refused,
    /// The session ends there.
    CutOff,
}

impl BareNewlines {
    pub(super) fn read(settings: &Settings) -> Result<Setting<Self>, Fatal> {
        let dialect = settings.dialect();
        let written = settings.text("smtpd_forbid_bare_newline");
        let word = written.value.to_ascii_lowercase();
        let value = match (dialect.bare_newlines, word.as_str()) {
            (BareNewlineWords::None, _) | (_, "no") => Self::Allowed,
            (BareNewlineWords::YesOrNo, _) => {
                let on = settings.boolean("smtpd_forbid_bare_newline").value;
                if on { Self::CutOff } else { Self::Allowed }
            }
            (_, "yes" | "normalize") => Self::Normalized,
            (_, "reject") => Self::Refused,
            (BareNewlineWords::WithNote, "note") => Self::Noted,
            _unknown => {
                let log = format!(
                    "bad parameter value: 'smtpd_forbid_bare_newline = {}'",
                    written.value
                );
                let setting = Some(written);
                return Err(Fatal { log, setting });
            }
        };
        Ok(written.map(|_| value))
    }
}

/// `smtpd_forbid_bare_newline_reject_code`
pub(super) fn code(settings: &Settings) -> u16 {
    let code = settings.integer("smtpd_forbid_bare_newline_reject_code");
    u16::try_from(code.value).unwrap_or(550)
}
