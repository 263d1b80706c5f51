//! STARTTLS and wrapper mode: TLS_README.
//! Read from `mail_params.h` of every release, and from postconf(5).

use super::{Default, Group, Kind, LIST, NUMBER, Described, TEXT, YES_NO, at};
use saslab_release::v;

/// This theme's part of the table.
pub(super) const ROWS: &[Described] = &[
    row(
        "smtpd_tls_security_level",
        TEXT,
        "Whether TLS is offered or demanded; empty: see the old switches.",
        &[at(&[v(2, 3, 0)], "")],
    ),
    row(
        "smtpd_use_tls",
        YES_NO,
        "Whether TLS is offered, if no level is set.",
        &[at(&[v(2, 2, 0)], "no")],
    )
    .before("no"),
    row(
        "smtpd_enforce_tls",
        YES_NO,
        "Whether TLS is demanded, if no level is set.",
        &[at(&[v(2, 2, 0)], "no")],
    )
    .before("no"),
    row(
        "smtpd_tls_auth_only",
        YES_NO,
        "Whether AUTH is offered inside TLS only.",
        &[at(&[v(2, 2, 0)], "no")],
    )
    .before("no"),
    row(
        "smtpd_tls_wrappermode",
        YES_NO,
        "Whether TLS begins at once, without STARTTLS.",
        &[at(&[v(2, 2, 0)], "no")],
    )
    .before("no"),
    row(
        "smtpd_tls_ask_ccert",
        YES_NO,
        "Whether the client is asked for a certificate.",
        &[at(&[v(2, 2, 0)], "no")],
    )
    .before("no"),
    row(
        "smtpd_tls_req_ccert",
        YES_NO,
        "Whether the client must show a certificate.",
        &[at(&[v(2, 2, 0)], "no")],
    )
    .before("no"),
    row(
        "smtpd_tls_ccert_verifydepth",
        NUMBER,
        "How deep client certificates are checked.",
        &[at(&[v(2, 2, 0)], "5"), at(&[v(2, 5, 0)], "9")],
    )
    .before("5")
    .not_simulated(),
    row(
        "relay_clientcerts",
        LIST,
        "Fingerprints of certificates that permit_tls_clientcerts accepts.",
        &[at(&[v(2, 2, 0)], "")],
    ),
    row(
        "smtpd_tls_chain_files",
        LIST,
        "Files with keys and certificates, in this order.",
        &[at(&[v(3, 4, 0)], "")],
    ),
    row(
        "smtpd_tls_cert_file",
        TEXT,
        "The file with the RSA certificate.",
        &[at(&[v(2, 2, 0)], "")],
    ),
    row(
        "smtpd_tls_key_file",
        TEXT,
        "The file with the RSA key.",
        &[at(&[v(2, 2, 0)], "$smtpd_tls_cert_file")],
    ),
    row(
        "smtpd_tls_dcert_file",
        TEXT,
        "The file with the DSA certificate.",
        &[at(&[v(2, 2, 0)], "")],
    )
    .not_simulated(),
    row(
        "smtpd_tls_dkey_file",
        TEXT,
        "The file with the DSA key.",
        &[at(&[v(2, 2, 0)], "$smtpd_tls_dcert_file")],
    )
    .not_simulated(),
    row(
        "smtpd_tls_eccert_file",
        TEXT,
        "The file with the ECDSA certificate.",
        &[at(&[v(2, 6, 0)], "")],
    ),
    row(
        "smtpd_tls_eckey_file",
        TEXT,
        "The file with the ECDSA key.",
        &[at(&[v(2, 6, 0)], "$smtpd_tls_eccert_file")],
    )
    .not_simulated(),
    row(
        "smtpd_tls_CAfile",
        TEXT,
        "The file with the trusted authorities.",
        &[at(&[v(2, 2, 0)], "")],
    ),
    row(
        "smtpd_tls_CApath",
        TEXT,
        "The directory with the trusted authorities.",
        &[at(&[v(2, 2, 0)], "")],
    )
    .not_simulated(),
    row(
        "smtpd_tls_loglevel",
        TEXT,
        "How much is logged about TLS.",
        &[at(&[v(2, 2, 0)], "0")],
    )
    .earlier(NUMBER, &[v(2, 9, 0)])
    .before("0")
    .not_simulated(),
    row(
        "smtpd_tls_received_header",
        YES_NO,
        "Whether the Received header tells protocol and cipher.",
        &[at(&[v(2, 2, 0)], "no")],
    )
    .before("no")
    .not_simulated(),
];

const fn row(
    name: &'static str,
    kind: Kind,
    meaning: &'static str,
    defaults: &'static [Default],
) -> Described {
    Described::new(Group::Tls, name, kind, meaning, defaults)
}
