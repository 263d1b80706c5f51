//! The name server of the little world: its records, all data, and the
//! questions that a restriction can put to it.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

/// The records of the little world's name server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dns {
    /// Name in lower case, without a dot at the end → its records.
    pub records: BTreeMap<Arc<str>, Vec<Record>>,
    /// Zones that answer SERVFAIL to every question.
    pub failing: BTreeSet<Arc<str>>,
}

/// One resource record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Record {
    /// An IPv4 or IPv6 address.
    Address(IpAddr),
    /// A mail exchanger; the host `.` is the null MX of RFC 7505.
    Mx(u16, Arc<str>),
    /// A name server.
    Ns(Arc<str>),
    /// The name of an address.
    Ptr(Arc<str>),
    /// A text.
    Txt(Arc<str>),
}

/// What a look-up gives. A name without records of the asked type is
/// `NotFound` too: Postfix treats both alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DnsAnswer<T> {
    /// There is an answer.
    Found(T),
    /// There is none, for sure.
    NotFound,
    /// The name server failed.
    Failed,
}

impl Dns {
    /// The addresses of a host: `/etc/hosts` knows localhost, then A and AAAA.
    #[must_use]
    pub fn addresses(&self, host: &str) -> DnsAnswer<Vec<IpAddr>> {
        if host.eq_ignore_ascii_case("localhost") {
            return DnsAnswer::Found(vec![
                IpAddr::V4(Ipv4Addr::LOCALHOST),
                IpAddr::V6(Ipv6Addr::LOCALHOST),
            ]);
        }
        self.addresses_in_dns(host.strip_suffix('.').unwrap_or(host))
    }

    /// The A and AAAA records of a name.
    #[must_use]
    pub fn addresses_in_dns(&self, name: &str) -> DnsAnswer<Vec<IpAddr>> {
        self.select(name, |record| match record {
            Record::Address(address) => Some(*address),
            Record::Mx(..) | Record::Ns(_) | Record::Ptr(_) | Record::Txt(_) => None,
        })
    }

    /// The mail exchangers of a domain, best first.
    #[must_use]
    pub fn exchangers(&self, domain: &str) -> DnsAnswer<Vec<(u16, Arc<str>)>> {
        let answer = self.select(domain, |record| match record {
            Record::Mx(preference, host) => Some((*preference, Arc::clone(host))),
            Record::Address(_) | Record::Ns(_) | Record::Ptr(_) | Record::Txt(_) => None,
        });
        match answer {
            DnsAnswer::Found(mut all) => {
                all.sort_unstable();
                DnsAnswer::Found(all)
            }
            DnsAnswer::NotFound => DnsAnswer::NotFound,
            DnsAnswer::Failed => DnsAnswer::Failed,
        }
    }

    /// The name servers of a domain.
    #[must_use]
    pub fn name_servers(&self, domain: &str) -> DnsAnswer<Vec<Arc<str>>> {
        self.select(domain, |record| match record {
            Record::Ns(host) => Some(Arc::clone(host)),
            Record::Address(_) | Record::Mx(..) | Record::Ptr(_) | Record::Txt(_) => None,
        })
    }

    /// Why a host has no address, in the words of gai_strerror(3).
    pub(crate) fn why_not(&self, host: &str) -> Option<&'static str> {
        match self.addresses(host) {
            DnsAnswer::Found(_) => None,
            DnsAnswer::Failed => Some("Temporary failure in name resolution"),
            DnsAnswer::NotFound if self.has(host.strip_suffix('.').unwrap_or(host)) => {
                Some("No address associated with hostname")
            }
            DnsAnswer::NotFound => Some("Name or service not known"),
        }
    }

    /// Whether there is such a name, whatever it has.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        let name = name.to_ascii_lowercase();
        let below = |known: &Arc<str>| {
            let rest = known.strip_suffix(name.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        };
        self.records.keys().any(below)
    }

    /// The texts of a name.
    #[must_use]
    pub fn texts(&self, name: &str) -> DnsAnswer<Vec<Arc<str>>> {
        self.select(name, |record| match record {
            Record::Txt(text) => Some(Arc::clone(text)),
            Record::Address(_) | Record::Mx(..) | Record::Ns(_) | Record::Ptr(_) => None,
        })
    }

    /// The name of an address.
    #[must_use]
    pub fn pointer(&self, address: IpAddr) -> DnsAnswer<Arc<str>> {
        if address.is_loopback() {
            return DnsAnswer::Found(Arc::from("localhost"));
        }
        let answer = self.select(&reverse_name(address), |record| match record {
            Record::Ptr(name) => Some(Arc::clone(name)),
            Record::Address(_) | Record::Mx(..) | Record::Ns(_) | Record::Txt(_) => None,
        });
        match answer {
            DnsAnswer::Found(names) => names.first().map_or(DnsAnswer::NotFound, |name| {
                DnsAnswer::Found(Arc::clone(name))
            }),
            DnsAnswer::NotFound => DnsAnswer::NotFound,
            DnsAnswer::Failed => DnsAnswer::Failed,
        }
    }

    fn select<T>(&self, name: &str, pick: impl Fn(&Record) -> Option<T>) -> DnsAnswer<Vec<T>> {
        // What is no host name is not asked for: dns_lookup.c.
        let name = name.to_ascii_lowercase();
        let below = |zone: &Arc<str>| {
            name.strip_suffix(&**zone)
                .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        };
        if self.failing.iter().any(below) {
            return DnsAnswer::Failed;
        }
        let found: Vec<T> = self
            .records
            .get(name.as_str())
            .map(|records| records.iter().filter_map(pick).collect())
            .unwrap_or_default();
        if found.is_empty() {
            return DnsAnswer::NotFound;
        }
        DnsAnswer::Found(found)
    }

    fn add(&mut self, name: &str, record: Record) {
        self.records
            .entry(Arc::from(name))
            .or_default()
            .push(record);
    }

    pub(super) fn little() -> Self {
        let mut dns = Self::default();
        for (name, address) in HOSTS {
            dns.add(name, Record::Address(*address));
        }
        for (name, preference, host) in EXCHANGERS {
            dns.add(name, Record::Mx(*preference, Arc::from(*host)));
            let served = dns.records.get(*name).map_or(&[][..], Vec::as_slice);
            if !served.iter().any(|record| matches!(record, Record::Ns(_))) {
                dns.add(name, Record::Ns(Arc::from(NAME_SERVER)));
            }
        }
        for (address, name) in POINTERS {
            dns.add(&reverse_name(*address), Record::Ptr(Arc::from(*name)));
        }
        for (zone, entry, codes, text) in LISTS {
            let name = entry
                .parse()
                .map_or_else(|_| format!("{entry}.{zone}"), |a| listed_name(a, zone));
            for code in *codes {
                dns.add(&name, Record::Address(*code));
            }
            if let Some(text) = text {
                dns.add(&name, Record::Txt(Arc::from(*text)));
            }
        }
        dns.add("txtonly.example", Record::Txt(Arc::from("v=spf1 -all")));
        for zone in ["tempfail.example", "down.example-dnsbl.test"] {
            dns.failing.insert(Arc::from(zone));
        }
        dns
    }
}

/// The name under which a DNS list has an address: octets or nibbles reversed.
pub(crate) fn listed_name(address: IpAddr, zone: &str) -> String {
    match address {
        IpAddr::V4(four) => {
            let [a, b, c, d] = four.octets();
            format!("{d}.{c}.{b}.{a}.{zone}")
        }
        IpAddr::V6(six) => {
            let nibbles: String = six
                .octets()
                .iter()
                .rev()
                .map(|octet| format!("{:x}.{:x}.", octet & 0xf, octet >> 4))
                .collect();
            format!("{nibbles}{zone}")
        }
    }
}

fn reverse_name(address: IpAddr) -> String {
    match address {
        IpAddr::V4(_) => listed_name(address, "in-addr.arpa"),
        IpAddr::V6(_) => listed_name(address, "ip6.arpa"),
    }
}

const fn v4(a: u8, b: u8, c: u8, d: u8) -> IpAddr {
    IpAddr::V4(Ipv4Addr::new(a, b, c, d))
}

const SIX_LAN: IpAddr = IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, 0x25, 0, 0, 0, 0x77));
const SIX_OUTSIDE: IpAddr = IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0x100, 0, 0, 0, 0, 7));

const HOSTS: &[(&str, IpAddr)] = &[
    ("example.com", v4(192, 0, 2, 25)),
    ("mail.example.com", v4(192, 0, 2, 25)),
    ("www.example.com", v4(192, 0, 2, 80)),
    ("laptop.example.com", v4(192, 0, 2, 77)),
    ("gw.example.com", v4(192, 0, 2, 1)),
    ("spoof.example.com", v4(192, 0, 2, 99)),
    ("mx.example.org", v4(198, 51, 100, 25)),
    ("www.example.org", v4(198, 51, 100, 27)),
    ("nomx.example.org", v4(198, 51, 100, 27)),
    ("mx.example.net", v4(198, 51, 100, 26)),
    ("dialup7.example.net", v4(198, 51, 100, 7)),
    ("badsender.example", v4(198, 51, 100, 66)),
    ("mx.club.example", v4(192, 0, 2, 25)),
    ("six.example.com", SIX_LAN),
    ("six.example.net", SIX_OUTSIDE),
];

/// The name server of every domain that has mail; it has no address.
const NAME_SERVER: &str = "ns.example.net";

const EXCHANGERS: &[(&str, u16, &str)] = &[
    ("example.com", 10, "mail.example.com"),
    ("example.org", 10, "mx.example.org"),
    ("example.net", 10, "mx.example.net"),
    ("relay.example", 10, "mail.example.com"),
    ("backup.example", 10, "mx.example.org"),
    ("backup.example", 20, "mail.example.com"),
    ("club.example", 10, "mx.club.example"),
    ("badmx.example", 10, "nosuch.example"),
    ("nullmx.example", 0, "."),
];

const POINTERS: &[(IpAddr, &str)] = &[
    (v4(192, 0, 2, 25), "mail.example.com"),
    (v4(192, 0, 2, 77), "laptop.example.com"),
    (v4(192, 0, 2, 1), "gw.example.com"),
    (v4(198, 51, 100, 7), "dialup7.example.net"),
    (v4(198, 51, 100, 8), "spoof.example.com"),
    (SIX_LAN, "six.example.com"),
    (SIX_OUTSIDE, "six.example.net"),
];

type Listed = (
    &'static str,
    &'static str,
    &'static [IpAddr],
    Option<&'static str>,
);

const LISTS: &[Listed] = &[
    (
        "zen.example-dnsbl.test",
        "203.0.113.9",
        &[v4(127, 0, 0, 2), v4(127, 0, 0, 10)],
        Some("https://list.example-dnsbl.test/why/203.0.113.9"),
    ),
    (
        "zen.example-dnsbl.test",
        "2001:db8:113::9",
        &[v4(127, 0, 0, 3)],
        Some("https://list.example-dnsbl.test/why/2001:db8:113::9"),
    ),
    (
        "zen.example-dnsbl.test",
        "127.0.0.2",
        &[v4(127, 0, 0, 2)],
        Some("test entry"),
    ),
    (
        "bl.example-dnsbl.test",
        "198.51.100.8",
        &[v4(127, 0, 0, 2)],
        None,
    ),
    (
        "bl.example-dnsbl.test",
        "127.0.0.2",
        &[v4(127, 0, 0, 2)],
        None,
    ),
    (
        "bl.example-dnsbl.test",
        "203.0.113.9",
        &[v4(127, 0, 0, 4)],
        None,
    ),
    (
        "wl.example-dnsbl.test",
        "198.51.100.7",
        &[v4(127, 0, 5, 1)],
        Some("known sender"),
    ),
    (
        "dbl.example-dnsbl.test",
        "badsender.example",
        &[v4(127, 0, 1, 2)],
        Some("badsender.example is listed"),
    ),
    (
        "dbl.example-dnsbl.test",
        "badhelo.example",
        &[v4(127, 0, 1, 2)],
        None,
    ),
    (
        "dbl.example-dnsbl.test",
        "spoof.example.com",
        &[v4(127, 0, 1, 5)],
        None,
    ),
    (
        "dbl.example-dnsbl.test",
        "badrcpt.example",
        &[v4(127, 0, 1, 6)],
        None,
    ),
    (
        "dbl.example-dnsbl.test",
        "dialup7.example.net",
        &[v4(127, 0, 1, 4)],
        Some("dialup7.example.net is listed"),
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Client, NameStatus, World};

    fn client(address: IpAddr) -> (String, NameStatus, String) {
        let client = Client::new(&World::little(), address);
        (
            client.name.to_string(),
            client.name_status,
            client.reverse_name.to_string(),
        )
    }

    #[test]
    fn clients_have_the_names_that_postfix_sees() {
        let row = |name: &str, status, reverse: &str| (name.to_owned(), status, reverse.to_owned());
        let unknown = row("unknown", NameStatus::Missing, "unknown");
        assert_eq!(client(v4(203, 0, 113, 9)), unknown);
        let forged = row("unknown", NameStatus::Forged, "spoof.example.com");
        assert_eq!(client(v4(198, 51, 100, 8)), forged);
        let dialup = "dialup7.example.net";
        let verified = row(dialup, NameStatus::Verified, dialup);
        assert_eq!(client(v4(198, 51, 100, 7)), verified);
        let localhost = row("localhost", NameStatus::Verified, "localhost");
        assert_eq!(client(IpAddr::V6(Ipv6Addr::LOCALHOST)), localhost);
    }

    #[test]
    fn everything_below_a_failing_zone_fails() {
        let world = World::little();
        let dns = &world.dns;
        assert_eq!(dns.addresses("a.tempfail.example"), DnsAnswer::Failed);
        assert_eq!(dns.addresses("nottempfail.example"), DnsAnswer::NotFound);
    }
}
