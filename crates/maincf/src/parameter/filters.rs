//! Filters outside the server.
//! Read from `mail_params.h` of every release, and from postconf(5).

use super::{Default, Group, Kind, LIST, NOT_EMPTY, Described, Reader, TEXT, TIME_ABOVE_0, at};
use saslab_release::v;

/// This theme's part of the table.
pub(super) const ROWS: &[Described] = &[
    row(
        "smtpd_milters",
        LIST,
        "Milters for mail by SMTP.",
        &[at(&[v(2, 3, 0)], "")],
    )
    .not_simulated(),
    row(
        "smtpd_milter_maps",
        LIST,
        "Tables of milters for a client.",
        &[at(&[v(3, 2, 0)], "")],
    )
    .not_simulated(),
    row(
        "non_smtpd_milters",
        LIST,
        "Milters for other mail.",
        &[at(&[v(2, 3, 0)], "")],
    )
    .read_by(Reader::Others)
    .not_simulated(),
    row(
        "milter_default_action",
        NOT_EMPTY,
        "What happens if a milter does not answer.",
        &[
            at(&[v(2, 3, 0)], "tempfail"),
            at(
                &[
                    v(3, 7, 20),
                    v(3, 8, 15),
                    v(3, 9, 9),
                    v(3, 10, 8),
                    v(3, 11, 0),
                ],
                "shutdown",
            ),
        ],
    )
    .before("tempfail"),
    row(
        "milter_protocol",
        NOT_EMPTY,
        "The version of the milter protocol.",
        &[at(&[v(2, 3, 0)], "2"), at(&[v(2, 6, 0)], "6")],
    )
    .before("6")
    .not_simulated(),
    row(
        "milter_macro_daemon_name",
        NOT_EMPTY,
        "The server's name for milters.",
        &[at(&[v(2, 3, 0)], "$myhostname")],
    )
    .before("$myhostname")
    .not_simulated(),
    row(
        "milter_macro_v",
        NOT_EMPTY,
        "The software's name for milters.",
        &[at(&[v(2, 3, 0)], "$mail_name $mail_version")],
    )
    .before("$mail_name $mail_version")
    .not_simulated(),
    row(
        "milter_connect_macros",
        LIST,
        "Macros that milters get at connect.",
        &[
            at(&[v(2, 3, 0)], "j {daemon_name} v"),
            at(&[v(3, 2, 0)], "j {daemon_name} {daemon_addr} v"),
            at(&[v(3, 5, 0)], "j {daemon_name} {daemon_addr} v _"),
        ],
    )
    .not_simulated(),
    row(
        "milter_mail_macros",
        LIST,
        "Macros that milters get at MAIL.",
        &[
            at(
                &[v(2, 3, 0)],
                "i {auth_type} {auth_authen} {auth_author} {mail_addr}",
            ),
            at(
                &[v(2, 6, 0)],
                "i {auth_type} {auth_authen} {auth_author} {mail_addr} {mail_host} {mail_mailer}",
            ),
        ],
    )
    .not_simulated(),
    row(
        "milter_rcpt_macros",
        LIST,
        "Macros that milters get at RCPT.",
        &[
            at(&[v(2, 3, 0)], "i {rcpt_addr}"),
            at(&[v(2, 6, 0)], "i {rcpt_addr} {rcpt_host} {rcpt_mailer}"),
        ],
    )
    .not_simulated(),
    row(
        "milter_connect_timeout",
        TIME_ABOVE_0,
        "How long a milter may take to connect.",
        &[at(&[v(2, 3, 0)], "30s")],
    )
    .before("30s")
    .not_simulated(),
    row(
        "milter_command_timeout",
        TIME_ABOVE_0,
        "How long a milter may take for a command.",
        &[at(&[v(2, 3, 0)], "30s")],
    )
    .before("30s")
    .not_simulated(),
    row(
        "milter_content_timeout",
        TIME_ABOVE_0,
        "How long a milter may take for a message.",
        &[at(&[v(2, 3, 0)], "300s")],
    )
    .before("300s")
    .not_simulated(),
    row(
        "smtpd_proxy_filter",
        TEXT,
        "The server that sees a message before it is accepted.",
        &[at(&[v(2, 1, 0)], "")],
    )
    .not_simulated(),
    row(
        "smtpd_proxy_ehlo",
        TEXT,
        "The name in EHLO to the proxy filter.",
        &[at(&[v(2, 1, 0)], "$myhostname")],
    )
    .before("$myhostname")
    .not_simulated(),
    row(
        "smtpd_proxy_options",
        LIST,
        "Options of the proxy filter.",
        &[at(&[v(2, 7, 0)], "")],
    )
    .not_simulated(),
    row(
        "smtpd_proxy_timeout",
        TIME_ABOVE_0,
        "How long the proxy filter may take.",
        &[at(&[v(2, 1, 0)], "100s")],
    )
    .before("100s")
    .not_simulated(),
    row(
        "content_filter",
        TEXT,
        "The transport that sees each message first.",
        &[at(&[v(1, 1, 0)], "")],
    )
    .not_simulated(),
    row(
        "receive_override_options",
        LIST,
        "What is left out for mail that comes back from a filter.",
        &[at(&[v(2, 1, 0)], "")],
    )
    .not_simulated(),
    row(
        "header_checks",
        LIST,
        "Tables of patterns for message headers.",
        &[at(&[v(1, 1, 0)], "")],
    )
    .read_by(Reader::Others)
    .not_simulated(),
    row(
        "body_checks",
        LIST,
        "Tables of patterns for message text.",
        &[at(&[v(1, 1, 0)], "")],
    )
    .read_by(Reader::Others)
    .not_simulated(),
    row(
        "cleanup_service_name",
        NOT_EMPTY,
        "The service that completes messages.",
        &[at(&[v(2, 0, 0)], "cleanup")],
    )
    .read_by(Reader::Everyone)
    .before("cleanup")
    .not_simulated(),
    row(
        "milter_helo_macros",
        TEXT,
        "Macros that milters get at HELO.",
        &[at(
            &[v(2, 3, 0)],
            "{tls_version} {cipher} {cipher_bits} {cert_subject} {cert_issuer}",
        )],
    )
    .not_simulated(),
    row(
        "milter_data_macros",
        TEXT,
        "Macros that milters get at DATA.",
        &[at(&[v(2, 3, 0)], "i")],
    )
    .not_simulated(),
    row(
        "milter_end_of_header_macros",
        TEXT,
        "Macros that milters get after the header.",
        &[at(&[v(2, 5, 0)], "i")],
    )
    .not_simulated(),
    row(
        "milter_end_of_data_macros",
        TEXT,
        "Macros that milters get after the message.",
        &[at(&[v(2, 3, 0)], "i")],
    )
    .not_simulated(),
    row(
        "milter_unknown_command_macros",
        TEXT,
        "Macros that milters get at unknown commands.",
        &[at(&[v(2, 3, 0)], "")],
    )
    .not_simulated(),
    row(
        "milter_macro_defaults",
        TEXT,
        "Values of macros that have none.",
        &[at(&[v(3, 1, 0)], "")],
    )
    .not_simulated(),
    row(
        "smtpd_upstream_proxy_timeout",
        TIME_ABOVE_0,
        "How long a proxy in front may take to say who the client is.",
        &[at(&[v(2, 10, 0)], "5s")],
    )
    .before("5s")
    .not_simulated(),
];

const fn row(
    name: &'static str,
    kind: Kind,
    meaning: &'static str,
    defaults: &'static [Default],
) -> Described {
    Described::new(Group::Filters, name, kind, meaning, defaults)
}
