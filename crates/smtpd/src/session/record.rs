//! What a step writes to the log: lines that need to know the session.

use std::sync::Arc;

use saslab_policy::{Action, Note, Said};
use saslab_release::{EndLine, NoCommand, NonSmtpLine, Reported, Verb};

use super::{Phase, Recipients, Transaction, Turn};
use crate::command::printable;
use crate::log::{About, Counts, Ending, LogEvent, QueueId, Where};

/// What a question to the restriction lists is about, beyond what the session knows.
#[derive(Clone, Copy, Default)]
pub(super) struct Asked<'a> {
    /// The name of a HELO that is not accepted yet.
    pub(super) helo: Option<&'a Arc<str>>,
    /// The sender of a MAIL that is not accepted yet.
    pub(super) sender: Option<&'a Arc<str>>,
    /// The recipient.
    pub(super) recipient: Option<&'a Arc<str>>,
}

impl Turn {
    /// A command has come, known or not.
    pub(super) fn came(&mut self, verb: Option<Verb>) {
        self.session.counts.came(verb);
        if verb.is_none() && self.server().dialect.log.no_command != NoCommand::Nothing {
            self.session.at = Where::Unknown;
        }
    }

    /// A line that holds no command at all.
    pub(super) fn no_command(&mut self) {
        if self.server().dialect.log.no_command == NoCommand::Lines {
            self.came(None);
        }
        self.count_error();
    }

    /// A command has done its work, unless it waits for more of it.
    pub(super) fn succeeded(&mut self, verb: Verb) {
        match self.session.phase {
            Phase::Authenticating { .. }
            | Phase::Message(_)
            | Phase::Chunk(_)
            | Phase::Handshake => {}
            Phase::Idle | Phase::Mail(_) | Phase::Wrapped | Phase::Stuck | Phase::Closed => {
                self.session.counts.succeeded(verb);
            }
        }
    }

    pub(super) fn record_non_smtp(&mut self, line: &[u8]) {
        let style = self.server().dialect.log.non_smtp;
        if style != NonSmtpLine::Silent {
            self.log.push(LogEvent::NonSmtp {
                client: Arc::clone(&self.session.client),
                line: line.into(),
                style,
            });
        }
    }

    pub(super) fn record_pipelining(&mut self, ahead: &[u8]) {
        /// `smtpd_flag_ill_pipelining`
        const SHOWN: usize = 100;
        if self.server().dialect.log.pipelining == Reported::Once {
            self.log.push(LogEvent::Pipelining {
                client: Arc::clone(&self.session.client),
                after: self.session.at,
                sent: ahead.get(..SHOWN).unwrap_or(ahead).into(),
            });
        }
    }

    /// `smtpd_chat_query`
    pub(super) fn record_long_request(&mut self, limit: i64, line: &[u8]) {
        const SHOWN: usize = 30;
        let start = line.get(..SHOWN).unwrap_or(line);
        self.log.push(LogEvent::LongRequest {
            client: Arc::clone(&self.session.client),
            limit,
            start: printable(start).into(),
        });
    }

    pub(super) fn record_illegal_address(&mut self, word: &[u8]) {
        self.log.push(LogEvent::IllegalAddress {
            client: Arc::clone(&self.session.client),
            command: self.session.at,
            word: printable(word).into(),
        });
    }

    /// What the restrictions have noted, completed by what the session knows.
    pub(super) fn record(&mut self, notes: &[Note], asked: &Asked<'_>) {
        if notes.is_empty() {
            return;
        }
        let about = Arc::new(self.about(asked));
        let style = self.server().dialect.log.action;
        let maps = self.server().dialect.log.mapped_status == Reported::Once;
        for note in notes {
            let told = match note {
                Note::MappedStatus { .. } => maps,
                Note::Decision {
                    action: Action::Hold,
                    ..
                } => self.holds(),
                note if note.is_said_once() => self.says_first(note),
                Note::Decision { .. } | Note::Compatible(_) | Note::Warning(_) | Note::Error(_) => {
                    true
                }
            };
            if told {
                self.log.push(LogEvent::Noted {
                    about: Arc::clone(&about),
                    note: self.sanitized_note(note),
                    style,
                });
            }
        }
    }

    fn sanitized_note(&self, note: &Note) -> Note {
        let mut note = note.clone();
        if let Note::Decision { said, .. } = &mut note
            && let Said::Refusal(refusal) = said
        {
            refusal.text = self.sanitized(&refusal.text).into_owned();
        }
        note
    }

    /// Whether HOLD is new in this transaction.
    fn holds(&mut self) -> bool {
        match &mut self.session.phase {
            Phase::Mail(transaction) => !std::mem::replace(&mut transaction.held, true),
            Phase::Message(incoming) => !std::mem::replace(&mut incoming.transaction.held, true),
            Phase::Idle
            | Phase::Chunk(_)
            | Phase::Authenticating { .. }
            | Phase::Wrapped
            | Phase::Handshake
            | Phase::Stuck
            | Phase::Closed => true,
        }
    }

    fn says_first(&mut self, note: &Note) -> bool {
        if self.session.said_once.contains(note) {
            return false;
        }
        self.session.said_once.push(note.clone());
        true
    }

    fn about(&self, asked: &Asked<'_>) -> About {
        let session = &self.session;
        let transaction = session.transaction();
        let helo = match asked.helo {
            Some(name) => Some(Arc::clone(name)),
            None => session.greeting.shared_name(),
        };
        let sender = asked.sender.or(transaction.map(|t| &t.sender));
        About {
            queue: transaction.and_then(|t| t.queue),
            at: session.at,
            client: Arc::clone(&session.client),
            sender: sender.cloned(),
            recipient: asked.recipient.cloned(),
            protocol: session.protocol.name(),
            helo,
            login: session.login.clone(),
            sasl_sender: transaction.and_then(|t| t.sasl_sender.clone()),
            form: self.server().config.log_address,
        }
    }

    /// The message gets its queue file: `mail_open_stream`.
    pub(super) fn open_queue_file(&mut self) {
        let id = QueueId(self.session.queued.wrapping_add(1));
        let Phase::Mail(transaction) = &mut self.session.phase else {
            return;
        };
        if transaction.queue.is_some() {
            return;
        }
        transaction.queue = Some(id);
        let sasl_sender = transaction.sasl_sender.clone();
        self.log.push(LogEvent::Queued {
            id,
            client: Arc::clone(&self.session.client),
            login: self.session.login.clone(),
            sasl_sender,
            forwarded: self.session.forwarded(),
            style: self.server().dialect.log.forwarded,
        });
    }

    /// The client is gone, or does not speak TLS where it should.
    pub(super) fn hung_up(&mut self) {
        if matches!(self.session.phase, Phase::Wrapped | Phase::Handshake) {
            let client = Arc::clone(&self.session.client);
            self.log.push(LogEvent::HandshakeLost(client));
        }
        self.end(Ending::LostConnection);
    }

    /// Clear text in place of the handshake (`tls_server.c`, with OpenSSL 3.0).
    pub(super) fn no_handshake(&mut self) {
        let refused = format!("SSL_accept error from {}: -1", self.session.client);
        let reason = "TLS library problem: error:0A00010B:SSL routines::wrong version \
                      number:../ssl/record/ssl3_record.c:350:";
        self.log.push(LogEvent::Info(refused.into()));
        self.log.push(LogEvent::Warning(reason.into()));
        self.end(Ending::LostConnection);
    }

    /// The session ends without QUIT.
    pub(super) fn end(&mut self, why: Ending) {
        let style = self.server().dialect.log.end;
        let session = &self.session;
        // A client that goes after its message has been taken has done nothing wrong.
        let silent = session.at == Where::EndOfMessage && why == Ending::LostConnection;
        let octets = session.octets_so_far();
        let ended = LogEvent::Ended {
            client: Arc::clone(&session.client),
            why,
            after: session.at,
            octets: (style != EndLine::Plain).then_some(octets),
            queue: (style == EndLine::WithQueueId)
                .then(|| session.transaction().and_then(|t| t.queue)),
        };
        self.record_limits();
        if !silent {
            self.log.push(ended);
        }
        self.disconnect();
    }

    /// The server closes the connection.
    pub(super) fn close(&mut self) {
        self.record_limits();
        self.disconnect();
    }

    fn disconnect(&mut self) {
        let counted = self.server().dialect.log.disconnect;
        let counts: Option<Box<Counts>> = match counted {
            saslab_release::DisconnectLine::Plain => None,
            saslab_release::DisconnectLine::Counted => Some(Box::new(self.session.counts)),
        };
        self.log.push(LogEvent::Disconnect {
            client: Arc::clone(&self.session.client),
            counts,
        });
        self.session.phase = Phase::Closed;
    }

    /// The clients that no limit counts are looked up when a client comes and goes.
    pub(super) fn record_limits(&mut self) {
        let notes = self.server().rules.limit_trouble(&self.session.client);
        self.log.extend(notes.into_iter().map(LogEvent::Opening));
    }
}

impl Transaction {
    pub(super) fn new(sender: Arc<str>, sasl_sender: Option<Arc<str>>) -> Self {
        Self {
            sender,
            recipients: Recipients::default(),
            sasl_sender,
            queue: None,
            held: false,
        }
    }
}
