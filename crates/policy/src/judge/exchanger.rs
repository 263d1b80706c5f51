//! `permit_mx_backup`: mail for domains that name this server as their mail exchanger.

use std::net::IpAddr;
use std::sync::Arc;

use saslab_release::{DnsReason, MxBackup};

use crate::Class;
use crate::finding::{Answer, Finding};
use crate::hostname::in_brackets;
use crate::match_list::Match;
use crate::note::{Compatible, Note, Warning};
use crate::{DnsAnswer, Refusal};

use super::Judge;

/// What is found out about a host; a lookup that fails defers what would be refused.
#[derive(Default)]
struct Trouble {
    refusal: Option<Refusal>,
    log: Vec<Note>,
}

impl Judge<'_> {
    pub(super) fn permit_mx_backup(&self) -> Finding {
        let word = "permit_mx_backup";
        if let Some(finding) = self.supposed_instead(word) {
            return finding;
        }
        let Some(recipient) = self.request.recipient else {
            return Finding::dunno("there is no recipient yet");
        };
        let destination = match self.resolve(recipient) {
            Ok(destination) => destination,
            Err(trouble) => return Finding::trouble(trouble, recipient),
        };
        let domain = destination.domain.as_str();
        if destination.routed && !self.policy.trusts_routes {
            return Finding::dunno(format!("{} holds a route", destination.recipient))
                .because_of("allow_untrusted_routing");
        }
        match destination.class {
            Class::Local | Class::VirtualAlias | Class::VirtualMailbox => {
                return Finding::ok(format!("{domain} is one of this server's own domains"));
            }
            Class::Relay => {
                let mut finding = Finding::ok(format!("{domain} is in relay_domains"));
                if self.policy.older.relay_domains {
                    let domain = Arc::from(domain);
                    finding = finding.noting(Note::Compatible(Compatible::RelayDomains(domain)));
                }
                return finding.because_of("relay_domains");
            }
            Class::Default => {}
        }
        if in_brackets(domain).is_some() {
            return Finding::dunno(format!("{domain} is an address literal"));
        }
        self.backup_of(domain)
    }

    fn backup_of(&self, domain: &str) -> Finding {
        let mut trouble = Trouble::default();
        let ours = match self.policy.world.dns.exchangers(domain) {
            DnsAnswer::Failed => {
                let reason = self.reason_told("Host not found, try again");
                let text = format!("Unable to look up mail exchanger information{reason}");
                trouble.defer(self.rejected(&text));
                Err("its mail exchangers cannot be looked up")
            }
            // The null MX of RFC 7505 is an answer of its own.
            DnsAnswer::Found(all) if matches!(&*all, [(_, host)] if &**host == ".") => {
                Err("it takes no mail")
            }
            DnsAnswer::NotFound => match self.policy.dialect.mx_backup {
                MxBackup::AnyExchanger if self.is_mine(domain, &mut trouble) => {
                    Ok("it is this server")
                }
                MxBackup::AnyExchanger | MxBackup::BackupExchanger => {
                    Err("it has no mail exchanger")
                }
            },
            DnsAnswer::Found(all) => self.among(&all, &mut trouble),
        };
        let mut finding = match (ours, trouble.refusal) {
            (Ok(why), _) => Finding::ok(format!("{domain}: {why}")),
            (Err(why), None) => Finding::dunno(format!("{domain}: {why}")),
            (Err(why), Some(refusal)) => {
                Finding::new(format!("{domain}: {why}"), Answer::DeferIfReject(refusal))
            }
        };
        finding.log = trouble.log;
        finding
    }

    /// Whether this server is a backup among the exchangers, best first.
    fn among(
        &self,
        all: &[(u16, Arc<str>)],
        trouble: &mut Trouble,
    ) -> Result<&'static str, &'static str> {
        let best = all.first().map_or(0, |(preference, _)| *preference);
        let (primary, backup): (Vec<_>, Vec<_>) = all.iter().partition(|(p, _)| *p == best);
        match self.policy.dialect.mx_backup {
            MxBackup::AnyExchanger => {
                if !self.is_exchanger(&all.iter().collect::<Vec<_>>(), trouble) {
                    return Err("this server is none of its mail exchangers");
                }
            }
            MxBackup::BackupExchanger => {
                if self.is_exchanger(&primary, trouble) {
                    return Err("this server is its first mail exchanger");
                }
                if !self.is_exchanger(&backup, trouble) {
                    return Err("this server is none of its mail exchangers");
                }
            }
        }
        let networks = &self.policy.mx_networks;
        if !networks.is_empty()
            && !primary
                .iter()
                .all(|(_, host)| self.may_be_primary(host, trouble))
        {
            return Err("its first mail exchanger is not in permit_mx_backup_networks");
        }
        Ok("this server is a mail exchanger of it")
    }

    fn is_exchanger(&self, hosts: &[&(u16, Arc<str>)], trouble: &mut Trouble) -> bool {
        let local = |host: &str| self.policy.destinations.is_local(host) == Ok(true);
        hosts.iter().any(|(_, host)| local(host))
            || hosts.iter().any(|(_, host)| self.is_mine(host, trouble))
    }

    /// `has_my_addr`
    fn is_mine(&self, host: &str, trouble: &mut Trouble) -> bool {
        let dns = &self.policy.world.dns;
        if let Some(why) = dns.why_not(host) {
            let text = format!(
                "Unable to look up mail exchanger host {host}{}",
                self.reason_told(why)
            );
            trouble.defer(self.rejected(&text));
            return false;
        }
        let mine = |address: &IpAddr| {
            self.policy.speaks(*address) && self.policy.destinations.is_own_or_proxy(*address)
        };
        matches!(dns.addresses(host), DnsAnswer::Found(all) if all.iter().any(mine))
    }

    /// `all_auth_mx_addr`
    fn may_be_primary(&self, host: &str, trouble: &mut Trouble) -> bool {
        let dns = &self.policy.world.dns;
        let all = match dns.addresses_in_dns(host) {
            DnsAnswer::Found(all) => all,
            answer @ (DnsAnswer::NotFound | DnsAnswer::Failed) => {
                let why = match (answer, dns.has(host)) {
                    (DnsAnswer::Failed, _) => "Host not found, try again",
                    (_, true) => "Host found but no data record of requested type",
                    (_, false) => "Host not found",
                };
                let reason = self.reason_told(why);
                let text = format!("Unable to look up host {host} as mail exchanger{reason}");
                trouble.defer(self.rejected(&text));
                return false;
            }
        };
        for address in all
            .into_iter()
            .filter(|address| self.policy.speaks(*address))
        {
            match self.policy.mx_networks.match_client(host, address) {
                Match::Yes(_) => {}
                Match::No(_) | Match::NotModelled(_) => return false,
                Match::Failed(_, log) => {
                    trouble.log.extend(log);
                    let what = format!(
                        "all_auth_mx_addr: permit_mx_backup_networks lookup error for address \
                         {address} for {host}"
                    );
                    trouble.log.push(Warning::Text(what.into()).into());
                    let text = format!("Unable to verify host {host} as mail exchanger");
                    trouble.defer(self.rejected(&text));
                    return false;
                }
            }
        }
        true
    }

    fn reason_told(&self, why: &str) -> String {
        match self.policy.dialect.dns_reason {
            DnsReason::Untold => String::new(),
            DnsReason::Told => format!(": {why}"),
        }
    }
}

impl Trouble {
    /// The first one counts.
    fn defer(&mut self, text: String) {
        self.refusal
            .get_or_insert_with(|| Refusal::new(450, "4.4.4", text));
    }
}
