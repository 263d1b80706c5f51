//! When the words of restriction lists came.

use super::Change;
use crate::{Wave, v};

/// The rows.
pub(super) const ROWS: &[Change] = &[
    Change {
        arrivals: &[v(2, 0, 0)],
        summary: "reject_rbl and its kin name the lists of the DNS that they ask.",
        source: "src/smtpd/smtpd_check.c",
        apply: |d| d.restrictions = Wave::Lists,
    },
    Change {
        arrivals: &[v(2, 1, 0)],
        summary: "Restrictions can postpone, ask a policy service, and look for unlisted addresses.",
        source: "src/smtpd/smtpd_check.c",
        apply: |d| d.restrictions = Wave::Deferral,
    },
    Change {
        arrivals: &[v(2, 2, 0)],
        summary: "Restrictions can look at TLS.",
        source: "src/smtpd/smtpd_check.c",
        apply: |d| d.restrictions = Wave::Tls,
    },
    Change {
        arrivals: &[v(2, 3, 0)],
        summary: "Restrictions have the names of today.",
        source: "src/smtpd/smtpd_check.c",
        apply: |d| d.restrictions = Wave::LongNames,
    },
    Change {
        arrivals: &[v(2, 6, 0)],
        summary: "A table can be asked for the client's unverified name.",
        source: "src/smtpd/smtpd_check.c",
        apply: |d| d.restrictions = Wave::ReverseName,
    },
    Change {
        arrivals: &[v(2, 7, 0)],
        summary: "A table can be asked for the servers of the client's domain.",
        source: "src/smtpd/smtpd_check.c",
        apply: |d| d.restrictions = Wave::ClientServers,
    },
    Change {
        arrivals: &[v(2, 8, 0)],
        summary: "Lists of the DNS can permit.",
        source: "src/smtpd/smtpd_check.c",
        apply: |d| d.restrictions = Wave::WhiteLists,
    },
    Change {
        arrivals: &[v(2, 10, 0)],
        summary: "defer_unauth_destination exists.",
        source: "src/smtpd/smtpd_check.c",
        apply: |d| d.restrictions = Wave::RelayList,
    },
    Change {
        arrivals: &[v(2, 11, 0)],
        summary: "A table can be asked for the login.",
        source: "src/smtpd/smtpd_check.c",
        apply: |d| d.restrictions = Wave::Logins,
    },
    Change {
        arrivals: &[v(3, 0, 0)],
        summary: "A table can be asked for the addresses of a name.",
        source: "src/smtpd/smtpd_check.c",
        apply: |d| d.restrictions = Wave::Addresses,
    },
];
