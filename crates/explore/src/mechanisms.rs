//! The mechanisms of one server: offered in clear and inside TLS, why not, who picks
//! them, whether the server can verify them, and what a listener reads.

use std::sync::Arc;

use saslab_clients::{CLIENTS, Conversation, Credentials, End, MailClient, Way};
use saslab_smtpd::policy::Client;
use saslab_smtpd::{Cause, Channel, Input, Server, Session};

use crate::alphabet::OUTSIDER;
use crate::witness::{code, connected, last_line, said};

/// One mechanism.
#[derive(Clone, Debug, PartialEq)]
pub struct MechanismRow {
    /// The registered name.
    pub name: Arc<str>,
    /// Without TLS.
    pub clear: Offered,
    /// Inside TLS.
    pub encrypted: Offered,
    /// Who picks it without TLS.
    pub picked_clear: Vec<Picker>,
    /// Who picks it inside TLS.
    pub picked_encrypted: Vec<Picker>,
    /// What somebody learns who reads along where there is no TLS.
    pub reads: Reads,
}

/// Whether a channel offers a mechanism.
#[derive(Clone, Debug, PartialEq)]
pub enum Offered {
    /// EHLO names it.
    Yes,
    /// EHLO does not, for this reason.
    No(Cause),
}

/// A client that picks a mechanism, and how it fares with the account of the laboratory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picker {
    /// The client.
    pub client: &'static MailClient,
    /// How its login ended.
    pub end: End,
}

/// What somebody learns who reads along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    /// The password.
    Password,
    /// Enough to try passwords at home.
    Guesses,
    /// The name, and nothing to try passwords on.
    Name,
    /// A token that lets the listener in until it expires.
    Token,
    /// Nothing: nobody says who they are.
    Nothing,
}

/// A client that uses one mechanism, offered or not, and no other.
pub(crate) const fn with_mechanism(name: &'static str) -> MailClient {
    MailClient {
        order: saslab_clients::Order::Fixed(name),
        ..crate::search::PLAIN_FIRST
    }
}

/// Whether a mechanism sends the password as it is.
pub(crate) fn sends_password(mechanism: &str) -> bool {
    reads(mechanism) == Reads::Password
}

fn reads(mechanism: &str) -> Reads {
    match mechanism.to_ascii_uppercase().as_str() {
        "PLAIN" | "LOGIN" => Reads::Password,
        "XOAUTH2" | "OAUTHBEARER" => Reads::Token,
        "ANONYMOUS" => Reads::Nothing,
        "EXTERNAL" | "GSSAPI" | "GSS-SPNEGO" | "GS2-KRB5" | "GS2-IAKERB" => Reads::Name,
        _challenge => Reads::Guesses,
    }
}

/// The mechanisms of a running server, in the order that it offers them; those that
/// neither channel offers come last.
#[must_use]
pub fn mechanism_table(server: &Arc<Server>, credentials: Credentials<'_>) -> Vec<MechanismRow> {
    let picked_clear = picks(server, credentials, Way::Stripped);
    let picked_encrypted = picks(server, credentials, Way::Starttls);
    let mut rows = mechanisms_offered(server);
    for row in &mut rows {
        row.picked_clear = who_picks(&picked_clear, &row.name);
        row.picked_encrypted = who_picks(&picked_encrypted, &row.name);
    }
    rows
}

/// The same without who picks them, which takes a session of each client.
#[must_use]
pub fn mechanisms_offered(server: &Arc<Server>) -> Vec<MechanismRow> {
    let mut names: Vec<Arc<str>> = Vec::new();
    for channel in [Channel::Encrypted, Channel::Clear] {
        let (offered, _) = server.mechanisms(channel);
        add(&mut names, offered.iter().copied());
    }
    for channel in [Channel::Encrypted, Channel::Clear] {
        let (_, withheld) = server.mechanisms(channel);
        add(&mut names, withheld.iter().map(|withheld| &*withheld.what));
    }
    let clear = Seen::of(server, Channel::Clear);
    let encrypted = Seen::of(server, Channel::Encrypted);
    let rows = names.into_iter().map(|name| MechanismRow {
        clear: clear.offers(&name),
        encrypted: encrypted.offers(&name),
        picked_clear: Vec::new(),
        picked_encrypted: Vec::new(),
        reads: reads(&name),
        name,
    });
    rows.collect()
}

fn add<'n>(names: &mut Vec<Arc<str>>, more: impl Iterator<Item = &'n str>) {
    for name in more {
        if !names.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            names.push(Arc::from(name));
        }
    }
}

/// What EHLO says on one channel.
struct Seen<'s> {
    server: &'s Server,
    channel: Channel,
    /// Why there is no AUTH at all, if there is none.
    hidden: Option<Cause>,
}

impl<'s> Seen<'s> {
    fn of(server: &'s Arc<Server>, channel: Channel) -> Self {
        Self {
            server,
            channel,
            hidden: hidden(server, channel),
        }
    }

    fn offers(&self, name: &str) -> Offered {
        let (offered, withheld) = self.server.mechanisms(self.channel);
        if !offered.contains(&name) {
            let same = |what: &str| what.eq_ignore_ascii_case(name);
            let reason = withheld.iter().find(|withheld| same(&withheld.what));
            let unlisted = || Cause::Sasl("no software here provides it".into());
            return Offered::No(reason.map_or_else(unlisted, |reason| reason.cause.clone()));
        }
        match &self.hidden {
            Some(cause) => Offered::No(cause.clone()),
            None => Offered::Yes,
        }
    }
}

/// Why EHLO has no AUTH on a channel, as the session itself says it.
pub(crate) fn hidden(server: &Arc<Server>, channel: Channel) -> Option<Cause> {
    let client = Client::new(&server.installation().world, OUTSIDER);
    let mut greeted = said(&connected(server, client).after, b"EHLO client.example.org");
    let withheld = |step: &saslab_smtpd::Step, what: &str| {
        let mut all = step.withheld.iter();
        let found = all.find(|withheld| &*withheld.what == what);
        found.map(|withheld| withheld.cause.clone())
    };
    if channel == Channel::Encrypted && greeted.after.channel() == Channel::Clear {
        let tls = greeted.after.receive(Input::line(b"STARTTLS"));
        if code(&tls) != 220 {
            let refused = Cause::Sasl(format!("there is no TLS: {}", last_line(&tls)).into());
            return Some(withheld(&greeted, "STARTTLS").unwrap_or(refused));
        }
        let secured = tls.after.receive(Input::TlsHandshake).after;
        greeted = said(&secured, b"EHLO client.example.org");
    }
    withheld(&greeted, "AUTH")
}

/// What every client does on one way, and with which mechanism it began.
fn picks(server: &Arc<Server>, credentials: Credentials<'_>, way: Way) -> Vec<(Arc<str>, Picker)> {
    let address = Client::new(&server.installation().world, OUTSIDER);
    let greeting = Session::connect(server, address);
    let picks = CLIENTS.iter().filter_map(|client| {
        let talk = Conversation::run(client, &greeting, credentials, way);
        let mechanism = match &talk.end {
            End::LoggedIn { .. } | End::Anonymous | End::Refused { .. } => first_choice(&talk)?,
            End::NotGreeted | End::NotOffered | End::NothingUsable { .. } | End::NoTls => {
                return None;
            }
        };
        let end = talk.end;
        Some((mechanism, Picker { client, end }))
    });
    picks.collect()
}

fn first_choice(talk: &Conversation) -> Option<Arc<str>> {
    let mut lines = talk.turns.iter().map(|turn| &turn.line);
    let auth = lines.find_map(|line| line.strip_prefix("AUTH "))?;
    auth.split(' ').next().map(Arc::from)
}

fn who_picks(picks: &[(Arc<str>, Picker)], name: &str) -> Vec<Picker> {
    let same = picks
        .iter()
        .filter(|(picked, _)| picked.eq_ignore_ascii_case(name));
    same.map(|(_, picker)| picker.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use saslab_smtpd::Installation;
    use saslab_smtpd::release::Release;

    const TEST: Credentials<'_> = Credentials {
        user: "test",
        password: "testpass",
    };

    fn rows(main_cf: &str) -> Vec<MechanismRow> {
        let text = ["compatibility_level = 3.6\n", main_cf].concat();
        let server = Server::start(&Installation::new(Release::DEFAULT, &text)).unwrap();
        mechanism_table(&server, TEST)
    }

    fn row(main_cf: &str, name: &str) -> MechanismRow {
        let mut rows = rows(main_cf).into_iter();
        rows.find(|row| &*row.name == name).unwrap()
    }

    #[test]
    fn what_is_offered_is_known_without_asking_who_picks_it() {
        let text = "compatibility_level = 3.6\nsmtpd_sasl_auth_enable = yes\n";
        let server = Server::start(&Installation::new(Release::DEFAULT, text)).unwrap();
        let offered = mechanisms_offered(&server);
        let plain = offered.iter().find(|row| &*row.name == "PLAIN").unwrap();
        assert_eq!((&plain.clear, plain.picked_clear.len()), (&Offered::Yes, 0));
        assert!(
            !row("smtpd_sasl_auth_enable = yes\n", "PLAIN")
                .picked_clear
                .is_empty()
        );
    }

    #[test]
    fn auth_only_inside_tls_hides_every_mechanism_in_clear() {
        let plain = row(
            "smtpd_sasl_auth_enable = yes\nsmtpd_tls_auth_only = yes\n\
             smtpd_tls_security_level = may\nsmtpd_tls_cert_file = /etc/postfix/server.pem\n",
            "PLAIN",
        );
        let Offered::No(cause) = &plain.clear else {
            panic!("{plain:?}")
        };
        assert_eq!(
            cause.to_string(),
            "smtpd_tls_auth_only = yes (main.cf line 3)"
        );
        assert_eq!(plain.encrypted, Offered::Yes);
        assert_eq!(plain.reads, Reads::Password);
        let names = |pickers: &[Picker]| -> Vec<&str> {
            pickers.iter().map(|picker| picker.client.name).collect()
        };
        assert!(names(&plain.picked_encrypted).contains(&"msmtp"));
        // Ruby does not look at the offer.
        assert_eq!(names(&plain.picked_clear), ["Ruby net-smtp"]);
    }

    #[test]
    fn what_is_withheld_has_its_reason() {
        let text = "smtpd_sasl_auth_enable = yes\n\
            smtpd_sasl_security_options = noanonymous, noplaintext\n";
        let plain = row(text, "PLAIN");
        let Offered::No(cause) = &plain.clear else {
            panic!("{plain:?}")
        };
        assert!(
            cause.to_string().starts_with("noplaintext excludes it"),
            "{cause}"
        );
        assert_eq!(row(text, "CRAM-MD5").clear, Offered::Yes);
        assert_eq!(row(text, "CRAM-MD5").reads, Reads::Guesses);
    }
}
