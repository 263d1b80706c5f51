//! Who outside is asked by a server's lists and tables.

use std::collections::BTreeSet;
use std::sync::Arc;

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
        let mut sources: BTreeSet<Fact> = probes
            .all
            .iter()
            .flat_map(|probe| of_probe(policy, probe))
            .collect();
        sources.extend(policy.all_tables().filter_map(of_table));
        sources.into_iter().collect()
    }
}

impl Policy {
    /// The tables of parameters, other than those of access checks.
    fn all_tables(&self) -> impl Iterator<Item = &Table> {
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
        let lists = self.client_lists().into_iter();
        let lists = lists.chain(self.destinations.lists());
        let in_lists = lists.flat_map(|list| {
            list.entries().filter_map(|entry| match entry {
                Entry::Table(table) => Some(table),
                Entry::Block(_) | Entry::Name(_) => None,
            })
        });
        maps.into_iter()
            .flat_map(|maps| maps.tables())
            .chain(in_lists)
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
