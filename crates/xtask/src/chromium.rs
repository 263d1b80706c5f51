//! The system's Chromium, which drives the browser tests.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use crate::step::{step, succeed};

/// Names it, where it is not in PATH.
const VARIABLE: &str = "SASLAB_CHROMIUM";
const NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

/// Finds a Chromium; on Debian, as root, installs one first.
pub(crate) fn find() -> Result<PathBuf> {
    if let Some(path) = installed() {
        return Ok(path);
    }
    if in_path("apt-get").is_none() || !is_root()? {
        bail!(
            "no Chromium found: install it (Debian: apt-get install chromium), or name it in {VARIABLE}"
        );
    }
    step("Installing Debian's package chromium", || {
        succeed(apt_get(&["update"]))?;
        // The fonts are only recommended, but without any the page has no text.
        succeed(apt_get(&[
            "install",
            "--yes",
            "--no-install-recommends",
            "chromium",
            "fonts-dejavu-core",
        ]))
    })?;
    match installed() {
        Some(path) => Ok(path),
        None => bail!("the package chromium brought no program of that name"),
    }
}

fn installed() -> Option<PathBuf> {
    env::var_os(VARIABLE)
        .map(PathBuf::from)
        .or_else(|| NAMES.iter().find_map(|name| in_path(name)))
}

pub(crate) fn in_path(name: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?)
        .map(|folder| folder.join(name))
        .find(|path| path.is_file())
}

pub(crate) fn is_root() -> Result<bool> {
    let mut id = Command::new("id");
    id.arg("-u");
    Ok(succeed(id)?.trim() == "0")
}

pub(crate) fn apt_get(arguments: &[&str]) -> Command {
    let mut command = Command::new("apt-get");
    command
        .args(arguments)
        .env("DEBIAN_FRONTEND", "noninteractive");
    command
}
