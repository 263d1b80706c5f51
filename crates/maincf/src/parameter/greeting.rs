//! Greeting and EHLO.
//! Read from `mail_params.h` of every release, and from postconf(5).

use super::{Default, Group, Kind, LIST, NOT_EMPTY, Described, Reader, TEXT, YES_NO, at};
use saslab_release::v;

/// This theme's part of the table.
pub(super) const ROWS: &[Described] = &[
    row(
        "smtpd_banner",
        NOT_EMPTY,
        "The text of the greeting behind 220.",
        &[at(&[v(1, 1, 0)], "$myhostname ESMTP $mail_name")],
    ),
    row(
        "disable_vrfy_command",
        YES_NO,
        "Whether VRFY is refused.",
        &[at(&[v(1, 1, 0)], "no")],
    ),
    row(
        "smtpd_discard_ehlo_keywords",
        LIST,
        "EHLO keywords that no client is told.",
        &[at(&[v(2, 2, 0)], "")],
    ),
    row(
        "smtpd_discard_ehlo_keyword_address_maps",
        LIST,
        "Tables of EHLO keywords that a client is not told.",
        &[at(&[v(2, 2, 0)], "")],
    ),
    row(
        "smtputf8_enable",
        YES_NO,
        "Whether SMTPUTF8 is offered, and addresses may be in UTF-8.",
        &[
            at(
                &[v(3, 0, 0)],
                "${{$compatibility_level} < {1} ? {no} : {yes}}",
            ),
            at(
                &[v(3, 6, 0)],
                "${{$compatibility_level} <level {1} ? {no} : {yes}}",
            ),
        ],
    )
    .read_by(Reader::Everyone)
    .before("no"),
    row(
        "strict_smtputf8",
        YES_NO,
        "Whether addresses in UTF-8 need the SMTPUTF8 parameter.",
        &[at(&[v(3, 0, 0)], "no")],
    )
    .read_by(Reader::Everyone)
    .before("no"),
    row(
        "smtpd_authorized_verp_clients",
        LIST,
        "Clients that may use XVERP.",
        &[at(&[v(2, 1, 0)], "$authorized_verp_clients")],
    )
    .before("$authorized_verp_clients"),
    row(
        "authorized_verp_clients",
        LIST,
        "The name of smtpd_authorized_verp_clients before 2.1.",
        &[at(&[v(2, 0, 0)], "$mynetworks"), at(&[v(2, 1, 0)], "")],
    ),
    row(
        "smtpd_authorized_xclient_hosts",
        LIST,
        "Clients that may use XCLIENT.",
        &[at(&[v(2, 1, 0)], "")],
    ),
    row(
        "smtpd_authorized_xforward_hosts",
        LIST,
        "Clients that may use XFORWARD.",
        &[at(&[v(2, 1, 0)], "")],
    ),
    row(
        "smtpd_helo_required",
        YES_NO,
        "Whether a client must say HELO or EHLO first.",
        &[at(&[v(1, 1, 0)], "no")],
    ),
    row(
        "strict_rfc821_envelopes",
        YES_NO,
        "Whether addresses must be in angle brackets and without comments.",
        &[at(&[v(1, 1, 0)], "no")],
    ),
    row(
        "smtpd_peername_lookup",
        YES_NO,
        "Whether the client's name is looked up.",
        &[at(&[v(2, 3, 0)], "yes")],
    )
    .before("yes"),
    row(
        "requiretls_enable",
        YES_NO,
        "Whether REQUIRETLS is offered.",
        &[at(&[v(3, 11, 0)], "yes")],
    )
    .read_by(Reader::Everyone)
    .before("no"),
    row(
        "requiretls_esmtp_header",
        YES_NO,
        "Whether the message keeps the request for TLS in its header.",
        &[at(&[v(3, 11, 0)], "yes")],
    )
    .before("no")
    .not_simulated(),
    row(
        "strict_8bitmime",
        YES_NO,
        "Whether 8-bit text needs to be announced.",
        &[at(&[v(2, 0, 0)], "no")],
    )
    .read_by(Reader::Everyone)
    .before("no")
    .not_simulated(),
    row(
        "smtpd_command_filter",
        LIST,
        "Tables that rewrite commands.",
        &[at(&[v(2, 7, 0)], "")],
    )
    .not_simulated(),
    row(
        "smtpd_dns_reply_filter",
        LIST,
        "Tables that drop DNS replies.",
        &[at(&[v(3, 0, 0)], "")],
    )
    .not_simulated(),
    row(
        "smtpd_upstream_proxy_protocol",
        TEXT,
        "The protocol by which a proxy names the client.",
        &[at(&[v(2, 10, 0)], "")],
    )
    .not_simulated(),
    row(
        "smtpd_hide_client_session",
        YES_NO,
        "Whether the Received header leaves out the client.",
        &[at(&[v(3, 10, 0)], "no")],
    )
    .before("no")
    .not_simulated(),
    row(
        "smtpd_client_port_logging",
        YES_NO,
        "Whether the log names the client's port.",
        &[at(&[v(2, 5, 0)], "no")],
    )
    .before("no")
    .not_simulated(),
    row(
        "strict_7bit_headers",
        YES_NO,
        "Whether headers with 8-bit text are refused.",
        &[at(&[v(2, 0, 0)], "no")],
    )
    .read_by(Reader::Everyone)
    .before("no")
    .not_simulated(),
    row(
        "strict_8bitmime_body",
        YES_NO,
        "Whether bodies with undeclared 8-bit text are refused.",
        &[at(&[v(2, 0, 0)], "no")],
    )
    .read_by(Reader::Everyone)
    .before("no")
    .not_simulated(),
    row(
        "strict_mime_encoding_domain",
        YES_NO,
        "Whether encodings that a MIME type must not have are refused.",
        &[at(&[v(2, 0, 0)], "no")],
    )
    .read_by(Reader::Everyone)
    .before("no")
    .not_simulated(),
    row(
        "disable_mime_input_processing",
        YES_NO,
        "Whether MIME structure is left unread.",
        &[at(&[v(2, 0, 0)], "no")],
    )
    .read_by(Reader::Everyone)
    .before("yes")
    .not_simulated(),
];

const fn row(
    name: &'static str,
    kind: Kind,
    meaning: &'static str,
    defaults: &'static [Default],
) -> Described {
    Described::new(Group::Greeting, name, kind, meaning, defaults)
}
