//! XCLIENT, XFORWARD and BDAT, as far as they are refused: guards in the order of
//! `xclient_cmd()`, `xforward_cmd()` and `bdat_cmd()` in `smtpd.c`.
//! Left out: what they do when they are accepted, and chunks with octets.

use std::sync::Arc;

use saslab_release::{Keyword, Verb};

use super::{Phase, Turn, Went};
use crate::command::Token;
use crate::log::LogEvent;
use crate::{Cause, fixed};

impl Turn {
    #[inline(never)]
    pub(super) fn xclient(&mut self, words: &[Token]) -> Went {
        let server = Arc::clone(self.server());
        let allowed = server.rules.may_xclient(&self.session.client);
        let hosts = "smtpd_authorized_xclient_hosts";
        self.proxied(Verb::Xclient, words, allowed, hosts)
    }

    #[inline(never)]
    pub(super) fn xforward(&mut self, words: &[Token]) -> Went {
        let server = Arc::clone(self.server());
        let allowed = server.rules.may_xforward(&self.session.client);
        let hosts = "smtpd_authorized_xforward_hosts";
        self.proxied(Verb::Xforward, words, allowed, hosts)
    }

    /// A command for hosts that speak for others.
    fn proxied(
        &mut self,
        verb: Verb,
        words: &[Token],
        allowed: Option<bool>,
        hosts: &'static str,
    ) -> Went {
        if matches!(self.session.phase, Phase::Mail(_)) {
            return self.refuse(&fixed::PROXY_IN_MAIL);
        }
        if words.len() < 2 {
            let text = format!("Syntax: {} attribute=value...", verb.name());
            self.reply(
                501,
                "5.5.4",
                &text,
                Cause::Rfc(fixed::PROXY_IN_MAIL.because),
            );
            return Went::Wrong;
        }
        if allowed == Some(false) {
            let cause = Cause::Setting(self.server().settings.text(hosts));
            let code = self.server().dialect.proxy_refusal;
            let refusal = &fixed::NOT_AUTHORIZED;
            self.reply(code, refusal.dsn, refusal.text, cause);
            return Went::Wrong;
        }
        self.not_simulated(verb)
    }

    #[inline(never)]
    pub(super) fn bdat(&mut self, words: &[Token]) -> Went {
        if self.server().config.discards(Keyword::Chunking) {
            return self.refuse(&fixed::BDAT_OFF);
        }
        let Some((octets, last)) = chunk(words) else {
            self.record_bdat("malformed BDAT command syntax", Some(words));
            return self.refuse(&fixed::BDAT_SYNTAX);
        };
        if octets > 0 {
            return self.not_simulated(Verb::Bdat);
        }
        if !last {
            self.record_bdat("null BDAT request", None);
            return self.refuse(&fixed::BDAT_NULL);
        }
        let recipients = self.session.transaction().map(|t| t.recipients);
        match recipients {
            None => self.refuse(&fixed::BDAT_NEEDS_RCPT),
            Some(0) => {
                self.session.phase = Phase::Idle;
                self.refuse(&fixed::NO_RECIPIENTS)
            }
            Some(_) => self.not_simulated(Verb::Bdat),
        }
    }
}

impl Turn {
    fn record_bdat(&mut self, what: &str, words: Option<&[Token]>) {
        let queue = self.session.transaction().and_then(|t| t.queue);
        let queue = queue.map_or_else(|| "NOQUEUE".to_owned(), |id| id.to_string());
        let client = &self.session.client;
        let mut text = format!("{queue}: {what} from {client}");
        if let Some(words) = words {
            let line: Vec<String> = words.iter().map(Token::text).collect();
            text = format!("{text}: {:.100}", line.join(" "));
        }
        self.log.push(LogEvent::Warning(text.into()));
    }
}

/// The number of octets, and whether it is the last chunk.
fn chunk(words: &[Token]) -> Option<(u64, bool)> {
    let (count, last) = match words {
        [_, count] => (count, false),
        [_, count, last] if last.is("LAST") => (count, true),
        _ => return None,
    };
    let digits = count.bytes();
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    Some((std::str::from_utf8(digits).ok()?.parse().ok()?, last))
}
