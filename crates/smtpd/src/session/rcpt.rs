//! RCPT: RFC 5321 section 4.1.1.3, guards in the order of `rcpt_cmd()`.

use std::sync::Arc;

use saslab_policy::Request;
use saslab_release::Keyword;

use super::chunk::Chunks;
use super::mail::{Empty, Wrong, after, dsn_parameter, is_xtext};
use super::rates::Event;
use super::record::Asked;
use super::{Phase, Turn, Went, shown};
use crate::Cause;
use crate::command::Token;
use crate::fixed;
use crate::log::LogEvent;

impl Turn {
    #[inline(never)]
    pub(super) fn rcpt(&mut self, words: &[Token<'_>]) -> Went {
        if self.session.transaction().is_none() {
            return self.refuse(&fixed::NEED_MAIL);
        }
        if self.session.chunks != Chunks::None {
            return self.refuse(&fixed::RCPT_AFTER_BDAT);
        }
        let [_, to, address, parameters @ ..] = words else {
            return self.remind_syntax("RCPT TO:");
        };
        if !to.is("to:") {
            return self.remind_syntax("RCPT TO:");
        }
        if let Some(went) = self.over_rate(Event::Recipient) {
            return went;
        }
        if self.waits_for_rewriting(address) {
            return Went::Anew;
        }
        let Some(recipient) = self.address(address, Empty::Refused) else {
            return self.bad_address(address, &fixed::BAD_RECIPIENT);
        };
        if let Some(went) = self.recipient_parameters(parameters) {
            return went;
        }
        if let Some(went) = self.too_many_recipients() {
            return went;
        }
        if self.is_undeclared(&recipient) {
            return self.refuse(&fixed::UNDECLARED_UTF8);
        }
        self.judge_recipient(&recipient.into())
    }

    fn judge_recipient(&mut self, recipient: &Arc<str>) -> Went {
        let server = Arc::clone(self.server());
        let session = self.session.clone();
        let size = self.delayed_size_trouble();
        let outcome = server.rules.recipient(&Request {
            recipient: Some(recipient),
            size_refusal: size.as_ref(),
            ..session.request()
        });
        let asked = Asked {
            recipient: Some(recipient),
            ..Asked::default()
        };
        if self.refused_by(&outcome, &asked) {
            return Went::Wrong;
        }
        if let Some(went) = self.milters_refuse(&asked) {
            return went;
        }
        self.open_queue_file();
        let cause = match &outcome.unmodelled {
            Some(word) => Cause::NotSimulated(
                format!("{word}; a real server may refuse this recipient").into(),
            ),
            None => Cause::Trace(Arc::clone(&outcome.trace)),
        };
        if let Phase::Mail(transaction) = &mut self.session.phase {
            let recipients = &mut transaction.recipients;
            recipients.accepted += 1;
            recipients
                .first
                .get_or_insert_with(|| Arc::clone(recipient));
        }
        self.say_because(&fixed::RECIPIENT_OK, cause);
        Went::Well
    }

    fn recipient_parameters(&mut self, words: &[Token<'_>]) -> Option<Went> {
        let (mut notify, mut orcpt) = (false, false);
        for word in words {
            let wrong = self.recipient_parameter(word, &mut notify, &mut orcpt);
            match wrong {
                None => {}
                Some(Wrong::Fixed(fixed)) => return Some(self.refuse(fixed)),
                Some(Wrong::Unsupported) => return Some(self.unsupported(word)),
            }
        }
        None
    }

    /// `name_mask` of `dsn_mask.c`
    fn record_unknown_notify(&mut self, word: &[u8], value: &[u8]) {
        let text = format!(
            "unknown DSN NOTIFY command value \"{}\" in \"{}\"",
            shown(word),
            shown(value)
        );
        self.log.push(LogEvent::Warning(text.into()));
    }

    fn recipient_parameter(
        &mut self,
        word: &Token<'_>,
        notify: &mut bool,
        orcpt: &mut bool,
    ) -> Option<Wrong> {
        let server = Arc::clone(self.server());
        let off = self.session.discards(Keyword::Dsn);
        if !server.dialect.keywords.contains(&Keyword::Dsn) {
            return Some(Wrong::Unsupported);
        }
        if let Some(value) = after(word, "NOTIFY=") {
            if let (false, Some(word)) = (off, unknown_notify(value)) {
                self.record_unknown_notify(word, value);
            }
            let twice = std::mem::replace(notify, true);
            return dsn_parameter(off, is_notify(value) && !twice, &fixed::BAD_NOTIFY);
        }
        if let Some(value) = after(word, "ORCPT=") {
            let twice = std::mem::replace(orcpt, true);
            return dsn_parameter(off, is_orcpt(value) && !twice, &fixed::BAD_ORCPT);
        }
        Some(Wrong::Unsupported)
    }

    /// A few recipients beyond the limit are refused without counting as errors.
    fn too_many_recipients(&mut self) -> Option<Went> {
        let server = Arc::clone(self.server());
        let limit = &server.config.recipient_limit;
        let Phase::Mail(transaction) = &mut self.session.phase else {
            return None;
        };
        let recipients = &mut transaction.recipients;
        if limit.value == 0 || i64::from(recipients.accepted) < limit.value {
            return None;
        }
        let forgiven = i64::from(recipients.overshoot) < server.config.recipient_overshoot.value;
        if forgiven {
            recipients.overshoot += 1;
        }
        let cause = Cause::Setting(limit.clone().map(|n| n.to_string().into()));
        self.say_because(&fixed::TOO_MANY_RECIPIENTS, cause);
        Some(if forgiven { Went::Well } else { Went::Wrong })
    }
}

/// The first word of NOTIFY that is none.
fn unknown_notify(value: &[u8]) -> Option<&[u8]> {
    let known: [&[u8]; 4] = [b"NEVER", b"SUCCESS", b"FAILURE", b"DELAY"];
    let mut words = value.split(|b| *b == b',').filter(|word| !word.is_empty());
    words.find(|word| !known.iter().any(|k| word.eq_ignore_ascii_case(k)))
}

/// RFC 3461 section 4.1.
fn is_notify(value: &[u8]) -> bool {
    if value.eq_ignore_ascii_case(b"NEVER") {
        return true;
    }
    let known: [&[u8]; 3] = [b"SUCCESS", b"FAILURE", b"DELAY"];
    let mut words = value.split(|b| *b == b',');
    words.all(|word| known.iter().any(|k| word.eq_ignore_ascii_case(k)))
}

/// RFC 3461 section 4.2.
fn is_orcpt(value: &[u8]) -> bool {
    let Some(semicolon) = value.iter().position(|b| *b == b';') else {
        return false;
    };
    let (kind, address) = value.split_at(semicolon);
    !kind.is_empty() && is_xtext(address.get(1..).unwrap_or_default())
}
