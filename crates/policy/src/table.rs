//! Lookup tables: `type:name`, read from the files of the world. `hash:` and
//! its kin are compiled by postmap(1), or postalias(1) for aliases(5).
//! Left out: `regexp:` and `pcre:` (their patterns), and what a table server
//! would answer (`mysql:`, `ldap:`): these lookups are not modelled.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::sync::Arc;

use crate::network::Network;
use crate::note::{Note, Warning};
use crate::{Fact, Outside, World};

/// A table that was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Table {
    /// `hash:/etc/postfix/access`
    pub(crate) name: Arc<str>,
    content: Content,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Content {
    /// Exact keys, in lower case.
    Keys(BTreeMap<String, String>),
    Static(String),
    Accounts(BTreeSet<Arc<str>>),
    Networks(Vec<(Network, String)>),
    /// Every lookup fails; the reason that the log has.
    Broken(Arc<str>),
    /// What is supposed of it counts, if something is.
    Outside(Outside),
}

/// What a lookup gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Lookup {
    Found(String),
    Missing,
    /// The table could not be opened.
    Failed(Unavailable),
    /// What the table says is not known.
    NotModelled(Fact),
}

/// A table that could not be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unavailable {
    pub(crate) table: Arc<str>,
    why: Arc<str>,
}

impl Unavailable {
    /// What each lookup logs (`dict_surrogate.c`).
    pub(crate) fn note(&self) -> Note {
        Note::Warning(Warning::Unavailable(
            Arc::clone(&self.table),
            Arc::clone(&self.why),
        ))
    }

    /// The same, and what `maps_find` of `maps.c` adds.
    pub(crate) fn notes(&self, key: &str) -> Vec<Note> {
        let lookup = Warning::Lookup(Arc::clone(&self.table), Arc::from(key));
        vec![self.note(), Note::Warning(lookup)]
    }
}

/// Whether a lookup is for a whole key or for a part of one, which tables of
/// patterns are not asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    Full,
    Partial,
}

/// Table types whose file is compiled text, and those that read it directly.
const TEXT_TYPES: &[&str] = &["hash", "btree", "dbm", "cdb", "lmdb", "texthash"];
impl Table {
    pub(crate) fn open(name: &str, world: &World) -> Self {
        Self {
            name: Arc::from(name),
            content: Content::open(name, world),
        }
    }

    /// The value of a key.
    pub(crate) fn find(&self, key: &str, kind: Key) -> Lookup {
        if key.is_empty() || (kind == Key::Partial && !self.has_exact_keys()) {
            return Lookup::Missing;
        }
        let found = match &self.content {
            Content::Keys(keys) => keys.get(&key.to_lowercase()).cloned(),
            Content::Static(value) => Some(value.clone()),
            Content::Accounts(names) => names.contains(key).then(|| key.to_owned()),
            Content::Networks(rows) => key.parse::<IpAddr>().ok().and_then(|address| {
                let row = rows.iter().find(|(network, _)| network.contains(address));
                row.map(|(_, value)| value.clone())
            }),
            Content::Broken(why) => {
                return Lookup::Failed(Unavailable {
                    table: Arc::clone(&self.name),
                    why: Arc::clone(why),
                });
            }
            Content::Outside(outside) => return self.supposed(outside, key),
        };
        found.map_or(Lookup::Missing, Lookup::Found)
    }

    /// Why it could not be opened, if it could not.
    pub(crate) fn broken(&self) -> Option<Arc<str>> {
        match &self.content {
            Content::Broken(why) => Some(Arc::clone(why)),
            Content::Keys(_)
            | Content::Static(_)
            | Content::Accounts(_)
            | Content::Networks(_)
            | Content::Outside(_) => None,
        }
    }

    fn supposed(&self, outside: &Outside, key: &str) -> Lookup {
        let (table, key) = (Arc::clone(&self.name), Arc::from(key));
        let fact = Fact::Table { table, key };
        match outside.says(&fact) {
            Some(Some(value)) => Lookup::Found(value.to_string()),
            Some(None) => Lookup::Missing,
            None => Lookup::NotModelled(fact),
        }
    }

    /// `DICT_FLAG_FIXED`: whether parts of a key may be looked up.
    pub(crate) fn has_exact_keys(&self) -> bool {
        match &self.content {
            Content::Keys(_) | Content::Static(_) | Content::Accounts(_) | Content::Broken(_) => {
                true
            }
            Content::Networks(_) => false,
            Content::Outside(_) => {
                let name = self.name.trim_start_matches("proxy:");
                !name.starts_with("regexp:") && !name.starts_with("pcre:")
            }
        }
    }
}

impl Content {
    fn open(name: &str, world: &World) -> Self {
        let name = name.strip_prefix("proxy:").unwrap_or(name);
        let Some((kind, rest)) = name.split_once(':') else {
            return Self::Broken(format!("{name}: no table type").into());
        };
        let missing = || Self::Broken(cannot_open(kind, rest));
        match kind {
            "static" => Self::Static(unbraced(rest).to_owned()),
            "inline" => Self::Keys(inline(rest)),
            "unix" if rest == "passwd.byname" => Self::Accounts(world.accounts.clone()),
            "cidr" => world
                .files
                .get(rest)
                .map_or_else(missing, |text| Self::Networks(networks(text))),
            _ if TEXT_TYPES.contains(&kind) => world.files.get(rest).map_or_else(missing, |text| {
                let aliases = rest.ends_with("aliases") && kind != "texthash";
                Self::Keys(if aliases {
                    alias_keys(text)
                } else {
                    map_keys(text)
                })
            }),
            "non-existent" => missing(),
            _ if !world.table_types.contains(kind) => Self::Broken(unsupported(kind)),
            // No NIS server answers in the little world.
            "nis" => Self::Keys(BTreeMap::new()),
            _ => Self::Outside(world.outside.clone()),
        }
    }
}

/// Why a file cannot be opened, in the words of its type.
fn cannot_open(kind: &str, path: &str) -> Arc<str> {
    let (what, ending) = match kind {
        "hash" | "btree" => ("database ", ".db"),
        "lmdb" => ("database ", ".lmdb"),
        "cdb" => ("database ", ".cdb"),
        "dbm" => ("database ", ".dir"),
        "texthash" => ("database ", ""),
        "non-existent" => ("file ", ""),
        _ => ("", ""),
    };
    format!("open {what}{path}{ending}: No such file or directory").into()
}

fn unsupported(kind: &str) -> Arc<str> {
    format!("unsupported dictionary type: {kind}").into()
}

fn unbraced(text: &str) -> &str {
    let inner = text.strip_prefix('{').and_then(|t| t.strip_suffix('}'));
    inner.map_or(text, str::trim)
}

/// Lines as postmap(1) sees them: a line that starts with white space
/// continues the one before; remarks and empty lines do not count.
fn logical_lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        if line.trim().is_empty() || line.trim_start().starts_with('#') {
            continue;
        }
        match lines.last_mut() {
            Some(last) if line.starts_with([' ', '\t']) => last.push_str(line),
            _ => lines.push(line.to_owned()),
        }
    }
    lines
}

fn map_keys(text: &str) -> BTreeMap<String, String> {
    let mut keys = BTreeMap::new();
    for line in logical_lines(text) {
        let line = line.trim();
        let (key, value) = split_key(line);
        // postmap(1) warns about a second entry and keeps the first.
        keys.entry(key.to_lowercase())
            .or_insert_with(|| value.to_owned());
    }
    keys
}

/// Key and value of a line; a key in quotes may hold white space.
fn split_key(line: &str) -> (&str, &str) {
    if let Some(rest) = line.strip_prefix('"')
        && let Some((key, value)) = rest.split_once('"')
    {
        return (key, value.trim_start());
    }
    line.split_once([' ', '\t'])
        .map_or((line, ""), |(key, value)| (key, value.trim_start()))
}

fn alias_keys(text: &str) -> BTreeMap<String, String> {
    let mut keys = BTreeMap::new();
    for line in logical_lines(text) {
        if let Some((key, value)) = line.split_once(':') {
            let key = key.trim().trim_matches('"').to_lowercase();
            keys.entry(key).or_insert_with(|| value.trim().to_owned());
        }
    }
    keys
}

/// `inline:{ key=value, { key = value with spaces } }`.
fn inline(text: &str) -> BTreeMap<String, String> {
    let mut keys = BTreeMap::new();
    for item in brace_words(unbraced(text)) {
        if let Some((key, value)) = unbraced(&item).split_once('=') {
            keys.insert(key.trim().to_lowercase(), value.trim().to_owned());
        }
    }
    keys
}

/// Words between commas and white space; braces hold one together.
pub(crate) fn brace_words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ',' | ' ' | '\t' | '\r' | '\n' if depth == 0 => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                continue;
            }
            _ => {}
        }
        word.push(c);
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// The rows of a cidr_table(5); rows that it would skip with a warning are left
/// out, and so are its `if` blocks.
fn networks(text: &str) -> Vec<(Network, String)> {
    logical_lines(text)
        .iter()
        .filter_map(|line| {
            let (pattern, value) = split_key(line.trim());
            let network = Network::parse(pattern).ok()?;
            Some((network, value.to_owned()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(table: &str, key: &str) -> Lookup {
        let world = World::little()
            .with_file("/t", "# remark\nA.example  OK\n b\n\"two words\" x\n")
            .with_file("/c", "192.0.2.0/24 DUNNO\n::1 OK\n");
        Table::open(table, &world).find(key, Key::Full)
    }

    #[test]
    fn lookups_do_not_care_about_letter_case() {
        assert_eq!(find("hash:/t", "a.EXAMPLE"), Lookup::Found("OK b".into()));
        assert_eq!(find("texthash:/t", "two words"), Lookup::Found("x".into()));
        assert_eq!(
            find("hash:/etc/aliases", "Info"),
            Lookup::Found("alice".into())
        );
        assert_eq!(
            find("unix:passwd.byname", "alice"),
            Lookup::Found("alice".into())
        );
        assert_eq!(
            find("inline:{ a=1, { b = c d } }", "b"),
            Lookup::Found("c d".into())
        );
        assert_eq!(find("static:OK", "x"), Lookup::Found("OK".into()));
        assert_eq!(find("cidr:/c", "192.0.2.9"), Lookup::Found("DUNNO".into()));
        assert_eq!(find("cidr:/c", "mail.example.com"), Lookup::Missing);
    }

    #[test]
    fn a_file_that_does_not_exist_fails_every_lookup() {
        let why = |table: &str| {
            let Lookup::Failed(unavailable) = find(table, "x") else {
                panic!("{table} can be opened");
            };
            unavailable.why.to_string()
        };
        // Scenarios table-missing, net-ipv6-no-brackets-v4, net-file-missing.
        assert_eq!(
            why("hash:/nosuch"),
            "open database /nosuch.db: No such file or directory"
        );
        assert_eq!(
            why("2001:db8:113::/48"),
            "unsupported dictionary type: 2001"
        );
        assert_eq!(
            why("non-existent:/nets"),
            "open file /nets: No such file or directory"
        );
    }
}
