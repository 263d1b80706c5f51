//! The session: what both sides have agreed on so far. One input gives one
//! step; the session before the step stays as it was, so undo, replay and
//! search need nothing else. Only dispatch stands here; each command has its
//! own file. Order of the guards: `smtpd_proto()` in `smtpd.c`.

use std::sync::Arc;

use saslab_policy::{Client, Login, Note, Request};
use saslab_sasl::{Exchange, Memory};

use crate::Server;
use crate::command::Line;
use crate::log::{Counts, QueueId, Where};
use crate::server::Milters;

mod announcement;
mod attribute;
mod auth;
mod chunk;
mod content;
mod data;
mod ehlo;
mod extension;
mod footer;
mod greeting;
mod keywords;
mod mail;
mod milter;
mod other;
mod queue_file;
mod rates;
mod rcpt;
mod record;
mod say;
mod size;
mod step;
mod turn;
mod typed;

pub(crate) use announcement::Announcements;
pub(crate) use auth::printable;
pub(crate) use rates::Rates;
pub use step::Step;
use turn::{Turn, rest, shown};
pub use typed::Oddity;

/// What comes from the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input<'a> {
    /// A line: a command, a SASL response, or a line of the message. Where octets are
    /// expected it stands for its own, with CR LF.
    Line(Line<'a>),
    /// Octets of a chunk (RFC 3030), and no more of them than are expected.
    Octets(&'a [u8]),
    /// A TLS handshake that succeeded.
    TlsHandshake,
    /// The end of the connection.
    Disconnect,
}

impl<'a> Input<'a> {
    /// A line after which the client waits.
    #[must_use]
    pub fn line(bytes: &'a [u8]) -> Self {
        Self::Line(Line::plain(bytes))
    }
}

/// What the server waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expect {
    /// A command.
    Command,
    /// The answer to a 334.
    SaslResponse,
    /// A line of the message.
    Message,
    /// So many octets of a chunk.
    Octets(u64),
    /// A TLS handshake.
    TlsHandshake,
    /// Nothing: the connection is closed.
    Closed,
}

/// Clear text or TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Channel {
    /// Everything can be read on the way.
    Clear,
    /// Inside TLS.
    Encrypted,
}

/// The state of the session, for showing it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The client has not said HELO or EHLO since the connection or TLS began.
    Connected,
    /// It has.
    Greeted,
    /// A SASL exchange is under way.
    Authenticating,
    /// MAIL was accepted; this many recipients were, too.
    Mail {
        /// Accepted recipients.
        recipients: u32,
    },
    /// The message is on its way.
    Message,
    /// Before a TLS handshake.
    Handshake,
    /// The connection is closed.
    Closed,
}

/// One session. Equal sessions behave the same.
#[derive(Clone, Debug)]
pub struct Session {
    server: Arc<Server>,
    client: Arc<Client>,
    channel: Channel,
    greeting: Greeting,
    login: Option<Arc<Login>>,
    memory: Memory,
    /// Whose EHLO keywords are hidden.
    discards: keywords::Discards,
    /// What XCLIENT and XFORWARD have changed.
    proxy: Option<Box<extension::Proxy>>,
    /// The filters for this client.
    milters: Option<Arc<Milters>>,
    /// The refusal that took the place of the greeting.
    denied: Option<Arc<str>>,
    errors: u32,
    junk: u32,
    queued: u32,
    /// The SIZE of MAIL: `state->msg_size`.
    declared: Option<i64>,
    /// The message so far: `state->act_size` and `state->err`.
    content: content::Content,
    /// Whether chunks are on their way: `state->bdat_state`.
    chunks: chunk::Chunks,
    /// Recipients that have outlived their transaction.
    left_over: Option<Arc<Recipients>>,
    /// Whether MAIL has declared SMTPUTF8: `SMTPD_FLAG_SMTPUTF8`.
    utf8: Utf8,
    /// What the rate limits count.
    tally: rates::Tally,
    pipelined: bool,
    /// The client has no certificate where one is required, and will be told so.
    uncertified: bool,
    /// The last command that was recognized, for the log.
    at: Where,
    /// For the last line of the log.
    counts: Counts,
    /// What the log says only once.
    said_once: Vec<Note>,
    protocol: Protocol,
    phase: Phase,
}

/// `state->protocol`: EHLO raises it, and HELO does not lower it again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Protocol {
    Smtp,
    Esmtp,
}

impl Protocol {
    const fn name(self) -> &'static str {
        match self {
            Self::Smtp => "SMTP",
            Self::Esmtp => "ESMTP",
        }
    }
}

/// Whether addresses may be in UTF-8 (RFC 6531).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Utf8 {
    #[default]
    Undeclared,
    Declared,
}

/// HELO or EHLO.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Greeting {
    None,
    Helo(Arc<str>),
    Ehlo(Arc<str>),
}

impl Greeting {
    fn name(&self) -> Option<&str> {
        match self {
            Self::None => None,
            Self::Helo(name) | Self::Ehlo(name) => Some(name),
        }
    }

    fn shared_name(&self) -> Option<Arc<str>> {
        match self {
            Self::None => None,
            Self::Helo(name) | Self::Ehlo(name) => Some(Arc::clone(name)),
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Phase {
    /// No mail transaction.
    Idle,
    Mail(Transaction),
    Authenticating {
        exchange: Exchange,
        /// The mechanism as the client wrote it, for the log.
        mechanism: Arc<str>,
        /// Older releases allow AUTH inside a transaction.
        during: Option<Transaction>,
    },
    Message(data::Incoming),
    Chunk(Box<chunk::Chunk>),
    /// Before the handshake of `smtpd_tls_wrappermode`: nothing has been said yet.
    Wrapped,
    Handshake,
    /// smtpd(8) waits for another process of Postfix that does not start.
    Stuck,
    Closed,
}

/// A mail transaction between MAIL and its end.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Transaction {
    sender: Arc<str>,
    recipients: Recipients,
    /// The AUTH parameter.
    sasl_sender: Option<Arc<str>>,
    /// The queue file, once there is one.
    queue: Option<QueueId>,
    /// A table has said HOLD, which the log tells once.
    held: bool,
}

/// The recipients of a transaction: `state->recipient` and its kin.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Recipients {
    /// The first accepted one, which later checks are told.
    first: Option<Arc<str>>,
    accepted: u32,
    /// Recipients beyond the limit.
    overshoot: u32,
}

/// How a command went: errors are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Went {
    Well,
    Wrong,
    /// The session begins anew, or is over already.
    Anew,
    /// The server closes the connection after the reply.
    Ends,
}

impl Session {
    /// Takes one input.
    #[must_use]
    pub fn receive(&self, input: Input<'_>) -> Step {
        let mut turn = Turn::from(self.clone());
        match (input, &self.phase) {
            (_, Phase::Closed | Phase::Stuck) => {}
            (Input::Disconnect, _) => turn.hung_up(),
            (Input::TlsHandshake, Phase::Wrapped) => turn.unwrap(),
            (Input::TlsHandshake, Phase::Handshake) => turn.handshake_done(),
            // A handshake that nobody asked for is an octet string that is no command.
            (Input::TlsHandshake, _) => turn.line(Line::plain(b"\x16\x03\x01")),
            (Input::Line(_) | Input::Octets(_), Phase::Wrapped | Phase::Handshake) => {
                turn.no_handshake();
            }
            (Input::Line(line), _) => turn.line(line),
            (Input::Octets(octets), _) => turn.octets(octets),
        }
        turn.finish()
    }

    /// The same session, to go on from in another way. Other crates do not clone it
    /// themselves, or the page would have that code once for each.
    #[must_use]
    pub fn fork(&self) -> Self {
        self.clone()
    }

    /// The server behind the session.
    #[must_use]
    pub fn server(&self) -> &Arc<Server> {
        &self.server
    }

    /// The other side.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Clear text or TLS.
    #[must_use]
    pub fn channel(&self) -> Channel {
        self.channel
    }

    /// Who has logged in, if somebody has.
    #[must_use]
    pub fn login(&self) -> Option<&Login> {
        self.login.as_deref()
    }

    /// The state, for showing it.
    #[must_use]
    pub fn state(&self) -> State {
        match (&self.phase, &self.greeting) {
            (Phase::Idle | Phase::Stuck, Greeting::None) => State::Connected,
            (Phase::Idle | Phase::Stuck, Greeting::Helo(_) | Greeting::Ehlo(_)) => State::Greeted,
            (Phase::Mail(transaction), _) => State::Mail {
                recipients: transaction.recipients.accepted,
            },
            (Phase::Authenticating { .. }, _) => State::Authenticating,
            (Phase::Message(_) | Phase::Chunk(_), _) => State::Message,
            (Phase::Wrapped | Phase::Handshake, _) => State::Handshake,
            (Phase::Closed, _) => State::Closed,
        }
    }

    fn next(&self) -> Expect {
        match &self.phase {
            Phase::Idle | Phase::Mail(_) | Phase::Stuck => Expect::Command,
            Phase::Authenticating { .. } => Expect::SaslResponse,
            Phase::Message(_) => Expect::Message,
            Phase::Chunk(chunk) => Expect::Octets(chunk.left),
            Phase::Wrapped | Phase::Handshake => Expect::TlsHandshake,
            Phase::Closed => Expect::Closed,
        }
    }

    /// The facts for the restriction lists.
    fn request(&self) -> Request<'_> {
        let transaction = self.transaction();
        Request {
            helo: self.greeting.name(),
            protocol: self.protocol.name(),
            sender: transaction.map(|t| &*t.sender),
            recipient: transaction.and_then(|t| t.recipients.first.as_deref()),
            recipient_count: transaction.map_or(0, |t| t.recipients.accepted as usize),
            login: self.login.as_deref().filter(|_| self.has_sasl()),
            encrypted: self.channel == Channel::Encrypted,
            pipelined: self.pipelined,
            ..Request::connected(&self.client)
        }
    }

    /// `smtpd_sasl_is_active`: XCLIENT may log in without it, which no list looks at.
    fn has_sasl(&self) -> bool {
        let config = &self.server.config;
        let waits = config.tls.auth_only.is_some() && self.channel == Channel::Clear;
        config.sasl_enable.value && !waits
    }

    fn transaction(&self) -> Option<&Transaction> {
        match &self.phase {
            Phase::Mail(transaction) => Some(transaction),
            Phase::Authenticating { during, .. } => during.as_ref(),
            Phase::Message(incoming) => Some(&incoming.transaction),
            Phase::Chunk(chunk) => chunk.during.as_ref(),
            Phase::Idle | Phase::Wrapped | Phase::Handshake | Phase::Stuck | Phase::Closed => None,
        }
    }
}
