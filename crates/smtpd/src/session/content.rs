//! What of a message is measured, line by line, and bare newlines: `receive_data_message`
//! and `common_post_message_handling` of `smtpd.c`, `smtp_get` of `smtp_stream.c`.
//! Left out: what cleanup(8) adds, which counts towards the size of the queue file.

use std::sync::Arc;

use saslab_policy::{Action, Note, Said};
use saslab_release::{AfterRefusal, ReplyStyle};

use super::record::Asked;
use super::{Phase, Session, Transaction, Turn};
use crate::command::{Line, LineEnd};
use crate::fixed;
use crate::log::{Ending, LogEvent};
use crate::server::BareNewlines;
use crate::{Cause, ClientFact, RfcSection};

/// The message of a transaction so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Content {
    pub(super) octets: u64,
    pub(super) fault: Option<Fault>,
    /// Which of the headers it has that may be added.
    pub(super) headers: u8,
}

/// Why a message will be refused at its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    TooLarge,
    BareNewline,
}

impl Session {
    fn request_recipient(&self) -> Option<&Arc<str>> {
        self.transaction().and_then(|t| t.recipients.first.as_ref())
    }

    /// What the line of a lost connection counts.
    pub(super) fn octets_so_far(&self) -> u64 {
        let waiting = match &self.phase {
            Phase::Chunk(chunk) => chunk.fragment.len(),
            Phase::Idle
            | Phase::Mail(_)
            | Phase::Authenticating { .. }
            | Phase::Message(_)
            | Phase::Wrapped
            | Phase::Handshake
            | Phase::Stuck
            | Phase::Closed => 0,
        };
        self.content.octets + (waiting + self.chunks.partial().len()) as u64
    }
}

impl Turn {
    /// `mail_reset` and `rcpt_reset`.
    pub(super) fn reset(&mut self) {
        self.session.phase = Phase::Idle;
        self.session.declared = None;
        self.session.content = Default::default();
        self.session.chunks = Default::default();
        self.session.left_over = None;
        self.session.utf8 = Default::default();
        self.forget_forwarded();
    }

    /// `mail_reset` alone, where the release forgets the other: the recipients stay for
    /// the next transaction.
    pub(super) fn reset_but_recipients(&mut self) {
        let kept = self.server().dialect.after_refusal == AfterRefusal::Kept;
        let recipients = self.session.transaction().map(|t| t.recipients.clone());
        self.reset();
        self.session.left_over = recipients
            .filter(|recipients| kept && recipients.accepted > 0)
            .map(Arc::new);
    }

    /// A transaction begins.
    pub(super) fn begin(&mut self, mut transaction: Transaction) {
        if let Some(recipients) = self.session.left_over.take() {
            transaction.recipients = (*recipients).clone();
        }
        self.session.phase = Phase::Mail(transaction);
    }

    /// A message without a queue file: smtpd(8) writes to where nothing is, and dies.
    pub(super) fn crash(&mut self) {
        let cause = Cause::Client(ClientFact::GoesOnAfterRefusal);
        self.withhold("354", cause);
        self.session.phase = Phase::Closed;
    }

    /// One line of the message, cut as the server reads it.
    pub(super) fn measure_line(&mut self, text: &[u8]) {
        self.note_header(text);
        let limit = usize::try_from(self.server().config.line_length_limit.value);
        let limit = limit.unwrap_or(usize::MAX).max(1);
        for piece in text.chunks(limit) {
            self.measure(piece.len());
        }
        // The end of a line that fills the last piece, and a line of nothing.
        if text.len().is_multiple_of(limit) {
            self.measure(0);
        }
    }

    /// One record of the queue file. Before smtpd measured by itself, nothing was
    /// refused on the way.
    pub(super) fn measure(&mut self, octets: usize) {
        if self.session.content.fault.is_some() {
            return;
        }
        let octets = octets as u64 + 2;
        let server = Arc::clone(self.server());
        let limit = u64::try_from(server.config.message_size_limit.value).unwrap_or(0);
        let full = limit > 0 && self.session.content.octets + octets > limit;
        if full && server.dialect.replies == ReplyStyle::Enhanced {
            self.session.content.fault = Some(Fault::TooLarge);
            return self.warn_of_message("queue file size limit exceeded");
        }
        self.session.content.octets += octets;
    }

    /// A warning that begins with the queue file.
    pub(super) fn warn_of_message(&mut self, what: &str) {
        let queue = self.session.transaction().and_then(|t| t.queue);
        let queue = queue.map_or_else(|| "NOQUEUE".to_owned(), |id| id.to_string());
        let text = format!("{queue}: {what}");
        self.log.push(LogEvent::Warning(text.into()));
    }

    /// What `smtpd_forbid_bare_newline` does with this client.
    pub(super) fn bare_newlines(&self) -> BareNewlines {
        let server = self.server();
        let strict = server.config.bare_newlines.value;
        if strict == BareNewlines::Allowed
            || server.rules.may_send_bare_newlines(&self.session.client)
        {
            return BareNewlines::Allowed;
        }
        strict
    }

    /// Whoever looks for bare newlines takes one carriage return off a line, and whoever
    /// does not takes all.
    pub(super) fn without_carriage_returns<'l>(&mut self, mut line: Line<'l>) -> Line<'l> {
        let watched = self.bare_newlines() != BareNewlines::Allowed;
        match (line.end, watched) {
            (LineEnd::BareLf, true) => {
                if self.server().config.bare_newlines.value == BareNewlines::Noted {
                    self.session.counts.note_bare_newline();
                }
                return line;
            }
            (LineEnd::BareLf, false) => line.end = LineEnd::CrLf,
            (LineEnd::CrLf, _) => {}
        }
        while let (false, Some(rest)) = (watched, line.bytes.strip_suffix(b"\r")) {
            line.bytes = rest;
        }
        line
    }

    /// A bare newline in the place of a command. True: the session is over.
    pub(super) fn refuses_bare_newline(&mut self) -> bool {
        if self.bare_newlines() != BareNewlines::Refused {
            return false;
        }
        self.refuse_bare_newline();
        self.close();
        true
    }

    pub(super) fn refuse_bare_newline(&mut self) {
        let said = Said::Text("bare <LF> received".into());
        let action = Action::Reject;
        let session = self.session.clone();
        let asked = Asked {
            recipient: session.request_recipient(),
            ..Asked::default()
        };
        self.record(&[Note::Decision { action, said }], &asked);
        let code = self.server().config.bare_newline_code;
        self.say_bare_newline(code);
    }

    /// The first releases hang up wherever it is. True: the session is over.
    pub(super) fn cuts_off(&mut self) -> bool {
        if self.bare_newlines() != BareNewlines::CutOff {
            return false;
        }
        self.say_bare_newline(521);
        self.end(Ending::BareNewline);
        true
    }

    fn say_bare_newline(&mut self, code: u16) {
        let server = Arc::clone(self.server());
        let host = &server.config.myhostname.value;
        let text = format!("{host} Error: bare <LF> received");
        let cause = server.settings.text("smtpd_forbid_bare_newline");
        self.reply(code, "5.5.2", &text, Cause::Setting(cause));
    }

    /// The refusal of a message at its end. False: there is none.
    pub(super) fn refuse_message(&mut self) -> bool {
        match self.session.content.fault {
            Some(Fault::BareNewline) => self.refuse_bare_newline(),
            Some(Fault::TooLarge) => {
                let limit = self.server().config.message_size_limit.clone();
                let cause = Cause::Setting(limit.map(|n| n.to_string().into()));
                self.say_because(&fixed::FILE_TOO_BIG, cause);
            }
            None => return false,
        }
        true
    }
}

/// RFC 5321 section 4.1.1.4.
pub(super) static QUEUED: RfcSection = RfcSection {
    rfc: 5321,
    section: "4.1.1.4",
    says: "the server has taken over the responsibility for the message",
};
