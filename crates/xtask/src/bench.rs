//! `bench`: what the core does in a second, in a release build.

use anyhow::Result;

use crate::repo::Repo;
use crate::step::{step, succeed};

/// Builds and runs the measurements, and prints them.
pub(crate) fn run(repo: &Repo) -> Result<()> {
    for bin in ["bench", "bench_explore"] {
        measure(repo, bin)?;
    }
    Ok(())
}

fn measure(repo: &Repo, bin: &str) -> Result<()> {
    let figures = step(&format!("Measuring: {bin} (release build)"), || {
        let mut command = repo.cargo();
        command.args([
            "run",
            "--quiet",
            "--release",
            "--package",
            "saslab-conformance",
        ]);
        command.args(["--bin", bin]);
        succeed(command)
    })?;
    print!("{figures}");
    Ok(())
}
