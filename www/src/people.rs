//! Who may connect: four machines of the little world.

use std::net::{IpAddr, Ipv4Addr};

/// A client that the picker offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Person {
    /// Somewhere on the Internet, without a name.
    Outsider,
    /// A customer of a provider, with a name.
    Dialup,
    /// In the server's own network.
    LanLaptop,
    /// On the server itself.
    Localhost,
}

impl Person {
    pub(crate) const ALL: [Self; 4] = [
        Self::Outsider,
        Self::Dialup,
        Self::LanLaptop,
        Self::Localhost,
    ];

    pub(crate) const fn address(self) -> IpAddr {
        IpAddr::V4(match self {
            Self::Outsider => Ipv4Addr::new(203, 0, 113, 9),
            Self::Dialup => Ipv4Addr::new(198, 51, 100, 7),
            Self::LanLaptop => Ipv4Addr::new(192, 0, 2, 77),
            Self::Localhost => Ipv4Addr::LOCALHOST,
        })
    }

    /// What the picker calls it.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Outsider => "outsider 203.0.113.9",
            Self::Dialup => "dialup 198.51.100.7",
            Self::LanLaptop => "LAN laptop 192.0.2.77",
            Self::Localhost => "localhost 127.0.0.1",
        }
    }

    /// The machine with this address, for a witness that names one.
    pub(crate) fn at(address: IpAddr) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|person| person.address() == address)
    }
}
