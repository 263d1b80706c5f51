//! The machine that the server runs on, as far as defaults depend on it.

use std::net::IpAddr;
use std::sync::Arc;

use crate::sourced;

/// The name and the network interfaces of the machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host {
    /// What `gethostname` says: the default of `myhostname`.
    pub name: Arc<str>,
    /// Every address of the machine with the length of its network prefix.
    pub interfaces: Vec<Interface>,
}

/// One address of the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interface {
    /// The address.
    pub address: IpAddr,
    /// How many leading bits name the network.
    pub prefix: u8,
}

impl Host {
    /// The little world's server.
    #[must_use]
    pub fn little_world() -> Self {
        let v4 = |octets: [u8; 4], prefix| Interface {
            address: IpAddr::from(octets),
            prefix,
        };
        let v6 = |segments: [u16; 8], prefix| Interface {
            address: IpAddr::from(segments),
            prefix,
        };
        Self {
            name: Arc::from("mail.example.com"),
            interfaces: vec![
                v4([127, 0, 0, 1], 8),
                v4([192, 0, 2, 25], 24),
                v6([0, 0, 0, 0, 0, 0, 0, 1], 128),
                v6([0x2001, 0xdb8, 0, 0x25, 0, 0, 0, 0x25], 64),
            ],
        }
    }

    /// The default of `mynetworks`: the networks of the interfaces that
    /// Postfix listens on (`src/global/mynetworks.c`).
    #[must_use]
    pub(crate) fn networks(&self, wanted: &Wanted<'_>) -> String {
        let mut networks: Vec<String> = Vec::new();
        let listening = self.interfaces.iter().filter(|i| wanted.includes(self, i));
        for network in listening.map(|interface| interface.network(wanted.style)) {
            if !networks.contains(&network) {
                networks.push(network);
            }
        }
        networks.join(" ")
    }
}

/// What decides the default of `mynetworks` besides the interfaces.
pub(crate) struct Wanted<'a> {
    /// `mynetworks_style`.
    pub(crate) style: &'a str,
    /// `inet_interfaces`, split into words.
    pub(crate) interfaces: Vec<&'a str>,
    /// `inet_protocols`.
    pub(crate) protocols: &'a str,
    /// `myhostname`, which stands for the addresses that are no loopback.
    pub(crate) myhostname: &'a str,
}

impl Wanted<'_> {
    fn includes(&self, host: &Host, interface: &Interface) -> bool {
        speaks(self.protocols, interface.address)
            && self
                .interfaces
                .iter()
                .any(|word| self.names(word, host, interface))
    }

    fn names(&self, word: &str, host: &Host, interface: &Interface) -> bool {
        let loopback = interface.address.is_loopback();
        match word {
            "all" => true,
            "loopback-only" | "localhost" => loopback,
            name if name == &*host.name || name == self.myhostname => !loopback,
            address => address
                .trim_matches(['[', ']'])
                .parse()
                .is_ok_and(|address: IpAddr| address == interface.address),
        }
    }
}

/// Whether a value of `inet_protocols` has the family of an address. Words count as
/// they are written (`inet_proto.c`): another letter case stops Postfix.
pub(crate) fn speaks(protocols: &str, address: IpAddr) -> bool {
    let family = match address {
        IpAddr::V4(_) => "ipv4",
        IpAddr::V6(_) => "ipv6",
    };
    let mut words = sourced::split(protocols);
    words.any(|word| word == "all" || word == family)
}

impl Interface {
    fn network(&self, style: &str) -> String {
        match self.address {
            IpAddr::V4(address) => {
                let prefix = match style {
                    "host" => 32,
                    "class" => natural_prefix(address.octets()),
                    _subnet => u32::from(self.prefix),
                };
                let mask = u32::MAX.checked_shl(32 - prefix.min(32)).unwrap_or(0);
                let network = std::net::Ipv4Addr::from(u32::from(address) & mask);
                format!("{network}/{prefix}")
            }
            IpAddr::V6(address) => {
                let prefix = if style == "host" {
                    128
                } else {
                    u32::from(self.prefix)
                };
                let mask = u128::MAX.checked_shl(128 - prefix.min(128)).unwrap_or(0);
                let network = std::net::Ipv6Addr::from(u128::from(address) & mask);
                format!("[{network}]/{prefix}")
            }
        }
    }
}

/// Classes A, B and C of RFC 791 section 3.2.
fn natural_prefix(octets: [u8; 4]) -> u32 {
    match octets {
        [0..=127, ..] => 8,
        [128..=191, ..] => 16,
        [192..=255, ..] => 24,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn networks(style: &str, interfaces: &str, protocols: &str) -> String {
        Host::little_world().networks(&Wanted {
            style,
            interfaces: interfaces.split(' ').collect(),
            protocols,
            myhostname: "mx.example.org",
        })
    }

    #[test]
    fn styles_take_the_subnet_the_class_or_the_host() {
        assert_eq!(
            networks("subnet", "all", "ipv4"),
            "127.0.0.0/8 192.0.2.0/24"
        );
        assert_eq!(networks("class", "all", "ipv4"), "127.0.0.0/8 192.0.2.0/24");
        assert_eq!(
            networks("host", "all", "ipv4"),
            "127.0.0.1/32 192.0.2.25/32"
        );
        assert_eq!(
            networks("subnet", "all", "ipv6"),
            "[::1]/128 [2001:db8:0:25::]/64"
        );
    }

    #[test]
    fn only_interfaces_that_postfix_listens_on_count() {
        assert_eq!(
            networks("subnet", "loopback-only", "all"),
            "127.0.0.0/8 [::1]/128"
        );
        assert_eq!(networks("host", "192.0.2.25", "all"), "192.0.2.25/32");
        assert_eq!(networks("host", "mx.example.org", "ipv4"), "192.0.2.25/32");
    }
}
