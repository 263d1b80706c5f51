//! Every network, name and address that lists and tables hold.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use super::probe::Probes;
use super::{Named, Place};
use crate::Rules;
use crate::maps::Maps;
use crate::match_list::{Entry, MatchList};
use crate::network::Network;
use crate::restriction::Subject;
use crate::rules::Policy;
use crate::table::{Row, RowKey, Table};

/// Sets in the making.
struct Gathering<'p> {
    policy: &'p Policy,
    probes: Probes,
    most: usize,
    /// In no order, and some twice.
    addresses: Vec<Place>,
    hosts: BTreeSet<Arc<str>>,
    helos: BTreeSet<Arc<str>>,
    senders: BTreeSet<Arc<str>>,
    recipients: BTreeSet<Arc<str>>,
    unmade: BTreeSet<Arc<str>>,
}

/// The most steps that are taken for the rows of one table.
const STEPS: usize = 4_000_000;

/// Actions that let nobody through.
const HARMLESS: [&str; 12] = [
    "REJECT",
    "DEFER",
    "DUNNO",
    "DEFER_IF_PERMIT",
    "DEFER_IF_REJECT",
    "HOLD",
    "DISCARD",
    "WARN",
    "INFO",
    "PREPEND",
    "REDIRECT",
    "FILTER",
];

impl Rules {
    /// What the lists and tables name, up to so many of each kind.
    #[must_use]
    pub fn named(&self, most: usize) -> Named {
        let mut gathering = Gathering {
            policy: &self.0,
            probes: Probes::of(&self.0),
            most,
            addresses: Vec::new(),
            hosts: BTreeSet::new(),
            helos: BTreeSet::new(),
            senders: BTreeSet::new(),
            recipients: BTreeSet::new(),
            unmade: BTreeSet::new(),
        };
        gathering.clients();
        gathering.words();
        gathering.domains();
        let list = |set: BTreeSet<Arc<str>>| set.into_iter().collect();
        Named {
            addresses: sorted(gathering.addresses),
            hosts: list(gathering.hosts),
            helos: list(gathering.helos),
            senders: list(gathering.senders),
            recipients: list(gathering.recipients),
            unmade: list(gathering.unmade),
        }
    }
}

/// In order, each once. A set would keep them so all the time, in ten times the code.
pub(super) fn sorted<T: Ord>(mut all: Vec<T>) -> Vec<T> {
    all.sort_unstable();
    all.dedup();
    all
}

impl Gathering<'_> {
    /// mynetworks and its kin, and the tables of clients.
    fn clients(&mut self) {
        let policy = self.policy;
        for list in policy.client_lists() {
            for entry in list.entries() {
                match entry {
                    Entry::Block(block) => self.block(block),
                    Entry::Name(name) => self.host(name),
                    Entry::Table(table) => self.client_table(table),
                }
            }
        }
        for subject in [Subject::Client, Subject::ReverseClient] {
            let names: Vec<Arc<str>> = self.probes.tables(subject).cloned().collect();
            for name in names {
                let table = policy.access_tables.table(&name, &policy.world);
                self.client_table(&table);
            }
        }
    }

    fn client_table(&mut self, table: &Table) {
        for row in table.rows().take(self.most_rows(table)) {
            match &row.key {
                RowKey::Block(block) => self.block(*block),
                RowKey::Text(key) => match octets(key) {
                    Some(block) => self.block(block),
                    None => self.host(key),
                },
                RowKey::Pattern(members) => {
                    let made = reached(table, &row, members);
                    match made.map(|member| (member, member.parse::<IpAddr>())) {
                        Some((_, Ok(address))) => self.block(Network::one(address)),
                        Some((name, Err(_))) => self.host(name),
                        None => self.not_made(table, &row),
                    }
                }
            }
        }
    }

    fn block(&mut self, block: Network) {
        let (address, prefix) = block.base();
        let prefix = Some(prefix);
        self.addresses.push(Place { address, prefix });
        self.addresses.extend(block.behind().map(|address| Place {
            address,
            prefix: None,
        }));
        // A block of a whole part of the Internet holds more than its first address,
        // which mostly nobody has.
        if let (IpAddr::V4(base), Some(length @ ..8)) = (address, prefix) {
            let first = base.octets()[0];
            let last = first.saturating_add(u8::MAX >> length);
            self.addresses.extend((first..=last).map(|octet| Place {
                address: Ipv4Addr::new(octet, 45, 67, 89).into(),
                prefix,
            }));
        }
    }

    fn host(&mut self, name: &str) {
        let bare = name.trim_start_matches('.');
        if bare.contains('.') && crate::hostname::valid_hostname(bare) {
            self.hosts.insert(Arc::from(bare));
            if self.hosts.len() < 64 {
                self.hosts.insert(Arc::from(format!("host.{bare}")));
            }
        }
    }

    /// Tables of what clients say.
    fn words(&mut self) {
        for subject in [Subject::Helo, Subject::Sender, Subject::Recipient] {
            let names: Vec<Arc<str>> = self.probes.tables(subject).cloned().collect();
            let several = names.len() > 1;
            for name in names {
                let table = self.policy.access_tables.table(&name, &self.policy.world);
                self.word_table(&table, subject, several);
            }
        }
        let policy = self.policy;
        let listed = &policy.listed;
        self.maps(&policy.sender_logins, Subject::Sender);
        for maps in [
            &listed.recipient_canonical,
            &listed.canonical,
            &listed.virtual_alias,
            &listed.virtual_mailbox,
            &listed.relay,
            &listed.local,
        ] {
            self.maps(maps, Subject::Recipient);
        }
    }

    fn maps(&mut self, maps: &Maps, subject: Subject) {
        for table in maps.tables() {
            // Who exists is told by a few of them; what each may do, by none.
            for row in table.rows().take(64) {
                if let RowKey::Text(key) = row.key {
                    self.word(key, subject, false);
                }
            }
        }
    }

    fn word_table(&mut self, table: &Table, subject: Subject, several: bool) {
        for row in table.rows().take(self.most_rows(table)) {
            match &row.key {
                RowKey::Block(_) => {}
                RowKey::Text(key) => self.word(key, subject, several),
                RowKey::Pattern(members) => match reached(table, &row, members) {
                    Some(member) => self.word(member, subject, false),
                    None => self.not_made(table, &row),
                },
            }
        }
    }

    /// A key, and where it may stand for the names below it, one of them.
    fn word(&mut self, key: &str, subject: Subject, several: bool) {
        let set = match subject {
            Subject::Helo => &mut self.helos,
            Subject::Sender => &mut self.senders,
            Subject::Client
            | Subject::ReverseClient
            | Subject::Recipient
            | Subject::Etrn
            | Subject::SaslLogin => &mut self.recipients,
        };
        if set.len() >= self.most {
            let what = format!("names beyond {}", self.most);
            self.unmade.insert(Arc::from(what));
            return;
        }
        let domain = key.strip_prefix('.');
        if let Some(domain) = domain.or(several.then_some(key))
            && !key.contains('@')
        {
            set.insert(Arc::from(format!("host.{domain}")));
        }
        set.insert(Arc::from(key));
    }

    /// The domains that this server takes mail for.
    fn domains(&mut self) {
        let lists = self.policy.destinations.lists();
        for entry in lists.into_iter().flat_map(MatchList::entries) {
            match entry {
                Entry::Name(name) => self.word(name, Subject::Recipient, false),
                Entry::Table(table) => {
                    for row in table.rows().take(64) {
                        if let RowKey::Text(key) = row.key {
                            self.word(key, Subject::Recipient, false);
                        }
                    }
                }
                Entry::Block(_) => {}
            }
        }
    }

    /// How many rows of a table are looked at. One that is searched from top to bottom
    /// takes as many steps for each of its rows.
    fn most_rows(&mut self, table: &Table) -> usize {
        let most = self.most.min(STEPS / table.steps().max(1));
        if table.rows().nth(most).is_some() {
            let what = format!("what {} holds beyond {most} rows", table.name);
            self.unmade.insert(Arc::from(what));
        }
        most
    }

    /// A pattern whose members are not known, if they could be let through.
    fn not_made(&mut self, table: &Table, row: &Row<'_>) {
        let action = row.value.split([' ', '\t']).next().unwrap_or("");
        let refuses = action.len() == 3 && action.starts_with(['4', '5']);
        let harmless = HARMLESS
            .iter()
            .any(|word| word.eq_ignore_ascii_case(action));
        if !refuses && !harmless && self.unmade.len() < 16 {
            let what = format!("whom {} gives {}", table.name, row.value);
            self.unmade.insert(Arc::from(what));
        }
    }
}

/// The member of a pattern that finds its row.
fn reached<'m>(table: &Table, row: &Row<'_>, members: &'m [String]) -> Option<&'m str> {
    let mut members = members.iter();
    let found = members.find(|member| table.leads_to(member, row.value));
    found.map(String::as_str)
}

/// access(5): an address, or the octets at its start.
fn octets(key: &str) -> Option<Network> {
    if let Ok(address) = key.parse::<IpAddr>() {
        return Some(Network::one(address));
    }
    if key.contains(':') {
        let six: Ipv6Addr = format!("{}::", key.trim_end_matches(':')).parse().ok()?;
        let groups = key.trim_end_matches(':').split(':').count();
        return Some(Network::around(
            six.into(),
            u8::try_from(groups.min(8) * 16).ok()?,
        ));
    }
    let parts: Vec<u8> = key
        .split('.')
        .map(str::parse)
        .collect::<Result<_, _>>()
        .ok()?;
    let mut all = parts.iter().copied().chain(std::iter::repeat(0));
    let mut octet = || all.next().unwrap_or(0);
    let four = Ipv4Addr::new(octet(), octet(), octet(), octet());
    let bits = u8::try_from(parts.len().min(4) * 8).ok()?;
    Some(Network::around(four.into(), bits))
}
