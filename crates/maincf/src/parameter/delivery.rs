//! Queue and delivery, which are not simulated.
//! Read from `mail_params.h` of every release, and from postconf(5).

use super::{Default, Group, Kind, LIST, NOT_EMPTY, NUMBER, NUMBER_ABOVE_0, Described, Reader, TEXT, TIME, TIME_ABOVE_0, YES_NO, at};
use saslab_release::v;

/// This theme's part of the table.
pub(super) const ROWS: &[Described] = &[
    row(
        "relayhost",
        TEXT,
        "The server that all foreign mail is handed to.",
        &[at(&[v(1, 1, 0)], "")],
    )
    .read_by(Reader::Everyone)
    .not_simulated(),
    row(
        "biff",
        YES_NO,
        "Whether users are told of new mail.",
        &[at(&[v(1, 1, 0)], "yes")],
    )
    .read_by(Reader::Others)
    .not_simulated(),
    row(
        "mailbox_size_limit",
        NUMBER,
        "The greatest mailbox, in bytes.",
        &[at(&[v(1, 1, 0)], "51200000")],
    )
    .read_by(Reader::Others)
    .not_simulated(),
    row(
        "home_mailbox",
        TEXT,
        "The mailbox in a home directory.",
        &[at(&[v(1, 1, 0)], "")],
    )
    .read_by(Reader::Others)
    .not_simulated(),
    row(
        "mailbox_command",
        TEXT,
        "The command that delivers to mailboxes.",
        &[at(&[v(1, 1, 0)], "")],
    )
    .read_by(Reader::Others)
    .not_simulated(),
    row(
        "mailbox_transport",
        TEXT,
        "The transport of all local mail.",
        &[at(&[v(1, 1, 0)], "")],
    )
    .read_by(Reader::Others)
    .not_simulated(),
    row(
        "mail_spool_directory",
        TEXT,
        "The directory of mailboxes.",
        &[at(&[v(1, 1, 0)], "/var/mail")],
    )
    .read_by(Reader::Others)
    .not_simulated(),
    row(
        "local_transport",
        NOT_EMPTY,
        "The transport of mydestination.",
        &[
            at(&[v(1, 1, 0)], "local"),
            at(&[v(2, 0, 0)], "local:$myhostname"),
        ],
    )
    .not_simulated(),
    row(
        "virtual_transport",
        NOT_EMPTY,
        "The transport of virtual_mailbox_domains.",
        &[at(&[v(2, 0, 0)], "virtual")],
    )
    .before("virtual")
    .not_simulated(),
    row(
        "relay_transport",
        NOT_EMPTY,
        "The transport of relay_domains.",
        &[at(&[v(2, 0, 0)], "relay")],
    )
    .before("relay")
    .not_simulated(),
    row(
        "default_transport",
        NOT_EMPTY,
        "The transport of all other mail.",
        &[at(&[v(1, 1, 0)], "smtp")],
    )
    .earlier(TEXT, &[v(2, 0, 0)])
    .not_simulated(),
    row(
        "virtual_mailbox_base",
        TEXT,
        "The directory that virtual mailboxes are in.",
        &[at(&[v(1, 1, 0)], "")],
    )
    .read_by(Reader::Others)
    .not_simulated(),
    row(
        "virtual_uid_maps",
        LIST,
        "Tables of the user who owns a virtual mailbox.",
        &[at(&[v(1, 1, 0)], "")],
    )
    .read_by(Reader::Others)
    .not_simulated(),
    row(
        "virtual_gid_maps",
        LIST,
        "Tables of the group that owns a virtual mailbox.",
        &[at(&[v(1, 1, 0)], "")],
    )
    .read_by(Reader::Others)
    .not_simulated(),
    row(
        "virtual_minimum_uid",
        NUMBER_ABOVE_0,
        "The least user number of a virtual mailbox.",
        &[at(&[v(1, 1, 0)], "100")],
    )
    .read_by(Reader::Others)
    .not_simulated(),
    row(
        "virtual_mailbox_limit",
        NUMBER,
        "The greatest virtual mailbox, in bytes.",
        &[at(&[v(1, 1, 0)], "51200000")],
    )
    .read_by(Reader::Others)
    .not_simulated(),
    row(
        "maximal_queue_lifetime",
        TIME,
        "How long mail is tried.",
        &[at(&[v(1, 1, 0)], "5d")],
    )
    .read_by(Reader::Others)
    .not_simulated(),
    row(
        "bounce_queue_lifetime",
        TIME,
        "How long notices are tried.",
        &[at(&[v(2, 1, 0)], "5d")],
    )
    .read_by(Reader::Others)
    .before("5d")
    .not_simulated(),
    row(
        "minimal_backoff_time",
        TIME_ABOVE_0,
        "The least time between two tries.",
        &[at(&[v(1, 1, 0)], "1000s"), at(&[v(2, 4, 0)], "300s")],
    )
    .read_by(Reader::Others)
    .not_simulated(),
    row(
        "maximal_backoff_time",
        TIME_ABOVE_0,
        "The greatest time between two tries.",
        &[at(&[v(1, 1, 0)], "4000s")],
    )
    .read_by(Reader::Others)
    .not_simulated(),
    row(
        "header_from_format",
        NOT_EMPTY,
        "How the From: line of notices is written.",
        &[at(&[v(3, 3, 0)], "standard")],
    )
    .before("standard")
    .not_simulated(),
];

const fn row(
    name: &'static str,
    kind: Kind,
    meaning: &'static str,
    defaults: &'static [Default],
) -> Described {
    Described::new(Group::Delivery, name, kind, meaning, defaults)
}
