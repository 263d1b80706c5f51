//! The EHLO keywords that a client is not told, which are not served either:
//! `smtpd_discard_ehlo_keywords`, and `smtpd_discard_ehlo_keyword_address_maps` in its
//! place.

use std::sync::Arc;

use saslab_maincf::Setting;
use saslab_release::Keyword;

use super::{Session, Turn};
use crate::log::LogEvent;
use crate::{Cause, fixed};

/// Whose keywords count.
#[derive(Clone, Debug, Default)]
pub(super) enum Discards {
    /// Those of every client.
    #[default]
    OfAll,
    /// Those that a table has for this one.
    OfClient(Arc<str>),
    /// The table cannot be looked up.
    Unknown,
}

impl Session {
    /// Whether this keyword, or this other word, is among them.
    fn discards_word(&self, name: &str) -> bool {
        let is = |word: &str| word.eq_ignore_ascii_case(name);
        match &self.discards {
            Discards::OfClient(words) => words.split([',', ' ', '\t', '\r', '\n']).any(is),
            Discards::OfAll | Discards::Unknown => {
                let words = &self.server.config.discarded_keywords.value;
                words.iter().any(|word| is(&word.text))
            }
        }
    }

    pub(super) fn discards(&self, keyword: Keyword) -> bool {
        self.discards_word(keyword.name())
    }

    /// Whether the log says nothing of them, be it for want of any.
    pub(super) fn discards_silently(&self) -> bool {
        if matches!(self.discards, Discards::OfAll)
            && self.server.config.discarded_keywords.value.is_empty()
        {
            return true;
        }
        self.discards_word("silent-discard") || self.discards(Keyword::EnhancedStatusCodes)
    }

    /// The setting behind it.
    pub(super) fn discarded_by(&self, keyword: Keyword) -> Setting {
        let name = match &self.discards {
            Discards::OfClient(_) => "smtpd_discard_ehlo_keyword_address_maps",
            Discards::OfAll | Discards::Unknown => "smtpd_discard_ehlo_keywords",
        };
        self.server
            .settings
            .text(name)
            .map(|_| keyword.name().into())
    }
}

impl Turn {
    /// When the client has come.
    pub(super) fn look_up_keywords(&mut self) {
        let client = Arc::clone(&self.session.client);
        match self.server().rules.discarded_keywords(&client) {
            Ok(None) => {}
            Ok(Some(words)) => self.session.discards = Discards::OfClient(words.into()),
            Err(notes) => {
                self.session.discards = Discards::Unknown;
                self.log.extend(notes.into_iter().map(LogEvent::Opening));
            }
        }
    }

    /// EHLO without a table that it needs. True: the session is over.
    pub(super) fn misses_keywords(&mut self) -> bool {
        if !matches!(self.session.discards, Discards::Unknown) {
            return false;
        }
        let client = &self.session.client;
        let what = format!("don't know what EHLO features to announce to {client}");
        self.cannot_announce(&what);
        true
    }

    pub(super) fn cannot_announce(&mut self, what: &str) {
        let client = Arc::clone(&self.session.client);
        let host = Arc::clone(&self.server().config.myhostname.value);
        self.log.push(LogEvent::Warning(what.into()));
        let says = format!("{host} Server local data error");
        let what = format!("NOQUEUE: reject: EHLO from {client}: 421 4.3.0 {says}");
        self.log.push(LogEvent::Info(what.into()));
        self.reply(421, "4.3.0", &says, Cause::Rfc(fixed::HELO_FIRST.because));
        self.close();
    }
}
