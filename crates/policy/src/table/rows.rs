//! The rows of a table, for whoever asks what a table can tell apart.

use super::rules::Rule;
use super::source::Keys;
use super::{Content, Key, Lookup, Table};
use crate::network::Network;

/// One row.
pub(crate) struct Row<'t> {
    pub(crate) key: RowKey<'t>,
    pub(crate) value: &'t str,
}

/// What a row is found by.
pub(crate) enum RowKey<'t> {
    /// The key itself.
    Text(&'t str),
    /// A block of addresses.
    Block(Network),
    /// Texts that a pattern may match, the likeliest first; empty: none is known.
    Pattern(Vec<String>),
}

impl Table {
    /// Every row that has a key of its own.
    pub(crate) fn rows(&self) -> Box<dyn Iterator<Item = Row<'_>> + '_> {
        match &self.content {
            Content::Keys(keys) => Box::new(keyed(keys)),
            Content::Source(source) => Box::new(keyed(source.sorted())),
            Content::Networks(networks) => {
                Box::new(networks.rules().iter().flat_map(|rule| match rule {
                    Rule::Value { conditions, value } => conditions.first().map(|block| Row {
                        key: RowKey::Block(block.network()),
                        value,
                    }),
                    Rule::If { condition, .. } => Some(Row {
                        key: RowKey::Block(condition.network()),
                        value: "DUNNO",
                    }),
                }))
            }
            Content::Patterns(patterns, _) => {
                Box::new(patterns.rules().iter().filter_map(|rule| match rule {
                    Rule::Value { conditions, value } => {
                        let members = conditions.first().map(|pattern| pattern.members());
                        Some(Row {
                            key: RowKey::Pattern(members.unwrap_or_default()),
                            value,
                        })
                    }
                    Rule::If { .. } => None,
                }))
            }
            Content::Accounts(names) => Box::new(names.iter().map(|name| Row {
                key: RowKey::Text(name),
                value: name,
            })),
            Content::Union(tables) | Content::Pipe(tables) => {
                Box::new(tables.iter().flat_map(Self::rows))
            }
            Content::Static(_) | Content::Broken(_) | Content::Outside(_) => {
                Box::new(std::iter::empty())
            }
        }
    }

    /// The values that may name restrictions, each of which has an underscore, and perhaps
    /// others.
    pub(crate) fn named(&self, take: &mut dyn FnMut(&str)) {
        match &self.content {
            Content::Source(source) => source.named(take),
            Content::Union(tables) | Content::Pipe(tables) => {
                tables.iter().for_each(|table| table.named(take));
            }
            // What a pattern matches is no matter here, and takes long to think of.
            Content::Patterns(patterns, _) => {
                for rule in patterns.rules() {
                    if let Rule::Value { value, .. } = rule {
                        take(value);
                    }
                }
            }
            Content::Keys(_)
            | Content::Static(_)
            | Content::Accounts(_)
            | Content::Networks(_)
            | Content::Broken(_)
            | Content::Outside(_) => self.rows().for_each(|row| take(row.value)),
        }
    }

    /// The rows of a table of networks that is read from top to bottom without
    /// conditions, as its blocks.
    pub(crate) fn plain_blocks(&self) -> Option<Vec<(Network, &str)>> {
        let Content::Networks(networks) = &self.content else {
            return None;
        };
        let rules = networks.rules();
        let mut blocks = Vec::with_capacity(rules.len());
        for rule in rules {
            let Rule::Value { conditions, value } = rule else {
                return None;
            };
            let block = conditions.first().filter(|block| !block.is_negated())?;
            blocks.push((block.network(), value.as_str()));
        }
        Some(blocks)
    }

    /// Whether a lookup may be left to what is supposed of it.
    pub(crate) fn is_outside(&self) -> bool {
        match &self.content {
            Content::Outside(_) => true,
            Content::Patterns(patterns, _) => {
                let mut known = (String::new(), true);
                patterns.rules().iter().any(|rule| match rule {
                    Rule::Value { conditions, .. } => {
                        conditions.iter().any(|one| !one.is_modelled(&mut known))
                    }
                    Rule::If { condition, .. } => !condition.is_modelled(&mut known),
                })
            }
            Content::Union(tables) | Content::Pipe(tables) => tables.iter().any(Self::is_outside),
            Content::Keys(_)
            | Content::Source(_)
            | Content::Static(_)
            | Content::Accounts(_)
            | Content::Networks(_)
            | Content::Broken(_) => false,
        }
    }

    /// How many steps one lookup takes at most.
    pub(crate) fn steps(&self) -> usize {
        match &self.content {
            Content::Networks(_) if self.plain_blocks().is_some() => 1,
            Content::Networks(networks) => networks.rules().len(),
            Content::Patterns(patterns, _) => patterns.rules().len().saturating_mul(16),
            Content::Union(tables) | Content::Pipe(tables) => tables.iter().map(Self::steps).sum(),
            Content::Keys(_)
            | Content::Source(_)
            | Content::Static(_)
            | Content::Accounts(_)
            | Content::Broken(_)
            | Content::Outside(_) => 1,
        }
    }

    /// Whether a whole key leads to this value.
    pub(crate) fn leads_to(&self, key: &str, value: &str) -> bool {
        matches!(self.find(key, Key::Full), Lookup::Found(found) if found == value)
            // With `$1` in the value, it is enough that something is found.
            || (value.contains('$') && matches!(self.find(key, Key::Full), Lookup::Found(_)))
    }
}

fn keyed(keys: &Keys) -> impl Iterator<Item = Row<'_>> {
    keys.iter().map(|(key, value)| Row {
        key: RowKey::Text(key),
        value,
    })
}
