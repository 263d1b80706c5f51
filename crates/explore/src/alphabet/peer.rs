//! The classes of clients.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use saslab_smtpd::Server;
use saslab_smtpd::maincf::Service;
use saslab_smtpd::policy::{Client, NameStatus, Named, Place};

use super::{LAPTOP, OUTSIDER, OUTSIDER6, Telling, distinct};
use crate::Lens;

/// Where a client connects from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Peer {
    pub(crate) address: IpAddr,
    pub(crate) seen: IpAddr,
    /// Its verified name, where the world does not give it one.
    pub(crate) name: Option<Arc<str>>,
    pub(crate) reach: Reach,
}

/// Who can be such a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reach {
    /// Anybody on the Internet.
    Anyone,
    /// Whoever has an address or a name that the configuration knows.
    Named,
    /// Somebody in the server's own networks.
    Own,
}

/// Outsiders with a name, with one that does not lead back, and without.
const OUTSIDERS: [IpAddr; 6] = [
    OUTSIDER,
    IpAddr::V4(Ipv4Addr::new(198, 51, 100, 99)),
    IpAddr::V4(Ipv4Addr::new(198, 51, 100, 7)),
    IpAddr::V4(Ipv4Addr::new(198, 51, 100, 8)),
    OUTSIDER6,
    IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0x100, 0, 0, 0, 0, 7)),
];

/// The most classes of addresses that are tried with each class of names.
const CROSSED: usize = 8;

pub(super) fn peers(
    (server, service): (&Server, &Service),
    lens: Lens,
    telling: &Telling<'_>,
    named: &Named,
) -> Vec<Peer> {
    let world = &server.installation().world;
    let peer = |address, reach| Peer {
        address,
        seen: lens.seen(address),
        name: None,
        reach,
    };
    let mut all: Vec<Peer> = OUTSIDERS.map(|address| peer(address, Reach::Anyone)).into();
    all.push(peer(LAPTOP, Reach::Own));
    for interface in &world.host.interfaces {
        all.push(peer(interface.address, Reach::Own));
    }
    // Behind a gateway nobody comes from an address that the configuration names.
    let places: &[Place] = match lens {
        Lens::Direct => &named.addresses,
        Lens::Gateway(_) | Lens::Ipv6Gateway(_) => &[],
    };
    let near = world.host.interfaces.iter();
    let is_own = |address: IpAddr| {
        let mut near = near.clone();
        near.any(|interface| shares(interface.address, address, interface.prefix))
    };
    let mut placed: Vec<Peer> = Vec::with_capacity(places.len());
    for place in places {
        let reach = match is_own(place.address) {
            true => Reach::Own,
            false => reach(place),
        };
        placed.push(peer(place.address, reach));
    }
    // Of equal marks the one stays that most people can have.
    placed.sort_by_key(|peer| peer.reach);
    let mark = |peer: &Peer| {
        let client = as_seen(server, peer.seen, peer.name.as_ref());
        let mut mark = telling.client(&client);
        mark.push(char::from(u8::from(peer.reach == Reach::Own)));
        mark
    };
    all.append(&mut placed);
    all.retain(|peer| reaches(server, service, peer.address));
    distinct(&mut all, mark);
    for peer in all.iter_mut().filter(|peer| peer.reach == Reach::Named) {
        if is_public(peer.address) && names_nobody(places, peer.address) {
            peer.reach = Reach::Anyone;
        }
    }
    let outside = all.iter().filter(|peer| peer.reach != Reach::Own);
    let crossed: Vec<Peer> = outside.take(CROSSED).cloned().collect();
    let mut hosts: Vec<&Arc<str>> = named.hosts.iter().collect();
    distinct(&mut hosts, |name| {
        telling.client(&as_seen(server, OUTSIDER, Some(name)))
    });
    for name in hosts {
        all.extend(crossed.iter().map(|peer| Peer {
            name: Some(Arc::clone(name)),
            reach: Reach::Named,
            ..peer.clone()
        }));
    }
    distinct(&mut all, mark);
    all
}

/// Whether a client finds the service: `inet_interfaces`, `inet_protocols`, and the
/// address that its line of master.cf names. Clients of the machine itself use its
/// loopback addresses, others the one of their family.
pub(crate) fn reaches(server: &Server, service: &Service, client: IpAddr) -> bool {
    let own = server.installation().world.host.interfaces.iter();
    let here = match client.is_loopback() {
        true => Some(client),
        false => own
            .map(|interface| interface.address)
            .find(|own| !own.is_loopback() && own.is_ipv4() == client.is_ipv4()),
    };
    here.is_some_and(|here| {
        let at_port = service
            .port()
            .is_none_or(|port| service.listens(here, port));
        at_port && server.listens_at(here, service.bound())
    })
}

/// The client at an address, with a name that leads there and back if one is given.
pub(crate) fn as_seen(server: &Server, seen: IpAddr, name: Option<&Arc<str>>) -> Client {
    let client = Client::new(&server.installation().world, seen);
    match name {
        None => client,
        Some(name) => Client {
            name: Arc::clone(name),
            name_status: NameStatus::Verified,
            reverse_name: Arc::clone(name),
            reverse_name_status: NameStatus::Verified,
            ..client
        },
    }
}

/// Whether two addresses begin with the same bits.
fn shares(one: IpAddr, other: IpAddr, bits: u8) -> bool {
    let differing = |width: u32, leading: u32| leading >= u32::from(bits).min(width);
    match (one, other) {
        (IpAddr::V4(one), IpAddr::V4(other)) => {
            differing(32, (one.to_bits() ^ other.to_bits()).leading_zeros())
        }
        (IpAddr::V6(one), IpAddr::V6(other)) => {
            differing(128, (one.to_bits() ^ other.to_bits()).leading_zeros())
        }
        (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
    }
}

/// Who may have the address of a place that the configuration names.
fn reach(place: &Place) -> Reach {
    match is_wide(place) && is_public(place.address) {
        true => Reach::Anyone,
        false => Reach::Named,
    }
}

/// A block of a large part of the Internet names nobody.
const fn is_wide(place: &Place) -> bool {
    match (place.address, place.prefix) {
        (IpAddr::V4(_), Some(..8)) | (IpAddr::V6(_), Some(..16)) => true,
        (IpAddr::V4(_) | IpAddr::V6(_), Some(_) | None) => false,
    }
}

/// Whether an address is in no block but wide ones.
fn names_nobody(places: &[Place], address: IpAddr) -> bool {
    let mut around = places.iter().filter(|place| {
        let within = |bits| shares(place.address, address, bits);
        place.prefix.is_some_and(within)
    });
    around.all(is_wide)
}

/// RFC 6890: addresses that packets of the Internet may come from.
pub(crate) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(four) => {
            let [first, second, ..] = four.octets();
            let shared = first == 100 && (64..128).contains(&second);
            let special = matches!(first, 0 | 127 | 224..);
            !(special || shared || four.is_private() || four.is_link_local())
        }
        // RFC 4291: global unicast.
        IpAddr::V6(six) => six.segments()[0] & 0xe000 == 0x2000,
    }
}
