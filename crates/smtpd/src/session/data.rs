//! DATA: RFC 5321 section 4.1.1.4. The message itself is only measured.
//! Left out: header and body checks, content filters, and what cleanup(8) refuses.

use std::sync::Arc;

use saslab_release::{ReplyStyle, Verb};

use super::record::Asked;
use super::{Phase, Transaction, Turn, Went};
use crate::command::Token;
use crate::fixed;
use crate::log::{LogEvent, QueueId, Where};
use crate::{Cause, RfcSection};

/// A message on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Incoming {
    pub(super) transaction: Transaction,
    pub(super) octets: u64,
}

impl Turn {
    #[inline(never)]
    pub(super) fn data(&mut self, words: &[Token]) -> Went {
        let Phase::Mail(transaction) = &self.session.phase else {
            return self.refuse(&fixed::NEED_RCPT);
        };
        if transaction.recipients == 0 {
            return self.refuse(&fixed::NO_RECIPIENTS);
        }
        if words.len() != 1 {
            return self.refuse(&fixed::DATA_SYNTAX);
        }
        let transaction = transaction.clone();
        let server = Arc::clone(self.server());
        let session = self.session.clone();
        let outcome = server.rules.data(&session.request());
        if self.refused_by(&outcome, &sole_recipient(&transaction)) {
            return Went::Wrong;
        }
        if let Some(went) = self.milters_refuse(&sole_recipient(&transaction)) {
            return went;
        }
        self.say(&fixed::START_MESSAGE);
        self.session.at = Where::Content;
        self.session.phase = Phase::Message(Incoming {
            transaction,
            octets: 0,
        });
        Went::Well
    }

    #[inline(never)]
    pub(super) fn message_line(&mut self, line: &[u8]) {
        let Phase::Message(incoming) = &mut self.session.phase else {
            return;
        };
        if line != b"." {
            // RFC 5321 section 4.5.2: the dot that was added on the way goes.
            let text = line.strip_prefix(b".").unwrap_or(line);
            incoming.octets = incoming.octets.saturating_add(text.len() as u64 + 2);
            return;
        }
        self.session.at = Where::EndOfMessage;
        match self.end_of_message() {
            Went::Well => self.session.counts.succeeded(Verb::Data),
            Went::Wrong => self.count_error(),
            Went::Ends => {}
        }
    }

    fn end_of_message(&mut self) -> Went {
        static QUEUED: RfcSection = RfcSection {
            rfc: 5321,
            section: "4.1.1.4",
            says: "the server has taken over the responsibility for the message",
        };
        let server = Arc::clone(self.server());
        let session = self.session.clone();
        let Phase::Message(incoming) = &session.phase else {
            return Went::Well;
        };
        // smtpd measures by itself and asks nobody else; before, cleanup(8) did, at the end.
        let first = server.dialect.replies == ReplyStyle::Enhanced;
        if first && self.message_too_large(incoming) {
            return Went::Wrong;
        }
        let outcome = server.rules.end_of_data(&session.request());
        let refused = self.refused_by(&outcome, &sole_recipient(&incoming.transaction));
        self.session.phase = Phase::Idle;
        self.session.declared = None;
        if refused || self.message_too_large(incoming) {
            return Went::Wrong;
        }
        self.session.errors = 0;
        self.session.junk = 0;
        self.session.queued = self.session.queued.wrapping_add(1);
        let text = format!("Ok: queued as {}", QueueId(self.session.queued));
        self.reply(250, "2.0.0", &text, Cause::Rfc(&QUEUED));
        Went::Well
    }

    fn message_too_large(&mut self, incoming: &Incoming) -> bool {
        let server = Arc::clone(self.server());
        let limit = &server.config.message_size_limit;
        let octets = i64::try_from(incoming.octets).unwrap_or(i64::MAX);
        if limit.value <= 0 || octets <= limit.value {
            return false;
        }
        let cause = Cause::Setting(limit.clone().map(|n| n.to_string().into()));
        let reply = match server.dialect.replies {
            ReplyStyle::Plain => &fixed::MESSAGE_TOO_LARGE,
            ReplyStyle::Enhanced => &fixed::FILE_TOO_BIG,
        };
        if let (ReplyStyle::Enhanced, Some(queue)) =
            (server.dialect.replies, incoming.transaction.queue)
        {
            let text = format!("{queue}: queue file size limit exceeded");
            self.log.push(LogEvent::Warning(text.into()));
        }
        self.session.phase = Phase::Idle;
        self.session.declared = None;
        self.say_because(reply, cause);
        true
    }
}

/// The recipient, where there is only one.
fn sole_recipient(transaction: &Transaction) -> Asked<'_> {
    let recipient = match transaction.recipients {
        1 => transaction.recipient.as_ref(),
        _ => None,
    };
    Asked {
        recipient,
        ..Asked::default()
    }
}
