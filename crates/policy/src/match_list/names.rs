//! The parts of a name, and where a long list has which: a domain is found without
//! reading all entries.

use std::collections::BTreeMap;

use super::{Pattern, PatternKind, Subdomains};

/// The places of the entries.
#[derive(Clone, Debug)]
pub(super) struct Names {
    /// Where each name stands first: the first match decides.
    first: BTreeMap<String, usize>,
    /// Every table.
    tables: Vec<usize>,
}

impl Names {
    pub(super) fn of(patterns: &[Pattern]) -> Self {
        let mut names = Self {
            first: BTreeMap::new(),
            tables: Vec::new(),
        };
        for (at, pattern) in patterns.iter().enumerate() {
            match &pattern.kind {
                PatternKind::Text(text) | PatternKind::Block(text, _) => {
                    names.first.entry(text.clone()).or_insert(at);
                }
                PatternKind::Table(_) => names.tables.push(at),
            }
        }
        names
    }

    /// The entries that a name may match, in their order.
    pub(super) fn places(&self, name: &str) -> Vec<usize> {
        let dots = name.match_indices('.');
        let parents = dots.flat_map(|(at, _)| [name.get(at..), name.get(at + 1..)]);
        let parts = parents.flatten().chain([name]);
        let found = parts.filter_map(|part| self.first.get(part));
        let mut places: Vec<usize> = found.chain(&self.tables).copied().collect();
        places.sort_unstable();
        places
    }
}

/// The next part of a name to look up: `example.com` or `.example.com` after
/// `mail.example.com`.
pub(crate) fn parent(name: &str, subdomains: Subdomains) -> Option<&str> {
    let dot = name.char_indices().skip(1).find(|(_, c)| *c == '.')?.0;
    match subdomains {
        Subdomains::Included => name.get(dot + 1..),
        Subdomains::WithDot => name.get(dot..),
    }
    .filter(|rest| !rest.is_empty())
}
