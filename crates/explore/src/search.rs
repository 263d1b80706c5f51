//! Breadth first over the real session of one server: greeting, EHLO, STARTTLS, AUTH,
//! MAIL, RCPT, DATA and a message. Each edge is one input of the [`Alphabet`]; questions
//! look at the step that it leads to. The first hit is a shortest one.

use std::collections::BTreeSet;
use std::sync::Arc;

use saslab_clients::{Conversation, Credentials, MailClient};
use saslab_smtpd::policy::Fact;
use saslab_smtpd::{Channel, Expect, Server, Session, Step};

use crate::alphabet::{Alphabet, Channels, Login, Peer, Recipient, Word};
use crate::witness::{code, connected, said};
use crate::{Limit, Witness};

mod steps;

/// How far a search goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bound {
    /// The most sessions that are run.
    pub(crate) sessions: u32,
}

/// The most restrictions that are walked over: fewer sessions are run where there are
/// many of them.
const STEPS: u32 = 1_000_000;

/// A step of a search, with how it was reached.
pub(crate) struct Visit<'v> {
    pub(crate) stage: Stage,
    pub(crate) step: &'v Step,
    pub(crate) peer: &'v Peer,
    pub(crate) login: &'v Login,
    pub(crate) sender: Option<&'v Word>,
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
    hello: usize,
    login: usize,
    sender: Option<usize>,
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
    let words = u32::try_from(server.rules().words().max(1)).unwrap_or(u32::MAX);
    let bound = Bound {
        sessions: bound.sessions.min((STEPS / words).max(64)),
    };
    let mut search = Search {
        server,
        service,
        alphabet,
        predicates,
        bound,
        nodes: Vec::new(),
        known: BTreeSet::new(),
        found: Found {
            witnesses: vec![None; predicates.len()],
            ..Found::default()
        },
    };
    search.run();
    let untried = alphabet.unmade.first().cloned().map(Limit::Untried);
    search.found.limit = search.found.limit.or(untried);
    search.found
}

struct Search<'s> {
    server: &'s Arc<Server>,
    service: &'s str,
    alphabet: &'s Alphabet,
    predicates: &'s [Predicate],
    bound: Bound,
    nodes: Vec<Node>,
    /// Sessions behind the login that are in the nodes already.
    known: BTreeSet<Known>,
    found: Found,
}

/// What restrictions can tell of a session before MAIL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Known {
    peer: usize,
    hello: usize,
    login: Option<usize>,
    encrypted: bool,
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
            self.keep(stage, step.after, before, lines, at);
        }
        goes_on
    }

    /// Keeps a session, unless restrictions cannot tell it from one that was kept.
    fn keep(
        &mut self,
        stage: Stage,
        session: Session,
        before: Option<usize>,
        lines: Vec<Arc<str>>,
        at: At,
    ) {
        let known = Known {
            peer: at.peer,
            hello: at.hello,
            login: session.login().map(|_| at.login),
            encrypted: self.alphabet.channels == Channels::Apart
                && session.channel() == Channel::Encrypted,
        };
        if stage == Stage::Auth && !self.known.insert(known) {
            return;
        }
        self.nodes.push(Node {
            session,
            before,
            lines,
            at,
        });
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
            sender: at.sender.and_then(|from| alphabet.senders.get(from)),
            recipient: at.recipient.and_then(|to| alphabet.recipients.get(to)),
        };
        for (question, predicate) in self.predicates.iter().enumerate() {
            if !predicate(&visit) {
                continue;
            }
            let witness = self.witness(before, lines, peer);
            let Some(slot) = self.found.witnesses.get_mut(question) else {
                return;
            };
            // The levels of the search are commands, of which some take several lines.
            let length = slot.as_ref().map(|slot| slot.lines.len());
            if length.is_none_or(|length| witness.lines.len() < length) {
                *slot = Some(witness);
            }
        }
    }

    fn begin(&self, peer: &Peer) -> Witness {
        Witness {
            name: peer.name.clone(),
            ..Witness::begin(self.service, peer.address, peer.seen)
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
            ..self.begin(peer)
        }
    }
}
