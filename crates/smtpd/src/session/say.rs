//! What a step says and counts: replies, errors, and the end of the session.

use std::borrow::Cow;
use std::sync::Arc;

use saslab_policy::{Note, Outcome, Wording};
use saslab_release::{ErrorLimit, HangsUp, ListTrouble, ReplyStyle, Verb};

use super::auth::printable;
use super::record::Asked;
use super::{Phase, Turn, Went};
use crate::fixed::Fixed;
use crate::log::{Ending, LogEvent};
use crate::{Cause, Server, Withheld};

impl Turn {
    pub(super) fn count_error(&mut self) {
        self.session.errors = self.session.errors.saturating_add(1);
    }

    pub(super) fn count_junk(&mut self) {
        let limit = self.server().config.junk_command_limit.value;
        if i64::from(self.session.junk) > limit {
            self.count_error();
        } else {
            // Beyond the limit the counter has nothing more to tell.
            self.session.junk += 1;
        }
    }

    pub(super) fn enforce_error_limit(&mut self) {
        let server = Arc::clone(self.server());
        let limit = &server.config.hard_error_limit;
        let errors = i64::from(self.session.errors);
        let open = matches!(self.session.phase, Phase::Idle | Phase::Mail(_));
        let over = match server.dialect.error_limit {
            ErrorLimit::Exceeded => errors > limit.value,
            ErrorLimit::Reached => errors >= limit.value,
        };
        if !over || !open || self.hangs_up {
            return;
        }
        let host = &server.config.myhostname.value;
        let text = match server.dialect.replies {
            ReplyStyle::Plain if server.dialect.error_limit == ErrorLimit::Exceeded => {
                "Error: too many errors".to_owned()
            }
            ReplyStyle::Plain | ReplyStyle::Enhanced => format!("{host} Error: too many errors"),
        };
        let cause = Cause::Setting(limit.clone().map(|n| Arc::from(n.to_string())));
        self.reply(421, "4.7.0", &text, cause);
        self.end(Ending::TooManyErrors);
    }

    pub(super) fn not_simulated(&mut self, verb: Verb) -> Went {
        let what = format!(
            "{} is not simulated; a real server may accept it",
            verb.name()
        );
        self.reply(
            502,
            "5.5.1",
            "Error: command not implemented",
            Cause::NotSimulated(what.into()),
        );
        Went::Wrong
    }

    pub(super) fn server(&self) -> &Arc<Server> {
        &self.session.server
    }

    pub(super) fn say(&mut self, fixed: &'static Fixed) {
        self.say_because(fixed, Cause::Rfc(fixed.because));
    }

    pub(super) fn say_because(&mut self, fixed: &'static Fixed, cause: Cause) {
        self.reply(fixed.code, fixed.dsn, fixed.text, cause);
    }

    /// One line; the enhanced code is left out where the release has none.
    pub(super) fn reply(&mut self, code: u16, dsn: &str, text: &str, cause: Cause) {
        let enhanced = self.server().dialect.replies == ReplyStyle::Enhanced && !dsn.is_empty();
        let (code, dsn) = self.softened(code, dsn);
        let dsn = if enhanced { &*dsn } else { "" };
        let line = line(code, dsn, text);
        if code >= 400 && self.server().config.footer_maps {
            let notes = self.server().rules.empty_footer(&line);
            self.log.extend(notes.into_iter().map(LogEvent::Opening));
        }
        let reply = self.with_footer(line, cause);
        self.replies.push(reply);
        if self.hangs_up_after(code) {
            self.hangs_up = true;
        }
    }

    pub(super) fn hangs_up_after(&self, code: u16) -> bool {
        match self.server().dialect.hangs_up {
            HangsUp::Never => false,
            HangsUp::After421 => code == 421,
            HangsUp::After421And521 => code == 421 || code == 521,
        }
    }

    /// `soft_bounce` makes every refusal temporary, whoever says it (`smtpd_chat.c`).
    pub(super) fn softened<'d>(&self, code: u16, dsn: &'d str) -> (u16, Cow<'d, str>) {
        if code < 500 || !self.server().config.soft_bounce.value {
            return (code, Cow::Borrowed(dsn));
        }
        (code - 100, Cow::Owned(dsn.replacen('5', "4", 1)))
    }

    /// A reply that a reader may expect, and that is not there; nothing else is said.
    pub(super) fn withhold(&mut self, reply: &str, cause: Cause) {
        let what = reply.into();
        self.withheld = Arc::new([Withheld { what, cause }]);
    }

    pub(super) fn refuse(&mut self, fixed: &'static Fixed) -> Went {
        self.say(fixed);
        Went::Wrong
    }

    /// Whether a list that cannot be used ends the process, as in older releases.
    fn dies_of(&mut self, notes: &[Note]) -> bool {
        if self.server().dialect.log.list_trouble == ListTrouble::Warning {
            return false;
        }
        let Some(what) = notes.iter().find_map(Note::list_trouble) else {
            return false;
        };
        self.log.push(LogEvent::Fatal(what));
        self.session.phase = Phase::Closed;
        true
    }

    /// What the lists say, without what cannot be printed (`smtpd_check_reject`).
    pub(super) fn sanitized<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if text
            .bytes()
            .all(|octet| octet == b' ' || octet.is_ascii_graphic())
        {
            return Cow::Borrowed(text);
        }
        Cow::Owned(printable(self.server()).with(text, ' '))
    }

    /// Says the refusal of the restriction lists. False: nothing was refused.
    pub(super) fn refused_by(&mut self, outcome: &Outcome, asked: &Asked<'_>) -> bool {
        if self.dies_of(&outcome.log) {
            return true;
        }
        self.record(&outcome.log, asked);
        if let Some(fact) = outcome.trace.unknown() {
            self.unknown = Some(fact.clone());
        }
        if let Some(refusal) = &outcome.reply {
            let cause = match refusal.wording {
                Wording::Known => Cause::Trace(Arc::clone(&outcome.trace)),
                Wording::BeyondEnd => Cause::NotSimulated(BEYOND_END.into()),
            };
            let text = self.sanitized(&refusal.text);
            self.reply(refusal.code, &refusal.dsn, &text, cause);
            return true;
        }
        false
    }
}

const BEYOND_END: &str = "the text of this refusal: this release reads on behind a status \
     code that the table gives without one, and says what memory has there";

/// The text of a line. Said in every step, so it is put together by hand.
fn line(code: u16, dsn: &str, text: &str) -> String {
    let mut line = String::with_capacity(5 + dsn.len() + text.len());
    for place in [100, 10, 1] {
        let digit = u8::try_from(code / place % 10).unwrap_or_default();
        line.push(char::from(b'0' + digit));
    }
    if !dsn.is_empty() {
        line.push(' ');
        line.push_str(dsn);
    }
    line.push(' ');
    line.push_str(text);
    line
}
