//! The line of a new queue file: `mail_open_stream` of `smtpd.c`, `smtpd_sasl_mail_log` of
//! `smtpd_sasl_proto.c`.

use std::fmt;
use std::sync::Arc;

use saslab_policy::Login;
use saslab_release::ForwardedLine;

use super::LogEvent;

/// Where a message has come from before, as XFORWARD tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forwarded {
    /// The name of its queue file there.
    pub queue_id: Option<Arc<str>>,
    /// The client there, `name[address]`.
    pub client: Option<Arc<str>>,
}

impl LogEvent {
    pub(super) fn queued(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Queued {
            id,
            client,
            login,
            sasl_sender,
            forwarded,
            style,
        } = self
        else {
            return Ok(());
        };
        match (&forwarded.client, style) {
            (Some(other), ForwardedLine::InPlace) => write!(f, "{id}: client={other}")?,
            (Some(_) | None, _) => write!(f, "{id}: client={client}")?,
        }
        if let Some(login) = login {
            let Login { username, method } = &**login;
            write!(f, ", sasl_method={method}, sasl_username={username}")?;
        }
        let apart = *style == ForwardedLine::Apart;
        let rest = [
            (true, ", sasl_sender=", sasl_sender),
            (apart, ", orig_queue_id=", &forwarded.queue_id),
            (apart, ", orig_client=", &forwarded.client),
        ];
        for (told, name, value) in rest {
            if let (true, Some(value)) = (told, value) {
                write!(f, "{name}{value}")?;
            }
        }
        Ok(())
    }
}
