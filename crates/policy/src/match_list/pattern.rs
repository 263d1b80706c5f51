//! The entries of a list: what each is compared with, and whether it can be used.

use std::sync::Arc;

use crate::letters::lower;
use crate::network::Network;
use crate::reading::Reading;
use crate::table::Table;

/// One entry.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    pub(super) written: Arc<str>,
    pub(super) excludes: bool,
    pub(super) kind: PatternKind,
}

impl Pattern {
    /// Whether it can be used.
    pub(super) fn is_sound(&self) -> bool {
        match &self.kind {
            PatternKind::Table(table) => table.broken().is_none(),
            PatternKind::Text(text) => !text.contains([':', '/']) || Network::parse(text).is_ok(),
            PatternKind::Block(_, block) => block.is_ok(),
        }
    }
}

/// What an entry is compared with.
#[derive(Clone, Debug)]
pub(super) enum PatternKind {
    Text(String),
    /// Text that may stand for a block of addresses, and the warning where it is none.
    Block(String, Result<Network, String>),
    Table(Table),
}

impl PatternKind {
    pub(super) fn of(item: &str, reading: &Reading<'_>) -> Self {
        if item.starts_with('/') {
            // A file that is not there: Postfix puts a table that fails.
            return Self::Table(reading.table(&format!("non-existent:{item}")));
        }
        if !item.starts_with('[') && item.contains(':') {
            return Self::Table(reading.table(item));
        }
        let text = lower(item);
        let four = |c: char| c.is_ascii_digit() || c == '.';
        let six = |c: char| four(c) || c.is_ascii_hexdigit() || matches!(c, ':' | '[' | ']' | '/');
        if !text.contains([':', '/']) || text.chars().all(four) || !text.chars().all(six) {
            return Self::Text(text);
        }
        let block = Network::parse(&text);
        Self::Block(text, block)
    }
}
