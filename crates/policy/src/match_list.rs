//! Lists of names, domains and addresses: `match_list.c` and `match_ops.c`.
//! They hold plain patterns, files (read in place) and tables; `!` excludes,
//! the first match decides, and an entry that fails ends the search.

use std::net::IpAddr;
use std::sync::Arc;

use crate::Fact;
use crate::letters::lower;
use crate::network::Network;
use crate::note::{Note, Warning};
use crate::reading::Reading;
use crate::table::{Key, Lookup, Table, Unavailable};
use saslab_maincf::Word;

mod names;
mod pattern;

use names::Names;
pub(crate) use names::parent;
use pattern::{Pattern, PatternKind};

/// A list of patterns.
#[derive(Clone, Debug)]
pub(crate) struct MatchList {
    /// The parameter.
    pub(crate) name: &'static str,
    patterns: Vec<Pattern>,
    subdomains: Subdomains,
    /// Where a long list has each name first; none: it is read from its start.
    names: Option<Names>,
    /// Whether every entry can be used, so that no search ends in a warning.
    is_sound: bool,
}

/// Whether `example.com` in a list stands for the names below it too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subdomains {
    /// `parent_domain_matches_subdomains` names the list.
    Included,
    /// Only `.example.com` does.
    WithDot,
}

/// An entry, as its classes of clients have it.
pub(crate) enum Entry<'l> {
    Block(Network),
    Name(&'l str),
    Table(&'l Table),
}

/// What a search gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Match {
    /// The entry that matches.
    Yes(Arc<str>),
    /// No entry, or the one that excludes.
    No(Option<Arc<str>>),
    /// The entry that cannot be used, and what is logged: the search ends here.
    Failed(Arc<str>, Vec<Note>),
    /// What a table says is not known.
    NotModelled(Fact),
}

impl Match {
    /// `None`: the search ended at an entry that decides nothing here.
    pub(crate) fn decided(&self) -> Option<bool> {
        match self {
            Self::Yes(_) => Some(true),
            Self::No(_) => Some(false),
            Self::Failed(..) | Self::NotModelled(_) => None,
        }
    }
}

/// Longer lists are not read from their start for each name.
const INDEXED: usize = 64;

/// How deep files may name files.
const MAX_DEPTH: usize = 10;

impl MatchList {
    /// Reads the list of one parameter.
    pub(crate) fn read(name: &'static str, reading: &Reading<'_>) -> Self {
        let mut list = Self {
            name,
            patterns: Vec::new(),
            subdomains: reading.subdomains(name),
            names: None,
            is_sound: true,
        };
        if reading.settings.is_empty(name) {
            return list;
        }
        // Before 3.0 braces do not group; no table of that time has blanks in its name.
        let words = reading.settings.grouped_list(name).value;
        if let Err(log) = list.add(&words, false, reading, MAX_DEPTH) {
            reading.mistake(name, log);
        }
        if list.patterns.len() > INDEXED {
            list.names = Some(Names::of(&list.patterns));
        }
        list.is_sound = list.patterns.iter().all(Pattern::is_sound);
        list
    }

    fn add(
        &mut self,
        words: &[Word],
        excluded: bool,
        reading: &Reading<'_>,
        depth: usize,
    ) -> Result<(), String> {
        for word in words {
            if word.text.starts_with('#') {
                // The rest is a remark that the log warns about.
                break;
            }
            let item = word.text.trim_start_matches('!');
            let flips = word.text.len() - item.len();
            let excludes = excluded ^ (flips % 2 == 1);
            if item.is_empty() {
                return Err(format!("{}: no pattern after '!'", self.name));
            }
            match reading.world.files.get(item) {
                Some(text) if item.starts_with('/') && depth > 0 => {
                    for line in text.lines().filter(|line| !line.starts_with('#')) {
                        self.add(&plain_words(line), excludes, reading, depth - 1)?;
                    }
                }
                Some(_) | None => self.patterns.push(Pattern {
                    written: Arc::clone(&word.text),
                    excludes,
                    kind: PatternKind::of(item, reading),
                }),
            }
        }
        Ok(())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// A domain list asked for a name: `match_hostname`.
    pub(crate) fn match_domain(&self, domain: &str) -> Match {
        let name = lower(domain);
        let tries = |pattern: &Pattern| self.hostname(pattern, &name);
        let Some(names) = &self.names else {
            return self.search(tries);
        };
        let places = names.places(&name);
        let patterns = places.iter().filter_map(|at| self.patterns.get(*at));
        self.among(patterns, tries)
    }

    /// A string list asked for a name: `match_string`.
    pub(crate) fn match_string(&self, text: &str) -> Match {
        if self.patterns.is_empty() {
            return Match::No(None);
        }
        let text = lower(text);
        self.search(|pattern| match &pattern.kind {
            PatternKind::Text(own) | PatternKind::Block(own, _) => Tried::matched(*own == text),
            PatternKind::Table(table) => Tried::of(table.find(&text, Key::Full)),
        })
    }

    /// A list of names and addresses asked for a client: `namadr_list_match`.
    pub(crate) fn match_client(&self, name: &str, address: IpAddr) -> Match {
        if self.patterns.is_empty() {
            return Match::No(None);
        }
        self.among_for_client(self.patterns.iter(), name, address)
    }

    /// Whether no search ends in a warning.
    pub(crate) const fn is_sound(&self) -> bool {
        self.is_sound
    }

    /// Its entries that are blocks of addresses, and the tables and names among it.
    pub(crate) fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        self.patterns.iter().map(|pattern| match &pattern.kind {
            PatternKind::Block(_, Ok(network)) => Entry::Block(*network),
            PatternKind::Block(text, Err(_)) | PatternKind::Text(text) => {
                match crate::hostname::address(text.trim_matches(['[', ']'])) {
                    Some(address) => Entry::Block(Network::one(address)),
                    None => Entry::Name(text),
                }
            }
            PatternKind::Table(table) => Entry::Table(table),
        })
    }

    /// As [`MatchList::match_client`], where the entries between these places are known
    /// to be blocks that do not match.
    pub(crate) fn match_client_at(
        &self,
        places: impl Iterator<Item = usize>,
        name: &str,
        address: IpAddr,
    ) -> Match {
        let patterns = places.filter_map(|at| self.patterns.get(at));
        self.among_for_client(patterns, name, address)
    }

    fn among_for_client<'p>(
        &self,
        patterns: impl Iterator<Item = &'p Pattern>,
        name: &str,
        address: IpAddr,
    ) -> Match {
        let (name, written) = (lower(name), address.to_string());
        self.among(patterns, |pattern| {
            let by_name = self.hostname(pattern, &name);
            if matches!(by_name, Tried::Missed) {
                return hostaddr(pattern, address, &written);
            }
            by_name
        })
    }

    fn search(&self, tries: impl Fn(&Pattern) -> Tried) -> Match {
        self.among(self.patterns.iter(), tries)
    }

    fn among<'p>(
        &self,
        patterns: impl Iterator<Item = &'p Pattern>,
        tries: impl Fn(&Pattern) -> Tried,
    ) -> Match {
        for pattern in patterns {
            match tries(pattern) {
                Tried::Matched if pattern.excludes => {
                    return Match::No(Some(Arc::clone(&pattern.written)));
                }
                Tried::Matched => return Match::Yes(Arc::clone(&pattern.written)),
                Tried::Missed => {}
                Tried::Failed(trouble) => {
                    return Match::Failed(Arc::clone(&pattern.written), self.notes(trouble));
                }
                Tried::NotModelled(fact) => return Match::NotModelled(fact),
            }
        }
        Match::No(None)
    }

    /// `match_error`
    fn notes(&self, trouble: EntryTrouble) -> Vec<Note> {
        let warning = |what: Arc<str>| Note::Warning(Warning::List(self.name, what));
        match trouble {
            EntryTrouble::Table(table) => {
                let what = format!("{}: table lookup problem", table.table);
                vec![table.note(), warning(what.into())]
            }
            EntryTrouble::Network(what) => vec![warning(what.into())],
        }
    }

    fn hostname(&self, pattern: &Pattern, name: &str) -> Tried {
        match &pattern.kind {
            PatternKind::Table(table) => self.hostname_in_table(table, name),
            PatternKind::Text(own) | PatternKind::Block(own, _) if own == name => Tried::Matched,
            PatternKind::Text(own) | PatternKind::Block(own, _) => {
                let parent = match self.subdomains {
                    Subdomains::Included => name
                        .strip_suffix(own.as_str())
                        .is_some_and(|rest| rest.ends_with('.')),
                    Subdomains::WithDot => own.starts_with('.') && name.ends_with(own.as_str()),
                };
                Tried::matched(parent)
            }
        }
    }

    fn hostname_in_table(&self, table: &Table, name: &str) -> Tried {
        let mut part = name;
        let mut key = Key::Full;
        loop {
            let tried = Tried::of(table.find(part, key));
            if !matches!(tried, Tried::Missed) {
                return tried;
            }
            key = Key::Partial;
            match parent(part, self.subdomains) {
                Some(next) => part = next,
                None => return Tried::Missed,
            }
        }
    }
}

enum Tried {
    Matched,
    Missed,
    Failed(EntryTrouble),
    NotModelled(Fact),
}

/// Why an entry cannot be used.
enum EntryTrouble {
    Table(Unavailable),
    Network(String),
}

impl Tried {
    fn matched(yes: bool) -> Self {
        if yes { Self::Matched } else { Self::Missed }
    }

    fn of(lookup: Lookup) -> Self {
        match lookup {
            Lookup::Found(_) => Self::Matched,
            Lookup::Missing => Self::Missed,
            Lookup::Failed(table) => Self::Failed(EntryTrouble::Table(table)),
            Lookup::NotModelled(fact) => Self::NotModelled(fact),
        }
    }
}

/// `match_hostaddr`: an address as text, a block, or a table. Names and plain IPv4
/// addresses never get this far; whatever else is not an address pattern matches
/// nothing, silently.
fn hostaddr(pattern: &Pattern, address: IpAddr, as_text: &str) -> Tried {
    let (written, block) = match &pattern.kind {
        PatternKind::Table(table) => return Tried::of(table.find(as_text, Key::Full)),
        PatternKind::Text(written) => (written, None),
        PatternKind::Block(written, block) => (written, Some(block)),
    };
    let bare = written
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .unwrap_or(written);
    if bare == as_text {
        return Tried::Matched;
    }
    match block {
        Some(_) if address.is_ipv6() != written.contains(':') => Tried::Missed,
        Some(Ok(network)) => Tried::matched(network.contains(address)),
        Some(Err(warning)) => Tried::Failed(EntryTrouble::Network(warning.clone())),
        None => Tried::Missed,
    }
}

fn plain_words(line: &str) -> Vec<Word> {
    crate::table::brace_words(line)
        .into_iter()
        .map(|text| Word {
            text: Arc::from(text),
            span: None,
        })
        .collect()
}

#[cfg(test)]
mod tests;
