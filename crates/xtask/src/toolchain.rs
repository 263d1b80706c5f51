//! What rustup has to add: targets, the standard library's source, rustfmt and clippy.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::repo::Repo;
use crate::step::{capture, step, succeed};

pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// What something is compiled for.
pub(crate) fn target(name: &str) -> Result<()> {
    unless(&format!("{name}/lib"), "target", name)
}

/// The source of the standard library, which is compiled with the page (`wasm.rs`).
pub(crate) fn standard_library() -> Result<()> {
    unless("src/rust/library", "component", "rust-src")
}

/// Adds it unless its folder is there: a Rust without rustup may have it as well.
fn unless(folder: &str, kind: &str, name: &str) -> Result<()> {
    let mut rustc = Command::new("rustc");
    rustc.args(["--print", "sysroot"]);
    let sysroot = succeed(rustc)?;
    let folder = Path::new(sysroot.trim()).join("lib/rustlib").join(folder);
    if folder.is_dir() {
        return Ok(());
    }
    add(kind, name)
}

/// rustfmt and clippy, which rustup's minimal profile leaves out.
pub(crate) fn component(repo: &Repo, subcommand: &str, component: &str) -> Result<()> {
    let mut probe = repo.cargo();
    probe.args([subcommand, "--version"]);
    if capture(probe)?.success {
        return Ok(());
    }
    add("component", component)
}

fn add(kind: &str, name: &str) -> Result<()> {
    step(&format!("Installing the Rust {kind} {name}"), || {
        let mut rustup = Command::new("rustup");
        rustup.args([kind, "add", name]);
        succeed(rustup).with_context(|| format!("needed: rustup {kind} add {name}"))
    })?;
    Ok(())
}
