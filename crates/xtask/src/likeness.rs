//! The order of a module's functions: those of one type together, and among them those
//! that end alike. Nothing depends on it but how well the module compresses.

use std::convert::Infallible;

use anyhow::{Result, anyhow};
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{CodeSection, FunctionSection};
use wasmparser::{
    CodeSectionReader, FunctionBody, FunctionSectionReader, Parser, Payload, TypeRef,
};

/// The same module with its functions in order.
pub(crate) fn order(module: &[u8]) -> Result<Vec<u8>> {
    let mut renumber = Renumber::read(module)?;
    let mut ordered = wasm_encoder::Module::new();
    renumber
        .parse_core_module(&mut ordered, Parser::new(0), module)
        .map_err(|error| anyhow!("a module cannot be written anew: {error}"))?;
    Ok(ordered.finish())
}

/// Imported functions keep their numbers, the first ones.
struct Renumber {
    imported: usize,
    /// The old places of the others, in their new order.
    order: Vec<usize>,
    /// And the new ones by the old.
    places: Vec<usize>,
}

impl Renumber {
    fn read(module: &[u8]) -> Result<Self> {
        let (mut imported, mut types, mut endings) = (0, Vec::new(), Vec::new());
        for payload in Parser::new(0).parse_all(module) {
            #[expect(
                clippy::wildcard_enum_match_arm,
                reason = "only some parts of a module hold functions"
            )]
            match payload? {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        if matches!(import?.ty, TypeRef::Func(_) | TypeRef::FuncExact(_)) {
                            imported += 1;
                        }
                    }
                }
                Payload::FunctionSection(functions) => {
                    types = functions.into_iter().collect::<Result<_, _>>()?;
                }
                Payload::CodeSectionEntry(body) => endings.push(ending(&body)?),
                _ => {}
            }
        }
        let mut order: Vec<usize> = (0..types.len()).collect();
        order.sort_by_key(|old| (types.get(*old), endings.get(*old)));
        let mut places = order.clone();
        for (new, old) in order.iter().enumerate() {
            if let Some(place) = places.get_mut(*old) {
                *place = new;
            }
        }
        Ok(Self {
            imported,
            order,
            places,
        })
    }

    fn ordered<T>(&self, items: Vec<T>) -> Vec<T> {
        let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
        let order = self.order.iter();
        order
            .filter_map(|old| items.get_mut(*old)?.take())
            .collect()
    }
}

/// The instructions of a function without what follows them, from its end.
fn ending(body: &FunctionBody<'_>) -> Result<Vec<u8>> {
    let start = body.range().start;
    let mut reader = body.get_operators_reader()?;
    let mut instructions = Vec::new();
    while !reader.eof() {
        let place = reader.original_position() - start;
        instructions.extend(body.as_bytes().get(place));
        reader.read()?;
    }
    instructions.reverse();
    Ok(instructions)
}

impl Reencode for Renumber {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<Infallible>> {
        let old = (function as usize).checked_sub(self.imported);
        let new = old.and_then(|old| self.places.get(old));
        Ok(new.map_or(function, |new| (new + self.imported) as u32))
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        let types = section.into_iter().collect::<Result<_, _>>()?;
        for ty in self.ordered(types) {
            functions.function(ty);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        let bodies = section.into_iter().collect::<Result<_, _>>()?;
        for body in self.ordered(bodies) {
            self.parse_function_body(code, body)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use walrus::{FunctionBuilder, FunctionId, Module, ValType};

    /// `first` gives 1 with a call of `second`, `second` and `third` are a constant each.
    fn module() -> Vec<u8> {
        let mut module = Module::default();
        let mut function = |name: &str, calls: Option<FunctionId>, results: &[ValType]| {
            let mut builder = FunctionBuilder::new(&mut module.types, &[], results);
            builder.name(name.to_owned());
            let mut body = builder.func_body();
            if let Some(callee) = calls {
                body.call(callee);
            }
            for _ in results {
                body.i32_const(1);
            }
            builder.finish(Vec::new(), &mut module.funcs)
        };
        let second = function("second", None, &[]);
        let first = function("first", Some(second), &[ValType::I32]);
        let third = function("third", None, &[ValType::I32]);
        for (name, id) in [("first", first), ("second", second), ("third", third)] {
            module.exports.add(name, id);
        }
        module.emit_wasm()
    }

    #[test]
    fn functions_of_one_type_are_together_and_are_called_as_before() {
        let ordered = order(&module()).unwrap();
        wasmparser::validate(&ordered).unwrap();
        let ordered = Module::from_buffer(&ordered).unwrap();
        let names = |id: FunctionId| ordered.funcs.get(id).name.clone().unwrap();
        for export in ordered.exports.iter() {
            let walrus::ExportItem::Function(id) = export.item else {
                panic!("{} is no function", export.name);
            };
            assert_eq!(names(id), export.name);
        }
        let types: Vec<_> = ordered.funcs.iter().map(walrus::Function::ty).collect();
        assert!(types.is_sorted(), "{types:?}");
    }
}
