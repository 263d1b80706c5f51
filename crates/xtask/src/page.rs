//! Vite's part: the page as a site, and as one file.

use std::path::PathBuf;

use anyhow::Result;

use crate::npm;
use crate::repo::Repo;
use crate::step::{step, succeed};

/// The two forms in which the page is published.
#[derive(Clone, Copy)]
pub(crate) enum Edition {
    Site,
    SingleFile,
}

impl Edition {
    /// Vite's mode, which `www/vite.config.ts` reads.
    fn mode(self) -> &'static str {
        match self {
            Self::Site => "production",
            Self::SingleFile => "single",
        }
    }

    fn folder(self, repo: &Repo) -> PathBuf {
        match self {
            Self::Site => repo.page(),
            Self::SingleFile => repo.target().join("page-single"),
        }
    }
}

/// Bundles the page, whose wasm has to be there; returns the folder written.
pub(crate) fn build(repo: &Repo, edition: Edition) -> Result<PathBuf> {
    let folder = edition.folder(repo);
    step(&format!("Bundling the page ({})", edition.mode()), || {
        let mut vite = npm::program(&repo.www(), "vite/bin/vite.js");
        vite.args([
            "build",
            "--emptyOutDir",
            "--mode",
            edition.mode(),
            "--outDir",
        ]);
        vite.arg(&folder);
        succeed(vite)
    })?;
    Ok(folder)
}
