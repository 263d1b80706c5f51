//! Who outside is asked by a server's lists and tables.

use std::sync::Arc;

use super::named::sorted;
use super::probe::{Probe, Probes};
use crate::judge::service_name;
use crate::match_list::{Entry, MatchList};
use crate::restriction::Restriction;
use crate::rules::Policy;
use crate::table::Table;
use crate::{Fact, Rules};

impl Rules {
    /// The sources of facts, each as a [`Fact`] without its question: tables of servers,
    /// lists in the DNS, policy services, and restrictions that are not simulated.
    #[must_use]
    pub fn sources(&self) -> Vec<Fact> {
        let policy = &*self.0;
        let mut sources = policy.restrictions_ask();
        for table in policy.own_tables().into_iter().chain(policy.other_tables()) {
            sources.extend(of_table(table));
        }
        sorted(sources)
    }

    /// Whether a table lists what is the server's own and nothing else: its domains, its
    /// addresses, its routes. No restriction asks it, nor what is about clients or logins.
    #[must_use]
    pub fn lists_own(&self, table: &str) -> bool {
        let policy = &*self.0;
        let is = |one: &&Table| *one.name == *table;
        let routes = policy.destinations.routes().iter();
        let asks = |fact: &Fact| matches!(fact, Fact::Table { table: own, .. } if **own == *table);
        policy
            .own_tables()
            .into_iter()
            .chain(routes)
            .any(|one| is(&one))
            && !policy.other_tables().iter().any(is)
            && !policy.restrictions_ask().iter().any(asks)
    }
}

impl Policy {
    /// Whom the restrictions ask.
    fn restrictions_ask(&self) -> Vec<Fact> {
        let mut probes = Probes::of(self);
        probes.read_values(self);
        let mut sources = Vec::new();
        for probe in &probes.all {
            sources.append(&mut of_probe(self, probe));
        }
        sources
    }

    /// The tables of domains and addresses, but for the routes.
    fn own_tables(&self) -> Vec<&Table> {
        let listed = &self.listed;
        let maps = [
            &listed.recipient_canonical,
            &listed.sender_canonical,
            &listed.canonical,
            &listed.virtual_alias,
            &listed.virtual_mailbox,
            &listed.relay,
            &listed.local,
            &listed.relocated,
        ];
        let mut tables = tables_of(&self.destinations.lists());
        for maps in maps {
            tables.extend(maps.tables());
        }
        tables
    }

    /// The tables of clients and of logins, other than those of access checks.
    fn other_tables(&self) -> Vec<&Table> {
        let mut tables = tables_of(&self.client_lists());
        tables.extend(self.sender_logins.tables());
        tables
    }
}

fn tables_of<'p>(lists: &[&'p MatchList]) -> Vec<&'p Table> {
    let mut tables = Vec::new();
    for entry in lists.iter().flat_map(|list| list.entries()) {
        match entry {
            Entry::Table(table) => tables.push(table),
            Entry::Block(_) | Entry::Name(_) => {}
        }
    }
    tables
}

fn of_table(table: &Table) -> Option<Fact> {
    table.is_outside().then(|| Fact::Table {
        table: Arc::clone(&table.name),
        key: Arc::from(""),
    })
}

fn of_probe(policy: &Policy, probe: &Probe) -> Vec<Fact> {
    use Restriction as R;
    let zone = |zone: &Arc<str>| Fact::DnsList {
        zone: Arc::clone(zone),
        of: Arc::from(""),
    };
    if probe.restriction == R::RejectMapsRbl {
        let zones = policy.settings.list("maps_rbl_domains").value;
        return zones.iter().map(|word| zone(&word.text)).collect();
    }
    // What depends on the records of the outside is supposed as a whole.
    if matches!(probe.restriction, R::PermitMxBackup | R::CheckHosts(..)) {
        let word = probe.restriction.name().into();
        return vec![Fact::Restriction { word }];
    }
    let Some(argument) = &probe.argument else {
        return Vec::new();
    };
    let lists = |restriction| {
        matches!(
            restriction,
            R::RejectRblClient | R::PermitDnswlClient | R::PermitRhswlClient | R::RejectRhsbl(_)
        )
    };
    let asked = probe.restriction;
    let fact = if matches!(asked, R::CheckAccess(_)) {
        of_table(&policy.access_tables.table(argument, &policy.world))
    } else if asked == R::CheckPolicyService {
        Some(Fact::Service {
            endpoint: Arc::from(service_name(argument)),
        })
    } else if asked == R::NotModelled {
        Some(Fact::Restriction {
            word: Arc::clone(argument),
        })
    } else {
        lists(asked).then(|| zone(argument))
    };
    fact.into_iter().collect()
}
