//! Which functions of the second half the first one refers to: only they need a slot in
//! the table. Whatever else moved is called by its own half alone, where wasm-opt may do
//! with it as it likes.

use std::collections::BTreeSet;

use walrus::ir::{Visitor, dfs_in_order};
use walrus::{ElementItems, ExportItem, FunctionId, Module};

/// Those of the moved functions that something else refers to, in the order given.
pub(crate) fn called(module: &Module, moved: &[FunctionId]) -> Vec<FunctionId> {
    let later: BTreeSet<_> = moved.iter().copied().collect();
    let mut seen = Seen(module.start.into_iter().collect());
    for (id, function) in module.funcs.iter_local() {
        if !later.contains(&id) {
            dfs_in_order(&mut seen, function, function.entry_block());
        }
    }
    for export in module.exports.iter() {
        if let ExportItem::Function(id) = export.item {
            seen.0.insert(id);
        }
    }
    for segment in module.elements.iter() {
        if let ElementItems::Functions(ids) = &segment.items {
            seen.0.extend(ids);
        }
    }
    let moved = moved.iter().copied();
    moved.filter(|id| seen.0.contains(id)).collect()
}

struct Seen(BTreeSet<FunctionId>);

impl Visitor<'_> for Seen {
    fn visit_function_id(&mut self, function: &FunctionId) {
        self.0.insert(*function);
    }
}
