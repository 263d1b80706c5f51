//! Codes and texts of replies.
//! Read from `mail_params.h` of every release, and from postconf(5).

use super::{Default, Group, Kind, LIST, NOT_EMPTY, NUMBER, Described, RAW, TEXT, at, between};
use saslab_release::v;

/// This theme's part of the table.
pub(super) const ROWS: &[Described] = &[
    row(
        "access_map_reject_code",
        NUMBER,
        "The code of REJECT in an access table.",
        &[at(&[v(1, 1, 0)], "554")],
    ),
    row(
        "access_map_defer_code",
        NUMBER,
        "The code of DEFER in an access table.",
        &[at(&[v(2, 6, 0)], "450")],
    ).before("450"),
    row(
        "invalid_hostname_reject_code",
        NUMBER,
        "The code of reject_invalid_helo_hostname.",
        &[at(&[v(1, 1, 0)], "501")],
    ),
    row(
        "maps_rbl_reject_code",
        NUMBER,
        "The code of the DNSBL restrictions.",
        &[at(&[v(1, 1, 0)], "554")],
    ),
    row(
        "multi_recipient_bounce_reject_code",
        NUMBER,
        "The code of reject_multi_recipient_bounce.",
        &[at(&[v(2, 1, 0)], "550")],
    ).before("550"),
    row(
        "non_fqdn_reject_code",
        NUMBER,
        "The code of the reject_non_fqdn restrictions.",
        &[at(&[v(1, 1, 0)], "504")],
    ),
    row(
        "plaintext_reject_code",
        NUMBER,
        "The code of reject_plaintext_session.",
        &[at(&[v(2, 3, 0)], "450")],
    ).before("450"),
    row(
        "reject_code",
        NUMBER,
        "The code of reject.",
        &[at(&[v(1, 1, 0)], "554")],
    ),
    row(
        "defer_code",
        NUMBER,
        "The code of defer.",
        &[at(&[v(2, 0, 0)], "450")],
    ).before("450"),
    row(
        "relay_domains_reject_code",
        NUMBER,
        "The code of reject_unauth_destination.",
        &[at(&[v(1, 1, 0)], "554")],
    ),
    row(
        "unknown_address_reject_code",
        NUMBER,
        "The code for domains without mail server.",
        &[at(&[v(1, 1, 0)], "450")],
    ),
    row(
        "unknown_client_reject_code",
        NUMBER,
        "The code for clients without a verified name.",
        &[at(&[v(1, 1, 0)], "450")],
    ),
    row(
        "unknown_hostname_reject_code",
        NUMBER,
        "The code for HELO names that DNS does not know.",
        &[at(&[v(1, 1, 0)], "450")],
    ),
    row(
        "unknown_local_recipient_reject_code",
        NUMBER,
        "The code for unknown users in mydestination.",
        &[at(&[v(2, 0, 0)], "550")],
    ).before("550"),
    row(
        "unknown_relay_recipient_reject_code",
        NUMBER,
        "The code for unknown users in relay_domains.",
        &[at(&[v(2, 0, 0)], "550")],
    ).before("550"),
    row(
        "unknown_virtual_alias_reject_code",
        NUMBER,
        "The code for unknown users in virtual_alias_domains.",
        &[at(&[v(2, 0, 0)], "550")],
    ).before("550"),
    row(
        "unknown_virtual_mailbox_reject_code",
        NUMBER,
        "The code for unknown users in virtual_mailbox_domains.",
        &[at(&[v(2, 0, 0)], "550")],
    ).before("550"),
    row(
        "unverified_recipient_reject_code",
        between(200, 599),
        "The code for recipients that a probe found wrong.",
        &[at(&[v(2, 1, 0)], "450")],
    ).earlier(NUMBER, &[v(2, 6, 0)]).before("450").not_simulated(),
    row(
        "unverified_sender_reject_code",
        between(200, 599),
        "The code for senders that a probe found wrong.",
        &[at(&[v(2, 1, 0)], "450")],
    ).earlier(NUMBER, &[v(2, 6, 0)]).before("450").not_simulated(),
    row(
        "unverified_recipient_defer_code",
        between(200, 499),
        "The code for recipients that could not be probed.",
        &[at(&[v(2, 6, 0)], "450")],
    ).before("450").not_simulated(),
    row(
        "unverified_sender_defer_code",
        between(200, 499),
        "The code for senders that could not be probed.",
        &[at(&[v(2, 6, 0)], "450")],
    ).before("450").not_simulated(),
    row(
        "unverified_recipient_reject_reason",
        TEXT,
        "The text for recipients that a probe found wrong.",
        &[at(&[v(2, 6, 0)], "")],
    ).not_simulated(),
    row(
        "unverified_sender_reject_reason",
        TEXT,
        "The text for senders that a probe found wrong.",
        &[at(&[v(2, 6, 0)], "")],
    ).not_simulated(),
    row(
        "reject_tempfail_action",
        NOT_EMPTY,
        "What follows if a reject restriction cannot be decided.",
        &[at(&[v(2, 6, 0)], "defer_if_permit")],
    ).before("defer_if_permit"),
    row(
        "unknown_helo_hostname_tempfail_action",
        NOT_EMPTY,
        "What follows if the HELO name cannot be looked up.",
        &[at(&[v(2, 6, 0)], "$reject_tempfail_action")],
    ).before("defer_if_permit"),
    row(
        "unknown_address_tempfail_action",
        NOT_EMPTY,
        "What follows if a domain cannot be looked up.",
        &[at(&[v(2, 6, 0)], "$reject_tempfail_action")],
    ).before("defer_if_permit"),
    row(
        "unverified_recipient_tempfail_action",
        NOT_EMPTY,
        "What follows if a recipient cannot be probed.",
        &[at(&[v(2, 6, 0)], "$reject_tempfail_action")],
    ).before("defer_if_permit").not_simulated(),
    row(
        "unverified_sender_tempfail_action",
        NOT_EMPTY,
        "What follows if a sender cannot be probed.",
        &[at(&[v(2, 6, 0)], "$reject_tempfail_action")],
    ).before("defer_if_permit").not_simulated(),
    row(
        "smtpd_reject_footer",
        RAW,
        "Text that is added to every 4xx and 5xx reply.",
        &[at(&[v(2, 8, 0)], "")],
    ),
    row(
        "smtpd_reject_footer_maps",
        LIST,
        "Tables of text that is added to a reply.",
        &[at(&[v(3, 4, 0)], "")],
    ),
    row(
        "smtpd_expansion_filter",
        RAW,
        "Characters that $name in a reply may bring in.",
        &[at(&[v(2, 0, 0)], r##"\t\40!"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"##)],
    ).not_simulated(),
    row(
        "notify_classes",
        LIST,
        "Which events the postmaster is told.",
        &[at(&[v(1, 1, 0)], "resource,software"), at(&[v(2, 1, 0)], "resource, software")],
    ).not_simulated(),
    row(
        "bounce_notice_recipient",
        NOT_EMPTY,
        "Who is told of undeliverable mail.",
        &[at(&[v(1, 1, 0)], "postmaster")],
    ).not_simulated(),
    row(
        "error_notice_recipient",
        NOT_EMPTY,
        "Who is told of software errors.",
        &[at(&[v(1, 1, 0)], "postmaster")],
    ).not_simulated(),
];

const fn row(
    name: &'static str,
    kind: Kind,
    meaning: &'static str,
    defaults: &'static [Default],
) -> Described {
    Described::new(Group::Replies, name, kind, meaning, defaults)
}
