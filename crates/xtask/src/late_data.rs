//! Which bytes of the read-only data only moved functions read: told by the
//! relocations that the linker leaves (`--emit-relocs`), which say what refers to what.
//! <https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md>
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "of a module and its notes only some parts matter here"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use anyhow::{Context, Result};
use wasmparser::{
    BinaryReaderError, DataKind, KnownCustom, Linking, LinkingSectionReader, Name,
    NameSectionReader, Operator, Parser, Payload, RelocSectionReader, RelocationType, SymbolInfo,
    TypeRef,
};

/// The segment of constants, as the linker names it.
const READ_ONLY: &str = ".rodata";

/// Addresses of what no function reads but those that `is_moved` names. A function for
/// which it says nothing is not in the module any more.
pub(crate) fn addresses(
    built: &[u8],
    is_moved: &impl Fn(&str) -> Option<bool>,
) -> Result<Vec<Range<usize>>> {
    let linked = Linked::read(built)?;
    let (mut first, mut rest) = (BTreeSet::new(), BTreeSet::new());
    for &(place, symbol) in &linked.references {
        match linked.function_at(place).and_then(is_moved) {
            Some(true) => rest.insert(symbol),
            Some(false) => first.insert(symbol),
            None => continue,
        };
    }
    let (first, rest) = (linked.reached(first), linked.reached(rest));
    let mut late = BTreeSet::new();
    for symbol in rest.difference(&first) {
        late.extend(linked.bytes(*symbol));
    }
    // One string can lie inside another.
    for symbol in &first {
        for byte in linked.bytes(*symbol) {
            late.remove(&byte);
        }
    }
    Ok(linked.read_only_runs(&late))
}

/// A module as the linker wrote it. Places are offsets in the file.
#[derive(Default)]
struct Linked {
    imports: u32,
    names: BTreeMap<u32, String>,
    /// In the order of the functions.
    bodies: Vec<Range<usize>>,
    segments: Vec<Segment>,
    segment_names: Vec<String>,
    /// The place of each symbol that is data; empty for all others.
    symbols: Vec<Range<usize>>,
    code: usize,
    data: usize,
    /// Where a symbol is referred to, in the order of the file.
    references: Vec<(usize, usize)>,
}

struct Segment {
    address: usize,
    place: Range<usize>,
}

impl Linked {
    fn read(built: &[u8]) -> Result<Self> {
        let mut linked = Self::default();
        for payload in Parser::new(0).parse_all(built) {
            match payload? {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        if matches!(import?.ty, TypeRef::Func(_) | TypeRef::FuncExact(_)) {
                            linked.imports += 1;
                        }
                    }
                }
                Payload::CodeSectionStart { range, .. } => linked.code = range.start,
                Payload::CodeSectionEntry(body) => linked.bodies.push(body.range()),
                Payload::DataSection(segments) => {
                    linked.data = segments.range().start;
                    for segment in segments {
                        linked.segments.push(Segment::read(&segment?)?);
                    }
                }
                Payload::CustomSection(section) => match section.as_known() {
                    KnownCustom::Name(names) => linked.read_names(names)?,
                    KnownCustom::Linking(linking) => linked.read_symbols(linking)?,
                    KnownCustom::Reloc(relocations) => {
                        let start = match section.name() {
                            "reloc.CODE" => linked.code,
                            "reloc.DATA" => linked.data,
                            _ => continue,
                        };
                        linked.read_references(&relocations, start)?;
                    }
                    _ => {}
                },
                _ => {}
            }
        }
        linked.references.sort_unstable();
        Ok(linked)
    }

    fn read_names(&mut self, names: NameSectionReader<'_>) -> Result<(), BinaryReaderError> {
        for part in names {
            if let Name::Function(functions) = part? {
                for naming in functions {
                    let naming = naming?;
                    self.names.insert(naming.index, naming.name.to_owned());
                }
            }
        }
        Ok(())
    }

    fn read_symbols(&mut self, linking: LinkingSectionReader<'_>) -> Result<()> {
        for part in linking {
            match part? {
                Linking::SegmentInfo(segments) => {
                    for segment in segments {
                        self.segment_names.push(segment?.name.to_owned());
                    }
                }
                Linking::SymbolTable(symbols) => {
                    for symbol in symbols {
                        let place = self.place(&symbol?)?;
                        self.symbols.push(place);
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn place(&self, symbol: &SymbolInfo<'_>) -> Result<Range<usize>> {
        let SymbolInfo::Data {
            symbol: Some(data), ..
        } = symbol
        else {
            return Ok(0..0);
        };
        let segment = self.segments.get(data.index as usize);
        let start = segment.context("a symbol without a segment")?.place.start;
        let start = start + data.offset as usize;
        Ok(start..start + data.size as usize)
    }

    fn read_references(
        &mut self,
        relocations: &RelocSectionReader<'_>,
        start: usize,
    ) -> Result<(), BinaryReaderError> {
        for entry in relocations.entries() {
            let entry = entry?;
            // The index of a type is none of a symbol.
            if entry.ty != RelocationType::TypeIndexLeb {
                let reference = (start + entry.offset as usize, entry.index as usize);
                self.references.push(reference);
            }
        }
        Ok(())
    }

    fn function_at(&self, place: usize) -> Option<&str> {
        let after = self.bodies.partition_point(|body| body.start <= place);
        let body = after.checked_sub(1)?;
        if !self.bodies.get(body)?.contains(&place) {
            return None;
        }
        let index = self.imports + u32::try_from(body).ok()?;
        self.names.get(&index).map(String::as_str)
    }

    /// These symbols and all that they refer to, directly or not.
    fn reached(&self, from: BTreeSet<usize>) -> BTreeSet<usize> {
        let mut open: Vec<usize> = from.iter().copied().collect();
        let mut reached = from;
        while let Some(symbol) = open.pop() {
            let place = self.bytes(symbol);
            let from = self.references.partition_point(|(at, _)| *at < place.start);
            let references = self.references.iter().skip(from);
            for (_, target) in references.take_while(|(at, _)| *at < place.end) {
                if reached.insert(*target) {
                    open.push(*target);
                }
            }
        }
        reached
    }

    fn bytes(&self, symbol: usize) -> Range<usize> {
        self.symbols.get(symbol).cloned().unwrap_or(0..0)
    }

    /// Places in the segment of constants as ranges of addresses.
    fn read_only_runs(&self, places: &BTreeSet<usize>) -> Vec<Range<usize>> {
        let mut runs: Vec<Range<usize>> = Vec::new();
        for (segment, name) in self.segments.iter().zip(&self.segment_names) {
            if name != READ_ONLY {
                continue;
            }
            for place in places.range(segment.place.clone()) {
                let address = place - segment.place.start + segment.address;
                match runs.last_mut() {
                    Some(run) if run.end == address => run.end += 1,
                    Some(_) | None => runs.push(address..address + 1),
                }
            }
        }
        runs
    }
}

impl Segment {
    fn read(data: &wasmparser::Data<'_>) -> Result<Self> {
        let DataKind::Active { offset_expr, .. } = &data.kind else {
            anyhow::bail!("a segment without an address");
        };
        let Operator::I32Const { value } = offset_expr.get_operators_reader().read()? else {
            anyhow::bail!("the address of a segment is not constant");
        };
        let end = data.range.end;
        Ok(Self {
            address: usize::try_from(value)?,
            place: end - data.data.len()..end,
        })
    }
}
