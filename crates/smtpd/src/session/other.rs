//! RSET, NOOP, VRFY, ETRN, HELP and QUIT.

use std::sync::Arc;

use saslab_policy::Request;
use saslab_release::{RecipientCheckOfVrfy, VrfyArgument};

use super::mail::Empty;
use super::record::Asked;
use super::{Phase, Turn, Went, rest, shown};
use crate::command::Token;
use crate::fixed;
use crate::log::{EtrnFault, LogEvent};
use crate::{Cause, RfcSection};

impl Turn {
    #[inline(never)]
    pub(super) fn rset(&mut self, words: &[Token<'_>]) -> Went {
        if words.len() != 1 {
            return self.refuse(&fixed::RSET_SYNTAX);
        }
        self.reset();
        self.say(&fixed::RESET);
        Went::Well
    }

    pub(super) fn noop(&mut self) -> Went {
        self.say(&fixed::OK);
        Went::Well
    }

    pub(super) fn quit(&mut self) -> Went {
        self.say(&fixed::BYE);
        Went::Ends
    }

    #[inline(never)]
    pub(super) fn help(&mut self) -> Went {
        static HELP: RfcSection = RfcSection {
            rfc: 5321,
            section: "4.1.1.8",
            says: "HELP lists the commands",
        };
        let mut names: Vec<_> = self
            .server()
            .dialect
            .commands
            .iter()
            .map(|v| v.name())
            .collect();
        names.sort_unstable();
        let text = format!("Commands: {}", names.join(" "));
        self.reply(214, "2.0.0", &text, Cause::Rfc(&HELP));
        Went::Well
    }

    #[inline(never)]
    pub(super) fn vrfy(&mut self, words: &[Token<'_>]) -> Went {
        let server = Arc::clone(self.server());
        let config = &server.config;
        if config.disable_vrfy_command.value {
            let cause = Cause::Setting(server.settings.text("disable_vrfy_command"));
            self.say_because(&fixed::VRFY_OFF, cause);
            return Went::Wrong;
        }
        let utf8 = config.smtputf8_enable.value;
        let undeclared = !words.last().is_some_and(|last| last.is("SMTPUTF8"));
        let words = match words {
            [all @ .., last] if utf8 && last.is("SMTPUTF8") && !all.is_empty() => all,
            all => all,
        };
        if words.len() < 2 {
            return self.refuse(if utf8 {
                &fixed::VRFY_SYNTAX_UTF8
            } else {
                &fixed::VRFY_SYNTAX
            });
        }
        if let Some(went) = self.milters_object() {
            return went;
        }
        let written = rest(words);
        let word = Token::Word(&written);
        if self.waits_for_rewriting(&word) {
            return Went::Anew;
        }
        let Some(address) = self.sloppy_address(&word, Empty::Refused) else {
            return self.bad_address(&word, &fixed::BAD_RECIPIENT);
        };
        let strict = server.settings.boolean("strict_smtputf8").value;
        if strict && utf8 && undeclared && !address.is_ascii() {
            self.reset_but_recipients();
            return self.refuse(&fixed::UNDECLARED_UTF8);
        }
        let written = shown(word.bytes()).into_owned();
        let (asked, said) = match server.dialect.vrfy_argument {
            VrfyArgument::Internal => (&address, &address),
            VrfyArgument::Written => (&written, &written),
            VrfyArgument::CheckedInternal => (&address, &written),
        };
        if server.dialect.vrfy == RecipientCheckOfVrfy::AsRcpt {
            let session = self.session.clone();
            let outcome = server.rules.recipient(&Request {
                recipient: Some(asked),
                ..session.request()
            });
            let asked: Arc<str> = asked.as_str().into();
            let asked = Asked {
                recipient: Some(&asked),
                ..Asked::default()
            };
            if self.refused_by(&outcome, &asked) {
                return Went::Wrong;
            }
        }
        static NOT_CHECKED: RfcSection = RfcSection {
            rfc: 5321,
            section: "3.5.3",
            says: "252 admits that the address was not verified",
        };
        self.reply(252, "2.0.0", said, Cause::Rfc(&NOT_CHECKED));
        Went::Well
    }

    #[inline(never)]
    pub(super) fn etrn(&mut self, words: &[Token<'_>]) -> Went {
        let server = Arc::clone(self.server());
        if server.config.helo_required.value && self.session.greeting.name().is_none() {
            return self.refuse(&fixed::ETRN_HELO_FIRST);
        }
        if let Some(went) = self.milters_object() {
            return went;
        }
        if matches!(self.session.phase, Phase::Mail(_)) {
            return self.refuse(&fixed::ETRN_IN_MAIL);
        }
        let [_, word] = words else {
            return self.refuse(&fixed::ETRN_SYNTAX);
        };
        let domain = word.text();
        let domain = domain.strip_prefix(['@', '#']).unwrap_or(&domain);
        if !is_hostname(domain) && !is_literal(domain) {
            return self.refuse(&fixed::ETRN_BAD_NAME);
        }
        let session = self.session.clone();
        let outcome = server.rules.etrn(&Request {
            etrn_domain: Some(domain),
            ..session.request()
        });
        if self.refused_by(&outcome, &Asked::default()) {
            return Went::Wrong;
        }
        let cause = Cause::Setting(server.settings.text("fast_flush_domains"));
        match server.rules.flushes(domain) {
            Some(true) => {
                let note = server.rules.flushed_by_default(domain);
                self.record(note.as_slice(), &Asked::default());
                self.say_because(&fixed::QUEUING_STARTED, cause);
            }
            Some(false) => {
                self.log.push(LogEvent::Etrn {
                    client: Arc::clone(&self.session.client),
                    domain: domain.into(),
                    fault: EtrnFault::Refused,
                });
                let text = format!("<{domain}>: service unavailable");
                self.reply(459, "", &text, cause);
                return Went::Wrong;
            }
            None => {
                let what = "fast_flush_domains decides whether the domain is served";
                self.say_because(&fixed::QUEUING_STARTED, Cause::NotSimulated(what.into()));
            }
        }
        Went::Well
    }
}

/// An address in brackets (RFC 5321 section 4.1.3).
fn is_literal(name: &str) -> bool {
    let inner = name
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    inner.is_some_and(|inner| {
        let six = inner
            .strip_prefix("IPv6:")
            .map(str::parse::<std::net::Ipv6Addr>);
        six.map_or_else(
            || inner.parse::<std::net::Ipv4Addr>().is_ok(),
            |six| six.is_ok(),
        )
    })
}

/// `valid_hostname.c`: labels of letters, digits, `-` and `_`, at most 63
/// octets each, no hyphen at either end, at most 255 in all.
pub(super) fn is_hostname(name: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    let all_digits = name.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    name.len() <= 255 && !all_digits && name.split('.').all(label)
}
