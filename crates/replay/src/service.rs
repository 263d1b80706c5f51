//! The SMTP services of master.cf: which one a client reaches, and its options.
//! From `master_ent.c` and `mail_conf.c`. Left out: what stops master(8) itself, and
//! `inet_interfaces`, which the server knows.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use saslab_smtpd::Bound;

use crate::MasterCf;

/// One `inet` service that runs smtpd(8).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Service {
    /// As written, `127.0.0.1:10025`.
    pub(crate) name: String,
    /// Its `-o name=value` options, in order.
    pub(crate) overrides: Vec<(String, String)>,
}

/// The service that a client at `client` finds behind `port`, if one listens there.
pub(crate) fn reached(master_cf: &MasterCf, client: IpAddr, port: u16) -> Option<Service> {
    let server = server_address(client);
    // A later line of the same name takes the place of the earlier one.
    services(master_cf)
        .into_iter()
        .rev()
        .find(|service| service.listens(server, port))
}

/// Clients of the machine itself use its loopback addresses.
pub(crate) fn server_address(client: IpAddr) -> IpAddr {
    match client {
        local if local.is_loopback() => local,
        IpAddr::V4(_) => IpAddr::V4(Ipv4Addr::new(192, 0, 2, 25)),
        IpAddr::V6(_) => IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, 0x25, 0, 0, 0, 0x25)),
    }
}

fn services(master_cf: &MasterCf) -> Vec<Service> {
    match master_cf {
        MasterCf::Stock => vec![Service::new("smtp", "")],
        MasterCf::Text(text) => logical_lines(text)
            .iter()
            .filter_map(|line| entry(line))
            .collect(),
        MasterCf::Services(services) => {
            let stock = (!services.contains_key("smtp")).then(|| Service::new("smtp", ""));
            let own = services
                .iter()
                .map(|(name, words)| Service::new(name, &words.join(" ")));
            stock.into_iter().chain(own).collect()
        }
    }
}

impl Service {
    fn new(name: &str, arguments: &str) -> Self {
        Self {
            name: name.to_owned(),
            overrides: overrides(arguments),
        }
    }

    /// Whether the name holds an address.
    pub(crate) fn bound(&self) -> Bound {
        match self.name.rsplit_once(':') {
            Some((host, _port)) if !host.is_empty() => Bound::ToAddress,
            Some(_) | None => Bound::Nowhere,
        }
    }

    fn listens(&self, server: IpAddr, port: u16) -> bool {
        let (host, name) = match self.name.rsplit_once(':') {
            Some((host, name)) => (Some(host.trim_matches(['[', ']'])), name),
            None => (None, self.name.as_str()),
        };
        let bound = match host {
            None | Some("") => true,
            Some("localhost") => server.is_loopback(),
            Some(host) => host.parse() == Ok(server),
        };
        bound && port_of(name) == Some(port)
    }
}

/// `/etc/services`, as far as SMTP goes.
fn port_of(name: &str) -> Option<u16> {
    match name {
        "smtp" => Some(25),
        "submission" => Some(587),
        "smtps" | "submissions" | "ssmtp" => Some(465),
        number => number.parse().ok(),
    }
}

/// Lines with those that continue them; remarks and empty lines do not end a line.
fn logical_lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let words = line.trim_start();
        match lines.last_mut() {
            _ if words.is_empty() || words.starts_with('#') => {}
            Some(last) if words.len() < line.len() => {
                last.push(' ');
                last.push_str(words);
            }
            Some(_) | None => lines.push(words.to_owned()),
        }
    }
    lines
}

/// Name, `inet`, five columns, `smtpd`, arguments.
fn entry(line: &str) -> Option<Service> {
    let mut rest = line;
    let mut columns = [""; 8];
    for column in &mut columns {
        let (word, after) = first_word(rest)?;
        *column = word;
        rest = after;
    }
    let [
        name,
        kind,
        _private,
        _unprivileged,
        _chroot,
        _wakeup,
        _limit,
        command,
    ] = columns;
    let smtpd = kind == "inet" && command == "smtpd";
    smtpd.then(|| Service::new(name, rest))
}

fn first_word(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    if text.is_empty() {
        return None;
    }
    Some(
        text.split_once(|c: char| c.is_ascii_whitespace())
            .unwrap_or((text, "")),
    )
}

/// The pairs behind `-o`, written as `name=value` or `{ name = value }`.
fn overrides(arguments: &str) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    let mut rest = arguments;
    while let Some((word, after)) = argument(rest) {
        rest = after;
        let Some(attached) = word.strip_prefix("-o") else {
            continue;
        };
        let pair = match (attached, argument(after)) {
            ("", Some((pair, after))) => {
                rest = after;
                pair
            }
            (attached, _) => attached,
        };
        if let Some((name, value)) = pair.split_once('=') {
            pairs.push((name.trim().to_owned(), value.trim().to_owned()));
        }
    }
    pairs
}

/// The next word, or the text between the braces around several words.
fn argument(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    if !text.starts_with('{') {
        return first_word(text);
    }
    let mut depth = 0_u32;
    for (at, c) in text.char_indices() {
        depth = match c {
            '{' => depth + 1,
            '}' => depth - 1,
            _ => depth,
        };
        if depth == 0 {
            return Some((text.get(1..at)?, text.get(at + 1..)?));
        }
    }
    Some((text.get(1..)?, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLIENT: IpAddr = IpAddr::V4(Ipv4Addr::new(203, 0, 113, 9));
    const TEXT: &str = "\
smtp      inet  n       -       n       -       -       smtpd
submission inet n - n - - smtpd
  -o smtpd_tls_security_level=encrypt
# a remark does not end the entry
  -o { smtpd_relay_restrictions = permit_sasl_authenticated, reject }
  -o smtpd_sender_restrictions=
127.0.0.1:10025 inet n - n - - smtpd -v -o mynetworks=127.0.0.0/8
dovecot unix - n n - - pipe flags=DRu
";

    fn service(port: u16, client: IpAddr) -> Option<Service> {
        reached(&MasterCf::Text(TEXT.to_owned()), client, port)
    }

    #[test]
    fn options_are_pairs_in_order() {
        let submission = service(587, CLIENT).unwrap();
        let pairs: Vec<_> = submission
            .overrides
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        assert_eq!(
            pairs,
            [
                ("smtpd_tls_security_level", "encrypt"),
                (
                    "smtpd_relay_restrictions",
                    "permit_sasl_authenticated, reject"
                ),
                ("smtpd_sender_restrictions", ""),
            ]
        );
    }

    #[test]
    fn an_address_in_front_of_the_port_binds() {
        assert_eq!(service(10025, CLIENT), None);
        let local = service(10025, IpAddr::V4(Ipv4Addr::LOCALHOST)).unwrap();
        assert_eq!(local.name, "127.0.0.1:10025");
    }

    #[test]
    fn nobody_listens_on_other_ports() {
        assert_eq!(service(465, CLIENT), None);
        assert_eq!(reached(&MasterCf::Stock, CLIENT, 587), None);
        assert_eq!(reached(&MasterCf::Stock, CLIENT, 25).unwrap().name, "smtp");
    }
}
