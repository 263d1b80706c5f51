//! Who outside is asked by a server's lists and tables.

use std::sync::Arc;

use super::named::sorted;
use super::probe::{Probe, Probes};
use crate::judge::service_name;
use crate::match_list::Entry;
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
        let mut probes = Probes::of(policy);
        probes.read_values(policy);
        let mut sources = Vec::new();
        for probe in &probes.all {
            sources.append(&mut of_probe(policy, probe));
        }
        for table in policy.all_tables() {
            sources.extend(of_table(table));
        }
        sorted(sources)
    }
}

impl Policy {
    /// The tables of parameters, other than those of access checks.
    fn all_tables(&self) -> Vec<&Table> {
        let listed = &self.listed;
        let maps = [
            &self.sender_logins,
            &listed.recipient_canonical,
            &listed.sender_canonical,
            &listed.canonical,
            &listed.virtual_alias,
            &listed.virtual_mailbox,
            &listed.relay,
            &listed.local,
            &listed.relocated,
        ];
        let mut tables = Vec::new();
        for maps in maps {
            tables.extend(maps.tables());
        }
        for list in self
            .client_lists()
            .into_iter()
            .chain(self.destinations.lists())
        {
            for entry in list.entries() {
                match entry {
                    Entry::Table(table) => tables.push(table),
                    Entry::Block(_) | Entry::Name(_) => {}
                }
            }
        }
        tables
    }
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
