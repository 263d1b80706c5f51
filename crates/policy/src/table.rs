//! Lookup tables: `type:name`, read from the files of the world. `hash:` and
//! its kin are compiled by postmap(1), or postalias(1) for aliases(5).
//! Left out: what a table server would answer (`mysql:`, `ldap:`): these lookups
//! are not modelled.

use std::collections::BTreeSet;
use std::sync::Arc;

mod complaint;
mod index;
mod lines;
mod member;
mod opened;
mod pattern;
mod program;
mod rows;
mod rules;
mod source;
mod words;

use index::Source;
use pattern::Flavor;
use rules::{Networks, Patterns, Search};
use source::{Form, Keys, unbraced};

pub(crate) use opened::Opened;
pub(crate) use rows::{Row, RowKey};
pub use source::brace_words;

use crate::letters::lower;
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
    Keys(Keys),
    /// The same, where they stand in the text of a file.
    Source(Arc<Source>),
    Static(String),
    Accounts(BTreeSet<Arc<str>>),
    Networks(Arc<Networks>),
    /// A pattern that is not modelled leaves the table to what is supposed of it.
    Patterns(Arc<Patterns>, Outside),
    /// What all of them say, with commas between.
    Union(Vec<Table>),
    /// Each is asked for what the one before says.
    Pipe(Vec<Table>),
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
/// Types whose rules may stand in the place of a file.
const STREAM_TYPES: &[&str] = &["cidr", "pcre", "regexp", "texthash"];

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
            Content::Keys(keys) => keys.get(&*lower(key)).map(ToString::to_string),
            Content::Source(source) => source.get(&lower(key)),
            Content::Static(value) => Some(value.clone()),
            Content::Accounts(names) => names.contains(key).then(|| key.to_owned()),
            // A key that is no address is in no network, and outside of none.
            Content::Networks(rules) => match key.parse().map(|key| rules.search(&key)) {
                Ok(Search::Found(value)) => Some(value),
                Ok(Search::Missing | Search::NotModelled) | Err(_) => None,
            },
            Content::Patterns(patterns, outside) => match patterns.search(key) {
                Search::Found(value) => Some(value),
                Search::Missing => None,
                Search::NotModelled => return self.supposed(outside, key),
            },
            Content::Union(tables) => return union(tables, key, kind),
            Content::Pipe(tables) => return pipe(tables, key, kind),
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
            | Content::Source(_)
            | Content::Static(_)
            | Content::Accounts(_)
            | Content::Networks(_)
            | Content::Patterns(..)
            | Content::Union(_)
            | Content::Pipe(_)
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
            Content::Keys(_)
            | Content::Source(_)
            | Content::Static(_)
            | Content::Accounts(_)
            | Content::Broken(_) => true,
            Content::Networks(_) | Content::Patterns(..) => false,
            // The first table decides for all.
            Content::Union(tables) | Content::Pipe(tables) => {
                tables.first().is_some_and(Self::has_exact_keys)
            }
            Content::Outside(_) => true,
        }
    }
}

impl Content {
    fn open(name: &str, world: &World) -> Self {
        let name = name.strip_prefix("proxy:").unwrap_or(name);
        let Some((kind, rest)) = name.split_once(':') else {
            return Self::Broken(format!("{name}: no table type").into());
        };
        // dict_stream.c: rules in braces stand in main.cf itself.
        let inline = match source::rules_in_place(rest) {
            Some(Err(why)) if STREAM_TYPES.contains(&kind) => {
                return Self::Broken(format!("{kind} map: {why}").into());
            }
            Some(inline) => inline.ok(),
            None => None,
        };
        let text = inline.as_ref().or_else(|| world.files.get(rest));
        // Where the outside is supposed, so is a file that is not at hand.
        let missing = || match world.outside.stands_for(name) {
            true => Self::Outside(world.outside.clone()),
            false => Self::Broken(cannot_open(kind, rest)),
        };
        match kind {
            "static" => Self::Static(unbraced(rest).to_owned()),
            "inline" => Self::of("", source::inline(rest)),
            "unix" if rest == "passwd.byname" => Self::Accounts(world.accounts.clone()),
            "cidr" => text.map_or_else(missing, |text| {
                Self::Networks(Arc::new(Networks::new(text)))
            }),
            "regexp" => text.map_or_else(missing, |text| {
                Self::Patterns(
                    Arc::new(Patterns::new(text, Flavor::Posix)),
                    world.outside.clone(),
                )
            }),
            "pcre" if world.table_types.contains(kind) => text.map_or_else(missing, |text| {
                Self::Patterns(
                    Arc::new(Patterns::new(text, Flavor::Perl)),
                    world.outside.clone(),
                )
            }),
            "texthash" => text.map_or_else(missing, |text| Self::of(rest, source::text_keys(text))),
            _ if TEXT_TYPES.contains(&kind) => text.map_or_else(missing, |text| {
                let form = match rest.ends_with("aliases") {
                    true => Form::Aliases,
                    false => Form::Map,
                };
                Self::Source(Arc::new(Source::new(text, form)))
            }),
            "unionmap" | "pipemap" => Self::joined(kind, rest, world),
            "non-existent" => Self::Broken(cannot_open(kind, rest)),
            _ if !world.table_types.contains(kind) => Self::Broken(unsupported(kind)),
            // No NIS server answers in the little world.
            "nis" => Self::Keys(Keys::new()),
            _ => Self::Outside(world.outside.clone()),
        }
    }

    /// `dict_union.c`, `dict_pipe.c`
    fn joined(kind: &str, rest: &str, world: &World) -> Self {
        let inner = rest.strip_prefix('{').and_then(|r| r.strip_suffix('}'));
        let words = inner.map(brace_words).unwrap_or_default();
        if words.is_empty() || words.iter().any(|word| !word.contains(':')) {
            let says = format!("bad syntax: \"{kind}:{rest}\"; need \"{kind}:{{type:name...}}\"");
            return Self::Broken(says.into());
        }
        let tables = words.iter().map(|word| Table::open(word, world)).collect();
        match kind {
            "pipemap" => Self::Pipe(tables),
            _ => Self::Union(tables),
        }
    }

    fn of(name: &str, keys: Result<Keys, String>) -> Self {
        match keys {
            Ok(keys) => Self::Keys(keys),
            Err(why) => Self::Broken(format!("{name}{why}").into()),
        }
    }
}

fn union(tables: &[Table], key: &str, kind: Key) -> Lookup {
    let mut values = Vec::new();
    for table in tables {
        match table.find(key, kind) {
            Lookup::Found(value) => values.push(value),
            Lookup::Missing => {}
            other @ (Lookup::Failed(_) | Lookup::NotModelled(_)) => return other,
        }
    }
    match values.is_empty() {
        true => Lookup::Missing,
        false => Lookup::Found(values.join(",")),
    }
}

fn pipe(tables: &[Table], key: &str, kind: Key) -> Lookup {
    let mut query = key.to_owned();
    for table in tables {
        match table.find(&query, kind) {
            Lookup::Found(value) => query = value,
            other @ (Lookup::Missing | Lookup::Failed(_) | Lookup::NotModelled(_)) => return other,
        }
    }
    Lookup::Found(query)
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

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;
