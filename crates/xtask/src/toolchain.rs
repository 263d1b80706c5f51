//! What rustup has to add: targets, rustfmt and clippy.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::repo::Repo;
use crate::step::{capture, step, succeed};

pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// Looks at the compiler's own folder, since a Rust without rustup may have the
/// target as well.
pub(crate) fn target(name: &str) -> Result<()> {
    let mut rustc = Command::new("rustc");
    rustc.args(["--print", "sysroot"]);
    let sysroot = succeed(rustc)?;
    let libraries = Path::new(sysroot.trim())
        .join("lib/rustlib")
        .join(name)
        .join("lib");
    if libraries.is_dir() {
        return Ok(());
    }
    add("target", name)
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
