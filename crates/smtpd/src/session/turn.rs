//! A step under construction: dispatch of one line. Order of the guards:
//! `smtpd_proto()` in `smtpd.c`.

use std::borrow::Cow;
use std::sync::Arc;

use saslab_policy::{Build, Fact};
use saslab_release::{EarlyTalker, LongLines, NonSmtp, UnknownCommand, Verb};

use super::record::Asked;
use super::{Channel, Phase, Protocol, Session, Step, Went};
use crate::command::{Line, LineEnd, Token, printable, tokens};
use crate::fixed;
use crate::log::{LogEvent, Where};
use crate::server::Level;
use crate::{Cause, ClientFact, Reply, RfcSection, Withheld};

/// The step under construction: the session as it will be, and what is said.
pub(super) struct Turn {
    pub(super) session: Session,
    pub(super) replies: Vec<Reply>,
    pub(super) withheld: Arc<[Withheld]>,
    pub(super) log: Vec<LogEvent>,
    pub(super) unknown: Option<Fact>,
    /// A reply has been said after which the server hangs up.
    pub(super) hangs_up: bool,
}

impl From<Session> for Turn {
    fn from(session: Session) -> Self {
        Self {
            session,
            replies: Vec::new(),
            withheld: Arc::default(),
            log: Vec::new(),
            unknown: None,
            hangs_up: false,
        }
    }
}

impl Turn {
    pub(super) fn finish(mut self) -> Step {
        if self.hangs_up && !matches!(self.session.phase, Phase::Closed) {
            self.close();
        }
        Step {
            next: self.session.next(),
            replies: self.replies,
            after: self.session,
            withheld: self.withheld,
            log: self.log,
            unknown: self.unknown,
        }
    }

    pub(super) fn line(&mut self, line: Line<'_>) {
        if matches!(self.session.phase, Phase::Chunk(_)) {
            return self.line_of_chunk(line);
        }
        let mut line = self.without_carriage_returns(line);
        if line.end == LineEnd::BareLf && self.cuts_off() {
            return;
        }
        while let Some((bytes, ahead)) = self.first_piece(line.bytes) {
            self.read(Line {
                bytes,
                ahead,
                end: LineEnd::CrLf,
            });
            line.bytes = ahead;
        }
        self.read(line);
    }

    /// Older releases take what is behind `line_length_limit` for the next line.
    fn first_piece<'l>(&self, line: &'l [u8]) -> Option<(&'l [u8], &'l [u8])> {
        let limit = usize::try_from(self.server().config.line_length_limit.value).ok()?;
        let reads = matches!(self.session.phase, Phase::Idle | Phase::Mail(_));
        let pieces = self.server().dialect.long_lines == LongLines::InPieces;
        match reads && pieces && limit > 0 {
            true => line.split_at_checked(limit),
            false => None,
        }
    }

    fn read(&mut self, line: Line<'_>) {
        match self.session.phase {
            Phase::Message(_) => self.message_line(line),
            Phase::Authenticating { .. } => self.sasl_response(line.bytes),
            Phase::Idle | Phase::Mail(_) => self.command(line),
            Phase::Chunk(_) | Phase::Wrapped | Phase::Handshake | Phase::Stuck | Phase::Closed => {
                return;
            }
        }
        self.enforce_error_limit();
    }

    pub(super) fn command(&mut self, line: Line<'_>) {
        if self.session.uncertified {
            return self.refuse_without_certificate();
        }
        if line.end == LineEnd::BareLf && self.refuses_bare_newline() {
            return;
        }
        let bytes = self.cut(line.bytes);
        if self.server().config.smtputf8_enable.value && std::str::from_utf8(bytes).is_err() {
            self.say(&fixed::BAD_UTF8);
            return self.no_command();
        }
        let words = tokens(bytes);
        let Some(first) = words.first() else {
            self.say(&fixed::BAD_SYNTAX);
            return self.no_command();
        };
        if self.server().rules.is_noop(&first.text()) {
            self.say(&fixed::OK);
            return self.count_junk();
        }
        let verb = self.verb(first);
        self.came(verb);
        if verb.is_none() && self.ends_session(first) {
            self.record_non_smtp(bytes);
            self.say(&fixed::BREAKS_RULES);
            return self.close();
        }
        if self.session.denied.is_some() && verb != Some(Verb::Quit) {
            return self.refuse_denied();
        }
        let Some(verb) = verb else {
            if self.milters_refuse(&Asked::default()).is_none() {
                self.unknown_command();
            }
            return self.count_error();
        };
        if self.needs_tls_first(verb) {
            let cause = Cause::Setting(self.server().config.tls.decided_by.clone());
            self.say_because(&fixed::MUST_STARTTLS, cause);
            return self.count_error();
        }
        self.session.at = Where::Command(verb);
        let early = !line.ahead.is_empty() && must_be_last(verb, self.session.protocol);
        if early && !self.session.pipelined && self.refuse_early_talker(line.ahead) {
            return;
        }
        match self.run(verb, &words) {
            Went::Well => self.succeeded(verb),
            Went::Wrong => self.count_error(),
            Went::Anew => {}
            Went::Ends => {
                self.succeeded(verb);
                return self.close();
            }
        }
        if is_junk(verb) {
            self.count_junk();
        }
    }

    /// The commands that a client need not begin with are not inlined: a page may load
    /// them later.
    fn run(&mut self, verb: Verb, words: &[Token<'_>]) -> Went {
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
            Verb::Xclient => self.xclient(words),
            Verb::Xforward => self.xforward(words),
            Verb::Bdat => self.bdat(words),
        }
    }

    /// `line_length_limit` octets are looked at, the rest is skipped.
    fn cut<'l>(&mut self, line: &'l [u8]) -> &'l [u8] {
        let limit = self.server().config.line_length_limit.value;
        let octets = usize::try_from(limit).unwrap_or(usize::MAX);
        let Some(cut) = line.get(..octets) else {
            return line;
        };
        self.record_long_request(limit, cut);
        cut
    }

    fn verb(&self, word: &Token<'_>) -> Option<Verb> {
        let commands = &self.server().dialect.commands;
        let verb = commands.iter().copied().find(|verb| word.is(verb.name()));
        let build = self.server().installation.world.build;
        verb.filter(|verb| *verb != Verb::Starttls || build != Build::WithoutTls)
    }

    fn ends_session(&self, word: &Token<'_>) -> bool {
        match self.server().dialect.non_smtp {
            NonSmtp::ThreeHeaders => ["Received:", "Subject:", "From:"]
                .iter()
                .any(|h| word.is(h)),
            NonSmtp::HeadersAndForbidden => {
                is_header(word.bytes()) || self.server().rules.is_forbidden(&word.text())
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
        let mandatory = self.server().config.tls.level == Level::Encrypt;
        let before_tls = matches!(
            verb,
            Verb::Helo | Verb::Ehlo | Verb::Xclient | Verb::Starttls | Verb::Noop | Verb::Quit
        );
        mandatory && self.session.channel == Channel::Clear && !before_tls
    }

    /// Notes the early talker. True: it was refused and the session is over.
    fn refuse_early_talker(&mut self, ahead: &[u8]) -> bool {
        self.session.pipelined = true;
        self.record_pipelining(ahead);
        let server = Arc::clone(self.server());
        let forbidden = server.settings.boolean("smtpd_forbid_unauth_pipelining");
        if server.dialect.early_talker == EarlyTalker::Ignored || !forbidden.value {
            return false;
        }
        let cause = Cause::Setting(forbidden.map(|_| Arc::from("yes")));
        self.say_because(&fixed::NOT_SYNCHRONIZED, cause);
        self.close();
        true
    }
}

/// Commands after which RFC 2920 asks the client to wait; without ESMTP, all.
fn must_be_last(verb: Verb, protocol: Protocol) -> bool {
    let last = matches!(
        verb,
        Verb::Helo | Verb::Ehlo | Verb::Data | Verb::Noop | Verb::Vrfy
    );
    last || protocol == Protocol::Smtp
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
pub(super) fn rest<'a>(words: &[Token<'a>]) -> Cow<'a, [u8]> {
    match words {
        [_, word] => Cow::Borrowed(word.bytes()),
        _ => {
            let words: Vec<&[u8]> = words.iter().skip(1).map(Token::bytes).collect();
            Cow::Owned(words.join(&b' '))
        }
    }
}

/// Client text for a reply.
pub(super) fn shown(bytes: &[u8]) -> Cow<'_, str> {
    printable(bytes)
}
