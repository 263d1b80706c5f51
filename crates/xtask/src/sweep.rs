//! `sweep`: the explorer held against live servers. Random configurations are made, the
//! sessions that it says happen are replayed, and whatever a configuration names is
//! tried against a real Postfix, which must not relay where the explorer says never.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::record::refuse_unless_possible;
use crate::repo::Repo;
use crate::step::{step, succeed};

/// Hold the explorer against live servers, in the namespaces of the recorder
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Where the scenarios and recordings go; made anew
    directory: PathBuf,
    /// How many configurations, half of them as administrators write
    #[arg(long, default_value_t = 300, value_name = "N")]
    generate: u32,
    /// The seed of the configurations
    #[arg(long)]
    seed: u32,
    /// How many servers at a time
    #[arg(long, default_value_t = 2)]
    jobs: u32,
}

/// Generates, plans, records and judges.
pub(crate) fn run(repo: &Repo, arguments: &Arguments) -> Result<()> {
    let directory = &arguments.directory;
    refuse_unless_possible(crate::record::Install::Never)?;
    std::fs::create_dir(directory).with_context(|| directory.display().to_string())?;
    let path = |name: &str| directory.join(name);
    let oracle = repo.root().join("tests/oracle");
    let half = arguments.generate.div_ceil(2);
    let made = ["generate.py", "generate_wild.py"].map(|script| {
        let mut command = Command::new("python3");
        command.arg(oracle.join(script));
        command.args(["--seed", &arguments.seed.to_string()]);
        command.args(["--count", &half.to_string()]);
        succeed(command)
    });
    let [plain, wild] = made;
    std::fs::write(path("configurations.jsonl"), plain? + &wild?)?;
    let planned = step("Asking the explorer", || {
        sweep(repo, "plan", &path("configurations.jsonl"))
    })?;
    std::fs::write(path("scenarios.jsonl"), planned)?;
    let mut record = Command::new("python3");
    record
        .arg(oracle.join("oracle.py"))
        .arg("record")
        .args([path("scenarios.jsonl"), path("recorded.jsonl")])
        .args(["--jobs", &arguments.jobs.to_string()]);
    // Its progress is for whoever waits.
    if !record.status().context("python3 does not start")?.success() {
        bail!("some scenarios were not recorded: see above");
    }
    let figures = step("Comparing", || {
        sweep(repo, "judge", &path("recorded.jsonl"))
    })?;
    print!("{figures}");
    Ok(())
}

fn sweep(repo: &Repo, what: &str, file: &Path) -> Result<String> {
    let mut command = repo.cargo();
    command.args(["run", "--quiet", "--package", "saslab-conformance"]);
    command.args(["--bin", "sweep", "--", what]).arg(file);
    succeed(command)
}
