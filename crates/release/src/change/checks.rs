//! Changes of what a restriction looks at, and of how main.cf is read.

use super::Change;
use crate::lookup::{
    AbsentServers, BareAddress, DnsReason, DnsTrouble, LoginMismatch, MxBackup, NullMx, StatusEnd,
};
use crate::main_cf::{BoundStyle, OriginCheck, Syntax};
use crate::v;

/// The rows.
pub(super) const ROWS: &[Change] = &[
    Change {
        arrivals: &[v(2, 2, 0)],
        summary: "A bare address is no host name; only reject_invalid_hostname lets it pass.",
        source: "src/util/valid_hostname.c",
        apply: |d| d.bare_address = BareAddress::Excused,
    },
    Change {
        arrivals: &[v(2, 1, 0)],
        summary: "A name server that fails postpones the decision.",
        source: "src/smtpd/smtpd_check.c",
        apply: |d| d.dns_trouble = DnsTrouble::Postponed,
    },
    Change {
        arrivals: &[v(2, 1, 0)],
        summary: "reject_sender_login_mismatch is made of two restrictions.",
        source: "src/smtpd/smtpd_check.c",
        apply: |d| d.login_mismatch = LoginMismatch::Two,
    },
    Change {
        arrivals: &[v(2, 1, 0)],
        summary: "defer and defer_if_permit protect against relaying, too.",
        source: "src/smtpd/smtpd_check.c",
        apply: |d| {
            d.relay_protection = &[
                "check_relay_domains",
                "reject_unauth_destination",
                "reject",
                "defer",
                "defer_if_permit",
            ];
        },
    },
    Change {
        arrivals: &[v(2, 10, 0)],
        summary: "defer_unauth_destination protects against relaying, too.",
        source: "src/smtpd/smtpd_check.c",
        apply: |d| {
            d.relay_protection = &[
                "reject_unauth_destination",
                "defer_unauth_destination",
                "reject",
                "defer",
                "defer_if_permit",
                "check_relay_domains",
            ];
        },
    },
    Change {
        arrivals: &[v(3, 0, 0)],
        summary: "reject_unknown_client_hostname has the status of RFC 7372.",
        source: "src/smtpd/smtpd_check.c",
        apply: |d| d.unknown_client = "4.7.25",
    },
    Change {
        arrivals: &[v(3, 0, 0)],
        summary: "A domain with the null MX of RFC 7505 takes and sends no mail.",
        source: "src/smtpd/smtpd_check.c",
        apply: |d| d.null_mx = NullMx::Known,
    },
    Change {
        arrivals: &[v(2, 1, 0)],
        summary: "A bad value is compared with its bound: 0 < 1.",
        source: "src/global/mail_conf_int.c",
        apply: |d| d.main_cf.bounds = BoundStyle::Compared,
    },
    Change {
        arrivals: &[v(2, 1, 0)],
        summary: "myorigin is refused when it holds several values.",
        source: "src/global/mail_params.c",
        apply: |d| d.main_cf.origin = OriginCheck::OneValue,
    },
    Change {
        arrivals: &[v(2, 2, 0)],
        summary: "main.cf knows ${name?text} and ${name:text}.",
        source: "src/util/dict.c",
        apply: |d| d.main_cf.syntax = Syntax::Conditions,
    },
    Change {
        arrivals: &[v(3, 0, 0)],
        summary: "main.cf knows ${{a} == {b} ? {text} : {text}}.",
        source: "src/util/mac_expand.c",
        apply: |d| d.main_cf.syntax = Syntax::Relations,
    },
    Change {
        arrivals: &[v(3, 6, 0)],
        summary: "main.cf compares levels: ${{a} <level {b} ? {text} : {text}}.",
        source: "src/util/mac_expand.c",
        apply: |d| d.main_cf.syntax = Syntax::Levels,
    },
    Change {
        arrivals: &[v(2, 3, 0)],
        summary: "permit_mx_backup takes mail for domains with a better mail exchanger only.",
        source: "src/smtpd/smtpd_check.c",
        apply: |d| d.mx_backup = MxBackup::BackupExchanger,
    },
    Change {
        arrivals: &[v(2, 3, 18), v(2, 4, 12), v(2, 5, 8), v(2, 6, 4), v(2, 7, 0)],
        summary: "A name that does not exist is its own mail exchanger for an access table.",
        source: "src/smtpd/smtpd_check.c",
        apply: |d| d.absent_servers = AbsentServers::OfAnyName,
    },
    Change {
        arrivals: &[v(3, 0, 0)],
        summary: "permit_mx_backup says why a lookup failed.",
        source: "src/smtpd/smtpd_check.c",
        apply: |d| d.dns_reason = DnsReason::Told,
    },
    Change {
        arrivals: &[v(3, 8, 16), v(3, 9, 10), v(3, 10, 9), v(3, 11, 1)],
        summary: "Nothing is read behind a status code of a table that has no text.",
        source: "src/global/dsn_util.c",
        apply: |d| d.status_end = StatusEnd::Seen,
    },
];
