//! What an edit changes in who may relay: the relay tables of two servers compared, each
//! change with the restriction behind it.
//! Left out: domains that move within a column, as another name in `relay_domains` does;
//! and another restriction that decides the same.

use std::fmt;
use std::sync::Arc;

use saslab_smtpd::{Seen, Server, StartError};

use crate::relay::{Destination, Identity, Origin, Who, relay_rows};
use crate::{Lens, Site, Witness, suppose};

mod changes;
mod decider;
mod edited;
mod words;

pub use changes::relay_changes;
pub use decider::Decider;
pub use edited::edited;

/// What an edit has done to one service.
#[derive(Clone, Debug, PartialEq)]
pub struct Consequence {
    /// The service, as its line of master.cf begins.
    pub service: Arc<str>,
    /// What is different.
    pub what: What,
}

/// What is different for those who send through a service.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// It serves, and did not.
    Serves,
    /// It does not serve any more, for this reason.
    Fails(StartError),
    /// Nobody listens there any more.
    Gone,
    /// Somebody may send what they might not, or the other way round.
    Relay(RelayChange),
}

/// One change in who may relay.
#[derive(Clone, Debug, PartialEq)]
pub struct RelayChange {
    /// Whom it concerns.
    pub whom: Vec<Who>,
    /// Where they send.
    pub to: Vec<Destination>,
    /// What it means for them.
    pub effect: Effect,
    /// What is behind it.
    pub by: Decider,
    /// A session that shows it on the server after the edit.
    pub witness: Witness,
}

/// What an edit means for a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// A restriction lets it pass now.
    Permitted,
    /// The restriction that refused it does not any more.
    Released,
    /// It can log in, and could not.
    LogsIn(Relaying),
    /// It is refused for good, and was not refused.
    Refused,
    /// It is refused for now, and was not refused.
    Deferred,
    /// It cannot log in any more.
    CannotLogIn(Relaying),
    /// It was refused for now, and is for good.
    ForGood,
    /// It was refused for good, and is for now.
    ForNow,
    /// Something decides now that is not simulated.
    Unknown,
}

/// What a login is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relaying {
    /// Who logs in may relay, and otherwise not.
    ByLogin,
    /// The client may relay without.
    Anyway,
    /// It may not.
    Never,
}

/// How much harm a change can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Somebody may relay who has not shown who they are.
    Danger,
    /// Anything else.
    Other,
}

impl RelayChange {
    /// Whether strangers may relay by it.
    #[must_use]
    pub fn weight(&self) -> Weight {
        let gains = match self.effect {
            Effect::Permitted | Effect::Released | Effect::LogsIn(Relaying::ByLogin) => true,
            Effect::LogsIn(_)
            | Effect::Refused
            | Effect::Deferred
            | Effect::CannotLogIn(_)
            | Effect::ForGood
            | Effect::ForNow
            | Effect::Unknown => false,
        };
        let stranger =
            |who: &Who| who.origin != Origin::LanLaptop && who.identity != Identity::Account;
        match gains && self.to.contains(&Destination::Foreign) && self.whom.iter().any(stranger) {
            true => Weight::Danger,
            false => Weight::Other,
        }
    }
}

/// A server that was asked to start, and how it sees its clients.
#[derive(Clone, Copy, Debug)]
pub struct Side<'s> {
    /// The server, or why there is none.
    pub started: Result<&'s Arc<Server>, &'s StartError>,
    /// What stands before it.
    pub lens: Lens,
}

/// What an edit changes for those who send through one service, the dangerous first;
/// empty: nothing.
#[must_use]
pub fn changes(before: Side<'_>, after: Side<'_>) -> Vec<What> {
    let rows = |server, side: Side<'_>| relay_rows(server, side.lens, &Who::EVERY);
    let (mut all, changes) = match (before.started, after.started) {
        (Err(_), Err(_)) => return Vec::new(),
        (Ok(_), Err(error)) => return vec![What::Fails(error.clone())],
        (Err(_), Ok(server)) => (vec![What::Serves], relay_changes(&[], &rows(server, after))),
        (Ok(was), Ok(is)) => {
            let changes = relay_changes(&rows(was, before), &rows(is, after));
            (Vec::new(), changes)
        }
    };
    all.extend(changes.into_iter().map(What::Relay));
    all
}

/// What an edit of a mail system changes, service by service; empty: nothing.
#[must_use]
pub fn consequences(before: &Site, after: &Site) -> Vec<Consequence> {
    let (before, after) = (suppose::prepared(before), suppose::prepared(after));
    let mut all = Vec::new();
    for service in after.services() {
        let was = before.service(&service.name);
        let was = was.map_or_else(|| Err(nobody()), |was| before.start(was));
        let is = after.start(service);
        let found = changes(Side::of(&was, before.lens), Side::of(&is, after.lens));
        all.extend(found.into_iter().map(|what| Consequence {
            service: Arc::clone(&service.name),
            what,
        }));
    }
    let gone = before.services();
    let gone = gone.filter(|service| after.service(&service.name).is_none());
    all.extend(gone.map(|service| Consequence {
        service: Arc::clone(&service.name),
        what: What::Gone,
    }));
    all
}

impl<'s> Side<'s> {
    /// A server as it was started.
    #[must_use]
    pub fn of(started: &'s Result<Arc<Server>, StartError>, lens: Lens) -> Self {
        let started = started.as_ref();
        Self { started, lens }
    }
}

/// What becomes of clients where master.cf has no service.
fn nobody() -> StartError {
    StartError {
        log: String::new(),
        seen: Seen::Refused,
        cause: None,
        before: Arc::default(),
    }
}

impl fmt::Display for Consequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if &*self.service != Witness::STOCK {
            write!(f, "{}: ", self.service)?;
        }
        write!(f, "{}", self.what)
    }
}

#[cfg(test)]
#[path = "consequence_tests.rs"]
mod tests;
