//! Which rows of the relay table tell something that another one does not.

use super::{Identity, Origin, Row, Verdict, Who};

/// Whether this row of `rows` says what the row of another client does not: an outsider
/// by IPv6 is held against one by IPv4, and a client that has tried to log in against the
/// same client that has not. Four rows always tell something: an outsider without a login,
/// anonymous, or with an account, and the own network without a login.
#[must_use]
pub fn tells(rows: &[Row], row: &Row) -> bool {
    let Some(like) = like(row.who) else {
        return true;
    };
    let Some(other) = rows.iter().find(|other| other.who == like) else {
        return true;
    };
    let mut cells = row.cells.iter().zip(&other.cells);
    cells.any(|(cell, other)| cell.verdict != Verdict::NoLogin && cell.verdict != other.verdict)
}

/// Whom a client fares like, unless something is wrong or it needs its login.
const fn like(who: Who) -> Option<Who> {
    let origin = match (who.origin, who.identity) {
        (Origin::OutsiderByIpv6, _) | (Origin::Outsider, Identity::WrongPassword) => {
            Origin::Outsider
        }
        (Origin::LanLaptop, Identity::Anonymous | Identity::Account | Identity::WrongPassword) => {
            Origin::LanLaptop
        }
        (Origin::Outsider, Identity::None | Identity::Anonymous | Identity::Account)
        | (Origin::LanLaptop, Identity::None) => return None,
    };
    Some(Who::new(origin, Identity::None))
}
