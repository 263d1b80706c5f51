//! What a server is made of: all that decides what it says, apart from its client.

use std::net::{IpAddr, Ipv4Addr};

use saslab_explore::{Lens, Site};
use saslab_smtpd::release::Release;
use yew::AttrValue;

use crate::around::Around;
use crate::shared::Shared;

/// A server that may be started.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Setup {
    /// main.cf.
    pub(crate) text: AttrValue,
    pub(crate) release: Release,
    /// The mechanisms installed: `mech_list` of smtpd.conf.
    pub(crate) mechanisms: AttrValue,
    pub(crate) around: Shared<Around>,
    /// How it sees the addresses of its clients.
    pub(crate) lens: Lens,
}

impl Setup {
    /// The mail system that it is.
    pub(crate) fn site(&self) -> Site {
        Site {
            lens: self.lens,
            ..self.around.site(&self.text, self.release, &self.mechanisms)
        }
    }
}

/// Something that may stand between clients and server.
pub(crate) struct Sight {
    /// The word in a link.
    pub(crate) word: &'static str,
    /// What the choice says.
    pub(crate) label: &'static str,
    /// What it means, in a sentence.
    pub(crate) meaning: &'static str,
    pub(crate) lens: Lens,
}

impl Sight {
    /// The one of a lens.
    pub(crate) fn of(lens: Lens) -> &'static Self {
        let [direct, ..] = &SIGHTS;
        let mut all = SIGHTS.iter();
        all.find(|sight| sight.lens == lens).unwrap_or(direct)
    }

    /// The one of a word.
    pub(crate) fn named(word: &str) -> Option<&'static Self> {
        SIGHTS.iter().find(|sight| sight.word == word)
    }
}

/// A router in the network of the little world.
const ROUTER: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));
/// Docker's usual bridge.
const BRIDGE: IpAddr = IpAddr::V4(Ipv4Addr::new(172, 17, 0, 1));
/// A balancer beside the server.
const BALANCER: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 10));

/// What the page offers; nothing in between comes first.
pub(crate) static SIGHTS: [Sight; 5] = [
    Sight {
        word: "direct",
        label: "each client's own address",
        meaning: "Nothing between client and server hides an address.",
        lens: Lens::Direct,
    },
    Sight {
        word: "nat",
        label: "a NAT gateway, 192.0.2.1",
        meaning: "The gateway rewrites addresses, so every client seems to be the gateway: \
                  whoever trusts it trusts the Internet.",
        lens: Lens::Gateway(ROUTER),
    },
    Sight {
        word: "docker",
        label: "Docker's proxy, 172.17.0.1",
        meaning: "The userland proxy opens the connections anew, so every client seems to be \
                  the bridge: whoever trusts it trusts the Internet.",
        lens: Lens::Gateway(BRIDGE),
    },
    Sight {
        word: "balancer",
        label: "a load balancer, 192.0.2.10",
        meaning: "Without the PROXY protocol the server knows the balancer alone: whoever \
                  trusts it trusts the Internet.",
        lens: Lens::Gateway(BALANCER),
    },
    Sight {
        word: "ipv6",
        label: "Docker's proxy for IPv6 alone",
        meaning: "The port is open on IPv6, the container has IPv4 alone: clients with IPv6 \
                  seem to be 172.17.0.1, the others show their own address.",
        lens: Lens::Ipv6Gateway(BRIDGE),
    },
];
