//! Breadth first over the real session of one server: greeting, EHLO, STARTTLS, AUTH,
//! MAIL, RCPT, DATA and a message. Each edge is one input of the [`Alphabet`]; questions
//! look at the step that it leads to. The first hit is a shortest one.

use std::sync::Arc;

use saslab_clients::{Conversation, Credentials, MailClient};
use saslab_smtpd::policy::Fact;
use saslab_smtpd::{Channel, Expect, Server, Session, Step};

use crate::alphabet::{Alphabet, Login, Peer, Recipient};
use crate::witness::{code, connected, said};
use crate::{Limit, Witness};

/// How far a search goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bound {
    /// The most sessions that are run.
    pub(crate) sessions: u32,
}

/// A step of a search, with how it was reached.
pub(crate) struct Visit<'v> {
    pub(crate) stage: Stage,
    pub(crate) step: &'v Step,
    pub(crate) peer: &'v Peer,
    pub(crate) login: &'v Login,
    pub(crate) recipient: Option<&'v Recipient>,
}

/// What the last input was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stage {
    Greeting,
    Hello,
    Tls,
    Auth,
    Mail,
    Recipient,
    Data,
    Message,
}

/// What a search has come to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    /// The sessions that were run.
    pub(crate) sessions: u32,
    /// One per predicate: the first step that it holds on.
    pub(crate) witnesses: Vec<Option<Witness>>,
    /// What the restriction lists asked of the outside without an answer.
    pub(crate) unknown: Vec<Fact>,
    /// Set if the search was cut short.
    pub(crate) limit: Option<Limit>,
}

pub(crate) type Predicate = fn(&Visit<'_>) -> bool;

/// A session under way, and how it came about.
#[derive(Clone)]
struct Node {
    session: Session,
    /// The node before, and the lines that led here.
    before: Option<usize>,
    lines: Vec<Arc<str>>,
    at: At,
}

/// The letters of the alphabet that were used.
#[derive(Clone, Copy, Default)]
struct At {
    peer: usize,
    login: usize,
    recipient: Option<usize>,
}

/// The client that logs in during a search: it takes what costs least.
pub(crate) static PLAIN_FIRST: MailClient = MailClient {
    name: "the search",
    seen: "",
    source: "",
    order: saslab_clients::Order::Own(&[
        "PLAIN",
        "LOGIN",
        "CRAM-MD5",
        "DIGEST-MD5",
        "SCRAM-SHA-1",
        "SCRAM-SHA-224",
        "SCRAM-SHA-256",
        "SCRAM-SHA-384",
        "SCRAM-SHA-512",
    ]),
    old_form: saslab_clients::OldForm::Understood,
    refused: saslab_clients::AfterRefusal::TriesNext,
    in_clear: saslab_clients::InClear::Sends,
    starttls: saslab_clients::Starttls::WhenOffered,
    initial: saslab_clients::Initial::WithCommand,
};

/// Runs every session of the alphabet and asks every predicate about each step.
pub(crate) fn search(
    server: &Arc<Server>,
    service: &str,
    alphabet: &Alphabet,
    predicates: &[Predicate],
    bound: Bound,
) -> Found {
    let mut search = Search {
        server,
        service,
        alphabet,
        predicates,
        bound,
        nodes: Vec::new(),
        found: Found {
            witnesses: vec![None; predicates.len()],
            ..Found::default()
        },
    };
    search.run();
    search.found
}

struct Search<'s> {
    server: &'s Arc<Server>,
    service: &'s str,
    alphabet: &'s Alphabet,
    predicates: &'s [Predicate],
    bound: Bound,
    nodes: Vec<Node>,
    found: Found,
}

impl Search<'_> {
    fn run(&mut self) {
        for peer in 0..self.alphabet.peers.len() {
            self.connect(peer);
        }
        let mut level = 0..self.nodes.len();
        for stage in [
            Stage::Hello,
            Stage::Auth,
            Stage::Mail,
            Stage::Recipient,
            Stage::Data,
        ] {
            for index in level.clone() {
                if self.found.sessions >= self.bound.sessions {
                    self.found.limit = Some(Limit::Sessions(self.found.sessions));
                    return;
                }
                self.expand(index, stage);
            }
            level = level.end..self.nodes.len();
        }
    }

    fn connect(&mut self, peer: usize) {
        let at = At {
            peer,
            ..At::default()
        };
        let Some(client) = self.alphabet.peers.get(peer) else {
            return;
        };
        let witness = Witness::begin(self.service, client.address, client.seen);
        let step = connected(self.server, witness.peer(self.server));
        self.visit(Stage::Greeting, step, None, Vec::new(), at, 220);
    }

    fn expand(&mut self, index: usize, stage: Stage) {
        match stage {
            Stage::Greeting | Stage::Tls | Stage::Message => {}
            Stage::Hello => self.hello(index),
            Stage::Auth => self.auth(index),
            Stage::Mail => self.mail(index),
            Stage::Recipient => self.recipient(index),
            Stage::Data => self.data(index),
        }
    }

    fn hello(&mut self, index: usize) {
        for at in 0..self.alphabet.hellos.len() {
            let Some((node, hello)) = self.nodes.get(index).zip(self.alphabet.hellos.get(at))
            else {
                return;
            };
            let (line, from) = (Arc::clone(&hello.line), node.at);
            let step = said(&node.session, line.as_bytes());
            let lines = vec![Arc::clone(&line)];
            let greeted = step.after.clone();
            if self.visit(Stage::Hello, step, Some(index), lines.clone(), from, 250)
                && greeted.channel() == Channel::Clear
            {
                self.starttls(index, &greeted, lines, from);
            }
        }
    }

    /// The same inside TLS, where the server offers it.
    fn starttls(&mut self, index: usize, greeted: &Session, mut lines: Vec<Arc<str>>, at: At) {
        let step = said(greeted, b"STARTTLS");
        if code(&step) != 220 {
            return;
        }
        let Some(again) = lines.last().cloned() else {
            return;
        };
        let step = said(&step.after, again.as_bytes());
        lines.push(Arc::from("STARTTLS"));
        lines.push(again);
        self.visit(Stage::Tls, step, Some(index), lines, at, 250);
    }

    fn auth(&mut self, index: usize) {
        for login in 0..self.alphabet.logins.len() {
            let Some((node, how)) = self.nodes.get(index).zip(self.alphabet.logins.get(login))
            else {
                return;
            };
            let at = At { login, ..node.at };
            let (user, password): (&str, &str) = match how {
                Login::None => {
                    // Nothing is said, and the session goes on as it is.
                    let node = Node {
                        at,
                        before: Some(index),
                        lines: Vec::new(),
                        session: node.session.clone(),
                    };
                    self.nodes.push(node);
                    continue;
                }
                Login::Anonymous => {
                    self.anonymous(index, at);
                    continue;
                }
                Login::WrongPassword { user } => (user, "wrong"),
                Login::Account { user, password } => (user, password),
            };
            let credentials = Credentials { user, password };
            let (offered, _) = self.server.mechanisms(node.session.channel());
            let talk = Conversation::log_in(&PLAIN_FIRST, &node.session, offered, credentials);
            let lines = talk.lines();
            if let Some(last) = talk.turns.into_iter().last() {
                self.visit(Stage::Auth, last.step, Some(index), lines, at, 0);
            }
        }
    }

    fn anonymous(&mut self, index: usize, at: At) {
        let Some(node) = self.nodes.get(index) else {
            return;
        };
        let (offered, _) = self.server.mechanisms(node.session.channel());
        if !offered.contains(&"ANONYMOUS") {
            return;
        }
        let line: Arc<str> = Arc::from("AUTH ANONYMOUS YW5vbnltb3Vz");
        let step = said(&node.session, line.as_bytes());
        self.visit(Stage::Auth, step, Some(index), vec![line], at, 0);
    }

    fn mail(&mut self, index: usize) {
        for sender in 0..self.alphabet.senders.len() {
            let Some((node, word)) = self.nodes.get(index).zip(self.alphabet.senders.get(sender))
            else {
                return;
            };
            let at = node.at;
            let line = Arc::clone(&word.line);
            let step = said(&node.session, line.as_bytes());
            self.visit(Stage::Mail, step, Some(index), vec![line], at, 250);
        }
    }

    fn recipient(&mut self, index: usize) {
        for recipient in 0..self.alphabet.recipients.len() {
            let recipients = &self.alphabet.recipients;
            let Some((node, to)) = self.nodes.get(index).zip(recipients.get(recipient)) else {
                return;
            };
            let at = At {
                recipient: Some(recipient),
                ..node.at
            };
            let line = Arc::clone(&to.line);
            let step = said(&node.session, line.as_bytes());
            self.found.sessions = self.found.sessions.saturating_add(1);
            self.visit(Stage::Recipient, step, Some(index), vec![line], at, 250);
        }
    }

    /// DATA, an empty message, and its end.
    fn data(&mut self, index: usize) {
        let Some(node) = self.nodes.get(index) else {
            return;
        };
        let at = node.at;
        let step = said(&node.session, b"DATA");
        let after = step.after.clone();
        let mut lines = vec![Arc::from("DATA")];
        if self.visit(Stage::Data, step, Some(index), lines.clone(), at, 354) {
            let step = said(&after, b".");
            lines.push(Arc::from("."));
            self.visit(Stage::Message, step, Some(index), lines, at, 250);
        }
    }

    /// Asks about a step, and keeps the session if it goes on. Whether it does.
    fn visit(
        &mut self,
        stage: Stage,
        step: Step,
        before: Option<usize>,
        lines: Vec<Arc<str>>,
        at: At,
        wanted: u16,
    ) -> bool {
        if let Some(fact) = &step.unknown
            && !self.found.unknown.contains(fact)
        {
            self.found.unknown.push(fact.clone());
        }
        self.ask(stage, &step, before, &lines, at);
        let goes_on = step.next != Expect::Closed && (wanted == 0 || code(&step) == wanted);
        if goes_on {
            self.nodes.push(Node {
                session: step.after,
                before,
                lines,
                at,
            });
        }
        goes_on
    }

    fn ask(
        &mut self,
        stage: Stage,
        step: &Step,
        before: Option<usize>,
        lines: &[Arc<str>],
        at: At,
    ) {
        let alphabet = self.alphabet;
        let (Some(peer), Some(login)) =
            (alphabet.peers.get(at.peer), alphabet.logins.get(at.login))
        else {
            return;
        };
        let visit = Visit {
            stage,
            step,
            peer,
            login,
            recipient: at.recipient.and_then(|to| alphabet.recipients.get(to)),
        };
        for (question, predicate) in self.predicates.iter().enumerate() {
            let open = self
                .found
                .witnesses
                .get(question)
                .is_some_and(Option::is_none);
            if open && predicate(&visit) {
                let witness = self.witness(before, lines, peer);
                if let Some(slot) = self.found.witnesses.get_mut(question) {
                    *slot = Some(witness);
                }
            }
        }
    }

    fn witness(&self, mut before: Option<usize>, lines: &[Arc<str>], peer: &Peer) -> Witness {
        let mut parts = vec![lines];
        while let Some(node) = before.and_then(|index| self.nodes.get(index)) {
            parts.push(&node.lines);
            before = node.before;
        }
        parts.reverse();
        Witness {
            lines: parts.concat(),
            ..Witness::begin(self.service, peer.address, peer.seen)
        }
    }
}
