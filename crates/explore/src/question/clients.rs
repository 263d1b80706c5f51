//! How the mail clients of the table fare with a server.

use std::sync::Arc;

use saslab_clients::{End, InClear, MailClient, OldForm, Order, Starttls, Way};
use saslab_smtpd::maincf::Service;
use saslab_smtpd::{Channel, Server};

use super::auth::{is_wrapped, options};
use super::{Ask, Question, Severity};
use crate::Witness;
use crate::case::{Case, Fared, Found};
use crate::mechanisms::{hidden, sends_password};

pub(super) static ROWS: &[Question] = &[
    Question {
        name: "plaintext-without-tls",
        title: "A password may be sent in clear",
        severity: Severity::Serious,
        explanation: "PLAIN and LOGIN send the password as it is. Offered without TLS, they \
            let everybody on the way read it, and most clients use them without a word. \
            smtpd_tls_auth_only = yes takes AUTH away until TLS is there.",
        source: "RFC 4954 section 4; SASL_README, plaintext mechanisms",
        ask: Ask::Case(plaintext_without_tls),
    },
    Question {
        name: "downgrade",
        title: "Somebody on the way can make clients send the password in clear",
        severity: Severity::Warning,
        explanation: "Clients that begin TLS by themselves do so when EHLO offers STARTTLS. \
            Whoever can change the reply takes the offer away, and the client sends the \
            password without TLS, because the server takes it there too.",
        source: "RFC 3207 section 6; RFC 8314 section 3",
        ask: Ask::Case(downgrade),
    },
    Question {
        name: "anonymous-login",
        title: "Clients log in as nobody without a word",
        severity: Severity::Serious,
        explanation: "These clients take ANONYMOUS when it comes first, or when nothing else is \
            left. The user has typed a name and a password, believes to have logged in, and \
            cannot send.",
        source: "RFC 4505; the HOWTO; SASL_README, smtpd_sasl_security_options",
        ask: Ask::Case(anonymous_login),
    },
    Question {
        name: "locked-out-clients",
        title: "Clients that cannot log in, though others can",
        severity: Severity::Warning,
        explanation: "They pick a mechanism that fails here and try no other, or find none \
            that they can use; the user sees a wrong password.",
        source: "SASL_README; the table of clients",
        ask: Ask::Case(locked_out_clients),
    },
    Question {
        name: "old-clients",
        title: "Old clients do not see AUTH",
        severity: Severity::Note,
        explanation: "Outlook Express 4 and its kin look for \"AUTH=\", which only \
            broken_sasl_auth_clients = yes adds. Hardly anybody needs it today.",
        source: "postconf(5), broken_sasl_auth_clients; the HOWTO",
        ask: Ask::Case(old_clients),
    },
];

/// Whether a conversation has sent a password to a server that takes AUTH there, where
/// everybody reads it.
fn sends_in_clear(talk: &Fared) -> bool {
    let sent = match &talk.end {
        End::LoggedIn { mechanism } => sends_password(mechanism),
        End::Refused { tried } => tried.iter().any(|name| sends_password(name)),
        End::Anonymous
        | End::NotGreeted
        | End::NotOffered
        | End::NothingUsable { .. }
        | End::NoTls => false,
    };
    // Some clients do not look at the offer: what a server without AUTH is sent is not
    // the server's doing.
    let taken = talk.code.is_some_and(|code| code != 503);
    talk.channel == Some(Channel::Clear) && sent && taken
}

/// `curl`, `curl and one other client`, `curl and 3 other clients`
fn named(clients: &[&'static MailClient]) -> Option<String> {
    let first = clients.first()?.name;
    Some(match clients.len() - 1 {
        0 => first.to_owned(),
        1 => format!("{first} and one other client"),
        others => format!("{first} and {others} other clients"),
    })
}

/// The clients of the table that something holds of, and what the first of them says.
fn clients(
    case: &Case<'_>,
    (service, server): (&Service, &Arc<Server>),
    way: Way,
    holds: &dyn Fn(&'static MailClient, &Fared) -> bool,
) -> (Vec<&'static MailClient>, Option<Witness>) {
    let mut all = Vec::new();
    let mut witness = None;
    let talks = case.talks(server).into_iter();
    for (client, talk) in talks.flat_map(|talks| talks.each(server, way)) {
        if holds(client, talk) {
            all.push(client);
            witness.get_or_insert_with(|| Witness {
                lines: talk.lines.clone(),
                ..case.outsider(service, &[])
            });
        }
    }
    (all, witness)
}

fn plaintext_without_tls(case: &Case<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for running in case.running() {
        let (service, server) = running;
        // Who sends it without being asked is not the server's to stop.
        if hidden(server, Channel::Clear).is_some() {
            continue;
        }
        let sends = |_client, talk: &Fared| sends_in_clear(talk);
        let (all, witness) = clients(case, running, Way::Stripped, &sends);
        let Some((names, witness)) = named(&all).zip(witness) else {
            continue;
        };
        found.push(
            Found::new(format!(
                "without TLS the password is readable: {names} would send it"
            ))
            .in_service(service)
            .at(&server.settings().text("smtpd_tls_auth_only"))
            .at(&options(server, Channel::Clear))
            .shown_by(witness),
        );
    }
    found
}

fn downgrade(case: &Case<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for running in case.running() {
        let (service, server) = running;
        if is_wrapped(server) {
            continue;
        }
        let in_tls = |_client, talk: &Fared| talk.channel == Some(Channel::Encrypted);
        let (in_tls, _) = clients(case, running, Way::AsUsual, &in_tls);
        let falls = |client: &'static MailClient, stripped: &Fared| {
            in_tls.contains(&client) && sends_in_clear(stripped)
        };
        let (all, witness) = clients(case, running, Way::Stripped, &falls);
        let Some((names, witness)) = named(&all).zip(witness) else {
            continue;
        };
        found.push(
            Found::new(format!(
                "without the offer of STARTTLS, {names} would send the password"
            ))
            .in_service(service)
            .at(&server.settings().text("smtpd_tls_auth_only"))
            .shown_by(witness),
        );
    }
    found
}

fn anonymous_login(case: &Case<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for running in case.running() {
        let (service, server) = running;
        let falls = |_client, talk: &Fared| talk.end == End::Anonymous;
        let (all, witness) = clients(case, running, Way::AsUsual, &falls);
        let Some((names, witness)) = named(&all).zip(witness) else {
            continue;
        };
        found.push(
            Found::new(format!("{names} would log in as nobody"))
                .in_service(service)
                .at(&options(server, Channel::Clear))
                .shown_by(witness),
        );
    }
    found
}

fn locked_out_clients(case: &Case<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for running in case.running() {
        let (service, server) = running;
        if server.installation().sasl.accounts.is_empty() {
            continue;
        }
        // Who does not begin TLS by itself is told to.
        let logged_in = |_client, talk: &Fared| matches!(talk.end, End::LoggedIn { .. });
        let told = |client: &'static MailClient, talk: &Fared| {
            client.starttls == Starttls::WhenTold && logged_in(client, talk)
        };
        let (mut works, _) = clients(case, running, Way::AsUsual, &logged_in);
        works.extend(clients(case, running, Way::Starttls, &told).0);
        if works.is_empty() {
            continue;
        }
        let fails = |client: &'static MailClient, talk: &Fared| {
            let refused = match &talk.end {
                End::Refused { tried } => !tried.is_empty(),
                // Who wants a mechanism that most servers lack has chosen it.
                End::NothingUsable { .. } => {
                    client.in_clear == InClear::Sends && takes_password(client)
                }
                End::LoggedIn { .. }
                | End::Anonymous
                | End::NotGreeted
                | End::NotOffered
                | End::NoTls => false,
            };
            refused && !works.contains(&client)
        };
        let (all, witness) = clients(case, running, Way::AsUsual, &fails);
        let Some((names, witness)) = named(&all).zip(witness) else {
            continue;
        };
        found.push(
            Found::new(format!("{names} cannot log in with the right password"))
                .in_service(service)
                .at(&server.settings().text("smtpd_sasl_mechanism_filter"))
                .shown_by(witness),
        );
    }
    found
}

/// Whether a client would send a name and a password as they are.
fn takes_password(client: &MailClient) -> bool {
    match client.order {
        Order::Own(names) | Order::Servers(names) => names.iter().any(|name| sends_password(name)),
        Order::Fixed(name) => sends_password(name),
    }
}

fn old_clients(case: &Case<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for running in case.running() {
        let (service, server) = running;
        let enabled = server.settings().boolean("smtpd_sasl_auth_enable");
        // Clients of that time know no STARTTLS.
        if !enabled.value || hidden(server, Channel::Clear).is_some() {
            continue;
        }
        let misses = |client: &'static MailClient, talk: &Fared| {
            client.old_form == OldForm::Needed && talk.end == End::NotOffered
        };
        let (all, witness) = clients(case, running, Way::AsUsual, &misses);
        let Some((names, witness)) = named(&all).zip(witness) else {
            continue;
        };
        found.push(
            Found::new(format!("{names} sees no AUTH"))
                .in_service(service)
                .at(&server.settings().text("broken_sasl_auth_clients"))
                .shown_by(witness),
        );
    }
    found
}
