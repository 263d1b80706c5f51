//! Restrictions on the client's address, name and login.

use std::sync::Arc;

use crate::finding::Finding;
use crate::match_list::Match;
use crate::note::{Compatible, Note};
use crate::{NameStatus, Refusal};

use super::Judge;

impl Judge<'_> {
    pub(super) fn permit_mynetworks(&self) -> Finding {
        let client = self.request.client;
        let address = client.address;
        let matched = self.policy.mynetworks.match_client(&client.name, address);
        let style = match (&matched, &self.policy.older.networks_style) {
            (Match::Yes(_), Some(style)) if !self.policy.own_host.contains(&address) => {
                Some(Compatible::NetworksStyle(Arc::clone(style)))
            }
            (Match::Yes(_) | Match::No(_) | Match::Failed(..) | Match::NotModelled(_), _) => None,
        };
        let mut finding = match matched {
            Match::Yes(entry) if *entry == *address.to_string() => {
                Finding::ok(format!("{address} is in mynetworks"))
            }
            Match::Yes(entry) => Finding::ok(format!("{address} is in mynetworks, by {entry}")),
            Match::No(None) => Finding::dunno(format!("{address} is not in mynetworks")),
            Match::No(Some(entry)) => {
                Finding::dunno(format!("{address} is kept out of mynetworks, by {entry}"))
            }
            Match::Failed(entry, log) => {
                let fact = format!("{entry} in mynetworks cannot be used");
                let trouble = crate::destination::Trouble::Failed(fact, log);
                Finding::trouble(trouble, &self.naming.reply_name)
            }
            Match::NotModelled(fact) => Finding::not_modelled(fact),
        };
        finding.log.extend(style.map(Note::Compatible));
        finding.because_of("mynetworks")
    }

    pub(super) fn permit_inet_interfaces(&self) -> Finding {
        let address = self.request.client.address;
        if self.policy.destinations.is_own_address(address) {
            return Finding::ok(format!("{address} is an address of this server"))
                .because_of("inet_interfaces");
        }
        Finding::dunno(format!("{address} is no address of this server"))
            .because_of("inet_interfaces")
    }

    pub(super) fn permit_sasl_authenticated(&self) -> Finding {
        match self.request.login {
            None => Finding::dunno("the client has not logged in"),
            Some(login) if login.method.eq_ignore_ascii_case("anonymous") => {
                Finding::dunno("an anonymous login counts for nothing")
            }
            Some(login) => Finding::ok(format!(
                "the client has logged in as {} with {}",
                login.username, login.method
            )),
        }
    }

    pub(super) fn reject_unknown_client_hostname(&self) -> Finding {
        let client = self.request.client;
        let permanent = self.policy.codes.unknown_client_reject;
        let (fact, code) = match client.name_status {
            NameStatus::Verified => return Finding::dunno(format!("its name is {}", client.name)),
            NameStatus::TryAgain => ("its name cannot be looked up", 450),
            NameStatus::Missing => ("its address has no name", permanent),
            NameStatus::Forged => ("its name has other addresses", permanent),
        };
        let address = client.address;
        let text = format!("Client host rejected: cannot find your hostname, [{address}]");
        let dsn = self.policy.dialect.unknown_client;
        Finding::refuse(fact, Refusal::new(code, dsn, text))
    }

    pub(super) fn reject_unknown_reverse_client_hostname(&self) -> Finding {
        let client = self.request.client;
        let (fact, code) = match client.reverse_name_status {
            NameStatus::Verified => {
                return Finding::dunno(format!("its PTR record says {}", client.reverse_name));
            }
            NameStatus::TryAgain => ("its PTR record cannot be looked up", 450),
            NameStatus::Missing | NameStatus::Forged => (
                "its address has no PTR record",
                self.policy.codes.unknown_client_reject,
            ),
        };
        let address = client.address;
        let text = format!("Client host rejected: cannot find your reverse hostname, [{address}]");
        Finding::refuse(fact, Refusal::new(code, "4.7.1", text))
    }
}
