//! Who may relay to where: one real session per cell, which is kept as the witness.

use std::net::IpAddr;
use std::sync::Arc;

use saslab_clients::{Conversation, Credentials};
use saslab_smtpd::policy::Client;
use saslab_smtpd::{Cause, Expect, Reply, ReplyLine, Server, Session, Step};

use crate::alphabet::{LAPTOP, OUTSIDER, domain_of, foreign_domain, own_domain};
use crate::search::PLAIN_FIRST;
use crate::witness::{code, connected, last_line, said};
use crate::{Lens, Witness};

/// Who connects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Who {
    /// From where.
    pub origin: Origin,
    /// As whom.
    pub identity: Identity,
}

/// Where a client connects from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Somewhere on the Internet.
    Outsider,
    /// The server's own network.
    LanLaptop,
}

/// As whom a client acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Identity {
    /// It does not log in.
    None,
    /// With AUTH ANONYMOUS.
    Anonymous,
    /// As the first account, with its password.
    Account,
    /// As the first account, with a wrong password.
    WrongPassword,
}

/// Where the message shall go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Destination {
    /// To a domain that the server delivers for: `mydestination` and its kin.
    Local,
    /// To a domain of `relay_domains`.
    Relay,
    /// To a domain that the server has nothing to do with.
    Foreign,
}

/// How the session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The recipient was accepted.
    Accepted,
    /// The recipient, or something before it, was refused for good.
    Refused,
    /// It was refused for now.
    Deferred,
    /// No login took place, so the question did not arise.
    NoLogin,
    /// The server has no such domain.
    NoDomain,
    /// What decides is not simulated.
    NotSimulated,
}

/// One answer with its proof.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Where the message was to go.
    pub destination: Destination,
    /// How it ended.
    pub verdict: Verdict,
    /// The last line of the reply that decided; empty if none did: the server never
    /// spoke, or offers no mechanism.
    pub reply: Arc<str>,
    /// What decided; none where nothing was said.
    pub cause: Option<Cause>,
    /// The session.
    pub witness: Witness,
}

/// One client and what it may do.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The client.
    pub who: Who,
    /// One per destination, in the order of [`Destination::ALL`].
    pub cells: Vec<Cell>,
}

impl Who {
    /// The rows of the table, from the most dangerous to the most trusted.
    pub const ALL: [Self; 5] = [
        Self::new(Origin::Outsider, Identity::None),
        Self::new(Origin::Outsider, Identity::WrongPassword),
        Self::new(Origin::Outsider, Identity::Anonymous),
        Self::new(Origin::Outsider, Identity::Account),
        Self::new(Origin::LanLaptop, Identity::None),
    ];

    /// Every identity at every origin.
    pub const EVERY: [Self; 8] = [
        Self::ALL[0],
        Self::ALL[1],
        Self::ALL[2],
        Self::ALL[3],
        Self::ALL[4],
        Self::new(Origin::LanLaptop, Identity::WrongPassword),
        Self::new(Origin::LanLaptop, Identity::Anonymous),
        Self::new(Origin::LanLaptop, Identity::Account),
    ];

    const fn new(origin: Origin, identity: Identity) -> Self {
        Self { origin, identity }
    }
}

impl Origin {
    /// The address in the little world.
    #[must_use]
    pub const fn address(self) -> IpAddr {
        match self {
            Self::Outsider => OUTSIDER,
            Self::LanLaptop => LAPTOP,
        }
    }
}

impl Destination {
    /// All, from the nearest.
    pub const ALL: [Self; 3] = [Self::Local, Self::Relay, Self::Foreign];
}

/// Runs one session for every client and destination. Who logs in begins TLS first
/// where the server offers it, others where it insists.
#[must_use]
pub fn relay_table(server: &Arc<Server>, lens: Lens) -> Vec<Row> {
    relay_rows(server, lens, &Who::ALL)
}

/// The same for these clients, one row each.
#[must_use]
pub fn relay_rows(server: &Arc<Server>, lens: Lens, clients: &[Who]) -> Vec<Row> {
    let row = |who: &Who| Row {
        who: *who,
        cells: Destination::ALL
            .into_iter()
            .map(|destination| ask(server, lens, *who, destination))
            .collect(),
    };
    clients.iter().map(row).collect()
}

/// A recipient in a domain of the class, if the server has one.
fn recipient(server: &Server, destination: Destination) -> Option<String> {
    let at = |name: &str, domain: &str| format!("{name}@{domain}");
    match destination {
        Destination::Local => Some(
            domain_of(server, "mydestination")
                .map_or_else(|| "postmaster".to_owned(), |domain| at("alice", &domain)),
        ),
        Destination::Relay => Some(at("alice", &domain_of(server, "relay_domains")?)),
        Destination::Foreign => Some(at("friend", foreign_domain(server))),
    }
}

/// The address that every client here sends from: it exists, and is not the server's.
const REVERSE_PATH: &str = "MAIL FROM:<sender@example.org>";

const HELLO: &str = "EHLO client.example.org";

/// How it ends when an account sends from an address of its own to a foreign domain.
pub(crate) fn own_sender(server: &Arc<Server>, lens: Lens) -> Verdict {
    let mut talk = Talk::open(server, lens, OUTSIDER);
    let accounts = &server.installation().sasl.accounts;
    let user = accounts.first().map_or("test", |account| &account.name);
    let own = own_domain(server);
    let done = talk.log_in(Identity::Account).err();
    done.unwrap_or_else(|| {
        if talk.say(format!("MAIL FROM:<{user}@{own}>")) == 250 {
            talk.say(format!("RCPT TO:<friend@{}>", foreign_domain(server)));
        }
        talk.verdict()
    })
}

fn ask(server: &Arc<Server>, lens: Lens, who: Who, destination: Destination) -> Cell {
    let mut talk = Talk::open(server, lens, who.origin.address());
    let verdict = match recipient(server, destination) {
        None => Verdict::NoDomain,
        Some(forward_path) => talk.log_in(who.identity).err().unwrap_or_else(|| {
            let mut begun = talk.say(REVERSE_PATH);
            // RFC 3207 section 4: so refuses a server that insists on TLS.
            if begun == 530 && who.identity == Identity::None && talk.say("STARTTLS") == 220 {
                talk.say(HELLO);
                begun = talk.say(REVERSE_PATH);
            }
            if begun == 250 {
                talk.say(format!("RCPT TO:<{forward_path}>"));
            }
            talk.verdict()
        }),
    };
    let (reply, cause) = match verdict {
        Verdict::NoDomain => (Arc::from(""), None),
        Verdict::Accepted
        | Verdict::Refused
        | Verdict::Deferred
        | Verdict::NoLogin
        | Verdict::NotSimulated => (talk.last_line(), talk.cause()),
    };
    Cell {
        destination,
        verdict,
        reply,
        cause,
        witness: talk.witness,
    }
}

/// A session under way, and what was said in it.
struct Talk {
    session: Session,
    /// The step that the last word came with; none: nobody could say anything.
    last: Option<Step>,
    witness: Witness,
}

impl Talk {
    fn open(server: &Arc<Server>, lens: Lens, client: IpAddr) -> Self {
        let seen = lens.seen(client);
        let world = &server.installation().world;
        let step = connected(server, Client::new(world, seen));
        Self {
            session: step.after.fork(),
            last: Some(step),
            witness: Witness::begin(Witness::STOCK, client, seen),
        }
    }

    /// The code of the answer. Nothing is said behind the end of the session.
    fn say(&mut self, line: impl Into<Arc<str>>) -> u16 {
        let line: Arc<str> = line.into();
        let closed = self
            .last
            .as_ref()
            .is_some_and(|step| step.next == Expect::Closed);
        if !closed {
            let step = said(&self.session, line.as_bytes());
            self.session = step.after.fork();
            self.last = Some(step);
            self.witness.lines.push(line);
        }
        self.code()
    }

    /// EHLO, and the login of those who have one.
    fn log_in(&mut self, identity: Identity) -> Result<(), Verdict> {
        if self.code() != 220 {
            return Err(self.verdict());
        }
        self.say(HELLO);
        let server = Arc::clone(self.session.server());
        let account = server.installation().sasl.accounts.first();
        let password = account.map_or(&[][..], |account| account.password.reveal());
        let password = String::from_utf8_lossy(password);
        let user = account.map_or("test", |account| &account.name);
        let password = match identity {
            Identity::None => return Ok(()),
            Identity::Anonymous => return self.anonymous(),
            Identity::Account => &*password,
            Identity::WrongPassword => "wrong",
        };
        self.begin_tls();
        let credentials = Credentials { user, password };
        let offered = self.offered();
        let names: Vec<&str> = offered.iter().map(|name| &**name).collect();
        let talk = Conversation::log_in(&PLAIN_FIRST, &self.session, &names, credentials);
        self.last = None;
        for turn in talk.turns {
            self.witness.lines.push(turn.line);
            self.session = turn.step.after.fork();
            self.last = Some(turn.step);
        }
        match (identity, self.code()) {
            (_, 235) | (Identity::WrongPassword, 1..) => Ok(()),
            (_, _) => Err(Verdict::NoLogin),
        }
    }

    fn anonymous(&mut self) -> Result<(), Verdict> {
        self.begin_tls();
        if !self.offered().iter().any(|name| &**name == "ANONYMOUS") {
            self.last = None;
            return Err(Verdict::NoLogin);
        }
        match self.say("AUTH ANONYMOUS YW5vbnltb3Vz") {
            235 => Ok(()),
            _other => Err(Verdict::NoLogin),
        }
    }

    /// STARTTLS and EHLO again, if the last reply offers it.
    fn begin_tls(&mut self) {
        let offered = self
            .texts()
            .any(|text| text.eq_ignore_ascii_case("STARTTLS"));
        if offered && self.say("STARTTLS") == 220 {
            self.say(HELLO);
        }
    }

    /// The mechanisms in the last reply.
    fn offered(&self) -> Vec<Arc<str>> {
        let mut lines = self.texts();
        let auth = lines.find_map(|text| text.strip_prefix("AUTH "));
        let names = auth.into_iter().flat_map(str::split_ascii_whitespace);
        names.map(Arc::from).collect()
    }

    /// The last reply's lines, without their codes.
    fn texts(&self) -> impl Iterator<Item = &str> {
        let replies = self.last.iter().flat_map(|step| step.replies.first());
        let lines = replies.flat_map(Reply::lines).map(ReplyLine::text);
        lines.map(|text| text.get(4..).unwrap_or_default())
    }

    fn code(&self) -> u16 {
        self.last.as_ref().map_or(0, code)
    }

    fn cause(&self) -> Option<Cause> {
        let reply = self.last.as_ref()?.replies.first()?;
        Some(reply.lines().last()?.cause().clone())
    }

    fn last_line(&self) -> Arc<str> {
        Arc::from(self.last.as_ref().map_or("", last_line))
    }

    fn verdict(&self) -> Verdict {
        let replies = self.last.iter().flat_map(|step| &step.replies);
        let mut causes = replies.flat_map(Reply::lines).map(ReplyLine::cause);
        if causes.any(|cause| matches!(cause, Cause::NotSimulated(_))) {
            return Verdict::NotSimulated;
        }
        match self.code() {
            200..=299 => Verdict::Accepted,
            400..=499 => Verdict::Deferred,
            _other => Verdict::Refused,
        }
    }
}

#[cfg(test)]
#[path = "relay_tests.rs"]
mod tests;
