//! npm packages, exactly those of the committed lock files, and the programs in them.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::step::{step, succeed};

/// `npm ci` in a folder, unless the lock file is the one last installed.
pub(crate) fn install(folder: &Path) -> Result<()> {
    let lock = folder.join("package-lock.json");
    let wanted = fs::read(&lock).with_context(|| lock.display().to_string())?;
    let stamp = folder.join("node_modules/.installed-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    step(&format!("Installing the npm packages of {name}"), || {
        let mut npm = Command::new("npm");
        npm.arg("ci").current_dir(folder);
        succeed(npm).context("Node 20.19 or newer with npm is needed")?;
        fs::write(&stamp, &wanted)?;
        Ok(())
    })
}

/// A program of an installed package, run in the package's folder by Node itself:
/// the links in `node_modules/.bin` differ between systems.
pub(crate) fn program(folder: &Path, script: &str) -> Command {
    let mut command = Command::new("node");
    command
        .arg(folder.join("node_modules").join(script))
        .current_dir(folder);
    command
}
