//! Whom the server trusts for their addresses, and services that undo the rest.

use std::net::IpAddr;
use std::sync::Arc;

use saslab_smtpd::maincf::{Origin, Service};
use saslab_smtpd::policy::Client;
use saslab_smtpd::{Installation, Server};

use super::{Ask, Question, Severity};
use crate::alphabet::{LAPTOP, OUTSIDER, foreign_domain, is_public};
use crate::case::{Case, Found};
use crate::witness::code;
use crate::{Lens, Place, Witness};

pub(super) static ROWS: &[Question] = &[
    Question {
        name: "wide-network",
        title: "A trusted network is too wide",
        severity: Severity::Serious,
        explanation: "mynetworks holds a network of the Internet with thousands of addresses, \
            or mynetworks_style = class trusts everybody of the provider. All of them may \
            relay, and some of them are always infected.",
        source: "postconf(5), mynetworks, mynetworks_style",
        ask: Ask::Case(wide_network),
    },
    Question {
        name: "gateway-trusted",
        title: "A gateway in a trusted network makes everybody trusted",
        severity: Severity::Warning,
        explanation: "mynetworks holds private addresses that are not of this machine's own \
            networks. Where a gateway, a load balancer or Docker's proxy stands before the \
            server, all clients seem to come from such an address, and anybody may relay.",
        source: "postconf(5), mynetworks; docker-proxy(8); postscreen_upstream_proxy_protocol",
        ask: Ask::Case(gateway_trusted),
    },
    Question {
        name: "xclient-for-anyone",
        title: "Anybody may pretend to be another client",
        severity: Severity::Critical,
        explanation: "XCLIENT lets a client say which address, name and login the server is to \
            believe in. Offered to everybody, it gives everybody the rights of mynetworks.",
        source: "XCLIENT_README; postconf(5), smtpd_authorized_xclient_hosts",
        ask: Ask::Case(xclient_for_anyone),
    },
    Question {
        name: "service-undoes",
        title: "A service in master.cf undoes what main.cf protects",
        severity: Severity::Critical,
        explanation: "With main.cf alone this service would refuse to relay. Its -o options \
            replace a list of main.cf, and anybody relays by its port.",
        source: "master(5), -o name=value; postconf(5), smtpd_relay_restrictions",
        ask: Ask::Case(service_undoes),
    },
    Question {
        name: "default-protects-alone",
        title: "Only the default of smtpd_relay_restrictions keeps anybody from relaying",
        severity: Severity::Warning,
        explanation: "The lists that main.cf writes down would let anybody relay. It does not \
            happen because smtpd_relay_restrictions has a default, which releases before 2.10 \
            do not know: there the same file makes an open relay.",
        source: "RELEASE_NOTES of 2.10; postconf(5), smtpd_relay_restrictions",
        ask: Ask::Case(default_protects_alone),
    },
];

/// A session of a client that relays, if it can.
pub(super) fn relays(
    case: &Case<'_>,
    (service, server): (&Service, &Arc<Server>),
    client: IpAddr,
    seen: IpAddr,
) -> Option<Witness> {
    let recipient = format!("RCPT TO:<friend@{}>", foreign_domain(server));
    let lines = [
        "EHLO client.example.org",
        "MAIL FROM:<sender@example.org>",
        &*recipient,
    ];
    let witness = Witness {
        seen,
        ..case.session(service, client, &lines)
    };
    let steps = witness.replay_on(server);
    let last = steps.last().filter(|_| steps.len() == lines.len() + 1)?;
    (code(last) == 250 && last.unknown.is_none()).then_some(witness)
}

/// An entry of mynetworks that is a block: its address and length.
fn block(text: &str) -> Option<(IpAddr, u8)> {
    let (address, length) = text.split_once('/')?;
    let bare = address.trim_matches(['[', ']']);
    Some((bare.parse().ok()?, length.trim_matches(']').parse().ok()?))
}

/// The address behind the first one of a block.
fn next(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(four) => IpAddr::V4(four.to_bits().wrapping_add(1).into()),
        IpAddr::V6(six) => IpAddr::V6(six.to_bits().wrapping_add(1).into()),
    }
}

fn wide_network(case: &Case<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for running in case.running() {
        let (service, server) = running;
        let style = server.settings().text("mynetworks_style");
        let networks = server.settings().text("mynetworks");
        let by_style = matches!(networks.origin, Origin::Default { .. });
        if by_style && style.value.eq_ignore_ascii_case("class") {
            let says = "everybody in the class A, B or C network around the server may relay";
            let one = Found::new(says).in_service(service).at(&style);
            found
                .extend(relays(case, running, LAPTOP, LAPTOP).map(|witness| one.shown_by(witness)));
            continue;
        }
        for word in server.settings().list("mynetworks").value {
            let Some((base, length)) = block(&word.text) else {
                continue;
            };
            let most = if base.is_ipv4() { 16 } else { 32 };
            let member = if length == 0 { OUTSIDER } else { next(base) };
            if length >= most || !is_public(member) || member.is_ipv4() != base.is_ipv4() {
                continue;
            }
            if let Some(witness) = relays(case, running, member, member) {
                let says = format!("everybody in {} may relay", word.text);
                let one = Found::new(says).in_service(service).at(&networks);
                found.push(one.shown_by(witness));
            }
        }
    }
    found
}

fn gateway_trusted(case: &Case<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    if case.site.lens != Lens::Direct {
        return found;
    }
    for running in case.running() {
        let (service, server) = running;
        let networks = server.settings().text("mynetworks");
        if matches!(networks.origin, Origin::Default { .. }) {
            continue;
        }
        for word in server.settings().list("mynetworks").value {
            let Some((base, _)) = block(&word.text) else {
                continue;
            };
            let gateway = next(base);
            let real = base.to_canonical();
            let special = real.is_loopback() || real.is_unspecified() || is_link_local(real);
            if is_public(gateway) || special {
                continue;
            }
            if let Some(witness) = relays(case, running, OUTSIDER, gateway) {
                let text = &word.text;
                let says = format!("whoever comes through a gateway in {text} may relay");
                let one = Found::new(says).in_service(service).at(&networks);
                found.push(one.shown_by(witness));
                break;
            }
        }
    }
    found
}

const fn is_link_local(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(four) => four.is_link_local(),
        IpAddr::V6(six) => six.is_unicast_link_local(),
    }
}

fn service_undoes(case: &Case<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for running in case.running() {
        let (service, _) = running;
        if service.overrides.is_empty() {
            continue;
        }
        let plain = Installation {
            overrides: Vec::new(),
            ..case.site.of(service)
        };
        let safe = Server::start(&plain)
            .is_ok_and(|server| relays(case, (service, &server), OUTSIDER, OUTSIDER).is_none());
        if !safe {
            continue;
        }
        let Some(witness) = relays(case, running, OUTSIDER, OUTSIDER) else {
            continue;
        };
        let says = format!(
            "anybody relays by {}, whose options take the protection away",
            service.name
        );
        let mut one = Found::new(says).in_service(service).shown_by(witness);
        let lists = service.overrides.iter().filter(|option| {
            option.name.ends_with("_restrictions") || option.name.starts_with("mynetworks")
        });
        one.places.extend(lists.map(|option| Place {
            parameter: Arc::clone(&option.name),
            line: None,
            span: None,
            service: Some(Arc::clone(&service.name)),
        }));
        found.push(one);
    }
    found
}

const RELAY: &str = "smtpd_relay_restrictions";

fn default_protects_alone(case: &Case<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for running in case.running() {
        let (service, server) = running;
        let list = server.settings().text(RELAY);
        let by_default = matches!(list.origin, Origin::Default { .. }) && !list.value.is_empty();
        if !by_default || relays(case, running, OUTSIDER, OUTSIDER).is_some() {
            continue;
        }
        let mut without = case.site.of(service);
        without.overrides.push((Arc::from(RELAY), Arc::from("")));
        let Ok(without) = Server::start(&without) else {
            continue;
        };
        if relays(case, (service, &without), OUTSIDER, OUTSIDER).is_some() {
            let says = "without the default of smtpd_relay_restrictions anybody could relay";
            found.push(Found::new(says).in_service(service).at(&list));
        }
    }
    found
}

fn xclient_for_anyone(case: &Case<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (service, server) in case.running() {
        let outsider = Client::new(&server.installation().world, case.site.lens.seen(OUTSIDER));
        if server.rules().may_xclient(&outsider) == Some(true) {
            let hosts = server.settings().text("smtpd_authorized_xclient_hosts");
            let says = "anybody may say that they are somebody else";
            let one = Found::new(says).in_service(service).at(&hosts);
            found.push(one.shown_by(case.outsider(service, &["EHLO client.example.org"])));
        }
    }
    found
}
