//! Restrictions on the name of HELO and EHLO.

use saslab_release::BareAddress;

use crate::finding::{Answer, Finding};
use crate::hostname::{address, in_brackets, literal, made_of_labels, valid_hostname, without_dot};
use crate::{DnsAnswer, Refusal};

use super::{HELO, Judge};

impl Judge<'_> {
    pub(super) fn reject_invalid_helo_hostname(&self) -> Finding {
        let Some(helo) = self.request.helo else {
            return no_helo();
        };
        if helo.starts_with('[') {
            return self.literal_helo(helo);
        }
        let name = without_dot(helo);
        // An address passes in any release: before 2.2 as a name.
        if self.is_hostname(name) || address(name).is_some() {
            return Finding::dunno(format!("{helo} can be a host name"));
        }
        self.refuse_helo(
            helo,
            self.policy.codes.invalid_hostname_reject,
            "Invalid name",
        )
    }

    pub(super) fn reject_non_fqdn_helo_hostname(&self) -> Finding {
        let Some(helo) = self.request.helo else {
            return no_helo();
        };
        if helo.starts_with('[') {
            return self.literal_helo(helo);
        }
        let name = without_dot(helo);
        if self.is_hostname(name) && name.contains('.') {
            return Finding::dunno(format!("{helo} is fully qualified"));
        }
        let code = self.policy.codes.non_fqdn_reject;
        self.refuse_helo(helo, code, "need fully-qualified hostname")
    }

    pub(super) fn reject_unknown_helo_hostname(&self) -> Finding {
        let Some(helo) = self.request.helo else {
            return no_helo();
        };
        if helo.starts_with('[') {
            return self.literal_helo(helo);
        }
        let dns = &self.policy.world.dns;
        let refusal = |code| {
            let text = format!("<{helo}>: {HELO} rejected: Host not found");
            Refusal::new(code, "4.7.1", text)
        };
        let code = self.policy.codes.unknown_hostname_reject;
        match (dns.addresses_in_dns(helo), dns.exchangers(helo)) {
            (DnsAnswer::Found(_), _) | (_, DnsAnswer::Found(_)) => {
                Finding::dunno(format!("{helo} is in the DNS"))
            }
            (DnsAnswer::NotFound, DnsAnswer::NotFound) => {
                Finding::refuse(format!("{helo} has no A or MX record"), refusal(code))
            }
            (DnsAnswer::Failed, _) | (_, DnsAnswer::Failed) => self.tempfail(
                format!("{helo} cannot be looked up"),
                refusal(450),
                "unknown_helo_hostname_tempfail_action",
            ),
        }
    }

    pub(super) fn permit_naked_ip_address(&self) -> Finding {
        let Some(helo) = self.request.helo else {
            return no_helo();
        };
        let naked = helo
            .chars()
            .all(|c| c.is_ascii_digit() || c == '.' || c == ':');
        if !naked {
            return Finding::dunno(format!("{helo} is no bare address"));
        }
        let finding = self.literal_helo(helo);
        if matches!(finding.answer, Answer::Dunno) {
            return Finding::ok(finding.fact);
        }
        finding
    }

    pub(super) fn is_hostname(&self, name: &str) -> bool {
        match self.policy.dialect.bare_address {
            BareAddress::Name => made_of_labels(name),
            BareAddress::Excused => valid_hostname(name),
        }
    }

    /// `reject_invalid_hostaddr`: in brackets or not.
    fn literal_helo(&self, helo: &str) -> Finding {
        if literal(in_brackets(helo).unwrap_or(helo)).is_some() {
            return Finding::dunno(format!("{helo} is an address"));
        }
        let code = self.policy.codes.invalid_hostname_reject;
        self.refuse_helo(helo, code, "invalid ip address")
    }

    fn refuse_helo(&self, helo: &str, code: u16, reason: &str) -> Finding {
        let text = format!("<{helo}>: {HELO} rejected: {reason}");
        Finding::refuse(
            format!("{helo}: {reason}"),
            Refusal::new(code, "5.5.2", text),
        )
    }
}

fn no_helo() -> Finding {
    Finding::dunno("the client has said neither HELO nor EHLO")
}
