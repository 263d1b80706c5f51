//! Who may relay to where: one real session per cell, which is kept as the witness.

use std::net::IpAddr;
use std::sync::Arc;

use saslab_smtpd::{Cause, Server};

use crate::alphabet::{LAPTOP, OUTSIDER, OUTSIDER6, domain_of, foreign_domain, own_domain};
use crate::{Lens, Witness};

mod strangers;
mod talk;
mod telling;

use strangers::Strangers;
use talk::{Door, Ready};

pub use telling::tells;

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
    /// The same, by IPv6.
    OutsiderByIpv6,
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

    /// Every identity at every origin; by IPv6 the address alone makes a difference.
    pub const EVERY: [Self; 9] = [
        Self::ALL[0],
        Self::ALL[1],
        Self::ALL[2],
        Self::ALL[3],
        Self::new(Origin::OutsiderByIpv6, Identity::None),
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
            Self::OutsiderByIpv6 => OUTSIDER6,
            Self::LanLaptop => LAPTOP,
        }
    }
}

impl Destination {
    /// All, from the nearest.
    pub const ALL: [Self; 3] = [Self::Local, Self::Relay, Self::Foreign];
}

/// Runs one session for every client and destination. Who logs in begins TLS first
/// where the server offers it, others where it insists. A foreign domain is supposed to be
/// in no table of another server that lists what is this server's own; the witness says so.
#[must_use]
pub fn relay_table(server: &Arc<Server>, lens: Lens) -> Vec<Row> {
    relay_rows(server, lens, &Who::ALL)
}

/// The same for these clients, one row each; a client by IPv6 has none where the server
/// has no such address (`inet_protocols`).
#[must_use]
pub fn relay_rows(server: &Arc<Server>, lens: Lens, clients: &[Who]) -> Vec<Row> {
    let recipients = Destination::ALL.map(|destination| {
        let line = recipient(server, destination).map(|address| format!("RCPT TO:<{address}>"));
        (destination, line.map(Arc::from))
    });
    // A step is a pure function: what sessions have in common is run once.
    let mut doors: Vec<(Origin, Door)> = Vec::with_capacity(2);
    let mut strangers = Strangers::of(server, lens);
    let mut row = |who: &Who| {
        let at = doors.iter().position(|(origin, _)| *origin == who.origin);
        let at = at.unwrap_or_else(|| {
            doors.push((who.origin, Door::open(server, lens, who.origin.address())));
            doors.len() - 1
        });
        let ready = doors
            .get_mut(at)
            .map(|(_, door)| door.ready(who.identity, REVERSE_PATH));
        let cells = recipients.iter().filter_map(|(destination, line)| {
            let ready = ready.as_ref()?;
            let Some(line) = line else {
                return Some(no_domain(ready, *destination));
            };
            let (verdict, talk) = strangers.end(*who, line, ready.end(line));
            Some(Cell {
                destination: *destination,
                verdict,
                reply: talk.last_line(),
                cause: talk.cause(),
                witness: talk.into_witness(),
            })
        });
        Row {
            who: *who,
            cells: cells.collect(),
        }
    };
    let reaches = |who: &&Who| {
        who.origin != Origin::OutsiderByIpv6
            || server.settings().speaks(lens.seen(who.origin.address()))
    };
    clients.iter().filter(reaches).map(&mut row).collect()
}

/// How a message from outside to any domain ends, for who acts like this: by IPv6 where
/// the server takes it from there alone. None: the server does not serve.
#[must_use]
pub fn from_outside(rows: &[Row], identity: Identity) -> Option<&Cell> {
    let cell = |origin| {
        let who = Who::new(origin, identity);
        let row = rows.iter().find(|row| row.who == who)?;
        let mut cells = row.cells.iter();
        cells.find(|cell| cell.destination == Destination::Foreign)
    };
    let by_ipv6 = cell(Origin::OutsiderByIpv6);
    let by_ipv6 = by_ipv6.filter(|cell| cell.verdict == Verdict::Accepted);
    let other = cell(Origin::Outsider);
    let accepts = other.is_some_and(|cell| cell.verdict == Verdict::Accepted);
    if accepts { other } else { by_ipv6.or(other) }
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
/// Its domain.
const REVERSE_DOMAIN: &str = "example.org";

/// How it ends when an account sends from an address of its own to a foreign domain.
pub(crate) fn own_sender(server: &Arc<Server>, lens: Lens) -> Verdict {
    let accounts = &server.installation().sasl.accounts;
    let user = accounts.first().map_or("test", |account| &account.name);
    // Dovecot's users are often called by their addresses.
    let address = match user.contains('@') {
        true => user.to_owned(),
        false => format!("{user}@{}", own_domain(server)),
    };
    let mail = format!("MAIL FROM:<{address}>");
    let ready = Door::open(server, lens, OUTSIDER).ready(Identity::Account, &mail);
    let line = format!("RCPT TO:<friend@{}>", foreign_domain(server));
    ready.end(&Arc::from(line)).0
}

fn no_domain(ready: &Ready, destination: Destination) -> Cell {
    Cell {
        destination,
        verdict: Verdict::NoDomain,
        reply: Arc::from(""),
        cause: None,
        witness: ready.nothing_said(),
    }
}

#[cfg(test)]
mod tests;
