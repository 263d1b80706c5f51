//! What `cargo metadata` says of the workspace and of its dependencies.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::{env, path::Path};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct Metadata {
    pub(crate) packages: Vec<Package>,
    pub(crate) workspace_root: PathBuf,
    pub(crate) target_directory: PathBuf,
}

#[derive(Deserialize)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) license: Option<String>,
    /// Absent for the packages of the workspace.
    pub(crate) source: Option<String>,
}

/// The workspace of which this program is a part.
pub(crate) fn workspace() -> Result<Metadata> {
    read(&["--no-deps"])
}

/// The workspace with all it depends on.
pub(crate) fn with_dependencies() -> Result<Metadata> {
    read(&["--all-features"])
}

fn read(options: &[&str]) -> Result<Metadata> {
    let output = cargo()
        .args(["metadata", "--format-version", "1", "--manifest-path"])
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"))
        .args(options)
        .stderr(Stdio::inherit())
        .output()
        .context("cargo does not start")?;
    if !output.status.success() {
        bail!("cargo metadata failed");
    }
    serde_json::from_slice(&output.stdout).context("cargo metadata")
}

/// The Cargo that runs us.
pub(crate) fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}
