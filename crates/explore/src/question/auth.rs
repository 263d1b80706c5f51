//! AUTH: what is offered, to whom, whether it can be verified, and who reads along.

use std::sync::Arc;

use saslab_clients::{Conversation, Credentials};
use saslab_smtpd::maincf::{Origin, Service, Setting};
use saslab_smtpd::policy::Client;
use saslab_smtpd::sasl::Account;
use saslab_smtpd::{Channel, Reply, ReplyLine, Server, Session};

use super::{Ask, Question, Severity};
use crate::Witness;
use crate::alphabet::{Alphabet, OUTSIDER};
use crate::case::{Case, Found, greeting, place};
use crate::mechanisms::{sends_password, with_mechanism};
use crate::search::PLAIN_FIRST;
use crate::witness::{code, connected};

pub(super) static ROWS: &[Question] = &[
    Question {
        name: "plaintext-offered",
        title: "A plaintext mechanism is offered without TLS",
        severity: Severity::Warning,
        explanation: "EHLO names PLAIN or LOGIN on a connection that is not encrypted. Whether \
            a password crosses the wire readable is then up to each client.",
        source: "RFC 4954 section 4; RFC 8314 section 3.3; SASL_README",
        ask: Ask::Case(plaintext_offered),
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
        name: "unverifiable-mechanism",
        title: "A mechanism is offered that the server cannot verify",
        severity: Severity::Serious,
        explanation: "Every login with it fails, the password being right: the server's \
            password source cannot do what the mechanism needs (saslauthd and hashed passwords \
            know no CRAM-MD5, DIGEST-MD5 or SCRAM). Clients that pick it and try no other \
            are locked out.",
        source: "SASL_README, Cyrus SASL password verification services; mech_list",
        ask: Ask::Case(unverifiable_mechanism),
    },
    Question {
        name: "no-mechanism",
        title: "AUTH is enabled, and no mechanism is left",
        severity: Severity::Serious,
        explanation: "The security options and filters take every mechanism away, or nothing \
            provides one: nobody can log in. In clear text, releases of Postfix end the \
            process: \"no SASL authentication mechanisms\".",
        source: "src/smtpd/smtpd_sasl_glue.c; postconf(5), smtpd_sasl_security_options",
        ask: Ask::Case(no_mechanism),
    },
    Question {
        name: "auth-hidden",
        title: "AUTH is hidden from some clients",
        severity: Severity::Note,
        explanation: "smtpd_sasl_exceptions_networks names clients that are not offered AUTH. \
            Whoever sits there and wants to log in cannot.",
        source: "postconf(5), smtpd_sasl_exceptions_networks",
        ask: Ask::Case(auth_hidden),
    },
    Question {
        name: "realm-mismatch",
        title: "The account stands in another realm",
        severity: Severity::Serious,
        explanation: "The name and the password are right, and the login is refused: the \
            server looks the account up in a realm that it is not in. smtpd_sasl_local_domain \
            says which one is asked; empty, it is the host's name.",
        source: "SASL_README; postconf(5), smtpd_sasl_local_domain; sasldblistusers2",
        ask: Ask::Case(realm_mismatch),
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

/// The setting that decides about mechanisms on a channel.
pub(super) fn options(server: &Server, channel: Channel) -> Setting {
    server.settings().text(match channel {
        Channel::Clear => "smtpd_sasl_security_options",
        Channel::Encrypted => "smtpd_sasl_tls_security_options",
    })
}

fn is_enabled(server: &Server) -> bool {
    server.settings().boolean("smtpd_sasl_auth_enable").value
}

/// The mechanisms that the last reply of a session offers.
fn offered(witness: &Witness, server: &Arc<Server>) -> Vec<Arc<str>> {
    let steps = witness.replay_on(server);
    let replies = steps.last().map(|step| &step.replies);
    let lines = replies.into_iter().flatten().flat_map(Reply::lines);
    let mut texts = lines.map(|line| ReplyLine::text(line).get(4..).unwrap_or(""));
    let auth = texts.find_map(|text| text.strip_prefix("AUTH "));
    let names = auth.into_iter().flat_map(str::split_ascii_whitespace);
    names.map(Arc::from).collect()
}

fn plaintext_offered(case: &Case<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (service, server) in case.running() {
        let client = Client::new(&server.installation().world, OUTSIDER);
        let clear = Session::connect(server, client).after.channel() == Channel::Clear;
        let witness = case.outsider(service, greeting(Channel::Clear));
        let names = offered(&witness, server);
        let mut readable = names.iter().filter(|name| sends_password(name));
        let Some(name) = readable.next().filter(|_| clear && !is_wrapped(server)) else {
            continue;
        };
        let says = format!("{name} is offered where everybody on the way reads it");
        found.push(
            Found::new(says)
                .in_service(service)
                .at(&server.settings().text("smtpd_tls_auth_only"))
                .at(&options(server, Channel::Clear))
                .shown_by(witness),
        );
    }
    found
}

/// Whether TLS comes before the greeting.
pub(super) fn is_wrapped(server: &Arc<Server>) -> bool {
    let client = Client::new(&server.installation().world, OUTSIDER);
    connected(server, client).after.channel() == Channel::Encrypted
}

fn anonymous_offered(case: &Case<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (service, server) in case.running() {
        for channel in [Channel::Clear, Channel::Encrypted] {
            let (offered, _) = server.mechanisms(channel);
            if !offered.contains(&"ANONYMOUS") || !is_enabled(server) {
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

/// Mechanisms that need more than a name and a password.
const NEED_MORE: [&str; 9] = [
    "ANONYMOUS",
    "EXTERNAL",
    "GSSAPI",
    "GSS-SPNEGO",
    "GS2-KRB5",
    "GS2-IAKERB",
    "NTLM",
    "XOAUTH2",
    "OAUTHBEARER",
];

/// A session in which an account has come as far as AUTH, inside TLS where it is
/// offered.
fn before_auth(
    case: &Case<'_>,
    service: &saslab_smtpd::maincf::Service,
    server: &Arc<Server>,
) -> Option<(Session, Witness)> {
    let starttls = greeting(Channel::Encrypted);
    let ways = [starttls, greeting(Channel::Clear)];
    ways.into_iter().find_map(|lines| {
        let witness = case.outsider(service, lines);
        let steps = witness.replay_on(server);
        let last = steps.last().filter(|_| steps.len() == lines.len() + 1)?;
        let good = steps.iter().all(|step| code(step) < 400);
        good.then(|| (last.after.clone(), witness))
    })
}

fn credentials(account: &Account) -> (String, String) {
    let password = String::from_utf8_lossy(account.password.reveal());
    (account.name.clone(), password.into_owned())
}

fn unverifiable_mechanism(case: &Case<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (service, server) in case.running().filter(|(_, server)| is_enabled(server)) {
        let Some(account) = server.installation().sasl.accounts.first() else {
            continue;
        };
        let (user, password) = credentials(account);
        let Some((session, witness)) = before_auth(case, service, server) else {
            continue;
        };
        let (names, _) = server.mechanisms(session.channel());
        let fails = |name: &&'static str| {
            let credentials = Credentials {
                user: &user,
                password: &password,
            };
            let client = with_mechanism(name);
            let talk = Conversation::log_in(&client, &session, names, credentials);
            talk.session()
                .is_some_and(|session| session.login().is_none())
        };
        let usable = names.iter().copied();
        let usable = usable.filter(|name| !NEED_MORE.contains(name));
        let (bad, good): (Vec<&'static str>, Vec<_>) = usable.partition(fails);
        let (Some(first), false) = (bad.first(), good.is_empty()) else {
            continue;
        };
        let talk = Conversation::log_in(
            &with_mechanism(first),
            &session,
            names,
            Credentials {
                user: &user,
                password: &password,
            },
        );
        let lines = [witness.lines.clone(), talk.lines()].concat();
        let says = format!("no login with {} succeeds", bad.join(", "));
        found.push(
            Found::new(says)
                .in_service(service)
                .at(&server.settings().text("smtpd_sasl_mechanism_filter"))
                .shown_by(Witness { lines, ..witness }),
        );
    }
    found
}

fn no_mechanism(case: &Case<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (service, server) in case.running().filter(|(_, server)| is_enabled(server)) {
        let encrypted = case.outsider(service, greeting(Channel::Encrypted));
        let clear = case.outsider(service, greeting(Channel::Clear));
        let has_tls = encrypted.replay_on(server).len() == encrypted.lines.len() + 1
            && encrypted
                .replay_on(server)
                .iter()
                .skip(1)
                .all(|step| code(step) < 400);
        let waits = server.settings().boolean("smtpd_tls_auth_only").value;
        let channel = match has_tls || waits {
            true => Channel::Encrypted,
            false => Channel::Clear,
        };
        let (offered, _) = server.mechanisms(channel);
        if !offered.is_empty() && (has_tls || !waits) {
            continue;
        }
        let says = match offered.is_empty() {
            true => "no mechanism is left, and nobody can log in",
            false => "AUTH waits for TLS, and there is none: nobody can log in",
        };
        let setting = match offered.is_empty() {
            true => options(server, channel),
            false => server.settings().text("smtpd_tls_auth_only"),
        };
        let filter = server.settings().text("smtpd_sasl_mechanism_filter");
        let one = Found::new(says)
            .in_service(service)
            .at(&setting)
            .at(&filter);
        found.push(one.shown_by(clear));
    }
    found
}

fn auth_hidden(case: &Case<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (service, server) in case.running().filter(|(_, server)| is_enabled(server)) {
        let exceptions = server.settings().text("smtpd_sasl_exceptions_networks");
        if exceptions.value.is_empty() || matches!(exceptions.origin, Origin::Default { .. }) {
            continue;
        }
        let peers = Alphabet::of((server, service), case.site.lens).peers;
        let (mut hidden, mut shown) = (None, None);
        for peer in peers {
            let session = case.session(service, peer.address, greeting(Channel::Clear));
            let session = Witness {
                name: peer.name,
                seen: peer.seen,
                ..session
            };
            let slot = match offered(&session, server).is_empty() {
                true => &mut hidden,
                false => &mut shown,
            };
            slot.get_or_insert(session);
        }
        if let (Some(hidden), Some(_)) = (hidden, shown) {
            let says = format!("{} is not offered AUTH", hidden.seen);
            let one = Found::new(says).in_service(service).at(&exceptions);
            found.push(one.shown_by(hidden));
        }
    }
    found
}

fn realm_mismatch(case: &Case<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (service, server) in case.running().filter(|(_, server)| is_enabled(server)) {
        let Some((session, witness)) = before_auth(case, service, server) else {
            continue;
        };
        let (names, _) = server.mechanisms(session.channel());
        let log_in = |user: &str, password: &str| {
            let credentials = Credentials { user, password };
            Conversation::log_in(&PLAIN_FIRST, &session, names, credentials)
        };
        let admitted = |talk: &Conversation| {
            talk.session()
                .is_some_and(|session| session.login().is_some())
        };
        let accounts = server.installation().sasl.accounts.iter();
        for account in accounts
            .filter(|account| !account.realm.is_empty())
            .take(16)
        {
            let (user, password) = credentials(account);
            let plain = log_in(&user, &password);
            let full = format!("{user}@{}", account.realm);
            if plain.turns.is_empty() || admitted(&plain) || !admitted(&log_in(&full, &password)) {
                continue;
            }
            let says = format!("{user} is refused, and {full} with the same password is not");
            let lines = [witness.lines.clone(), plain.lines()].concat();
            found.push(
                Found::new(says)
                    .in_service(service)
                    .at(&server.settings().text("smtpd_sasl_local_domain"))
                    .shown_by(Witness { lines, ..witness }),
            );
            break;
        }
    }
    found
}

/// Once, whatever the number of services: they mostly share the setting.
fn vrfy_on(case: &Case<'_>) -> Vec<Found> {
    let disabled = |server: &Arc<Server>| server.settings().boolean("disable_vrfy_command");
    let on = case.running().filter(|(_, server)| !disabled(server).value);
    let on: Vec<(&Service, &Arc<Server>)> = on.collect();
    let Some((first, _)) = on.first() else {
        return Vec::new();
    };
    let says = "anybody may ask with VRFY who exists";
    let names: Vec<&str> = on.iter().map(|(service, _)| &*service.name).collect();
    let mut found = match &*names {
        [_] => Found::new(says),
        _ => Found::new(format!("{says}, by {}", names.join(", "))),
    };
    for (_, server) in &on {
        let place = place(&disabled(server));
        if !found.places.contains(&place) {
            found.places.push(place);
        }
    }
    let lines = ["EHLO client.example.org", "VRFY postmaster"];
    vec![found.shown_by(case.outsider(first, &lines))]
}
