//! What stands in the place of a command and ends the session, in five wordings.

use std::fmt;

use saslab_policy::Client;
use saslab_release::NonSmtpLine;

use super::escaped;

pub(super) fn write(
    f: &mut fmt::Formatter<'_>,
    client: &Client,
    line: &[u8],
    style: NonSmtpLine,
) -> fmt::Result {
    let shown = match style {
        NonSmtpLine::Escaped => escaped(line).into(),
        NonSmtpLine::Silent
        | NonSmtpLine::Header
        | NonSmtpLine::NamedHeader
        | NonSmtpLine::SentCommand
        | NonSmtpLine::Command => crate::command::printable(line),
    };
    match style {
        NonSmtpLine::Silent | NonSmtpLine::Header => write!(
            f,
            "warning: {client} sent message header instead of SMTP command: {shown:.100}"
        ),
        NonSmtpLine::NamedHeader => {
            let header = shown.split_whitespace().next().unwrap_or_default();
            write!(
                f,
                "warning: {client} sent {header} header instead of SMTP command: {shown:.100}"
            )
        }
        NonSmtpLine::SentCommand => {
            write!(f, "warning: {client} sent non-SMTP command: {shown:.100}")
        }
        NonSmtpLine::Command | NonSmtpLine::Escaped => {
            write!(f, "warning: non-SMTP command from {client}: {shown:.100}")
        }
    }
}
