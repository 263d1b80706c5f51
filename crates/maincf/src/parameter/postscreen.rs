//! postscreen(8), which is not simulated.
//! Read from `mail_params.h` of every release, and from postconf(5).

use super::{Default, Group, Kind, LIST, NOT_EMPTY, NUMBER, Described, Reader, at};
use saslab_release::v;

/// This theme's part of the table.
pub(super) const ROWS: &[Described] = &[
    row(
        "postscreen_access_list",
        LIST,
        "Clients that are let through or refused at once.",
        &[at(&[v(2, 8, 0)], "permit_mynetworks")],
    )
    .read_by(Reader::Others)
    .not_simulated(),
    row(
        "postscreen_greet_action",
        NOT_EMPTY,
        "What happens to clients that talk too early.",
        &[at(&[v(2, 7, 0)], "continue"), at(&[v(2, 8, 0)], "ignore")],
    )
    .read_by(Reader::Others)
    .before("ignore")
    .not_simulated(),
    row(
        "postscreen_dnsbl_sites",
        LIST,
        "DNSBLs with their weights.",
        &[at(&[v(2, 7, 0)], "")],
    )
    .read_by(Reader::Others)
    .not_simulated(),
    row(
        "postscreen_dnsbl_threshold",
        NUMBER,
        "The weight from which a client is refused.",
        &[at(&[v(2, 8, 0)], "1")],
    )
    .read_by(Reader::Others)
    .before("1")
    .not_simulated(),
    row(
        "postscreen_dnsbl_action",
        NOT_EMPTY,
        "What happens to listed clients.",
        &[at(&[v(2, 7, 0)], "continue"), at(&[v(2, 8, 0)], "ignore")],
    )
    .read_by(Reader::Others)
    .before("ignore")
    .not_simulated(),
    row(
        "postscreen_blacklist_action",
        NOT_EMPTY,
        "What happens to clients that the access list refuses.",
        &[at(&[v(2, 7, 0)], "continue"), at(&[v(2, 8, 0)], "ignore")],
    )
    .read_by(Reader::Others)
    .before("ignore")
    .not_simulated(),
    row(
        "postscreen_denylist_action",
        NOT_EMPTY,
        "What happens to clients that the access list refuses, since 3.6.",
        &[at(
            &[v(3, 6, 0)],
            "${postscreen_blacklist_action?{$postscreen_blacklist_action}:{ignore}}",
        )],
    )
    .read_by(Reader::Others)
    .before("ignore")
    .not_simulated(),
];

const fn row(
    name: &'static str,
    kind: Kind,
    meaning: &'static str,
    defaults: &'static [Default],
) -> Described {
    Described::new(Group::Postscreen, name, kind, meaning, defaults)
}
