//! Counts, sizes and times.
//! Read from `mail_params.h` of every release, and from postconf(5).

use super::{Default, Group, Kind, LIST, NOT_EMPTY, NUMBER, NUMBER_ABOVE_0, Described, Reader, TEXT, TIME, TIME_ABOVE_0, YES_NO, at, at_least, between};
use saslab_release::v;

/// This theme's part of the table.
pub(super) const ROWS: &[Described] = &[
    row(
        "message_size_limit",
        NUMBER,
        "The greatest message, in bytes, envelope included.",
        &[at(&[v(1, 1, 0)], "10240000")],
    )
    .read_by(Reader::Everyone),
    row(
        "line_length_limit",
        at_least(512),
        "The longest line kept in one piece, in bytes.",
        &[at(&[v(1, 1, 0)], "2048")],
    )
    .read_by(Reader::Everyone),
    row(
        "smtpd_soft_error_limit",
        NUMBER_ABOVE_0,
        "Errors after which replies are delayed.",
        &[at(&[v(1, 1, 0)], "10")],
    ),
    row(
        "smtpd_hard_error_limit",
        NUMBER_ABOVE_0,
        "Errors after which the session is ended.",
        &[
            at(&[v(1, 1, 0)], "100"),
            at(&[v(2, 0, 0)], "20"),
            at(&[v(2, 6, 0)], "${stress?1}${stress:20}"),
            at(&[v(3, 0, 0)], "${stress?{1}:{20}}"),
        ],
    ),
    row(
        "smtpd_junk_command_limit",
        NUMBER_ABOVE_0,
        "Commands without effect that are no error yet.",
        &[
            at(&[v(1, 1, 0)], "100"),
            at(&[v(2, 6, 0)], "${stress?1}${stress:100}"),
            at(&[v(3, 0, 0)], "${stress?{1}:{100}}"),
        ],
    ),
    row(
        "smtpd_recipient_limit",
        NUMBER_ABOVE_0,
        "Recipients of one message.",
        &[at(&[v(1, 1, 0)], "1000")],
    ),
    row(
        "smtpd_recipient_overshoot_limit",
        NUMBER_ABOVE_0,
        "Recipients beyond the limit that are no error yet.",
        &[at(&[v(2, 1, 0)], "1000")],
    )
    .before("1000"),
    row(
        "smtpd_history_flush_threshold",
        NUMBER_ABOVE_0,
        "Lines of the session that are kept for a notice.",
        &[at(&[v(1, 1, 0)], "100")],
    ),
    row(
        "smtpd_forbidden_commands",
        LIST,
        "Commands that end the session.",
        &[
            at(&[v(2, 2, 0)], "CONNECT GET POST"),
            at(&[v(3, 7, 0)], "CONNECT GET POST regexp:{{/^[^A-Z]/ Bogus}}"),
        ],
    ),
    row(
        "smtpd_noop_commands",
        LIST,
        "Commands that are answered and ignored.",
        &[at(&[v(1, 1, 0)], "")],
    ),
    row(
        "smtpd_forbid_unauth_pipelining",
        YES_NO,
        "Whether pipelining without leave ends the session.",
        &[
            at(&[v(3, 5, 20), v(3, 6, 10), v(3, 7, 6), v(3, 8, 1)], "no"),
            at(&[v(3, 9, 0)], "yes"),
        ],
    )
    .before("no"),
    row(
        "smtpd_forbid_bare_newline",
        NOT_EMPTY,
        "What happens to lines that end in a bare newline.",
        &[
            at(&[v(3, 5, 23), v(3, 6, 13), v(3, 7, 9), v(3, 8, 4)], "no"),
            at(&[v(3, 9, 0)], "normalize"),
        ],
    )
    .earlier(
        YES_NO,
        &[
            v(3, 5, 24),
            v(3, 6, 14),
            v(3, 7, 10),
            v(3, 8, 5),
            v(3, 9, 0),
        ],
    )
    .before("no"),
    row(
        "smtpd_forbid_bare_newline_exclusions",
        LIST,
        "Clients that may send bare newlines.",
        &[at(
            &[v(3, 5, 23), v(3, 6, 13), v(3, 7, 9), v(3, 8, 4), v(3, 9, 0)],
            "$mynetworks",
        )],
    )
    .before("$mynetworks"),
    row(
        "smtpd_forbid_bare_newline_reject_code",
        between(500, 599),
        "The code for bare newlines.",
        &[at(
            &[
                v(3, 5, 24),
                v(3, 6, 14),
                v(3, 7, 10),
                v(3, 8, 5),
                v(3, 9, 0),
            ],
            "550",
        )],
    )
    .before("550"),
    row(
        "smtpd_timeout",
        TIME_ABOVE_0,
        "How long the server waits for a client.",
        &[
            at(&[v(1, 1, 0)], "300s"),
            at(&[v(2, 6, 0)], "${stress?10}${stress:300}s"),
            at(&[v(3, 0, 0)], "${stress?{10}:{300}}s"),
        ],
    )
    .not_simulated(),
    row(
        "smtpd_error_sleep_time",
        TIME,
        "How long replies are delayed after errors.",
        &[at(&[v(1, 1, 0)], "5s"), at(&[v(2, 0, 0)], "1s")],
    )
    .not_simulated(),
    row(
        "smtpd_per_record_deadline",
        YES_NO,
        "Whether the time limit counts for whole lines.",
        &[
            at(&[v(2, 9, 0)], "${stress?yes}${stress:no}"),
            at(&[v(3, 0, 0)], "${stress?{yes}:{no}}"),
        ],
    )
    .before("no")
    .not_simulated(),
    row(
        "smtpd_per_request_deadline",
        YES_NO,
        "Whether the time limit counts for whole requests.",
        &[at(
            &[v(3, 7, 0)],
            "${smtpd_per_record_deadline?{$smtpd_per_record_deadline}:{${stress?{yes}:{no}}}}",
        )],
    )
    .before("no")
    .not_simulated(),
    row(
        "smtpd_min_data_rate",
        NUMBER_ABOVE_0,
        "The least speed of a client, in bytes a second.",
        &[at(&[v(3, 7, 0)], "500")],
    )
    .before("500")
    .not_simulated(),
    row(
        "smtpd_client_connection_count_limit",
        NUMBER,
        "Sessions of one client at a time.",
        &[at(&[v(2, 1, 0)], "50")],
    )
    .before("0")
    .not_simulated(),
    row(
        "smtpd_client_connection_rate_limit",
        NUMBER,
        "Sessions of one client in a time unit.",
        &[at(&[v(2, 1, 0)], "0")],
    )
    .before("0")
    .not_simulated(),
    row(
        "smtpd_client_message_rate_limit",
        NUMBER,
        "Messages of one client in a time unit.",
        &[at(&[v(2, 2, 0)], "0")],
    )
    .before("0"),
    row(
        "smtpd_client_recipient_rate_limit",
        NUMBER,
        "Recipients of one client in a time unit.",
        &[at(&[v(2, 2, 0)], "0")],
    )
    .before("0"),
    row(
        "smtpd_client_new_tls_session_rate_limit",
        NUMBER,
        "Handshakes of one client in a time unit.",
        &[at(&[v(2, 3, 0)], "0")],
    )
    .before("0")
    .not_simulated(),
    row(
        "smtpd_client_auth_rate_limit",
        NUMBER,
        "AUTH commands of one client in a time unit.",
        &[at(&[v(3, 1, 0)], "0")],
    )
    .before("0"),
    row(
        "smtpd_client_event_limit_exceptions",
        LIST,
        "Clients without such limits.",
        &[at(
            &[v(2, 2, 0)],
            "${smtpd_client_connection_limit_exceptions:$mynetworks}",
        )],
    ),
    row(
        "queue_minfree",
        NUMBER,
        "Bytes that must be free in the queue.",
        &[at(&[v(1, 1, 0)], "0")],
    ),
    row(
        "header_size_limit",
        NUMBER_ABOVE_0,
        "The longest message header, in bytes.",
        &[at(&[v(1, 1, 0)], "102400")],
    )
    .read_by(Reader::Everyone)
    .not_simulated(),
    row(
        "default_process_limit",
        NUMBER_ABOVE_0,
        "How many processes of a service may run.",
        &[at(&[v(1, 1, 0)], "50"), at(&[v(2, 0, 0)], "100")],
    )
    .read_by(Reader::Everyone)
    .not_simulated(),
    row(
        "stress",
        TEXT,
        "yes while all processes of the service are busy.",
        &[at(&[v(2, 5, 0)], "")],
    ),
    row(
        "anvil_rate_time_unit",
        TIME_ABOVE_0,
        "The time unit of rate limits.",
        &[at(&[v(2, 1, 0)], "60s")],
    )
    .read_by(Reader::Others)
    .before("60s")
    .not_simulated(),
    row(
        "smtpd_client_ipv4_prefix_length",
        between(0, 32),
        "How much of an IPv4 address is one client to rate limits.",
        &[at(&[v(3, 8, 0)], "32")],
    )
    .before("32")
    .not_simulated(),
    row(
        "smtpd_client_ipv6_prefix_length",
        between(0, 128),
        "How much of an IPv6 address is one client to rate limits.",
        &[at(&[v(3, 8, 0)], "84")],
    )
    .before("84")
    .not_simulated(),
    row(
        "smtpd_client_connection_limit_exceptions",
        LIST,
        "The name of smtpd_client_event_limit_exceptions before 2.2.",
        &[at(&[v(2, 1, 0)], "$mynetworks"), at(&[v(2, 2, 0)], "")],
    )
    .not_simulated(),
    row(
        "mime_nesting_limit",
        NUMBER_ABOVE_0,
        "How deep MIME parts may be nested.",
        &[at(&[v(2, 0, 0)], "100")],
    )
    .read_by(Reader::Everyone)
    .before("100")
    .not_simulated(),
    row(
        "mime_boundary_length_limit",
        NUMBER_ABOVE_0,
        "How much of a MIME boundary is compared, in bytes.",
        &[at(&[v(2, 0, 0)], "2048")],
    )
    .read_by(Reader::Everyone)
    .before("2048")
    .not_simulated(),
];

const fn row(
    name: &'static str,
    kind: Kind,
    meaning: &'static str,
    defaults: &'static [Default],
) -> Described {
    Described::new(Group::Limits, name, kind, meaning, defaults)
}
