//! The session: what both sides have agreed on so far. One input gives one
//! step; the session before the step stays as it was, so undo, replay and
//! search need nothing else. Only dispatch stands here; each command has its
//! own file. Order of the guards: `smtpd_proto()` in `smtpd.c`.

use std::sync::Arc;

use saslab_policy::{Client, Login, Request};
use saslab_release::{ErrorLimit, NonSmtp, ReplyStyle, UnknownCommand, Verb};
use saslab_sasl::{Exchange, Memory};

use crate::command::{Line, Token, printable, tokens};
use crate::fixed::{self, Fixed};
use crate::{Cause, ClientFact, LogEvent, Reply, RfcSection, Server, Withheld};

mod auth;
mod data;
mod ehlo;
mod greeting;
mod mail;
mod other;
mod rcpt;

/// What comes from the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input<'a> {
    /// A line: a command, a SASL response, or a line of the message.
    Line(Line<'a>),
    /// A TLS handshake that succeeded.
    TlsHandshake,
    /// The end of the connection.
    Disconnect,
}

impl<'a> Input<'a> {
    /// A line after which the client waits.
    #[must_use]
    pub fn line(bytes: &'a [u8]) -> Self {
        Self::Line(Line { bytes, more: false })
    }
}

/// What one input leads to.
#[derive(Clone, Debug)]
pub struct Step {
    /// What the server says: mostly one reply; none inside a message; two when
    /// it adds a 421 without being asked.
    pub replies: Vec<Reply>,
    /// The session after it.
    pub after: Session,
    /// What the server waits for next.
    pub next: Expect,
    /// What a reader may expect in the replies and does not find.
    pub withheld: Vec<Withheld>,
    /// What the server logs.
    pub log: Vec<LogEvent>,
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
    /// The refusal that took the place of the greeting.
    denied: Option<Arc<str>>,
    errors: u32,
    junk: u32,
    queued: u32,
    pipelined: bool,
    phase: Phase,
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
}

#[derive(Clone, Debug, PartialEq, Eq)]
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
    Handshake,
    Closed,
}

/// A mail transaction between MAIL and its end.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Transaction {
    sender: Arc<str>,
    /// The first accepted one, which later checks are told.
    recipient: Option<Arc<str>>,
    recipients: u32,
    /// Recipients beyond the limit.
    overshoot: u32,
}

/// How a command went: errors are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Went {
    Well,
    Wrong,
    /// The server closes the connection after the reply.
    Ends,
}

/// The step under construction: the session as it will be, and what is said.
struct Turn {
    session: Session,
    replies: Vec<Reply>,
    withheld: Vec<Withheld>,
    log: Vec<LogEvent>,
}

impl Session {
    /// Takes one input.
    #[must_use]
    pub fn receive(&self, input: Input<'_>) -> Step {
        let mut turn = Turn::from(self.clone());
        match (input, &self.phase) {
            (_, Phase::Closed) => {}
            (Input::Disconnect, _) => turn.close(),
            (Input::TlsHandshake, Phase::Handshake) => turn.handshake_done(),
            // A handshake that nobody asked for is an octet string that is no command.
            (Input::TlsHandshake, _) => turn.line(Line {
                bytes: b"\x16\x03\x01",
                more: false,
            }),
            (Input::Line(_), Phase::Handshake) => turn.close(),
            (Input::Line(line), _) => turn.line(line),
        }
        turn.finish()
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
            (Phase::Idle, Greeting::None) => State::Connected,
            (Phase::Idle, Greeting::Helo(_) | Greeting::Ehlo(_)) => State::Greeted,
            (Phase::Mail(transaction), _) => State::Mail {
                recipients: transaction.recipients,
            },
            (Phase::Authenticating { .. }, _) => State::Authenticating,
            (Phase::Message(_), _) => State::Message,
            (Phase::Handshake, _) => State::Handshake,
            (Phase::Closed, _) => State::Closed,
        }
    }

    fn next(&self) -> Expect {
        match self.phase {
            Phase::Idle | Phase::Mail(_) => Expect::Command,
            Phase::Authenticating { .. } => Expect::SaslResponse,
            Phase::Message(_) => Expect::Message,
            Phase::Handshake => Expect::TlsHandshake,
            Phase::Closed => Expect::Closed,
        }
    }

    /// The facts for the restriction lists.
    fn request(&self) -> Request<'_> {
        let protocol = match self.greeting {
            Greeting::Ehlo(_) => "ESMTP",
            Greeting::None | Greeting::Helo(_) => "SMTP",
        };
        let transaction = self.transaction();
        Request {
            helo: self.greeting.name(),
            protocol,
            sender: transaction.map(|t| &*t.sender),
            recipient: transaction.and_then(|t| t.recipient.as_deref()),
            recipient_count: transaction.map_or(0, |t| t.recipients as usize),
            login: self.login.as_deref(),
            encrypted: self.channel == Channel::Encrypted,
            pipelined: self.pipelined,
            ..Request::connected(&self.client)
        }
    }

    fn transaction(&self) -> Option<&Transaction> {
        match &self.phase {
            Phase::Mail(transaction) => Some(transaction),
            Phase::Authenticating { during, .. } => during.as_ref(),
            Phase::Message(incoming) => Some(&incoming.transaction),
            Phase::Idle | Phase::Handshake | Phase::Closed => None,
        }
    }
}

impl From<Session> for Turn {
    fn from(session: Session) -> Self {
        Self {
            session,
            replies: Vec::new(),
            withheld: Vec::new(),
            log: Vec::new(),
        }
    }
}

impl Turn {
    fn finish(self) -> Step {
        Step {
            next: self.session.next(),
            replies: self.replies,
            after: self.session,
            withheld: self.withheld,
            log: self.log,
        }
    }

    fn line(&mut self, line: Line<'_>) {
        match self.session.phase {
            Phase::Message(_) => self.message_line(line.bytes),
            Phase::Authenticating { .. } => self.sasl_response(line.bytes),
            Phase::Idle | Phase::Mail(_) => self.command(line),
            Phase::Handshake | Phase::Closed => return,
        }
        self.enforce_error_limit();
    }

    fn command(&mut self, line: Line<'_>) {
        let bytes = self.cut(line.bytes);
        if self.server().config.smtputf8_enable.value && std::str::from_utf8(bytes).is_err() {
            self.say(&fixed::BAD_UTF8);
            return self.count_error();
        }
        let words = tokens(bytes);
        let Some(first) = words.first() else {
            self.say(&fixed::BAD_SYNTAX);
            return self.count_error();
        };
        if self.is_listed(first, |config| &config.noop_commands.value) {
            self.say(&fixed::OK);
            return self.count_junk();
        }
        let verb = self.verb(first);
        if verb.is_none() && self.ends_session(first) {
            self.say(&fixed::BREAKS_RULES);
            return self.close();
        }
        if self.session.denied.is_some() && verb != Some(Verb::Quit) {
            return self.refuse_denied();
        }
        let Some(verb) = verb else {
            self.unknown_command();
            return self.count_error();
        };
        if self.needs_tls_first(verb) {
            let cause = Cause::Setting(self.server().config.tls.decided_by.clone());
            self.say_because(&fixed::MUST_STARTTLS, cause);
            return self.count_error();
        }
        if line.more && must_be_last(verb, &self.session.greeting) && self.refuse_early_talker() {
            return;
        }
        match self.run(verb, &words) {
            Went::Well => {}
            Went::Wrong => self.count_error(),
            Went::Ends => return self.close(),
        }
        if is_junk(verb) {
            self.count_junk();
        }
    }

    fn run(&mut self, verb: Verb, words: &[Token]) -> Went {
        match verb {
            Verb::Helo => self.helo(words),
            Verb::Ehlo => self.ehlo(words),
            Verb::Starttls => self.starttls(words),
            Verb::Auth => self.auth(words),
            Verb::Mail => self.mail(words),
            Verb::Rcpt => self.rcpt(words),
            Verb::Data => self.data(words),
            Verb::Rset => self.rset(words),
            Verb::Noop => self.noop(),
            Verb::Vrfy => self.vrfy(words),
            Verb::Etrn => self.etrn(words),
            Verb::Help => self.help(),
            Verb::Quit => self.quit(),
            Verb::Xclient | Verb::Xforward | Verb::Bdat => self.not_simulated(verb),
        }
    }

    /// `line_length_limit` octets are looked at, the rest is skipped.
    fn cut<'l>(&self, line: &'l [u8]) -> &'l [u8] {
        let limit = self.server().config.line_length_limit.value;
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        line.get(..limit).unwrap_or(line)
    }

    fn verb(&self, word: &Token) -> Option<Verb> {
        let commands = &self.server().dialect.commands;
        commands.iter().copied().find(|verb| word.is(verb.name()))
    }

    fn is_listed(
        &self,
        word: &Token,
        list: fn(&crate::server::Config) -> &Vec<saslab_maincf::Word>,
    ) -> bool {
        let listed = list(&self.server().config);
        listed.iter().any(|entry| word.is(&entry.text))
    }

    fn ends_session(&self, word: &Token) -> bool {
        match self.server().dialect.non_smtp {
            NonSmtp::ThreeHeaders => ["Received:", "Subject:", "From:"]
                .iter()
                .any(|h| word.is(h)),
            NonSmtp::HeadersAndForbidden => {
                is_header(word.bytes())
                    || self.is_listed(word, |config| &config.forbidden_commands.value)
            }
        }
    }

    fn refuse_denied(&mut self) {
        let client = self.session.client.name_and_address();
        let cause = self
            .session
            .denied
            .clone()
            .map_or(Cause::Client(ClientFact::SpeaksClear), |reply| {
                Cause::Sasl(format!("the greeting was {reply}").into())
            });
        self.reply(
            503,
            "5.7.0",
            &format!("Error: access denied for {client}"),
            cause,
        );
        self.count_error();
    }

    fn unknown_command(&mut self) {
        static UNKNOWN: RfcSection = RfcSection {
            rfc: 5321,
            section: "4.2.4",
            says: "the word is no command that this server knows",
        };
        let (code, dsn, text) = match self.server().dialect.unknown_command {
            UnknownCommand::NotImplemented502 => (502, "", "Error: command not implemented"),
            UnknownCommand::NotRecognized502 => (502, "5.5.2", "Error: command not recognized"),
            UnknownCommand::NotRecognized500 => (500, "5.5.2", "Error: command not recognized"),
        };
        self.reply(code, dsn, text, Cause::Rfc(&UNKNOWN));
    }

    fn needs_tls_first(&self, verb: Verb) -> bool {
        let mandatory = self.server().config.tls.level == crate::server::Level::Encrypt;
        let before_tls = matches!(
            verb,
            Verb::Helo | Verb::Ehlo | Verb::Xclient | Verb::Starttls | Verb::Noop | Verb::Quit
        );
        mandatory && self.session.channel == Channel::Clear && !before_tls
    }

    /// Notes the early talker. True: it was refused and the session is over.
    fn refuse_early_talker(&mut self) -> bool {
        self.session.pipelined = true;
        let server = Arc::clone(self.server());
        let Ok(forbidden) = server.settings.boolean("smtpd_forbid_unauth_pipelining") else {
            return false;
        };
        if server.dialect.early_talker == saslab_release::EarlyTalker::Ignored || !forbidden.value {
            return false;
        }
        let cause = Cause::Setting(forbidden.map(|_| Arc::from("yes")));
        self.say_because(&fixed::NOT_SYNCHRONIZED, cause);
        self.close();
        true
    }

    fn count_error(&mut self) {
        self.session.errors = self.session.errors.saturating_add(1);
    }

    fn count_junk(&mut self) {
        let limit = self.server().config.junk_command_limit.value;
        if i64::from(self.session.junk) > limit {
            self.count_error();
        } else {
            // Beyond the limit the counter has nothing more to tell.
            self.session.junk += 1;
        }
    }

    fn enforce_error_limit(&mut self) {
        let server = Arc::clone(self.server());
        let limit = &server.config.hard_error_limit;
        let errors = i64::from(self.session.errors);
        let open = matches!(self.session.phase, Phase::Idle | Phase::Mail(_));
        let over = match server.dialect.error_limit {
            ErrorLimit::Exceeded => errors > limit.value,
            ErrorLimit::Reached => errors >= limit.value,
        };
        if !over || !open {
            return;
        }
        let host = &server.config.myhostname.value;
        let text = match server.dialect.replies {
            ReplyStyle::Plain if server.dialect.error_limit == ErrorLimit::Exceeded => {
                "Error: too many errors".to_owned()
            }
            ReplyStyle::Plain | ReplyStyle::Enhanced => format!("{host} Error: too many errors"),
        };
        let cause = Cause::Setting(limit.clone().map(|n| Arc::from(n.to_string())));
        self.reply(421, "4.7.0", &text, cause);
        self.close();
    }

    fn not_simulated(&mut self, verb: Verb) -> Went {
        let what = format!(
            "{} is not simulated; a real server may accept it",
            verb.name()
        );
        self.reply(
            502,
            "5.5.1",
            "Error: command not implemented",
            Cause::NotSimulated(what.into()),
        );
        Went::Wrong
    }

    fn close(&mut self) {
        self.log.push(LogEvent::Disconnect {
            client: self.session.client.name_and_address().into(),
        });
        self.session.phase = Phase::Closed;
    }

    fn server(&self) -> &Arc<Server> {
        &self.session.server
    }

    fn say(&mut self, fixed: &'static Fixed) {
        self.say_because(fixed, Cause::Rfc(fixed.because));
    }

    fn say_because(&mut self, fixed: &'static Fixed, cause: Cause) {
        self.reply(fixed.code, fixed.dsn, fixed.text, cause);
    }

    /// One line; the enhanced code is left out where the release has none.
    fn reply(&mut self, code: u16, dsn: &str, text: &str, cause: Cause) {
        let enhanced = self.server().dialect.replies == ReplyStyle::Enhanced && !dsn.is_empty();
        let line = if enhanced {
            format!("{code} {dsn} {text}")
        } else {
            format!("{code} {text}")
        };
        self.replies.push(Reply::one(line, cause));
    }

    fn refuse(&mut self, fixed: &'static Fixed) -> Went {
        self.say(fixed);
        Went::Wrong
    }

    /// Says the refusal of the restriction lists. False: nothing was refused.
    fn refused_by(&mut self, outcome: &saslab_policy::Outcome) -> bool {
        let cause = Cause::Trace(Arc::clone(&outcome.trace));
        if let Some(refusal) = &outcome.reply {
            self.reply(refusal.code, &refusal.dsn, &refusal.text, cause);
            return true;
        }
        false
    }
}

/// Commands after which RFC 2920 asks the client to wait; without ESMTP, all.
fn must_be_last(verb: Verb, greeting: &Greeting) -> bool {
    let last = matches!(
        verb,
        Verb::Helo | Verb::Ehlo | Verb::Data | Verb::Noop | Verb::Vrfy
    );
    last || !matches!(greeting, Greeting::Ehlo(_))
}

/// Commands that a client may repeat only `smtpd_junk_command_limit` times.
fn is_junk(verb: Verb) -> bool {
    matches!(
        verb,
        Verb::Helo | Verb::Ehlo | Verb::Rset | Verb::Noop | Verb::Vrfy | Verb::Etrn | Verb::Help
    )
}

/// `is_header.c`: a name of visible characters before a colon.
fn is_header(word: &[u8]) -> bool {
    let name = word.split(|b| *b == b':').next().unwrap_or_default();
    name.len() < word.len() && !name.is_empty() && name.iter().all(u8::is_ascii_graphic)
}

/// The words of a command behind the first, joined by blanks.
fn rest(words: &[Token]) -> Vec<u8> {
    let words: Vec<&[u8]> = words.iter().skip(1).map(Token::bytes).collect();
    words.join(&b' ')
}

/// Client text for a reply.
fn shown(bytes: &[u8]) -> String {
    printable(bytes)
}
