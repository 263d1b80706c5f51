//! The explorer held against live servers: its witnesses as scenarios, and sweeps that try
//! whatever the configuration names. A recorder plays them; [`judge`] compares.
//! Left out: clients whose names the recorder's DNS does not have, and services that are
//! bound to an address.

use std::net::IpAddr;
use std::sync::Arc;

use saslab_explore::{Candidates, Outsiders, Site, Target, Witness};
use saslab_explore::{candidates, examine};
use saslab_maincf::Service;
use saslab_replay::{Scenario, installation};
use saslab_smtpd::policy::{Client, World};
use saslab_smtpd::sasl::{Implementation, base64};
use saslab_smtpd::{Expect, Session};
use serde_json::{Value, json};

mod judge;

pub use judge::{Tally, judge};

/// What a live run is about, told in its `about`.
const WITNESS: &str = "witness";
const SWEEP: &str = "sweep";

/// The limits of a sweep of one service: sessions, and addresses in each.
const SESSIONS: usize = 6;
const SENDERS: usize = 5;
const RECIPIENTS: usize = 12;

/// The mail system of a scenario, with the world's own answers.
fn site(scenario: &Scenario) -> Site {
    let stock = Service::smtpd("smtp", "");
    Site {
        master: scenario.master_cf.clone(),
        outsiders: Outsiders::OfTheWorld,
        ..Site::new(installation(scenario, &stock))
    }
}

/// The port of a service that clients of other machines reach.
fn port(service: &Service) -> Option<u16> {
    match &*service.name {
        "smtp" => Some(25),
        "submission" => Some(587),
        "smtps" | "submissions" | "ssmtp" => Some(465),
        name => name.parse().ok(),
    }
}

/// The scenarios to be recorded for the configuration of one.
#[must_use]
pub fn plan(given: &Value, scenario: &Scenario) -> Vec<Value> {
    let site = site(scenario);
    let report = examine(&site);
    let mut planned = Vec::new();
    for reported in &report.answers {
        let witnesses = reported
            .findings
            .iter()
            .filter_map(|one| one.witness.as_ref());
        for witness in witnesses.filter(|witness| witness.name.is_none()) {
            let about = format!("{WITNESS} {}", reported.question.name);
            planned.extend(of_witness(given, &site, witness, &about));
        }
    }
    for service in site.services() {
        planned.extend(of_service(given, &site, service));
    }
    for (at, one) in planned.iter_mut().enumerate() {
        if let Some(id) = one.get("id").and_then(Value::as_str) {
            let id = format!("{id}/{at}");
            set(one, "id", json!(id));
        }
    }
    planned
}

fn set(object: &mut Value, name: &str, value: Value) {
    if let Some(fields) = object.as_object_mut() {
        fields.insert(name.to_owned(), value);
    }
}

/// The configuration with another client.
fn with_client(
    given: &Value,
    service: &Service,
    wrapped: bool,
    client: IpAddr,
    script: &[Value],
    about: &str,
) -> Option<Value> {
    let mut scenario = given.clone();
    let name = Client::new(&World::little(), client).name;
    set(&mut scenario, "about", json!(about));
    set(
        &mut scenario,
        "client",
        json!({"address": client.to_string(), "name": &*name}),
    );
    let connect = json!({"service": &*service.name, "port": port(service)?, "tls": wrapped});
    set(&mut scenario, "connect", connect);
    set(&mut scenario, "script", json!(script));
    Some(scenario)
}

fn of_witness(given: &Value, site: &Site, witness: &Witness, about: &str) -> Option<Value> {
    let service = site.service(&witness.service)?;
    let mut lines = Vec::new();
    let mut said = witness.lines.iter().map(|line| &**line);
    while let Some(line) = said.next() {
        let exchange = EXCHANGES.iter().find(|(start, ..)| line.starts_with(start));
        let Some((_, step, more)) = exchange else {
            lines.push(match line {
                "STARTTLS" => json!({"starttls": true}),
                line => json!({"send": line}),
            });
            continue;
        };
        // What the client answers depends on what the server asks this time.
        let answers: Vec<&str> = said.by_ref().take(*more).collect();
        lines.push(computed(site, step, line, &answers)?);
    }
    with_client(
        given,
        service,
        is_wrapped(site, service),
        witness.seen,
        &lines,
        about,
    )
}

fn is_wrapped(site: &Site, service: &Service) -> bool {
    site.start(service).is_ok_and(|server| {
        let client = Client::new(&site.installation.world, [203, 0, 113, 9].into());
        Session::connect(&server, client).next == Expect::TlsHandshake
    })
}

/// Mechanisms with a challenge: how the line begins, the recorder's step, and how many
/// lines follow.
const EXCHANGES: [(&str, &str, usize); 3] = [
    ("AUTH CRAM-MD5", "cram_md5", 1),
    ("AUTH DIGEST-MD5", "digest_md5", 2),
    ("AUTH SCRAM-", "scram", 2),
];

/// A whole exchange of the account that a witness logs in as.
fn computed(site: &Site, step: &str, line: &str, answers: &[&str]) -> Option<Value> {
    let words = line.split(' ').chain(answers.iter().copied());
    let texts =
        words.filter_map(|word| base64::decode(Implementation::Cyrus, word.as_bytes()).ok());
    let texts: Vec<String> = texts
        .map(|octets| String::from_utf8_lossy(&octets).into_owned())
        .collect();
    let mut accounts = site.installation.sasl.accounts.iter();
    let account = accounts.find(|account| {
        let name = &account.name;
        let cram = format!("{name} ");
        let digest = format!("username=\"{name}\"");
        let scram = format!("n={name},");
        let mut texts = texts.iter();
        texts.any(|text| text.starts_with(&cram) || text.contains(&digest) || text.contains(&scram))
    })?;
    let password = String::from_utf8_lossy(account.password.reveal());
    let mut about = json!({"user": account.name, "password": password});
    if step == "scram" {
        let mechanism = line.split(' ').nth(1)?;
        set(&mut about, "mechanism", json!(mechanism));
    }
    let mut whole = json!({});
    set(&mut whole, step, about);
    Some(whole)
}

/// What is tried of one service.
fn of_service(given: &Value, site: &Site, service: &Service) -> Vec<Value> {
    let Ok(server) = site.start(service) else {
        return Vec::new();
    };
    let mut all = candidates(&server, service);
    all.peers
        .retain(|(peer, _)| peer.is_ipv4() && !is_special(*peer));
    let wrapped = is_wrapped(site, service);
    // The familiar ones and as many of the others, from all over the list.
    let peers = spread(&all.peers, SESSIONS);
    let about = format!("{SWEEP} {}", service.name);
    let mut planned = Vec::new();
    for (at, (peer, _)) in peers.into_iter().enumerate() {
        let hello = all.hellos.get(at % all.hellos.len().max(1));
        let Some(hello) = hello else { continue };
        let script = script(&all, hello);
        if let Some(mut one) = with_client(given, service, wrapped, peer, &script, &about) {
            unlimited(&mut one);
            planned.push(one);
        }
    }
    planned
}

/// Loopback, multicast and what is no address of a host.
fn is_special(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(four) => {
            let [first, ..] = four.octets();
            // The server's own network has no host at its ends.
            let end = matches!(four.octets(), [192, 0, 2, 0 | 255]);
            end || matches!(first, 0 | 127 | 224..)
        }
        IpAddr::V6(_) => true,
    }
}

/// The first half, and others at equal distances.
fn spread<T: Clone>(all: &[T], most: usize) -> Vec<T> {
    let (first, rest) = all.split_at(all.len().min(most / 2));
    let step = rest.len().div_ceil(most - most / 2).max(1);
    first
        .iter()
        .chain(rest.iter().step_by(step))
        .cloned()
        .collect()
}

/// Every sender with every recipient, and a message where it is accepted.
fn script(all: &Candidates, hello: &Arc<str>) -> Vec<Value> {
    let send = |line: &str| json!({"send": line});
    let mut script = Vec::new();
    if !hello.is_empty() {
        script.push(send(hello));
    }
    let recipients = spread(&all.recipients, RECIPIENTS);
    for sender in spread(&all.senders, SENDERS) {
        for (recipient, target) in &recipients {
            script.push(send(&sender));
            script.push(send(recipient));
            if *target != Target::Own {
                script.push(json!({"data": "x", "if": "250"}));
            }
            script.push(send("RSET"));
        }
    }
    script
}

/// A sweep makes more errors than a session may.
fn unlimited(scenario: &mut Value) {
    let main_cf = scenario
        .get("main_cf")
        .and_then(Value::as_str)
        .unwrap_or("");
    let more = "\nsmtpd_hard_error_limit = 100000\nsmtpd_junk_command_limit = 100000\n";
    let main_cf = [main_cf, more].concat();
    set(scenario, "main_cf", json!(main_cf));
}
