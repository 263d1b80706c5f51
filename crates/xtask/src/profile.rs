//! What the first interaction runs: the page is driven with a module that reports each
//! function it enters, and what it did not enter is listed for the second half.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use walrus::ir::{Call, Const, Value};
use walrus::{Module, ValType};

use crate::chromium;
use crate::npm;
use crate::page::{self, Edition};
use crate::repo::Repo;
use crate::site::Site;
use crate::split;
use crate::step::{step, succeed};
use crate::wasm;

/// The module and name under which `tests/e2e/profile.ts` takes the reports.
const REPORT: (&str, &str) = ("profile", "enter");

/// The names of the functions of the second half, one a line; what is not named here
/// (new functions, too) is in the first.
pub(crate) fn list(repo: &Repo) -> PathBuf {
    repo.www().join("after-first-interaction.txt")
}

/// Reads the list.
pub(crate) fn later(repo: &Repo) -> Result<BTreeSet<String>> {
    let path = list(repo);
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    Ok(text.lines().map(str::to_owned).collect())
}

/// Records the list anew; returns how many functions it names.
pub(crate) fn record(repo: &Repo) -> Result<usize> {
    wasm::build(repo)?;
    let page = page::build(repo, Edition::Site)?;
    npm::install(&repo.e2e())?;
    let folder = repo.target().join("profile");
    fs::create_dir_all(&folder)?;
    let (module, entered) = (folder.join("reporting.wasm"), folder.join("entered.json"));
    let whole = fs::read(wasm::whole(repo))?;
    let (reporting, names) = reporting(&whole)?;
    fs::write(&module, reporting)?;
    let chromium = chromium::find()?;
    let server = Site::of(repo, page).listen(0)?;
    step("Driving the page through its first interaction", || {
        let mut playwright = npm::program(&repo.e2e(), "@playwright/test/cli.js");
        playwright
            .args(["test", "--config", "profile.config.ts"])
            .env("SASLAB_CHROMIUM", chromium)
            .env("SASLAB_URL", server.address())
            .env("SASLAB_REPORTING", &module)
            .env("SASLAB_ENTERED", &entered);
        succeed(playwright)
    })?;
    let entered: BTreeSet<usize> = serde_json::from_str(&fs::read_to_string(&entered)?)?;
    ensure!(!entered.is_empty(), "the page reported no function");
    let later = not_entered(&names, &entered);
    let text: String = later.iter().map(|name| format!("{name}\n")).collect();
    fs::write(list(repo), text)?;
    Ok(later.len())
}

/// The module with a report at the head of each function, and the functions' names by
/// the number they report.
fn reporting(whole: &[u8]) -> Result<(Vec<u8>, Vec<String>)> {
    let mut module = Module::from_buffer(whole)?;
    let ty = module.types.add(&[ValType::I32], &[]);
    let (enter, _) = module.add_import_func(REPORT.0, REPORT.1, ty);
    let mut names = Vec::new();
    let functions: Vec<_> = module.funcs.iter_local().map(|(id, _)| id).collect();
    for id in functions {
        let function = module.funcs.get_mut(id);
        let name = function.name.clone().unwrap_or_default();
        let number = i32::try_from(names.len())?;
        names.push(split::stable_name(&name));
        function
            .kind
            .unwrap_local_mut()
            .builder_mut()
            .func_body()
            .instr_at(0, Call { func: enter })
            .instr_at(
                0,
                Const {
                    value: Value::I32(number),
                },
            );
    }
    Ok((module.emit_wasm(), names))
}

/// Several functions can share a name; one that was entered keeps all.
fn not_entered(names: &[String], entered: &BTreeSet<usize>) -> BTreeSet<String> {
    let is_entered = |number: &usize| entered.contains(number);
    let kept: BTreeSet<&String> = (0..names.len())
        .filter(is_entered)
        .filter_map(|number| names.get(number))
        .collect();
    names
        .iter()
        .filter(|name| !name.is_empty() && !kept.contains(name))
        .cloned()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_namesake_that_was_entered_keeps_all() {
        let names = ["a", "b", "a", ""].map(str::to_owned);
        assert_eq!(
            not_entered(&names, &BTreeSet::from([2])),
            BTreeSet::from(["b".to_owned()])
        );
    }
}
