//! The client of a scenario: it does the steps of the script and writes down what
//! it said and heard.

use crate::exchange::Exchange;
use crate::placeholder::server_line;
use crate::wire::Wire;
use crate::{Action, Entry, Handshake, Obstacle, Speaks, Step, Text, latin1};

/// A client at work.
pub(crate) struct Player {
    wire: Wire,
    pub(crate) transcript: Vec<Entry>,
    /// The code of the last reply; empty after silence.
    code: String,
    /// The last line of the last reply, as it came.
    last: String,
    /// The mechanism of the last AUTH command, in capitals.
    mechanism: String,
    line: State,
}

/// Whether the client goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// It does.
    Open,
    /// It has waited for an answer in vain.
    GivenUp,
    /// The server has closed the connection.
    Closed,
}

/// How long a client waits for an answer.
#[derive(Clone, Copy)]
enum Patience {
    /// Until it gives up altogether.
    Long,
    /// Until it does the next step.
    Short,
}

impl Player {
    pub(crate) fn new(wire: Wire) -> Self {
        Self {
            wire,
            transcript: Vec::new(),
            code: String::new(),
            last: String::new(),
            mechanism: String::new(),
            line: State::Open,
        }
    }

    /// The whole session. An obstacle is a step that cannot be done here.
    pub(crate) fn play(&mut self, script: &[Step], speaks: Speaks) -> Result<(), Obstacle> {
        if speaks == Speaks::Tls {
            self.handshake();
        }
        if self.line == State::Open {
            self.reply(Patience::Long);
            self.unasked();
        }
        for step in script {
            if self.line != State::Open {
                break;
            }
            if step
                .only_after
                .as_ref()
                .is_none_or(|code| *code == self.code)
            {
                self.act(&step.action)?;
                self.unasked();
            }
        }
        if self.line != State::Closed {
            self.transcript.push(Entry::ClientCloses);
        }
        Ok(())
    }

    /// The log, and what was not simulated.
    pub(crate) fn hang_up(self) -> (Vec<String>, Vec<String>) {
        self.wire.hang_up()
    }

    fn act(&mut self, action: &Action) -> Result<(), Obstacle> {
        match action {
            Action::Send(line) => {
                self.ask(line);
            }
            Action::SendMany { lines, replies } => self.send_many(lines, *replies),
            Action::Raw { bytes, replies } => {
                self.transcript.push(Entry::ClientRaw(bytes.clone()));
                self.wire.send(&latin1::bytes(bytes));
                self.replies(*replies, Patience::Short);
            }
            Action::StartTls => {
                if self.ask("STARTTLS") == "220" {
                    self.handshake();
                }
            }
            Action::Data(message) => self.data(message),
            Action::CramMd5(credentials) => self.converse(Exchange::cram_md5(credentials))?,
            Action::DigestMd5(digest) => self.converse(Exchange::digest_md5(digest))?,
            Action::Scram(scram) => self.converse(Exchange::scram(scram)?)?,
        }
        Ok(())
    }

    fn send_many(&mut self, lines: &[String], replies: usize) {
        let mut bytes = Vec::new();
        for line in lines {
            self.transcript.push(Entry::Client(Text::plain(line)));
            self.note_mechanism(line);
            bytes.extend(latin1::bytes(line));
            bytes.extend(b"\r\n");
        }
        self.wire.send(&bytes);
        self.replies(replies, Patience::Long);
    }

    fn data(&mut self, message: &str) {
        if self.ask("DATA") != "354" {
            return;
        }
        self.transcript.push(Entry::ClientData(message.to_owned()));
        let mut bytes = Vec::new();
        let body = message.strip_suffix('\n').unwrap_or(message);
        let lines = (!message.is_empty()).then(|| body.split('\n'));
        for line in lines.into_iter().flatten() {
            if line.starts_with('.') {
                bytes.push(b'.');
            }
            bytes.extend(latin1::bytes(line));
            bytes.extend(b"\r\n");
        }
        bytes.extend(b".\r\n");
        self.wire.send(&bytes);
        self.reply(Patience::Long);
    }

    /// A whole AUTH exchange, from its command on.
    fn converse(
        &mut self,
        ((mut line, mut shown), mut exchange): ((String, Text), Exchange<'_>),
    ) -> Result<(), Obstacle> {
        loop {
            self.say(&line, shown);
            if self.reply(Patience::Long) != "334" {
                return Ok(());
            }
            let challenge = self.last.get(4..).unwrap_or("");
            match exchange.respond(challenge)? {
                Some(next) => ((line, shown), exchange) = next,
                None => return Ok(()),
            }
        }
    }

    /// Sends a line and reads one reply; its code.
    fn ask(&mut self, line: &str) -> &str {
        self.say(line, Text::plain(line));
        self.reply(Patience::Long)
    }

    fn say(&mut self, line: &str, shown: Text) {
        self.transcript.push(Entry::Client(shown));
        self.note_mechanism(line);
        let mut bytes = latin1::bytes(line);
        bytes.extend(b"\r\n");
        self.wire.send(&bytes);
    }

    fn note_mechanism(&mut self, line: &str) {
        let mut words = line.split_whitespace();
        if let (Some(verb), Some(mechanism)) = (words.next(), words.next())
            && verb.eq_ignore_ascii_case("AUTH")
        {
            self.mechanism = mechanism.to_ascii_uppercase();
        }
    }

    fn handshake(&mut self) {
        let handshake = self.wire.handshake();
        self.transcript.push(Entry::Tls(handshake));
        if handshake == Handshake::Failed {
            self.transcript.push(Entry::Closed);
            self.line = State::Closed;
        }
    }

    fn replies(&mut self, count: usize, patience: Patience) {
        for _ in 0..count {
            self.reply(patience);
            if matches!(self.code.as_str(), "" | "421" | "521" | "221") {
                break;
            }
        }
    }

    /// Reads one full reply; its code, or nothing.
    fn reply(&mut self, patience: Patience) -> &str {
        self.code.clear();
        while let Some(line) = self.wire.line() {
            self.transcript
                .push(Entry::Server(server_line(&line, &self.mechanism)));
            let goes_on = goes_on(&line);
            self.last = line;
            if !goes_on {
                self.code = self.last.chars().take(3).collect();
                return &self.code;
            }
        }
        self.nothing_more(patience);
        ""
    }

    fn nothing_more(&mut self, patience: Patience) {
        if self.wire.is_closed() {
            self.transcript.push(Entry::Closed);
            self.line = State::Closed;
            return;
        }
        self.transcript.push(Entry::Silence);
        match patience {
            Patience::Long => self.line = State::GivenUp,
            Patience::Short => {}
        }
    }

    /// Reads what the server says unasked, and notices when it has hung up.
    fn unasked(&mut self) {
        if self.line != State::Open {
            return;
        }
        while self.wire.has_said_more() {
            self.reply(Patience::Short);
        }
        if self.line == State::Open && self.wire.is_closed() && !self.wire.closes_late() {
            self.transcript.push(Entry::Closed);
            self.line = State::Closed;
        }
    }
}

/// Whether a line looks like `ddd-...`.
fn goes_on(line: &str) -> bool {
    let bytes = line.as_bytes();
    bytes.len() > 3 && bytes.iter().take(3).all(u8::is_ascii_digit) && bytes.get(3) == Some(&b'-')
}
