//! DATA: RFC 5321 section 4.1.1.4. The message itself is only measured.
//! Left out: header and body checks, content filters, and what cleanup(8) refuses.

use std::sync::Arc;

use super::{Phase, Transaction, Turn, Went};
use crate::command::Token;
use crate::fixed;
use crate::{Cause, RfcSection};

/// A message on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Incoming {
    pub(super) transaction: Transaction,
    octets: u64,
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
        if self.refused_by(&server.rules.data(&session.request())) {
            return Went::Wrong;
        }
        self.say(&fixed::START_MESSAGE);
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
        if self.end_of_message() == Went::Wrong {
            self.count_error();
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
        self.session.phase = Phase::Idle;
        if self.refused_by(&server.rules.end_of_data(&session.request())) {
            return Went::Wrong;
        }
        let limit = &server.config.message_size_limit;
        let octets = i64::try_from(incoming.octets).unwrap_or(i64::MAX);
        if limit.value > 0 && octets > limit.value {
            let cause = Cause::Setting(limit.clone().map(|n| n.to_string().into()));
            self.say_because(&fixed::MESSAGE_TOO_LARGE, cause);
            return Went::Wrong;
        }
        self.session.errors = 0;
        self.session.junk = 0;
        self.session.queued = self.session.queued.wrapping_add(1);
        let text = format!("Ok: queued as {}", queue_id(self.session.queued));
        self.reply(250, "2.0.0", &text, Cause::Rfc(&QUEUED));
        Went::Well
    }
}

/// A real queue id comes from clock and inode; the core has neither.
fn queue_id(number: u32) -> String {
    format!("5A51AB{number:04X}")
}
