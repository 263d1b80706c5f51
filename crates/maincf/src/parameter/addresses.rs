//! Which addresses exist, and which domains are whose.
//! Read from `mail_params.h` of every release, and from postconf(5).

use super::{Default, Group, Kind, LIST, Described, Reader, YES_NO, at};
use saslab_release::v;

/// This theme's part of the table.
pub(super) const ROWS: &[Described] = &[
    row(
        "local_recipient_maps",
        LIST,
        "Who exists in mydestination; empty: everyone.",
        &[
            at(&[v(1, 1, 0)], ""),
            at(&[v(2, 0, 0)], "unix:passwd.byname $alias_maps"),
            at(
                &[v(2, 0, 1), v(2, 1, 0)],
                "proxy:unix:passwd.byname $alias_maps",
            ),
        ],
    ),
    row(
        "alias_maps",
        LIST,
        "Tables of local aliases.",
        &[
            at(&[v(1, 1, 0)], "hash:/etc/aliases, nis:mail.aliases"),
            at(
                &[v(3, 11, 0)],
                "$default_database_type:/etc/aliases, nis:mail.aliases",
            ),
        ],
    ),
    row(
        "alias_database",
        LIST,
        "Alias files that newaliases(1) builds.",
        &[
            at(&[v(1, 1, 0)], "hash:/etc/aliases"),
            at(&[v(3, 11, 0)], "$default_database_type:/etc/aliases"),
        ],
    )
    .read_by(Reader::Everyone)
    .not_simulated(),
    row(
        "virtual_alias_maps",
        LIST,
        "Tables that replace one address by others.",
        &[at(&[v(2, 0, 0)], "$virtual_maps")],
    )
    .before("$virtual_maps"),
    row(
        "virtual_alias_domains",
        LIST,
        "Domains of which every address is an alias.",
        &[at(&[v(2, 0, 0)], "$virtual_alias_maps")],
    )
    .before("$virtual_maps"),
    row(
        "virtual_maps",
        LIST,
        "The name of virtual_alias_maps before 2.0.",
        &[at(&[v(1, 1, 0)], "")],
    ),
    row(
        "virtual_mailbox_domains",
        LIST,
        "Domains delivered to mailboxes without accounts.",
        &[at(&[v(2, 0, 0)], "$virtual_mailbox_maps")],
    )
    .before("$virtual_mailbox_maps"),
    row(
        "virtual_mailbox_maps",
        LIST,
        "Who exists in virtual_mailbox_domains.",
        &[at(&[v(1, 1, 0)], "")],
    ),
    row(
        "relay_recipient_maps",
        LIST,
        "Who exists in relay_domains; empty: everyone.",
        &[at(&[v(2, 0, 0)], "")],
    ),
    row(
        "canonical_maps",
        LIST,
        "Tables that rewrite every address.",
        &[at(&[v(1, 1, 0)], "")],
    ),
    row(
        "sender_canonical_maps",
        LIST,
        "Tables that rewrite sender addresses.",
        &[at(&[v(1, 1, 0)], "")],
    ),
    row(
        "recipient_canonical_maps",
        LIST,
        "Tables that rewrite recipient addresses.",
        &[at(&[v(1, 1, 0)], "")],
    ),
    row(
        "relocated_maps",
        LIST,
        "Tables of users who have moved away.",
        &[at(&[v(1, 1, 0)], "")],
    ),
    row(
        "transport_maps",
        LIST,
        "Tables of the transport for each address.",
        &[at(&[v(1, 1, 0)], "")],
    ),
    row(
        "smtpd_reject_unlisted_recipient",
        YES_NO,
        "Whether unknown recipients are refused without being asked for in a list.",
        &[at(&[v(2, 1, 0)], "yes")],
    )
    .before("no"),
    row(
        "smtpd_reject_unlisted_sender",
        YES_NO,
        "Whether unknown senders in own domains are refused.",
        &[at(&[v(2, 1, 0)], "no")],
    )
    .before("no"),
    row(
        "show_user_unknown_table_name",
        YES_NO,
        "Whether the reply names the table that does not know a user.",
        &[at(&[v(2, 0, 0)], "yes")],
    )
    .before("no"),
    row(
        "local_header_rewrite_clients",
        LIST,
        "Clients whose message headers are completed with own domains.",
        &[at(&[v(2, 2, 0)], "permit_inet_interfaces")],
    )
    .not_simulated(),
    row(
        "smtpd_delay_open_until_valid_rcpt",
        YES_NO,
        "Whether a queue file waits for the first accepted recipient.",
        &[at(&[v(2, 3, 0)], "yes")],
    )
    .before("yes")
    .not_simulated(),
];

const fn row(
    name: &'static str,
    kind: Kind,
    meaning: &'static str,
    defaults: &'static [Default],
) -> Described {
    Described::new(Group::Addresses, name, kind, meaning, defaults)
}
