//! The page's wasm in two halves: the first has what the first interaction runs, the
//! second links itself into the first one's table when it arrives.
//!
//! In the first half a function of the second is a short one of the same type, which
//! makes sure that the second half is there (`needRest`) and then calls through the
//! table. So every call means what it meant, whenever it comes; only memory, tables and
//! globals stay whole, in the first half.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use anyhow::{Context, Result};
use walrus::ir::Value;
use walrus::{
    ConstExpr, Data, DataKind, ElementItems, ElementKind, ExportItem, FunctionBuilder, FunctionId,
    FunctionKind, GlobalKind, ImportedFunction, LocalId, Module, TableId, TypeId, ValType, passes,
};

use crate::called::called;
use crate::late_data;

/// Where the second half looks for what it imports.
const FIRST: &str = "first";
/// The export of the first half that brings the second one.
const BRING: &str = "needRest";

/// Two modules, not optimised yet.
pub(crate) struct Halves {
    pub(crate) first: Vec<u8>,
    pub(crate) rest: Vec<u8>,
}

/// Splits a module that has its name section. Functions whose name is in `later` go to
/// the second half, and with them what only they read, for which `built` is the module
/// as the linker wrote it.
pub(crate) fn split(whole: &[u8], built: &[u8], later: &BTreeSet<String>) -> Result<Halves> {
    let mut first = Module::from_buffer(whole)?;
    let mut rest = Module::from_buffer(whole)?;
    let called = called(&first, &moved(&first, later));
    let late = late_data(&first, built, later)?;
    let bring = first.exports.get_func(BRING)?;
    let slot = keep(&mut rest, later, &late)?;
    clear(&mut first, &late);
    offer(&mut first, &rest)?;
    let table = widen(&mut first, called.len())?;
    for (function, slot) in called.into_iter().zip(slot..) {
        let ty = first.funcs.get(function).ty();
        let body = detour(&mut first, ty, bring, table, slot);
        first.funcs.get_mut(function).kind = body;
    }
    passes::gc::run(&mut first);
    Ok(Halves {
        first: first.emit_wasm(),
        rest: rest.emit_wasm(),
    })
}

/// The name of a function without what differs between two builds: the hashes in it, and
/// the number at the end that tells namesakes apart.
pub(crate) fn stable_name(symbol: &str) -> String {
    let name = match symbol.rsplit_once('.') {
        Some((name, number)) if number.bytes().all(|b| b.is_ascii_digit()) => name,
        Some(_) | None => symbol,
    };
    format!("{:#}", rustc_demangle::demangle(name))
}

/// In the order of the module, which is the order of their slots.
fn moved(module: &Module, later: &BTreeSet<String>) -> Vec<FunctionId> {
    let functions = module.funcs.iter_local();
    functions
        .filter(|(id, _)| {
            let name = module.funcs.get(*id).name.as_deref();
            name.is_some_and(|name| later.contains(&stable_name(name)))
        })
        .map(|(id, _)| id)
        .collect()
}

/// Makes room at the end of the table of functions.
fn widen(module: &mut Module, slots: usize) -> Result<TableId> {
    let id = module
        .tables
        .main_function_table()?
        .context("no table of functions")?;
    let table = module.tables.get_mut(id);
    table.initial += slots as u64;
    table.maximum = table.maximum.map(|most| most + slots as u64);
    Ok(id)
}

/// Leaves the functions that moved, of which those that are called from the first half
/// write themselves into the table; all else comes from the first half. Returns the
/// first of their slots.
fn keep(rest: &mut Module, later: &BTreeSet<String>, late: &[Range<usize>]) -> Result<i32> {
    let moved = moved(rest, later);
    let called = called(rest, &moved);
    let table = widen(rest, called.len())?;
    let slot = rest.tables.get(table).initial - called.len() as u64;
    let slot = i32::try_from(slot)?;
    let exports: Vec<_> = rest.exports.iter().map(walrus::Export::id).collect();
    for export in exports {
        rest.exports.delete(export);
    }
    let imports: Vec<_> = rest.imports.iter().map(walrus::Import::id).collect();
    for import in imports {
        rest.imports.delete(import);
    }
    let segments: Vec<_> = rest.elements.iter().map(walrus::Element::id).collect();
    for segment in segments {
        rest.elements.delete(segment);
    }
    let data: Vec<_> = rest.data.iter().map(walrus::Data::id).collect();
    let kept = constants(rest, late)?;
    for segment in data {
        rest.data.delete(segment);
    }
    rest.start = None;
    import_all(rest, &moved);
    let memory = rest.get_memory_id()?;
    for (address, bytes) in kept {
        let offset = ConstExpr::Value(Value::I32(i32::try_from(address)?));
        let kind = DataKind::Active { memory, offset };
        let segment = rest.data.add(kind, bytes);
        rest.memories.get_mut(memory).data_segments.insert(segment);
    }
    let offset = ConstExpr::Value(Value::I32(slot));
    let kind = ElementKind::Active { table, offset };
    let segment = rest.elements.add(kind, ElementItems::Functions(called));
    rest.tables.get_mut(table).elem_segments.insert(segment);
    passes::gc::run(rest);
    Ok(slot)
}

/// The addresses of what only functions of the second half read.
fn late_data(whole: &Module, built: &[u8], later: &BTreeSet<String>) -> Result<Vec<Range<usize>>> {
    let functions = whole.funcs.iter_local();
    let names = functions.filter_map(|(id, _)| whole.funcs.get(id).name.as_deref());
    let is_moved: BTreeMap<&str, bool> = names
        .map(|name| (name, later.contains(&stable_name(name))))
        .collect();
    late_data::addresses(built, &|name| is_moved.get(name).copied())
}

/// A segment that has its address, and that address.
fn address(data: &Data) -> Option<usize> {
    match &data.kind {
        DataKind::Active {
            offset: ConstExpr::Value(Value::I32(address)),
            ..
        } => usize::try_from(*address).ok(),
        DataKind::Active { .. } | DataKind::Passive => None,
    }
}

/// Runs with no more than this between them are written as one: a segment of its own is
/// as long, and constants of the first half are not changed by being written again.
const GAP: usize = 4;

fn joined(runs: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::new();
    for run in runs {
        match joined.last_mut() {
            Some(last) if run.start.saturating_sub(last.end) <= GAP => last.end = run.end,
            Some(_) | None => joined.push(run.clone()),
        }
    }
    joined
}

/// The bytes at these addresses, each with its address.
fn constants(module: &Module, late: &[Range<usize>]) -> Result<Vec<(usize, Vec<u8>)>> {
    let runs = joined(late);
    let bytes = runs.iter().map(|run| {
        let bytes = module.data.iter().find_map(|data| {
            let start = address(data)?;
            data.value
                .get(run.start.checked_sub(start)?..run.end.checked_sub(start)?)
        });
        let bytes = bytes.with_context(|| format!("no segment holds {run:?}"))?;
        Ok((run.start, bytes.to_vec()))
    });
    bytes.collect()
}

/// Zeroes, which compress to nearly nothing.
fn clear(first: &mut Module, late: &[Range<usize>]) {
    let segments: Vec<_> = first.data.iter().map(Data::id).collect();
    for segment in segments {
        let data = first.data.get_mut(segment);
        let Some(start) = address(data) else {
            continue;
        };
        for run in late {
            let (Some(from), Some(to)) = (run.start.checked_sub(start), run.end.checked_sub(start))
            else {
                continue;
            };
            if let Some(bytes) = data.value.get_mut(from..to) {
                bytes.fill(0);
            }
        }
    }
}

fn import_all(rest: &mut Module, moved: &[FunctionId]) {
    let moved: BTreeSet<_> = moved.iter().copied().collect();
    let functions: Vec<_> = rest.funcs.iter().map(|f| (f.id(), f.ty())).collect();
    for (id, ty) in functions {
        if moved.contains(&id) {
            continue;
        }
        let name = name_of(ExportItem::Function(id));
        let import = rest.imports.add(FIRST, &name, id);
        rest.funcs.get_mut(id).kind = FunctionKind::Import(ImportedFunction { import, ty });
    }
    let tables: Vec<_> = rest.tables.iter().map(walrus::Table::id).collect();
    for id in tables {
        let import = rest.imports.add(FIRST, &name_of(ExportItem::Table(id)), id);
        let table = rest.tables.get_mut(id);
        table.import = Some(import);
        table.elem_segments.clear();
    }
    let memories: Vec<_> = rest.memories.iter().map(walrus::Memory::id).collect();
    for id in memories {
        let import = rest
            .imports
            .add(FIRST, &name_of(ExportItem::Memory(id)), id);
        let memory = rest.memories.get_mut(id);
        memory.import = Some(import);
        memory.data_segments.clear();
    }
    let globals: Vec<_> = rest.globals.iter().map(walrus::Global::id).collect();
    for id in globals {
        let import = rest
            .imports
            .add(FIRST, &name_of(ExportItem::Global(id)), id);
        rest.globals.get_mut(id).kind = GlobalKind::Import(import);
    }
}

/// Short, and no name that wasm-bindgen gives.
fn name_of(item: ExportItem) -> String {
    match item {
        ExportItem::Function(id) => format!("{:x}", id.index()),
        ExportItem::Table(id) => format!("t{}", id.index()),
        ExportItem::Memory(id) => format!("m{}", id.index()),
        ExportItem::Global(id) => format!("g{}", id.index()),
        ExportItem::Tag(id) => format!("e{}", id.index()),
    }
}

/// Exports from the first half what the second one imports. Both were parsed from the
/// same bytes, so a name means the same in both.
fn offer(first: &mut Module, rest: &Module) -> Result<()> {
    let functions = first.funcs.iter().map(|f| ExportItem::Function(f.id()));
    let tables = first.tables.iter().map(|t| ExportItem::Table(t.id()));
    let memories = first.memories.iter().map(|m| ExportItem::Memory(m.id()));
    let globals = first.globals.iter().map(|g| ExportItem::Global(g.id()));
    let items = functions.chain(tables).chain(memories).chain(globals);
    let items: BTreeMap<String, ExportItem> = items.map(|item| (name_of(item), item)).collect();
    for import in rest.imports.iter() {
        let item = items.get(&import.name);
        let item = item.with_context(|| format!("{} is in no half", import.name))?;
        first.exports.add(&import.name, *item);
    }
    Ok(())
}

/// What stands in the first half for a function of the second.
fn detour(
    first: &mut Module,
    ty: TypeId,
    bring: FunctionId,
    table: TableId,
    slot: i32,
) -> FunctionKind {
    let (params, results): (Vec<ValType>, Vec<ValType>) = {
        let (params, results) = first.types.params_results(ty);
        (params.to_vec(), results.to_vec())
    };
    let mut function = FunctionBuilder::new(&mut first.types, &params, &results);
    let locals: Vec<LocalId> = params.iter().map(|ty| first.locals.add(*ty)).collect();
    let mut body = function.func_body();
    body.call(bring);
    for local in &locals {
        body.local_get(*local);
    }
    body.i32_const(slot).call_indirect(ty, table);
    FunctionKind::Local(function.local_func(locals))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_loses_what_differs_between_builds() {
        assert_eq!(
            stable_name("_RNvMs_NtCs1234_4core3fmtNtB4_9Formatter3pad.774"),
            "<core::fmt::Formatter>::pad"
        );
        assert_eq!(stable_name("memcpy"), "memcpy");
    }

    /// `early` calls `late`, which calls `inner`, whose body is one constant.
    fn module() -> Vec<u8> {
        let mut module = Module::default();
        let table = module
            .tables
            .add_local(false, 1, Some(1), walrus::RefType::FUNCREF);
        module.exports.add("table", table);
        let memory = module.memories.add_local(false, false, 1, None, None);
        module.exports.add("memory", memory);
        let mut function = |name: &str, calls: Option<FunctionId>| {
            let mut builder = FunctionBuilder::new(&mut module.types, &[], &[ValType::I32]);
            builder.name(name.to_owned());
            match calls {
                Some(callee) => builder.func_body().call(callee),
                None => builder.func_body().i32_const(7),
            };
            builder.finish(Vec::new(), &mut module.funcs)
        };
        let inner = function("inner", None);
        let late = function("late", Some(inner));
        let early = function("early", Some(late));
        module.exports.add("early", early);
        let mut bring = FunctionBuilder::new(&mut module.types, &[], &[]);
        bring.name(BRING.to_owned());
        let bring = bring.finish(Vec::new(), &mut module.funcs);
        module.exports.add(BRING, bring);
        module.emit_wasm()
    }

    #[test]
    fn a_moved_function_is_in_the_second_half_and_in_a_new_slot() {
        let whole = module();
        let halves = split(&whole, &whole, &BTreeSet::from(["late".to_owned()])).unwrap();
        for half in [&halves.first, &halves.rest] {
            wasmparser::validate(half).unwrap();
        }
        let first = Module::from_buffer(&halves.first).unwrap();
        let table = first.tables.main_function_table().unwrap().unwrap();
        assert_eq!(first.tables.get(table).initial, 2);
        let rest = Module::from_buffer(&halves.rest).unwrap();
        let names: Vec<_> = rest
            .funcs
            .iter_local()
            .map(|(id, _)| rest.funcs.get(id).name.clone().unwrap())
            .collect();
        assert_eq!(names, ["late"]);
        let segment = rest.elements.iter().next().unwrap();
        assert!(matches!(
            segment.kind,
            ElementKind::Active {
                offset: ConstExpr::Value(Value::I32(1)),
                ..
            }
        ));
    }

    #[test]
    fn what_only_the_second_half_calls_has_no_slot() {
        let whole = module();
        let later = BTreeSet::from(["inner".to_owned(), "late".to_owned()]);
        let halves = split(&whole, &whole, &later).unwrap();
        let first = Module::from_buffer(&halves.first).unwrap();
        let table = first.tables.main_function_table().unwrap().unwrap();
        assert_eq!(first.tables.get(table).initial, 2);
        assert!(first.funcs.by_name("inner").is_none());
        let rest = Module::from_buffer(&halves.rest).unwrap();
        let late = rest.funcs.by_name("late").unwrap();
        let segment = rest.elements.iter().next().unwrap();
        assert!(matches!(&segment.items, ElementItems::Functions(ids) if *ids == [late]));
    }

    #[test]
    fn runs_side_by_side_are_one() {
        assert_eq!(joined(&[0..3, 7..9, 14..15]), [0..9, 14..15]);
    }

    #[test]
    fn what_is_not_named_stays() {
        let whole = module();
        let halves = split(&whole, &whole, &BTreeSet::from(["other".to_owned()])).unwrap();
        let first = Module::from_buffer(&halves.first).unwrap();
        let late = first.funcs.by_name("late").unwrap();
        assert_eq!(first.funcs.get(late).kind.unwrap_local().size(), 1);
    }
}
