//! What the second half asks of the first, in one order in both and under names that are
//! counted: in the order in which the first half has its functions, which puts those of one
//! type together.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use anyhow::{Context, Result, anyhow};
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{ExportSection, ImportSection, Module};
use wasmparser::{
    Export, ExportSectionReader, ExternalKind, Import, ImportSectionReader, Parser, Payload,
    TypeRef,
};

use crate::short_names;

/// Both halves with the functions that cross between them in order.
pub(crate) fn order(first: &[u8], rest: &[u8]) -> Result<[Vec<u8>; 2]> {
    let asked = functions_asked(rest)?;
    let mut offered = functions_offered(first)?;
    offered.retain(|(_, name)| asked.contains(name));
    let names: BTreeMap<String, usize> = offered
        .into_iter()
        .enumerate()
        .map(|(place, (_, name))| (name, place))
        .collect();
    let number = |name| names.get(name).copied();
    let numbers = asked.iter().map(number).collect::<Option<_>>();
    let numbers = numbers.context("the first half does not offer all that is asked of it")?;
    let mut asking = Asking {
        names: &names,
        numbers,
    };
    Ok([
        written(&mut Offering { names: &names }, first)?,
        written(&mut asking, rest)?,
    ])
}

fn written(half: &mut impl Reencode<Error = Infallible>, old: &[u8]) -> Result<Vec<u8>> {
    let mut module = Module::new();
    half.parse_core_module(&mut module, Parser::new(0), old)
        .map_err(|error| anyhow!("a half cannot be written anew: {error}"))?;
    Ok(module.finish())
}

/// The names of the functions that a module imports, in order.
fn functions_asked(module: &[u8]) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        if let Payload::ImportSection(imports) = payload? {
            for import in imports.into_imports() {
                let import = import?;
                if is_function(&import) {
                    names.push(import.name.to_owned());
                }
            }
        }
    }
    Ok(names)
}

/// The functions that a module exports, by number.
fn functions_offered(module: &[u8]) -> Result<BTreeSet<(u32, String)>> {
    let mut functions = BTreeSet::new();
    for payload in Parser::new(0).parse_all(module) {
        if let Payload::ExportSection(exports) = payload? {
            for export in exports {
                let export = export?;
                if export.kind == ExternalKind::Func {
                    functions.insert((export.index, export.name.to_owned()));
                }
            }
        }
    }
    Ok(functions)
}

fn is_function(import: &Import<'_>) -> bool {
    matches!(import.ty, TypeRef::Func(_) | TypeRef::FuncExact(_))
}

struct Offering<'n> {
    names: &'n BTreeMap<String, usize>,
}

impl Reencode for Offering<'_> {
    type Error = Infallible;

    fn parse_export_section(
        &mut self,
        exports: &mut ExportSection,
        section: ExportSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        let mut all: Vec<Export<'_>> = section.into_iter().collect::<Result<_, _>>()?;
        // What is offered to nobody comes first, as it was.
        all.sort_by_key(|export| self.names.get(export.name));
        for export in all {
            let short = self.names.get(export.name).map(|at| short_names::name(*at));
            let name = short.as_deref().unwrap_or(export.name);
            self.parse_export(exports, Export { name, ..export })?;
        }
        Ok(())
    }
}

struct Asking<'n> {
    names: &'n BTreeMap<String, usize>,
    /// The new numbers of imported functions, by the old ones.
    numbers: Vec<usize>,
}

impl Reencode for Asking<'_> {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<Infallible>> {
        let new = self.numbers.get(function as usize);
        Ok(new.map_or(function, |new| *new as u32))
    }

    fn parse_import_section(
        &mut self,
        imports: &mut ImportSection,
        section: ImportSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        let mut all: Vec<Import<'_>> = section.into_imports().collect::<Result<_, _>>()?;
        all.sort_by_key(|import| self.names.get(import.name));
        for import in all {
            let short = self.names.get(import.name).map(|at| short_names::name(*at));
            let name = short.as_deref().unwrap_or(import.name);
            self.parse_import(imports, Import { name, ..import })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use walrus::{ExportItem, FunctionBuilder, ValType};

    /// Offers `x` and `y`, of which `y` is first, and `own`.
    fn first() -> Vec<u8> {
        let mut module = walrus::Module::default();
        let mut function = |results: &[ValType]| {
            let mut builder = FunctionBuilder::new(&mut module.types, &[], results);
            for _ in results {
                builder.func_body().i32_const(1);
            }
            builder.finish(Vec::new(), &mut module.funcs)
        };
        let (y, x) = (function(&[ValType::I32, ValType::I32]), function(&[]));
        for (name, function) in [("x", x), ("own", x), ("y", y)] {
            module.exports.add(name, function);
        }
        module.emit_wasm()
    }

    /// Calls `x` and exports `y` again.
    fn rest() -> Vec<u8> {
        let mut module = walrus::Module::default();
        let nothing = module.types.add(&[], &[]);
        let pair = module.types.add(&[], &[ValType::I32, ValType::I32]);
        let (x, _) = module.add_import_func("first", "x", nothing);
        let (y, _) = module.add_import_func("first", "y", pair);
        module.exports.add("again", y);
        let mut builder = FunctionBuilder::new(&mut module.types, &[], &[]);
        builder.func_body().call(x);
        let call = builder.finish(Vec::new(), &mut module.funcs);
        module.exports.add("call", call);
        module.emit_wasm()
    }

    #[test]
    fn both_halves_count_what_crosses_in_one_order() {
        let halves = order(&first(), &rest()).unwrap();
        for half in &halves {
            wasmparser::validate(half).unwrap();
        }
        let [first, rest] = halves.map(|half| walrus::Module::from_buffer(&half).unwrap());
        let offered: Vec<_> = first.exports.iter().map(|e| e.name.as_str()).collect();
        assert_eq!(offered, ["own", "a", "b"]);
        let asked: Vec<_> = rest.imports.iter().map(|i| i.name.as_str()).collect();
        assert_eq!(asked, ["a", "b"]);
        // What was `y` has two results in both.
        let again = rest.exports.iter().find(|e| e.name == "again").unwrap();
        let ExportItem::Function(again) = again.item else {
            panic!("a function was exported");
        };
        assert_eq!(rest.types.results(rest.funcs.get(again).ty()).len(), 2);
        let a = first.exports.get_func("a").unwrap();
        assert_eq!(first.types.results(first.funcs.get(a).ty()).len(), 2);
    }

    #[test]
    fn what_nobody_offers_is_an_error() {
        assert!(order(&rest(), &rest()).is_err());
    }
}
