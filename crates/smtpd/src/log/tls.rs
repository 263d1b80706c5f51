//! What the log tells of a TLS handshake: `tls_log_summary` of `tls_misc.c`. Both sides
//! are those of the little world: OpenSSL 3.0, and a server key of 2048 bits.

use std::fmt;

use saslab_policy::Client;
use saslab_release::TlsLine;

pub(super) fn established(
    f: &mut fmt::Formatter<'_>,
    client: &Client,
    style: TlsLine,
) -> fmt::Result {
    let cipher = "TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)";
    let (trust, exchange) = match style {
        TlsLine::Plain => ("", None),
        TlsLine::WithTrust => ("Anonymous ", None),
        TlsLine::WithKeyExchange => ("Anonymous ", Some("X25519")),
        TlsLine::WithGroup => ("Anonymous ", Some("x25519")),
    };
    write!(
        f,
        "{trust}TLS connection established from {client}: {cipher}"
    )?;
    match exchange {
        Some(exchange) => write!(
            f,
            " key-exchange {exchange} server-signature RSA-PSS (2048 bits) server-digest SHA256"
        ),
        None => Ok(()),
    }
}
