//! Access tables about the hosts behind a name: `check_server_access` of
//! `smtpd_check.c`, and the one about certificates, which no client has.
//! Left out: names beyond ASCII, and the limit of addresses.

use std::sync::Arc;

use saslab_release::AbsentServers;

use crate::DnsAnswer;
use crate::finding::{Answer, Finding};
use crate::hostname::{address, literal};
use crate::note::Warning;
use crate::restriction::{Hosts, Restriction, Subject};

use super::Judge;
use super::access::{address_keys, domain_keys, forbid_ok};

impl Judge<'_> {
    pub(super) fn check_hosts(
        &self,
        subject: Subject,
        hosts: Hosts,
        argument: Option<&Arc<str>>,
    ) -> Finding {
        let word = Restriction::CheckHosts(subject, hosts).name();
        let table = match table(word, argument) {
            Ok(table) => table,
            Err(finding) => return *finding,
        };
        if let Some(finding) = self.supposed_instead(word) {
            return finding;
        }
        let Some((name, reply_name)) = self.name_of(subject) else {
            let class = subject.reply_class().to_ascii_lowercase();
            return Finding::dunno(format!("there is no {class}"));
        };
        let domain = name.rsplit_once('@').map_or(name, |(_, domain)| domain);
        let class = subject.reply_class();
        let finding = self.behind(
            domain,
            hosts,
            &Asked {
                table,
                class,
                name,
                reply_name,
            },
        );
        forbid_ok(word, name, finding)
    }

    /// The name that the table is about, and what a refusal calls it.
    fn name_of(&self, subject: Subject) -> Option<(&str, String)> {
        let client = self.request.client;
        let known = |name| (name != "unknown").then_some(name);
        let (name, reply_name) = match subject {
            Subject::Client => (known(&*client.name)?, client.name_and_address()),
            Subject::ReverseClient => {
                let name = known(&*client.reverse_name)?;
                (name, name.to_owned())
            }
            Subject::Helo => (self.request.helo?, self.request.helo?.to_owned()),
            Subject::Sender => (self.request.sender?, self.request.sender?.to_owned()),
            Subject::Recipient => (self.request.recipient?, self.request.recipient?.to_owned()),
            Subject::Etrn | Subject::SaslLogin => return None,
        };
        (!name.is_empty()).then_some((name, reply_name))
    }

    fn behind(&self, domain: &str, hosts: Hosts, asked: &Asked<'_>) -> Finding {
        if let Some(rest) = domain.strip_prefix('[') {
            let address = rest.strip_suffix(']').and_then(literal);
            let found = match (hosts, address) {
                (Hosts::NameServers, _) | (_, None) => None,
                (Hosts::Exchangers | Hosts::Itself, Some(address)) => {
                    let keys = address_keys(&address.to_string());
                    self.first_of(asked.table, keys, &asked.reply_name, asked.class)
                }
            };
            return found.unwrap_or_else(|| Finding::dunno(format!("{domain} is no name")));
        }
        match self.servers(domain, hosts, asked) {
            Ok(servers) => self.first_server(&servers, hosts, asked),
            Err(finding) => *finding,
        }
    }

    fn servers(
        &self,
        domain: &str,
        hosts: Hosts,
        asked: &Asked<'_>,
    ) -> Result<Vec<Arc<str>>, Box<Finding>> {
        let dns = &self.policy.world.dns;
        let itself = || Ok(vec![Arc::from(domain)]);
        let answer = match hosts {
            Hosts::Itself => return itself(),
            Hosts::Exchangers => match dns.exchangers(domain) {
                DnsAnswer::Found(all) => {
                    DnsAnswer::Found(all.into_iter().map(|(_, host)| host).collect())
                }
                DnsAnswer::NotFound => DnsAnswer::NotFound,
                DnsAnswer::Failed => DnsAnswer::Failed,
            },
            Hosts::NameServers => dns.name_servers(domain),
        };
        let patient = self.policy.dialect.absent_servers == AbsentServers::OfAnyName;
        let goes_on = patient || dns.has(domain);
        match (answer, hosts) {
            (DnsAnswer::Found(all), _) if matches!(&*all, [one] if &**one == ".") => {
                let fact = format!("{domain} takes no mail");
                Err(Box::new(Finding::dunno(fact)))
            }
            (DnsAnswer::Found(all), _) => Ok(all),
            (DnsAnswer::NotFound, Hosts::Exchangers) if goes_on => itself(),
            (DnsAnswer::NotFound, Hosts::NameServers) if goes_on => self.above(domain, asked),
            (DnsAnswer::NotFound | DnsAnswer::Failed, _) => Err(self.no_server(domain, hosts)),
        }
    }

    /// The name servers of a domain above.
    fn above(&self, domain: &str, asked: &Asked<'_>) -> Result<Vec<Arc<str>>, Box<Finding>> {
        let dns = &self.policy.world.dns;
        let mut rest = domain;
        while let Some((_, above)) = rest.split_once('.') {
            rest = above;
            match dns.name_servers(rest) {
                DnsAnswer::Found(all) => return Ok(all),
                DnsAnswer::Failed => return Err(self.no_server(rest, Hosts::NameServers)),
                DnsAnswer::NotFound => {}
            }
        }
        // The last name that was asked decides how it is put.
        let Asked { name, .. } = asked;
        Err(Box::new(lookup_failed("NS", name, self.reason(rest))))
    }

    fn no_server(&self, domain: &str, hosts: Hosts) -> Box<Finding> {
        Box::new(lookup_failed(kind(hosts), domain, self.reason(domain)))
    }

    /// `dns_strerror`
    fn reason(&self, name: &str) -> &'static str {
        let dns = &self.policy.world.dns;
        match (dns.addresses_in_dns(name), dns.has(name)) {
            (DnsAnswer::Failed, _) => "Host not found, try again",
            (DnsAnswer::Found(_) | DnsAnswer::NotFound, true) => {
                "Host found but no data record of requested type"
            }
            (DnsAnswer::Found(_) | DnsAnswer::NotFound, false) => "Host not found",
        }
    }

    /// The first host of which the table has the name or an address.
    fn first_server(&self, servers: &[Arc<str>], hosts: Hosts, asked: &Asked<'_>) -> Finding {
        let Asked {
            table,
            class,
            reply_name,
            ..
        } = asked;
        let mut log = Vec::new();
        for server in servers {
            let mut keys = match hosts {
                _ if address(server).is_some() => address_keys(server),
                Hosts::Itself => Vec::new(),
                Hosts::NameServers | Hosts::Exchangers => {
                    domain_keys(server, self.policy.access_parents)
                }
            };
            let addresses = self.policy.world.dns.addresses(server);
            match addresses {
                DnsAnswer::Found(all) => {
                    let spoken = all.iter().filter(|address| self.policy.speaks(**address));
                    keys.extend(spoken.flat_map(|address| address_keys(&address.to_string())));
                }
                DnsAnswer::NotFound | DnsAnswer::Failed => {}
            }
            let found = self.first_of(table, keys, reply_name, class);
            if let Some(mut finding) = found {
                finding.log.splice(0..0, log);
                return finding;
            }
            if hosts != Hosts::Itself
                && address(server).is_none()
                && let Some(why) = self.policy.world.dns.why_not(server)
            {
                let what = format!("{class} {reply_name}");
                let kind = kind(hosts);
                let text = format!("Unable to look up {kind} host {server} for {what}: {why}");
                log.push(Warning::Text(text.into()).into());
            }
        }
        let mut finding = Finding::dunno(format!("no host is in {table}"));
        finding.log = log;
        finding
    }

    pub(super) fn check_ccert_access(&self, argument: Option<&Arc<str>>) -> Finding {
        let word = Restriction::CheckCcertAccess.name();
        if let Err(finding) = table(word, argument) {
            return *finding;
        }
        let asks = self.policy.settings.boolean("smtpd_tls_ask_ccert");
        let finding = Finding::dunno("the client has no certificate");
        match asks.value {
            false => finding.warning(Warning::NoCertificateAsked(word)),
            true => finding,
        }
    }
}

/// A table, and what a refusal says.
struct Asked<'a> {
    table: &'a str,
    class: &'static str,
    name: &'a str,
    reply_name: String,
}

const fn kind(hosts: Hosts) -> &'static str {
    match hosts {
        Hosts::NameServers => "NS",
        Hosts::Exchangers => "MX",
        Hosts::Itself => "A",
    }
}

fn lookup_failed(kind: &str, domain: &str, why: &str) -> Finding {
    let text = format!("Unable to look up {kind} host for {domain}: {why}");
    let mut finding = Finding::new(format!("{domain} has no {kind} record"), Answer::Dunno);
    finding.log.push(Warning::Text(text.into()).into());
    finding
}

/// `is_map_command`
fn table<'t>(word: &'static str, argument: Option<&'t Arc<str>>) -> Result<&'t str, Box<Finding>> {
    match argument {
        Some(table) if table.contains(':') => Ok(table),
        Some(_) | None => {
            let argument = argument.map_or_else(|| Arc::from(word), Arc::clone);
            Err(Box::new(
                Finding::misconfigured("no type:table after the restriction")
                    .warning(Warning::BadArgument(word, argument)),
            ))
        }
    }
}
