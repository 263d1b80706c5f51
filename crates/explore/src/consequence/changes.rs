//! Two tables of the same clients, cell by cell; changes alike become one.

use super::{Decider, Effect, RelayChange, Relaying, Weight};
use crate::relay::{Cell, Destination, Identity, Row, Verdict, Who};

/// What is different between two tables, the dangerous first. A client without a row is
/// one that the server does not serve.
#[must_use]
pub fn relay_changes(before: &[Row], after: &[Row]) -> Vec<RelayChange> {
    let (was, after) = (completed(before, after), &completed(after, before));
    let tables = Tables {
        before: &was,
        after,
    };
    let mut found: Vec<RelayChange> = Vec::new();
    for row in after {
        for change in tables.of_row(row) {
            if !tables.is_said(row.who, &change, &found) {
                add(&mut found, change, Merge::Destinations);
            }
        }
    }
    let mut all = Vec::new();
    for change in found {
        add(&mut all, change, Merge::Clients);
    }
    // Clients stay in the order of the table.
    let is_danger = |change: &RelayChange| change.weight() == Weight::Danger;
    let (mut dangers, others): (Vec<_>, Vec<_>) = all.into_iter().partition(is_danger);
    dangers.extend(others);
    dangers
}

/// The table with a row for each client of the other one.
fn completed(rows: &[Row], other: &[Row]) -> Vec<Row> {
    let is_missing = |row: &&Row| !rows.iter().any(|one| one.who == row.who);
    let missing = other.iter().filter(is_missing).map(unserved);
    rows.iter().cloned().chain(missing).collect()
}

/// A client that is not served: what is accepted on the other side is refused.
fn unserved(row: &Row) -> Row {
    let refused = |cell: &Cell| Cell {
        verdict: match cell.verdict {
            Verdict::Accepted => Verdict::Refused,
            other @ (Verdict::NoDomain
            | Verdict::Refused
            | Verdict::Deferred
            | Verdict::NoLogin
            | Verdict::NotSimulated) => other,
        },
        cause: None,
        ..cell.clone()
    };
    Row {
        who: row.who,
        cells: row.cells.iter().map(refused).collect(),
    }
}

fn cell_of(rows: &[Row], who: Who, to: Destination) -> Option<&Cell> {
    let mut rows = rows.iter();
    let row = rows.find(|row| row.who == who)?;
    let mut cells = row.cells.iter();
    cells.find(|cell| cell.destination == to)
}

/// Who does not log in at the same place.
const fn plain(who: Who) -> Who {
    Who {
        origin: who.origin,
        identity: Identity::None,
    }
}

struct Tables<'t> {
    before: &'t [Row],
    after: &'t [Row],
}

impl Tables<'_> {
    fn of_row(&self, row: &Row) -> Vec<RelayChange> {
        let changes = row.cells.iter().filter_map(|cell| {
            let was = cell_of(self.before, row.who, cell.destination)?;
            let (was, is) = match (was.verdict, cell.verdict) {
                (Verdict::NoDomain, Verdict::NoDomain) => return None,
                // Where no domain is relayed for, one that will be is foreign yet.
                (Verdict::NoDomain, _) => {
                    (cell_of(self.before, row.who, Destination::Foreign)?, cell)
                }
                (_, Verdict::NoDomain) => {
                    (was, cell_of(self.after, row.who, Destination::Foreign)?)
                }
                _both => (was, cell),
            };
            let effect = self.effect(row.who, was, is)?;
            Some(RelayChange {
                whom: vec![row.who],
                to: vec![cell.destination],
                effect,
                by: decider(effect, was, is),
                witness: is.witness.clone(),
            })
        });
        changes.collect()
    }

    /// What it means that a session ends otherwise.
    fn effect(&self, who: Who, was: &Cell, is: &Cell) -> Option<Effect> {
        let without = |rows| cell_of(rows, plain(who), is.destination).map(|cell| cell.verdict);
        let effect = match (was.verdict, is.verdict) {
            (before, after) if before == after => return None,
            (_, Verdict::NoDomain) | (Verdict::NoDomain, _) => return None,
            (Verdict::NoLogin, with) => Effect::LogsIn(relaying(with, without(self.after))),
            (with, Verdict::NoLogin) => Effect::CannotLogIn(relaying(with, without(self.after))),
            (_, Verdict::NotSimulated) => Effect::Unknown,
            (_, Verdict::Accepted) => match Decider::permitting(was, is) {
                Decider::Nothing => Effect::Released,
                Decider::Restriction { .. } | Decider::Setting { .. } | Decider::Other(_) => {
                    Effect::Permitted
                }
            },
            (Verdict::Deferred, Verdict::Refused) => Effect::ForGood,
            (Verdict::Refused, Verdict::Deferred) => Effect::ForNow,
            (_, Verdict::Refused) => Effect::Refused,
            (_, Verdict::Deferred) => Effect::Deferred,
        };
        Some(effect)
    }

    /// Whether a change is said already by what is said of others.
    fn is_said(&self, who: Who, change: &RelayChange, found: &[RelayChange]) -> bool {
        let mut others = found.iter();
        match (who.identity, change.effect) {
            (Identity::None, _) => false,
            // Who does not get in is who does not try.
            (Identity::WrongPassword, _) => change.to.iter().all(|to| {
                let ends = |who| cell_of(self.after, who, *to).map(|cell| cell.verdict);
                matches!(ends(who), Some(Verdict::NoLogin)) || ends(who) == ends(plain(who))
            }),
            // A login is told by what it is good for, and once.
            (identity, Effect::LogsIn(_) | Effect::CannotLogIn(_)) => {
                let same = |said: &RelayChange| {
                    let mut whom = said.whom.iter();
                    said.effect.is_login() && whom.any(|who| who.identity == identity)
                };
                !change.to.contains(&Destination::Foreign) || others.any(same)
            }
            // What lets everybody pass lets those pass who log in.
            (_, Effect::Permitted | Effect::Released) => others.any(|said| {
                said.whom.contains(&plain(who)) && change.to.iter().all(|to| said.to.contains(to))
            }),
            (
                Identity::Anonymous | Identity::Account,
                Effect::Refused
                | Effect::Deferred
                | Effect::ForGood
                | Effect::ForNow
                | Effect::Unknown,
            ) => false,
        }
    }
}

fn relaying(with: Verdict, without: Option<Verdict>) -> Relaying {
    match (with, without) {
        (_, Some(Verdict::Accepted)) => Relaying::Anyway,
        (Verdict::Accepted, _) => Relaying::ByLogin,
        (
            Verdict::Refused
            | Verdict::Deferred
            | Verdict::NoLogin
            | Verdict::NoDomain
            | Verdict::NotSimulated,
            _,
        ) => Relaying::Never,
    }
}

fn decider(effect: Effect, was: &Cell, is: &Cell) -> Decider {
    match effect {
        Effect::Permitted | Effect::LogsIn(Relaying::ByLogin) => Decider::permitting(was, is),
        Effect::Released => Decider::refusing(was),
        Effect::CannotLogIn(_) | Effect::LogsIn(Relaying::Anyway) => Decider::Nothing,
        Effect::LogsIn(Relaying::Never)
        | Effect::Refused
        | Effect::Deferred
        | Effect::ForGood
        | Effect::ForNow
        | Effect::Unknown => Decider::refusing(is),
    }
}

impl Effect {
    /// Whether it is about logging in.
    pub(super) const fn is_login(self) -> bool {
        match self {
            Self::LogsIn(_) | Self::CannotLogIn(_) => true,
            Self::Permitted
            | Self::Released
            | Self::Refused
            | Self::Deferred
            | Self::ForGood
            | Self::ForNow
            | Self::Unknown => false,
        }
    }
}

/// What of two changes may differ for them to be one.
#[derive(Clone, Copy)]
enum Merge {
    Destinations,
    Clients,
}

fn add(all: &mut Vec<RelayChange>, change: RelayChange, merge: Merge) {
    let alike = |known: &&mut RelayChange| {
        let same = known.effect == change.effect && known.by.is_same(&change.by);
        same && match merge {
            Merge::Destinations => known.whom == change.whom,
            Merge::Clients => known.to == change.to && !change.effect.is_login(),
        }
    };
    match all.iter_mut().find(alike) {
        None => all.push(change),
        Some(known) => match merge {
            Merge::Destinations => known.to.extend(change.to),
            Merge::Clients => known.whom.extend(change.whom),
        },
    }
}
