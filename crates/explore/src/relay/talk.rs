//! Sessions of the relay table, as far as they go alike.

use std::net::IpAddr;
use std::sync::Arc;

use saslab_clients::{Conversation, Credentials};
use saslab_smtpd::policy::{Client, Fact, Supposed};
use saslab_smtpd::{Cause, Expect, Reply, ReplyLine, Server, Session, Step};

use super::{Identity, Verdict};
use crate::search::PLAIN_FIRST;
use crate::witness::{code, connected, last_line, said};
use crate::{Lens, Witness};

const HELLO: &str = "EHLO client.example.org";

/// A client that has connected and said EHLO, if it was greeted.
pub(super) struct Door {
    greeted: Talk,
    /// The same inside TLS, if the server offers it; made when somebody logs in.
    secured: Option<Talk>,
}

/// A client that has said MAIL, if it got so far.
pub(super) struct Ready {
    talk: Talk,
    /// How it ended before MAIL.
    ended: Option<Verdict>,
}

/// A session under way, and what was said in it.
#[derive(Clone)]
pub(super) struct Talk {
    /// What the last word led to.
    at: Arc<Step>,
    heard: Heard,
    witness: Witness,
}

/// Whether the last step is an answer to what a client wanted to say.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Heard {
    Answer,
    /// Nobody could say anything.
    Nothing,
}

impl Door {
    pub(super) fn open(server: &Arc<Server>, lens: Lens, client: IpAddr) -> Self {
        let seen = lens.seen(client);
        let world = &server.installation().world;
        let mut greeted = Talk {
            at: Arc::new(connected(server, Client::new(world, seen))),
            heard: Heard::Answer,
            witness: Witness::begin(Witness::STOCK, client, seen),
        };
        if greeted.code() == 220 {
            greeted.say(HELLO);
        }
        Self {
            greeted,
            secured: None,
        }
    }

    /// Logs in, and says MAIL with this line.
    pub(super) fn ready(&mut self, identity: Identity, mail: &str) -> Ready {
        let (mut talk, ended) = self.log_in(identity);
        if ended.is_none() {
            talk.mail(identity, mail);
        }
        Ready { talk, ended }
    }

    /// The login of those who have one.
    fn log_in(&mut self, identity: Identity) -> (Talk, Option<Verdict>) {
        if self.greeted.witness.lines.is_empty() {
            let ended = self.greeted.verdict();
            return (self.greeted.clone(), Some(ended));
        }
        if identity == Identity::None {
            return (self.greeted.clone(), None);
        }
        let greeted = &self.greeted;
        let secured = self.secured.get_or_insert_with(|| greeted.in_tls());
        let mut talk = secured.clone();
        let ended = match talk.log_in(identity) {
            true => None,
            false => Some(Verdict::NoLogin),
        };
        (talk, ended)
    }
}

impl Ready {
    /// How a recipient fares.
    pub(super) fn end(&self, line: &Arc<str>) -> (Verdict, Talk) {
        let mut talk = self.talk.clone();
        if let Some(ended) = self.ended {
            return (ended, talk);
        }
        if talk.code() == 250 {
            talk.say(Arc::clone(line));
        }
        (talk.verdict(), talk)
    }

    /// A session of the client in which it has said nothing.
    pub(super) fn nothing_said(&self) -> Witness {
        let Witness { client, seen, .. } = self.talk.witness;
        Witness::begin(Witness::STOCK, client, seen)
    }
}

impl Talk {
    /// The code of the answer. Nothing is said behind the end of the session.
    fn say(&mut self, line: impl Into<Arc<str>>) -> u16 {
        if self.at.next != Expect::Closed {
            let line: Arc<str> = line.into();
            self.at = Arc::new(said(self.session(), line.as_bytes()));
            self.heard = Heard::Answer;
            self.witness.lines.push(line);
        }
        self.code()
    }

    fn session(&self) -> &Session {
        &self.at.after
    }

    fn mail(&mut self, identity: Identity, line: &str) {
        let begun = self.say(line);
        // RFC 3207 section 4: so refuses a server that insists on TLS.
        if begun == 530 && identity == Identity::None && self.say("STARTTLS") == 220 {
            self.say(HELLO);
            self.say(line);
        }
    }

    /// STARTTLS and EHLO again, if the last reply offers it.
    fn in_tls(&self) -> Self {
        let mut talk = self.clone();
        let offered = talk
            .texts()
            .any(|text| text.eq_ignore_ascii_case("STARTTLS"));
        if offered && talk.say("STARTTLS") == 220 {
            talk.say(HELLO);
        }
        talk
    }

    /// Whether the client goes on.
    fn log_in(&mut self, identity: Identity) -> bool {
        let server = Arc::clone(self.session().server());
        let account = server.installation().sasl.accounts.first();
        let password = account.map_or(&[][..], |account| account.password.reveal());
        let password = String::from_utf8_lossy(password);
        let password = match identity {
            Identity::None => return true,
            Identity::Anonymous => return self.anonymous(),
            Identity::Account => &*password,
            Identity::WrongPassword => "wrong",
        };
        let user = account.map_or("test", |account| &account.name);
        self.authenticate(Credentials { user, password });
        let any = identity == Identity::WrongPassword && self.code() > 0;
        any || self.code() == 235
    }

    fn authenticate(&mut self, credentials: Credentials<'_>) {
        let offered: Vec<&str> = self.offered().collect();
        let talk = Conversation::log_in(&PLAIN_FIRST, self.session(), &offered, credentials);
        self.heard = Heard::Nothing;
        for turn in talk.turns {
            self.witness.lines.push(turn.line);
            self.heard = Heard::Answer;
            self.at = turn.step;
        }
    }

    fn anonymous(&mut self) -> bool {
        if !self.offered().any(|name| name == "ANONYMOUS") {
            self.heard = Heard::Nothing;
            return false;
        }
        self.say("AUTH ANONYMOUS YW5vbnltb3Vz") == 235
    }

    /// The mechanisms in the last reply.
    fn offered(&self) -> impl Iterator<Item = &str> {
        let auth = self.texts().find_map(|text| text.strip_prefix("AUTH "));
        auth.unwrap_or_default().split_ascii_whitespace()
    }

    /// The last reply's lines, without their codes.
    fn texts(&self) -> impl Iterator<Item = &str> {
        let reply = self.answer().and_then(|step| step.replies.first());
        let lines = reply.map_or(&[][..], Reply::lines).iter();
        lines.map(|line| line.text().get(4..).unwrap_or_default())
    }

    fn answer(&self) -> Option<&Step> {
        match self.heard {
            Heard::Answer => Some(&self.at),
            Heard::Nothing => None,
        }
    }

    fn code(&self) -> u16 {
        self.answer().map_or(0, code)
    }

    pub(super) fn cause(&self) -> Option<Cause> {
        let reply = self.answer()?.replies.first()?;
        Some(reply.lines().last()?.cause().clone())
    }

    /// What was asked last that nobody knows.
    pub(super) fn unknown(&self) -> Option<&Fact> {
        self.answer()?.unknown.as_ref()
    }

    /// Keeps what the session rests on.
    pub(super) fn suppose(&mut self, facts: Vec<Supposed>) {
        self.witness.supposing = facts;
    }

    pub(super) fn last_line(&self) -> Arc<str> {
        Arc::from(self.answer().map_or("", last_line))
    }

    pub(super) fn into_witness(self) -> Witness {
        self.witness
    }

    fn verdict(&self) -> Verdict {
        let guessed = |line: &ReplyLine| !line.cause().is_simulated();
        let has_guessed = |reply: &Reply| reply.lines().iter().any(guessed);
        if self
            .answer()
            .is_some_and(|step| step.replies.iter().any(has_guessed))
        {
            return Verdict::NotSimulated;
        }
        match self.code() {
            200..=299 => Verdict::Accepted,
            400..=499 => Verdict::Deferred,
            _other => Verdict::Refused,
        }
    }
}
