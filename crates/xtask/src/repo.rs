//! Where things lie in the repository and in its target folder.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::metadata;

/// The repository's root and Cargo's target folder.
pub(crate) struct Repo {
    root: PathBuf,
    target: PathBuf,
}

impl Repo {
    /// Asks Cargo, because the target folder can be anywhere.
    pub(crate) fn find() -> Result<Self> {
        let metadata = metadata::workspace()?;
        Ok(Self {
            root: metadata.workspace_root,
            target: metadata.target_directory,
        })
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn target(&self) -> &Path {
        &self.target
    }

    pub(crate) fn www(&self) -> PathBuf {
        self.root.join("www")
    }

    pub(crate) fn e2e(&self) -> PathBuf {
        self.root.join("tests/e2e")
    }

    pub(crate) fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// The page as Vite leaves it.
    pub(crate) fn page(&self) -> PathBuf {
        self.target.join("page")
    }

    /// The JavaScript API as an npm package.
    pub(crate) fn library(&self) -> PathBuf {
        self.target.join("js-api")
    }

    /// Cargo, at the root.
    pub(crate) fn cargo(&self) -> Command {
        let mut command = metadata::cargo();
        command.current_dir(&self.root);
        command
    }
}
