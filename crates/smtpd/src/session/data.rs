//! DATA: RFC 5321 section 4.1.1.4. The message itself is only measured.
//! Left out: header and body checks, content filters, and what cleanup(8) refuses.

use std::sync::Arc;

use saslab_release::{AfterRefusal, ReplyStyle, Verb};

use super::chunk::Chunks;
use super::content::{Fault, QUEUED};
use super::record::Asked;
use super::{Phase, Transaction, Turn, Went};
use crate::Cause;
use crate::command::{Line, LineEnd, Token};
use crate::fixed::{self, Fixed};
use crate::log::{QueueId, Where};
use crate::server::BareNewlines;

/// A message on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Incoming {
    pub(super) transaction: Transaction,
    begun: Begun,
    /// How the line before ended.
    before: LineEnd,
}

/// Whether the message has begun, behind the lines that mailboxes have before one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Begun {
    NotYet,
    Yes,
}

impl Turn {
    #[inline(never)]
    pub(super) fn data(&mut self, words: &[Token<'_>]) -> Went {
        if self.session.chunks != Chunks::None {
            return self.refuse(&fixed::DATA_AFTER_BDAT);
        }
        let transaction = match self.with_recipients(&fixed::NEED_RCPT) {
            Ok(transaction) => transaction,
            Err(fixed) => return self.refuse(fixed),
        };
        if words.len() != 1 {
            return self.refuse(&fixed::DATA_SYNTAX);
        }
        let Some(transaction) = transaction else {
            self.crash();
            return Went::Well;
        };
        if let Some(went) = self.objects_to_content(&transaction) {
            return went;
        }
        if transaction.queue.is_none() {
            self.crash();
            return Went::Well;
        }
        self.say(&fixed::START_MESSAGE);
        self.session.at = Where::Content;
        self.session.phase = Phase::Message(Incoming {
            transaction,
            begun: Begun::NotYet,
            before: LineEnd::CrLf,
        });
        Went::Well
    }

    /// The transaction, if it has recipients; what speaks against it otherwise. None:
    /// the recipients are those of an earlier one.
    pub(super) fn with_recipients(
        &self,
        none: &'static Fixed,
    ) -> Result<Option<Transaction>, &'static Fixed> {
        match (self.session.transaction(), &self.session.left_over) {
            (Some(transaction), _) if transaction.recipients.accepted == 0 => {
                Err(&fixed::NO_RECIPIENTS)
            }
            (Some(transaction), _) => Ok(Some(transaction.clone())),
            (None, Some(_)) => Ok(None),
            (None, None) => Err(none),
        }
    }

    /// The lists and filters that are asked before the message.
    pub(super) fn objects_to_content(&mut self, transaction: &Transaction) -> Option<Went> {
        let server = Arc::clone(self.server());
        let session = self.session.clone();
        let outcome = server.rules.data(&session.request());
        let asked = sole_recipient(transaction);
        if self.refused_by(&outcome, &asked) {
            return Some(Went::Wrong);
        }
        self.milters_refuse(&asked)
    }

    #[inline(never)]
    pub(super) fn message_line(&mut self, line: Line<'_>) {
        let watched = self.bare_newlines();
        let Phase::Message(incoming) = &mut self.session.phase else {
            return;
        };
        let before = std::mem::replace(&mut incoming.before, line.end);
        let bare = [before, line.end].contains(&LineEnd::BareLf);
        if incoming.begun == Begun::NotYet {
            // A line of a mailbox, which becomes a header.
            let quotes = line.bytes.iter().take_while(|b| **b == b'>').count();
            let rest = line.bytes.get(quotes..).unwrap_or_default();
            if rest.starts_with(b"From ") {
                return;
            }
            incoming.begun = Begun::Yes;
        }
        if watched == BareNewlines::Refused && line.end == LineEnd::BareLf {
            self.session.content.fault = Some(Fault::BareNewline);
        }
        if line.bytes != b"." {
            // RFC 5321 section 4.5.2: the dot that was added on the way goes.
            let text = line.bytes.strip_prefix(b".").unwrap_or(line.bytes);
            return self.measure_line(text);
        }
        if bare {
            return;
        }
        self.session.at = Where::EndOfMessage;
        match self.end_of_message() {
            Went::Well => self.session.counts.succeeded(Verb::Data),
            Went::Wrong => self.count_error(),
            Went::Anew | Went::Ends => {}
        }
    }

    pub(super) fn end_of_message(&mut self) -> Went {
        if self.refuse_message() {
            self.reset();
            return Went::Wrong;
        }
        let server = Arc::clone(self.server());
        let session = self.session.clone();
        let Some(transaction) = session.transaction() else {
            return Went::Well;
        };
        let outcome = server.rules.end_of_data(&session.request());
        if self.refused_by(&outcome, &sole_recipient(transaction)) {
            self.after_refusal(transaction);
            return Went::Wrong;
        }
        if self.cleanup_refuses(transaction) {
            self.reset();
            return Went::Wrong;
        }
        self.session.errors = 0;
        self.session.junk = 0;
        self.session.queued = self.session.queued.wrapping_add(1);
        let id = QueueId(self.session.queued);
        let text = match session.chunks {
            Chunks::None => format!("Ok: queued as {id}"),
            Chunks::Taken(_) | Chunks::Failed => {
                format!("Ok: {} bytes queued as {id}", session.content.octets)
            }
        };
        self.reset();
        self.reply(250, "2.0.0", &text, Cause::Rfc(&QUEUED));
        Went::Well
    }

    /// The lists have refused the message: the queue file goes, and the transaction
    /// stays open in most releases.
    fn after_refusal(&mut self, transaction: &Transaction) {
        match self.server().dialect.after_refusal {
            AfterRefusal::Reset => self.reset(),
            AfterRefusal::Kept => {
                self.session.phase = Phase::Mail(Transaction {
                    queue: None,
                    ..transaction.clone()
                });
            }
        }
    }

    /// cleanup(8) measures what it writes; before smtpd(8) measured by itself, the
    /// message alone is compared here.
    fn cleanup_refuses(&mut self, transaction: &Transaction) -> bool {
        let server = Arc::clone(self.server());
        let limit = &server.config.message_size_limit;
        let enhanced = server.dialect.replies == ReplyStyle::Enhanced;
        let around = match enhanced {
            true => self.octets_around(transaction),
            false => 0,
        };
        let octets = self.session.content.octets.saturating_add(around);
        let small = u64::try_from(limit.value).is_ok_and(|limit| limit == 0 || octets <= limit);
        if small || limit.value < 0 {
            return false;
        }
        let cause = Cause::Setting(limit.clone().map(|n| n.to_string().into()));
        self.say_because(
            match enhanced {
                true => &fixed::FILE_TOO_BIG,
                false => &fixed::MESSAGE_TOO_LARGE,
            },
            cause,
        );
        true
    }
}

/// The recipient, where there is only one.
fn sole_recipient(transaction: &Transaction) -> Asked<'_> {
    let recipient = match transaction.recipients.accepted {
        1 => transaction.recipients.first.as_ref(),
        _ => None,
    };
    Asked {
        recipient,
        ..Asked::default()
    }
}
