//! The limits of what one client may do in a time unit: `anvil_clnt_mail`,
//! `anvil_clnt_rcpt` and `anvil_clnt_auth` in `smtpd.c`.
//! Only this session is counted: what the client did in others is not known here.

use std::sync::Arc;

use saslab_maincf::{Setting, Settings};
use saslab_release::ReplyStyle;

use super::{Turn, Went};
use crate::Cause;
use crate::log::LogEvent;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event {
    Mail,
    Recipient,
    Auth,
}

/// How often it has happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    mails: u32,
    recipients: u32,
    auths: u32,
}

/// How often it may happen; 0 is without a limit.
#[derive(Debug)]
pub(crate) struct Rates {
    mails: Setting<i64>,
    recipients: Setting<i64>,
    auths: Setting<i64>,
}

impl Rates {
    pub(crate) fn read(settings: &Settings) -> Self {
        Self {
            mails: settings.integer("smtpd_client_message_rate_limit"),
            recipients: settings.integer("smtpd_client_recipient_rate_limit"),
            auths: settings.integer("smtpd_client_auth_rate_limit"),
        }
    }
}

impl Event {
    /// The words of the log, and those of the reply.
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Mail => ("Message delivery request", "too much mail"),
            Self::Recipient => ("Recipient address", "too many recipients"),
            Self::Auth => ("AUTH command", "too many AUTH commands"),
        }
    }
}

impl Turn {
    /// Counts an event; the refusal when it is one too many.
    pub(super) fn over_rate(&mut self, event: Event) -> Option<Went> {
        let server = Arc::clone(self.server());
        let rates = &server.config.rates;
        let tally = &mut self.session.tally;
        let (limit, count) = match event {
            Event::Mail => (&rates.mails, &mut tally.mails),
            Event::Recipient => (&rates.recipients, &mut tally.recipients),
            Event::Auth => (&rates.auths, &mut tally.auths),
        };
        if limit.value <= 0
            || server.rules.is_unlimited(&self.session.client)
            || server.rules.may_xclient(&self.session.client) == Some(true)
        {
            return None;
        }
        let rate = count.saturating_add(1);
        *count = rate;
        if i64::from(rate) <= limit.value {
            return None;
        }
        let (what, says) = event.words();
        let client = &self.session.client;
        let service = server.settings.text("service_name").value;
        let warning =
            format!("{what} rate limit exceeded: {rate} from {client} for service {service}");
        let address = client.address;
        self.log.push(LogEvent::Warning(warning.into()));
        let cause = Cause::Setting(limit.clone().map(|n| Arc::from(n.to_string())));
        let text = format!("Error: {says} from {address}");
        match server.dialect.replies {
            ReplyStyle::Plain => {
                let host = &server.config.myhostname.value;
                self.reply(421, "", &format!("{host} {text}"), cause);
            }
            ReplyStyle::Enhanced => self.reply(450, "4.7.1", &text, cause),
        }
        Some(Went::Wrong)
    }
}
