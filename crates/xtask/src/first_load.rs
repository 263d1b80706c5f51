//! Which files the first interaction needs, read from Vite's manifest: the entry,
//! what it imports statically, and the styles and wasm these name.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

/// Where Vite writes the manifest, below its output.
pub(crate) const MANIFEST: &str = ".vite/manifest.json";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Chunk {
    file: String,
    #[serde(default)]
    is_entry: bool,
    #[serde(default)]
    imports: Vec<String>,
    #[serde(default)]
    css: Vec<String>,
    #[serde(default)]
    assets: Vec<String>,
}

/// How the name of the wasm begins that arrives after the page can be used: the entry
/// names it, but the first interaction does without (`split.rs`, and the browser tests
/// ask for it).
const LATER: &str = "assets/saslab_rest";

/// The files of the first load, relative to `page`.
pub(crate) fn files(page: &Path) -> Result<BTreeSet<String>> {
    let path = page.join(MANIFEST);
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    named(&text)
}

fn named(manifest: &str) -> Result<BTreeSet<String>> {
    let chunks: BTreeMap<String, Chunk> = serde_json::from_str(manifest)?;
    let mut open: Vec<&Chunk> = chunks.values().filter(|chunk| chunk.is_entry).collect();
    let mut files = BTreeSet::from(["index.html".to_owned()]);
    while let Some(chunk) = open.pop() {
        if !files.insert(chunk.file.clone()) {
            continue;
        }
        let assets = chunk.assets.iter().filter(|name| !name.starts_with(LATER));
        files.extend(chunk.css.iter().chain(assets).cloned());
        for import in &chunk.imports {
            open.push(
                chunks
                    .get(import)
                    .with_context(|| format!("{import} is not in the manifest"))?,
            );
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_imported_on_demand_is_not_part_of_the_first_load() {
        let manifest = r#"{
            "index.html": { "file": "a.js", "isEntry": true, "imports": ["shared.ts"],
                "dynamicImports": ["editor.ts"], "css": ["a.css"], "assets": ["lab.wasm"] },
            "shared.ts": { "file": "s.js", "css": ["s.css"] },
            "editor.ts": { "file": "e.js", "css": ["e.css"] }
        }"#;
        let expected = ["a.css", "a.js", "index.html", "lab.wasm", "s.css", "s.js"];
        assert_eq!(named(manifest).unwrap(), expected.map(str::to_owned).into());
    }

    #[test]
    fn an_import_that_the_manifest_does_not_hold_is_an_error() {
        let manifest =
            r#"{ "index.html": { "file": "a.js", "isEntry": true, "imports": ["gone.ts"] } }"#;
        let error = named(manifest).unwrap_err();
        assert_eq!(error.to_string(), "gone.ts is not in the manifest");
    }
}
