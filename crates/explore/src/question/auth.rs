//! AUTH: what is offered, to whom, and who reads along.

use saslab_clients::{CLIENTS, Conversation, Credentials, End, Way};
use saslab_smtpd::maincf::Setting;
use saslab_smtpd::policy::Client;
use saslab_smtpd::{Channel, Server, Session};

use super::{Ask, Question, Severity};
use crate::alphabet::OUTSIDER;
use crate::case::{Case, Found, greeting};
use crate::mechanisms::sends_password;
use crate::witness::code;

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
        name: "anonymous-offered",
        title: "ANONYMOUS is offered",
        severity: Severity::Serious,
        explanation: "Clients that choose ANONYMOUS believe that they have logged in, and \
            then cannot send: permit_sasl_authenticated does not count such a login. \
            noplaintext alone, without noanonymous, brings it about.",
        source: "SASL_README, smtpd_sasl_security_options; RFC 4505",
        ask: Ask::Case(anonymous_offered),
    },
    Question {
        name: "vrfy-on",
        title: "VRFY is left on",
        severity: Severity::Note,
        explanation: "VRFY lets anybody ask which addresses exist, without sending mail.",
        source: "postconf(5), disable_vrfy_command; RFC 5321 section 7.3",
        ask: Ask::Case(vrfy_on),
    },
];

/// The credentials of the first account.
pub(super) const NOBODY: Credentials<'_> = Credentials {
    user: "test",
    password: "testpass",
};

/// The setting that decides about mechanisms on a channel.
fn options(server: &Server, channel: Channel) -> Setting {
    server.settings().text(match channel {
        Channel::Clear => "smtpd_sasl_security_options",
        Channel::Encrypted => "smtpd_sasl_tls_security_options",
    })
}

fn plaintext_without_tls(case: &Case<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (service, server) in case.running() {
        let client = Client::new(&server.installation().world, OUTSIDER);
        let greeting_step = Session::connect(server, client);
        let senders = CLIENTS.iter().filter(|client| {
            let talk = Conversation::run(client, &greeting_step, NOBODY, Way::Stripped);
            let clear = talk.session().map(Session::channel) == Some(Channel::Clear);
            let sent = match &talk.end {
                End::LoggedIn { mechanism } => sends_password(mechanism),
                End::Refused { tried } => tried.iter().any(|name| sends_password(name)),
                End::Anonymous
                | End::NotGreeted
                | End::NotOffered
                | End::NothingUsable { .. }
                | End::NoTls => false,
            };
            // Some clients do not look at the offer: what a server without AUTH is sent is
            // not the server's doing.
            let taken = talk
                .turns
                .last()
                .is_some_and(|turn| code(&turn.step) != 503);
            clear && sent && taken
        });
        let names: Vec<&str> = senders.map(|client| client.name).collect();
        let Some(first) = names.first() else { continue };
        let others = names.len() - 1;
        let says = format!("without TLS, {first} and {others} other clients send the password");
        found.push(
            Found::new(says)
                .in_service(service)
                .at(&server.settings().text("smtpd_tls_auth_only"))
                .at(&options(server, Channel::Clear))
                .shown_by(case.outsider(
                    service,
                    &["EHLO client.example.org", "AUTH PLAIN AHRlc3QAdGVzdHBhc3M="],
                )),
        );
    }
    found
}

fn anonymous_offered(case: &Case<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (service, server) in case.running() {
        for channel in [Channel::Clear, Channel::Encrypted] {
            let (offered, _) = server.mechanisms(channel);
            let enabled = server.settings().boolean("smtpd_sasl_auth_enable");
            if !offered.contains(&"ANONYMOUS") || !enabled.value {
                continue;
            }
            let lines = [greeting(channel), &["AUTH ANONYMOUS YW5vbnltb3Vz"]].concat();
            found.push(
                Found::new("ANONYMOUS admits everybody, and whoever takes it cannot send")
                    .in_service(service)
                    .at(&options(server, channel))
                    .shown_by(case.outsider(service, &lines)),
            );
            break;
        }
    }
    found
}

fn vrfy_on(case: &Case<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (service, server) in case.running() {
        let disabled = server.settings().boolean("disable_vrfy_command");
        if !disabled.value {
            let lines = ["EHLO client.example.org", "VRFY postmaster"];
            found.push(
                Found::new("anybody may ask with VRFY who exists")
                    .in_service(service)
                    .at(&disabled)
                    .shown_by(case.outsider(service, &lines)),
            );
        }
    }
    found
}
