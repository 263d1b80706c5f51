//! Rewriting and queueing behind the server, which are not simulated.
//! Read from `mail_params.h` of every release, and from postconf(5).

use super::{Default, Group, Kind, LIST, NOT_EMPTY, NUMBER, Described, Reader, TIME, TIME_ABOVE_0, YES_NO, at};
use saslab_release::v;

/// This theme's part of the table.
pub(super) const ROWS: &[Described] = &[
    row(
        "queue_run_delay",
        TIME_ABOVE_0,
        "How often the queue is looked through.",
        &[at(&[v(1, 1, 0)], "1000s"), at(&[v(2, 4, 0)], "300s")],
    )
    .read_by(Reader::Others)
    .not_simulated(),
    row(
        "delay_warning_time",
        TIME,
        "When the sender is told of a delay.",
        &[at(&[v(1, 1, 0)], "0h")],
    )
    .read_by(Reader::Others)
    .not_simulated(),
    row(
        "sender_bcc_maps",
        LIST,
        "Tables of copies by sender.",
        &[at(&[v(2, 1, 0)], "")],
    )
    .read_by(Reader::Others)
    .not_simulated(),
    row(
        "recipient_bcc_maps",
        LIST,
        "Tables of copies by recipient.",
        &[at(&[v(2, 1, 0)], "")],
    )
    .read_by(Reader::Others)
    .not_simulated(),
    row(
        "masquerade_domains",
        LIST,
        "Domains whose subdomains are hidden.",
        &[at(&[v(1, 1, 0)], "")],
    )
    .read_by(Reader::Others)
    .not_simulated(),
    row(
        "masquerade_exceptions",
        LIST,
        "Users who are not hidden.",
        &[at(&[v(1, 1, 0)], "")],
    )
    .read_by(Reader::Others)
    .not_simulated(),
    row(
        "masquerade_classes",
        LIST,
        "Which addresses are hidden.",
        &[at(
            &[v(1, 1, 0)],
            "envelope_sender, header_sender, header_recipient",
        )],
    )
    .read_by(Reader::Others)
    .not_simulated(),
    row(
        "sender_canonical_classes",
        LIST,
        "Which addresses sender_canonical_maps rewrites.",
        &[at(&[v(2, 2, 0)], "envelope_sender, header_sender")],
    )
    .read_by(Reader::Others)
    .before("envelope_sender, header_sender")
    .not_simulated(),
    row(
        "recipient_canonical_classes",
        LIST,
        "Which addresses recipient_canonical_maps rewrites.",
        &[at(&[v(2, 2, 0)], "envelope_recipient, header_recipient")],
    )
    .read_by(Reader::Others)
    .before("envelope_recipient, header_recipient")
    .not_simulated(),
    row(
        "canonical_classes",
        LIST,
        "Which addresses canonical_maps rewrites.",
        &[at(
            &[v(2, 2, 0)],
            "envelope_sender, envelope_recipient, header_sender, header_recipient",
        )],
    )
    .read_by(Reader::Others)
    .before("envelope_sender, envelope_recipient, header_sender, header_recipient")
    .not_simulated(),
    row(
        "defer_transports",
        LIST,
        "Transports that wait for a queue run.",
        &[at(&[v(1, 1, 0)], "")],
    )
    .read_by(Reader::Others)
    .not_simulated(),
    row(
        "default_destination_concurrency_limit",
        NUMBER,
        "Deliveries to one destination at a time.",
        &[at(&[v(1, 1, 0)], "10"), at(&[v(2, 0, 1), v(2, 1, 0)], "20")],
    )
    .read_by(Reader::Others)
    .not_simulated(),
    row(
        "default_destination_recipient_limit",
        NUMBER,
        "Recipients of one delivery.",
        &[at(&[v(1, 1, 0)], "50")],
    )
    .read_by(Reader::Others)
    .not_simulated(),
    row(
        "enable_long_queue_ids",
        YES_NO,
        "Whether queue names are long and never used twice.",
        &[at(&[v(2, 9, 0)], "no")],
    )
    .read_by(Reader::Everyone)
    .before("no")
    .not_simulated(),
    row(
        "enable_original_recipient",
        YES_NO,
        "Whether the original recipient is kept.",
        &[at(&[v(2, 1, 0)], "yes")],
    )
    .read_by(Reader::Everyone)
    .before("yes")
    .not_simulated(),
    row(
        "in_flow_delay",
        Kind::Time { min: 0, max: 10 },
        "How long to wait if mail comes in faster than it goes out.",
        &[at(&[v(1, 1, 0)], "1s")],
    )
    .read_by(Reader::Everyone)
    .not_simulated(),
    row(
        "disable_dns_lookups",
        YES_NO,
        "Whether the client looks up no mail servers.",
        &[at(&[v(1, 1, 0)], "no")],
    )
    .read_by(Reader::Everyone)
    .not_simulated(),
    row(
        "default_privs",
        NOT_EMPTY,
        "The account that deliveries run as.",
        &[at(&[v(1, 1, 0)], "nobody")],
    )
    .read_by(Reader::Everyone)
    .not_simulated(),
    row(
        "fast_flush_domains",
        LIST,
        "Domains that ETRN may be used for.",
        &[at(&[v(1, 1, 0)], "$relay_domains")],
    )
    .read_by(Reader::Everyone)
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
