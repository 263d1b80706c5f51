//! `bench`: what the core does in a second, in a release build.

use anyhow::Result;

use crate::repo::Repo;
use crate::step::{step, succeed};

/// Builds and runs the measurements, and prints them.
pub(crate) fn run(repo: &Repo) -> Result<()> {
    let figures = step("Measuring the core (release build)", || {
        let mut command = repo.cargo();
        command.args([
            "run",
            "--quiet",
            "--release",
            "--package",
            "saslab-conformance",
        ]);
        command.args(["--bin", "bench"]);
        succeed(command)
    })?;
    print!("{figures}");
    Ok(())
}
