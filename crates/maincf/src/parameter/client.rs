//! The SMTP client, which is not simulated.
//! Read from `mail_params.h` of every release, and from postconf(5).

use super::{Default, Group, Kind, LIST, NOT_EMPTY, Described, Reader, TEXT, TIME_ABOVE_0, YES_NO, at};
use saslab_release::v;

/// This theme's part of the table.
pub(super) const ROWS: &[Described] = &[
    row(
        "smtp_tls_security_level",
        TEXT,
        "Whether the client uses or demands TLS.",
        &[
            at(&[v(2, 3, 0)], ""),
            at(
                &[v(3, 11, 0)],
                "${{$compatibility_level} <level {3.11} ? {} : {may}}",
            ),
        ],
    )
    .read_by(Reader::Others)
    .not_simulated(),
    row(
        "smtp_use_tls",
        YES_NO,
        "Whether the client uses TLS, if no level is set.",
        &[at(&[v(2, 2, 0)], "no")],
    )
    .read_by(Reader::Others)
    .before("no")
    .not_simulated(),
    row(
        "smtp_enforce_tls",
        YES_NO,
        "Whether the client demands TLS, if no level is set.",
        &[at(&[v(2, 2, 0)], "no")],
    )
    .read_by(Reader::Others)
    .before("no")
    .not_simulated(),
    row(
        "smtp_tls_session_cache_database",
        TEXT,
        "The table of sessions that the client can resume.",
        &[at(&[v(2, 2, 0)], "")],
    )
    .read_by(Reader::Others)
    .not_simulated(),
    row(
        "smtp_tls_protocols",
        LIST,
        "TLS versions of the client, if TLS is optional.",
        &[
            at(&[v(2, 6, 0)], "!SSLv2"),
            at(
                &[
                    v(2, 9, 14),
                    v(2, 10, 8),
                    v(2, 11, 6),
                    v(3, 0, 2),
                    v(3, 1, 0),
                ],
                "!SSLv2, !SSLv3",
            ),
            at(&[v(3, 6, 0)], ">=TLSv1"),
        ],
    )
    .read_by(Reader::Others)
    .not_simulated(),
    row(
        "smtp_tls_mandatory_protocols",
        LIST,
        "TLS versions of the client, if TLS is demanded.",
        &[
            at(&[v(2, 3, 0)], "SSLv3, TLSv1"),
            at(
                &[
                    v(2, 6, 15),
                    v(2, 7, 9),
                    v(2, 8, 10),
                    v(2, 9, 2),
                    v(2, 10, 0),
                ],
                "!SSLv2",
            ),
            at(
                &[
                    v(2, 9, 14),
                    v(2, 10, 8),
                    v(2, 11, 6),
                    v(3, 0, 2),
                    v(3, 1, 0),
                ],
                "!SSLv2, !SSLv3",
            ),
            at(&[v(3, 6, 0)], ">=TLSv1"),
        ],
    )
    .read_by(Reader::Others)
    .not_simulated(),
    row(
        "smtp_tls_ciphers",
        NOT_EMPTY,
        "The client's least grade of ciphers, if TLS is optional.",
        &[
            at(&[v(2, 6, 0)], "export"),
            at(
                &[
                    v(2, 9, 14),
                    v(2, 10, 8),
                    v(2, 11, 6),
                    v(3, 0, 2),
                    v(3, 1, 0),
                ],
                "medium",
            ),
        ],
    )
    .read_by(Reader::Others)
    .before("export")
    .not_simulated(),
    row(
        "smtp_tls_mandatory_ciphers",
        NOT_EMPTY,
        "The client's least grade of ciphers, if TLS is demanded.",
        &[at(&[v(2, 3, 0)], "medium")],
    )
    .read_by(Reader::Others)
    .before("medium")
    .not_simulated(),
    row(
        "smtp_tls_exclude_ciphers",
        LIST,
        "Ciphers that the client never uses.",
        &[at(&[v(2, 3, 0)], "")],
    )
    .read_by(Reader::Others)
    .not_simulated(),
    row(
        "smtp_tls_policy_maps",
        LIST,
        "Tables of the client's TLS level for a destination.",
        &[at(&[v(2, 3, 0)], "")],
    )
    .read_by(Reader::Others)
    .not_simulated(),
    row(
        "smtp_tls_loglevel",
        TEXT,
        "How much the client logs about TLS.",
        &[at(&[v(2, 2, 0)], "0")],
    )
    .read_by(Reader::Others)
    .before("0")
    .not_simulated(),
    row(
        "smtp_tls_note_starttls_offer",
        YES_NO,
        "Whether the client logs that TLS would be possible.",
        &[at(&[v(2, 2, 0)], "no")],
    )
    .read_by(Reader::Others)
    .before("no")
    .not_simulated(),
    row(
        "smtp_tls_CAfile",
        TEXT,
        "The file with authorities that the client trusts.",
        &[at(&[v(2, 2, 0)], "")],
    )
    .read_by(Reader::Others)
    .not_simulated(),
    row(
        "smtp_tls_CApath",
        TEXT,
        "The directory with authorities that the client trusts.",
        &[at(&[v(2, 2, 0)], "")],
    )
    .read_by(Reader::Others)
    .not_simulated(),
    row(
        "smtp_tls_cert_file",
        TEXT,
        "The file with the client's certificate.",
        &[at(&[v(2, 2, 0)], "")],
    )
    .read_by(Reader::Others)
    .not_simulated(),
    row(
        "smtp_tls_key_file",
        TEXT,
        "The file with the client's key.",
        &[at(&[v(2, 2, 0)], "$smtp_tls_cert_file")],
    )
    .read_by(Reader::Others)
    .not_simulated(),
    row(
        "smtp_sasl_auth_enable",
        YES_NO,
        "Whether the client logs in.",
        &[at(&[v(1, 1, 0)], "no")],
    )
    .read_by(Reader::Others)
    .not_simulated(),
    row(
        "smtp_sasl_password_maps",
        LIST,
        "Tables of the client's passwords.",
        &[at(&[v(1, 1, 0)], "")],
    )
    .read_by(Reader::Others)
    .not_simulated(),
    row(
        "smtp_sasl_security_options",
        LIST,
        "What the client's mechanisms must not be.",
        &[at(&[v(1, 1, 0)], "noplaintext, noanonymous")],
    )
    .read_by(Reader::Others)
    .not_simulated(),
    row(
        "smtp_sasl_tls_security_options",
        LIST,
        "What the client's mechanisms must not be, inside TLS.",
        &[
            at(&[v(2, 2, 0)], "$var_smtp_sasl_opts"),
            at(&[v(2, 3, 0)], "$smtp_sasl_security_options"),
        ],
    )
    .read_by(Reader::Others)
    .before("$smtp_sasl_security_options")
    .not_simulated(),
    row(
        "smtp_sasl_mechanism_filter",
        LIST,
        "Which mechanisms the client uses.",
        &[at(&[v(2, 2, 0)], "")],
    )
    .read_by(Reader::Others)
    .not_simulated(),
    row(
        "smtp_bind_address",
        TEXT,
        "The address that the client sends from.",
        &[at(&[v(1, 1, 0)], "")],
    )
    .read_by(Reader::Others)
    .not_simulated(),
    row(
        "smtp_bind_address6",
        TEXT,
        "The IPv6 address that the client sends from.",
        &[at(&[v(2, 2, 0)], "")],
    )
    .read_by(Reader::Others)
    .not_simulated(),
    row(
        "smtp_helo_name",
        NOT_EMPTY,
        "The client's name in EHLO.",
        &[at(&[v(2, 0, 0)], "$myhostname")],
    )
    .read_by(Reader::Others)
    .before("$myhostname")
    .not_simulated(),
    row(
        "smtp_helo_timeout",
        TIME_ABOVE_0,
        "How long the client waits for an answer to EHLO.",
        &[at(&[v(1, 1, 0)], "300s")],
    )
    .read_by(Reader::Others)
    .not_simulated(),
    row(
        "smtp_header_checks",
        LIST,
        "Tables of patterns for headers that the client sends.",
        &[at(&[v(2, 5, 0)], "")],
    )
    .read_by(Reader::Others)
    .not_simulated(),
    row(
        "smtp_dns_support_level",
        TEXT,
        "How the client uses DNS.",
        &[at(&[v(2, 11, 0)], "")],
    )
    .read_by(Reader::Others)
    .not_simulated(),
    row(
        "smtp_generic_maps",
        LIST,
        "Tables that rewrite addresses that the client sends.",
        &[at(&[v(2, 2, 0)], "")],
    )
    .read_by(Reader::Others)
    .not_simulated(),
];

const fn row(
    name: &'static str,
    kind: Kind,
    meaning: &'static str,
    defaults: &'static [Default],
) -> Described {
    Described::new(Group::Client, name, kind, meaning, defaults)
}
