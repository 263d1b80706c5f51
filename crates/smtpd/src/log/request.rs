//! What the log names of a request: `log_whatsup` of `smtpd_check.c`.

use std::fmt;
use std::sync::Arc;

use saslab_policy::{Client, Compatible, Login, Note, Said};
use saslab_release::{ActionLine, AddressForm};

use super::address::Address;
use super::place::{QueueId, Where, write_queue};

/// The request that something is logged about.
#[derive(Clone, Debug, PartialEq)]
pub struct About {
    /// The queue file, once there is one.
    pub queue: Option<QueueId>,
    /// The command.
    pub at: Where,
    /// The other side.
    pub client: Arc<Client>,
    /// The reverse-path.
    pub sender: Option<Arc<str>>,
    /// The recipient.
    pub recipient: Option<Arc<str>>,
    /// `SMTP` or `ESMTP`.
    pub protocol: &'static str,
    /// The name of HELO or EHLO.
    pub helo: Option<Arc<str>>,
    /// Who has logged in.
    pub login: Option<Arc<Login>>,
    /// The AUTH parameter of MAIL.
    pub sasl_sender: Option<Arc<str>>,
    /// How addresses are written.
    pub form: AddressForm,
}

/// A note that is about no request.
pub(super) fn without_request(f: &mut fmt::Formatter<'_>, note: &Note) -> fmt::Result {
    match note {
        Note::Warning(warning) => write!(f, "warning: {warning}"),
        Note::Error(text) => write!(f, "error: {text}"),
        Note::Decision { action, .. } => f.write_str(action.name()),
        Note::Compatible(_) => f.write_str("using backwards-compatible default setting"),
        Note::MappedStatus {
            status,
            class,
            mapped,
        } => {
            let digit = status.chars().next().unwrap_or('5');
            let rest = mapped.get(1..).unwrap_or_default();
            write!(
                f,
                "mapping DSN status {status} into {class} status {digit}{rest}"
            )
        }
    }
}

impl About {
    pub(super) fn say(
        &self,
        f: &mut fmt::Formatter<'_>,
        note: &Note,
        style: ActionLine,
    ) -> fmt::Result {
        match note {
            Note::Decision { action, said } => {
                if style != ActionLine::Short {
                    write_queue(f, self.queue)?;
                }
                write!(f, "{}: {} from {}: ", action.name(), self.at, self.client)?;
                match (said, style) {
                    (Said::Refusal(refusal), ActionLine::Short | ActionLine::WithHelo) => {
                        write!(f, "{} {}", refusal.code, refusal.text)?;
                    }
                    (Said::Refusal(refusal), ActionLine::WithStatus | ActionLine::WithLogin) => {
                        write!(f, "{refusal}")?;
                    }
                    (Said::Text(text), _) => f.write_str(text)?,
                }
                self.circumstances(f, style)
            }
            Note::Compatible(older) => self.compatible(f, older),
            Note::MappedStatus { .. } | Note::Warning(_) | Note::Error(_) => {
                without_request(f, note)
            }
        }
    }

    fn circumstances(&self, f: &mut fmt::Formatter<'_>, style: ActionLine) -> fmt::Result {
        let named = self.sender.is_some() || self.recipient.is_some();
        if named || style != ActionLine::Short {
            f.write_str(";")?;
        }
        if let Some(sender) = &self.sender {
            write!(f, " from=<{}>", Address(sender, self.form))?;
        }
        if let Some(recipient) = &self.recipient {
            write!(f, " to=<{}>", Address(recipient, self.form))?;
        }
        if style == ActionLine::Short {
            return Ok(());
        }
        write!(f, " proto={}", self.protocol)?;
        if let Some(helo) = &self.helo {
            write!(f, " helo=<{helo}>")?;
        }
        if style != ActionLine::WithLogin {
            return Ok(());
        }
        if let Some(login) = &self.login {
            let Login { username, method } = &**login;
            write!(f, " sasl_method={method} sasl_username={username}")?;
        }
        match &self.sasl_sender {
            Some(sender) => write!(f, " sasl_sender={sender}"),
            None => Ok(()),
        }
    }

    fn compatible(&self, f: &mut fmt::Formatter<'_>, older: &Compatible) -> fmt::Result {
        f.write_str("using backwards-compatible default setting ")?;
        let client = &self.client;
        let recipient = self.recipient.as_deref().unwrap_or_default();
        match older {
            Compatible::NetworksStyle(style) => write!(
                f,
                "mynetworks_style={style} to permit request from client \"{client}\""
            ),
            Compatible::RelayDomains(domain) => write!(
                f,
                "relay_domains=$mydestination to accept mail for domain \"{domain}\""
            ),
            Compatible::FlushDomains(domain) => write!(
                f,
                "relay_domains=$mydestination to flush mail for domain \"{domain}\""
            ),
            Compatible::RelayDomainsAddress(address) => write!(
                f,
                "relay_domains=$mydestination to accept mail for address \"{address}\""
            ),
            Compatible::RelayDomainsClient => write!(
                f,
                "relay_domains=$mydestination to permit request from client \"{}\"",
                client.name
            ),
            Compatible::RelayRestrictions => write!(
                f,
                "\"smtpd_relay_restrictions = (empty)\" to avoid \"Relay access denied\" error \
                 for recipient \"{recipient}\" from client \"{client}\""
            ),
            Compatible::RecipientFirst => write!(
                f,
                "smtpd_relay_before_recipient_restrictions=no to reject recipient \
                 \"{recipient}\" from client \"{client}\""
            ),
        }
    }
}
