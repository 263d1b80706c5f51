//! XCLIENT and XFORWARD, as far as they are refused: guards in the order of
//! `xclient_cmd()` and `xforward_cmd()` in `smtpd.c`.
//! Left out: what they do when they are accepted.

use std::sync::Arc;

use saslab_release::Verb;

use super::{Phase, Turn, Went};
use crate::command::Token;
use crate::{Cause, fixed};

impl Turn {
    #[inline(never)]
    pub(super) fn xclient(&mut self, words: &[Token<'_>]) -> Went {
        let server = Arc::clone(self.server());
        let allowed = server.rules.may_xclient(&self.session.client);
        let hosts = "smtpd_authorized_xclient_hosts";
        self.proxied(Verb::Xclient, words, allowed, hosts)
    }

    #[inline(never)]
    pub(super) fn xforward(&mut self, words: &[Token<'_>]) -> Went {
        let server = Arc::clone(self.server());
        let allowed = server.rules.may_xforward(&self.session.client);
        let hosts = "smtpd_authorized_xforward_hosts";
        self.proxied(Verb::Xforward, words, allowed, hosts)
    }

    /// A command for hosts that speak for others.
    fn proxied(
        &mut self,
        verb: Verb,
        words: &[Token<'_>],
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
}
