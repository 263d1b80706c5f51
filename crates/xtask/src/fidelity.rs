//! `fidelity`: docs/fidelity.md, as the conformance crate words it.

use anyhow::Result;

use crate::repo::Repo;
use crate::step::{step, succeed};

/// Writes the page.
pub(crate) fn write(repo: &Repo) -> Result<()> {
    step("Writing docs/fidelity.md", || {
        let mut command = repo.cargo();
        command.args([
            "run",
            "--quiet",
            "--package",
            "saslab-conformance",
            "--bin",
            "fidelity",
        ]);
        succeed(command)
    })?;
    Ok(())
}
