//! SMTP AUTH: RFC 4954, and SASL_README.
//! Read from `mail_params.h` of every release, and from postconf(5).

use super::{Default, Group, Kind, LIST, NOT_EMPTY, Described, Reader, YES_NO, at, at_least};
use saslab_release::v;

/// This theme's part of the table.
pub(super) const ROWS: &[Described] = &[
    row(
        "smtpd_sasl_auth_enable",
        YES_NO,
        "Whether AUTH is offered.",
        &[at(&[v(1, 1, 0)], "no")],
    ),
    row(
        "smtpd_sasl_type",
        NOT_EMPTY,
        "The implementation of SASL: cyrus or dovecot.",
        &[at(&[v(2, 3, 0)], "cyrus")],
    )
    .before("cyrus"),
    row(
        "smtpd_sasl_path",
        NOT_EMPTY,
        "The name of Cyrus's file, or Dovecot's socket.",
        &[at(&[v(2, 3, 0)], "smtpd")],
    )
    .before("smtpd"),
    row(
        "smtpd_sasl_application_name",
        NOT_EMPTY,
        "The name of smtpd_sasl_path before 2.3.",
        &[at(&[v(2, 1, 0)], "smtpd")],
    )
    .before("smtpd"),
    row(
        "smtpd_sasl_service",
        NOT_EMPTY,
        "The service name that SASL is told.",
        &[at(&[v(2, 11, 0)], "smtp")],
    )
    .before("smtp")
    .not_simulated(),
    row(
        "smtpd_sasl_local_domain",
        NOT_EMPTY,
        "The realm of login names without one.",
        &[at(&[v(1, 1, 0)], "$myhostname"), at(&[v(2, 0, 0)], "")],
    ),
    row(
        "smtpd_sasl_security_options",
        LIST,
        "What mechanisms must not be, outside TLS.",
        &[at(&[v(1, 1, 0)], "noanonymous")],
    ),
    row(
        "smtpd_sasl_tls_security_options",
        LIST,
        "What mechanisms must not be, inside TLS.",
        &[at(&[v(2, 2, 0)], "$smtpd_sasl_security_options")],
    )
    .before("$smtpd_sasl_security_options"),
    row(
        "smtpd_sasl_exceptions_networks",
        LIST,
        "Clients that are not offered AUTH.",
        &[at(&[v(2, 1, 0)], "")],
    ),
    row(
        "smtpd_sasl_mechanism_filter",
        LIST,
        "Which of the implementation's mechanisms are offered.",
        &[at(&[v(3, 6, 0)], "!external, static:rest")],
    )
    .before("static:rest"),
    row(
        "smtpd_sasl_response_limit",
        at_least(12288),
        "The longest response of a client, in bytes.",
        &[at(&[v(3, 4, 0)], "12288")],
    )
    .before("12288"),
    row(
        "smtpd_sasl_authenticated_header",
        YES_NO,
        "Whether the Received header names the login.",
        &[at(&[v(2, 3, 0)], "no")],
    )
    .before("no")
    .not_simulated(),
    row(
        "broken_sasl_auth_clients",
        YES_NO,
        "Whether AUTH= is announced as well, for clients of the first drafts.",
        &[at(&[v(1, 1, 0)], "no")],
    ),
    row(
        "cyrus_sasl_config_path",
        LIST,
        "Directories with Cyrus's files.",
        &[at(&[v(2, 5, 0)], "")],
    )
    .not_simulated(),
    row(
        "send_cyrus_sasl_authzid",
        YES_NO,
        "Whether the client sends an authorization identity.",
        &[at(&[v(2, 4, 4), v(2, 5, 0)], "no")],
    )
    .read_by(Reader::Everyone)
    .before("no")
    .not_simulated(),
    row(
        "smtpd_sender_login_maps",
        LIST,
        "Who owns which sender address.",
        &[at(&[v(1, 1, 0)], "")],
    ),
];

const fn row(
    name: &'static str,
    kind: Kind,
    meaning: &'static str,
    defaults: &'static [Default],
) -> Described {
    Described::new(Group::Sasl, name, kind, meaning, defaults)
}
