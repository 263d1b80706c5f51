//! Restrictions on where the mail is going and where it says it comes from:
//! relaying, and whether a domain can receive mail.

use std::sync::Arc;

use saslab_release::{CheckRelayDomains, DnsTrouble, NullMx};

use crate::Class;
use crate::destination::Destination;
use crate::finding::{Answer, Finding};
use crate::hostname::{in_brackets, without_dot};
use crate::match_list::Match;
use crate::note::{Compatible, Instead, Note, Warning};
use crate::{DnsAnswer, Refusal};

use super::{Judge, RECIPIENT, SENDER};

/// Whether this server is responsible for an address.
enum Responsibility {
    Ours(Finding),
    Foreign(Finding),
    Unknown(Finding),
}

impl Judge<'_> {
    pub(super) fn permit_auth_destination(&self) -> Finding {
        let Some(recipient) = self.request.recipient else {
            return no_recipient();
        };
        match self.responsibility(recipient) {
            Responsibility::Ours(finding)
            | Responsibility::Foreign(finding)
            | Responsibility::Unknown(finding) => finding,
        }
    }

    pub(super) fn reject_unauth_destination(&self, code: u16, dsn: &str) -> Finding {
        let Some(recipient) = self.request.recipient else {
            return no_recipient();
        };
        match self.responsibility(recipient) {
            Responsibility::Ours(finding) => Finding {
                answer: Answer::Dunno,
                ..finding
            },
            Responsibility::Foreign(finding) => {
                let text = format!("<{recipient}>: Relay access denied");
                Finding {
                    answer: Answer::Refuse(Refusal::new(code, dsn, text)),
                    ..finding
                }
            }
            Responsibility::Unknown(finding) => finding,
        }
    }

    pub(super) fn check_relay_domains(&self) -> Finding {
        let Some(recipient) = self.request.recipient else {
            return no_recipient();
        };
        let mut log = Vec::new();
        if self.policy.dialect.check_relay_domains == CheckRelayDomains::Warned {
            log.push(Note::Warning(Warning::Deprecated(
                "check_relay_domains",
                Instead::Use("reject_unauth_destination"),
                self.policy.mail_name(),
            )));
        }
        let name = &self.request.client.name;
        if let Match::Yes(entry) = self.policy.destinations.relay_domains.match_domain(name) {
            let fact = format!("the client's own name {name} is in relay_domains, by {entry}");
            let mut finding = Finding::ok(fact).because_of("relay_domains");
            finding.log = log;
            if self.policy.older.relay_domains {
                finding = finding.noting(Note::Compatible(Compatible::RelayDomainsClient));
            }
            return finding;
        }
        let finding = match self.responsibility(recipient) {
            Responsibility::Foreign(finding) => {
                let text = format!("<{recipient}>: {RECIPIENT} rejected: Relay access denied");
                let code = self.policy.codes.relay_domains_reject;
                Finding {
                    answer: Answer::Refuse(Refusal::new(code, "5.7.1", text)),
                    ..finding
                }
            }
            Responsibility::Ours(finding) | Responsibility::Unknown(finding) => finding,
        };
        log.extend(finding.log);
        Finding { log, ..finding }
    }

    /// Whether a recipient is one of this server's: for DNS white lists.
    pub(super) fn is_ours(&self, recipient: &str) -> (bool, Vec<Note>) {
        match self.responsibility(recipient) {
            Responsibility::Ours(finding) => (true, finding.log),
            Responsibility::Foreign(_) | Responsibility::Unknown(_) => (false, Vec::new()),
        }
    }

    fn responsibility(&self, recipient: &str) -> Responsibility {
        let destination = match self.resolve(recipient) {
            Ok(destination) => destination,
            Err(trouble) => return Responsibility::Unknown(Finding::trouble(trouble, recipient)),
        };
        let domain = &destination.domain;
        if destination.routed && !self.policy.trusts_routes {
            let fact = format!("{} holds a route", destination.recipient);
            return Responsibility::Foreign(
                Finding::dunno(fact).because_of("allow_untrusted_routing"),
            );
        }
        match destination.class.parameter() {
            None if destination.invalid => {
                Responsibility::Foreign(Finding::dunno(format!("{domain} cannot be a domain")))
            }
            None => Responsibility::Foreign(
                Finding::dunno(format!("{domain} is neither local nor in relay_domains"))
                    .because_of("relay_domains"),
            ),
            Some(parameter) => {
                let finding = Finding::ok(responsible(&destination, parameter));
                Responsibility::Ours(self.relayed(finding, &destination).because_of(parameter))
            }
        }
    }

    /// With a note where only an older default of `relay_domains` makes a domain ours.
    fn relayed(&self, finding: Finding, destination: &Destination) -> Finding {
        if destination.class != Class::Relay || !self.policy.older.relay_domains {
            return finding;
        }
        let domain = Arc::from(destination.domain.as_str());
        finding.noting(Note::Compatible(Compatible::RelayDomains(domain)))
    }

    pub(super) fn reject_non_fqdn(&self, class: &str) -> Finding {
        let Some(address) = self.address(class) else {
            return no_address(class);
        };
        let domain = address.rsplit_once('@').map_or("", |(_, domain)| domain);
        if in_brackets(domain).is_some() {
            return Finding::dunno(format!("{domain} is an address literal"));
        }
        let name = without_dot(domain);
        if self.is_hostname(name) && name.contains('.') {
            return Finding::dunno(format!("{address} is fully qualified"));
        }
        let code = self.policy.codes.non_fqdn_reject;
        let text = format!("<{address}>: {class} rejected: need fully-qualified address");
        let fact = format!("{address} is not fully qualified");
        Finding::refuse(fact, Refusal::new(code, "4.5.2", text))
    }

    pub(super) fn reject_unknown_domain(&self, class: &'static str) -> Finding {
        let Some(address) = self.address(class) else {
            return no_address(class);
        };
        let destination = match self.resolve(address) {
            Ok(destination) => destination,
            Err(trouble) => return Finding::trouble(trouble, address),
        };
        let domain = destination.domain.as_str();
        match destination.class {
            Class::Local | Class::VirtualAlias | Class::VirtualMailbox => {
                return Finding::dunno(format!("{domain} is one of this server's own domains"));
            }
            Class::Relay | Class::Default => {}
        }
        if in_brackets(domain).is_some() {
            return Finding::dunno(format!("{domain} is an address literal"));
        }
        self.reject_unknown_mailhost(address, domain, class)
    }

    fn reject_unknown_mailhost(&self, address: &str, domain: &str, class: &'static str) -> Finding {
        let dns = &self.policy.world.dns;
        let dsn = if class == SENDER { "4.1.8" } else { "4.1.2" };
        let refusal = |code, dsn, reason: &str| {
            Refusal::new(
                code,
                dsn,
                format!("<{address}>: {class} rejected: {reason}"),
            )
        };
        let exchangers = dns.exchangers(domain);
        if let DnsAnswer::Found(all) = &exchangers
            && all.iter().any(|(_, host)| &**host == ".")
            && self.policy.dialect.null_mx == NullMx::Known
        {
            let reason = format!("Domain {domain} does not accept mail (nullMX)");
            let (code, dsn) = if class == SENDER {
                (550, "4.7.27")
            } else {
                (556, "4.1.10")
            };
            let fact = format!("the MX record of {domain} says that it takes no mail");
            return Finding::refuse(fact, refusal(code, dsn, &reason));
        }
        match (exchangers, dns.addresses_in_dns(domain)) {
            (DnsAnswer::Found(_), _) | (_, DnsAnswer::Found(_)) => {
                Finding::dunno(format!("{domain} is in the DNS"))
            }
            (DnsAnswer::NotFound, DnsAnswer::NotFound) => {
                let code = self.policy.codes.unknown_address_reject;
                let fact = format!("{domain} has no MX or A record");
                Finding::refuse(fact, refusal(code, dsn, "Domain not found"))
            }
            (DnsAnswer::Failed, _) | (_, DnsAnswer::Failed) => self.tempfail(
                format!("{domain} cannot be looked up"),
                refusal(450, dsn, "Domain not found"),
                "unknown_address_tempfail_action",
            ),
        }
    }

    /// The sender or the recipient, unless it is absent or empty.
    pub(super) fn address(&self, class: &str) -> Option<&str> {
        let address = if class == SENDER {
            self.request.sender
        } else {
            self.request.recipient
        };
        address.filter(|address| !address.is_empty())
    }

    /// What a failing name server leads to.
    pub(super) fn tempfail(
        &self,
        fact: String,
        refusal: Refusal,
        parameter: &'static str,
    ) -> Finding {
        if self.policy.dialect.dns_trouble == DnsTrouble::AtOnce {
            return Finding::refuse(fact, refusal);
        }
        let action = self.policy.settings.text(parameter);
        let finding = match &*action.value {
            "defer" => Finding::refuse(fact, refusal),
            _defer_if_permit => Finding::new(fact, Answer::DeferIfPermit(refusal)),
        };
        finding.because_of(parameter)
    }
}

fn responsible(destination: &Destination, parameter: &str) -> String {
    let domain = &destination.domain;
    match in_brackets(domain) {
        Some(address) if destination.class == Class::Local => {
            format!("{address} is an address of this server")
        }
        Some(_) | None => format!("{domain} is in {parameter}"),
    }
}

fn no_recipient() -> Finding {
    Finding::dunno("there is no recipient yet")
}

pub(super) fn no_address(class: &str) -> Finding {
    if class == SENDER {
        return Finding::dunno("there is no sender, or the null one");
    }
    Finding::dunno("there is no recipient, or more than one")
}
