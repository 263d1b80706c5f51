//! `fuzz`: the targets in `fuzz/`, one after the other. cargo-fuzz wants flags of a
//! nightly compiler; RUSTC_BOOTSTRAP lets the stable one take them. No sanitizer: there
//! is no unsafe code, and without one there are more runs a second.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::repo::Repo;
use crate::step::{capture, step, succeed};

/// Run the fuzz targets
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The targets; none: every one
    targets: Vec<String>,
    /// How long to run each
    #[arg(long, default_value_t = 600)]
    seconds: u32,
}

/// Runs the targets; ends at the first finding.
pub(crate) fn run(repo: &Repo, arguments: &Arguments) -> Result<()> {
    cargo_fuzz(repo)?;
    let fuzz = repo.root().join("fuzz");
    let known = known(&fuzz)?;
    for target in &arguments.targets {
        if !known.contains(target) {
            bail!("there is no target {target}, but {}", known.join(", "));
        }
    }
    let chosen = match &*arguments.targets {
        [] => &known,
        [..] => &arguments.targets,
    };
    for target in chosen {
        let what = format!("Fuzzing {target} for {} s", arguments.seconds);
        let said = step(&what, || one(&fuzz, target, arguments.seconds))?;
        if let Some(line) = said.lines().rfind(|line| line.contains("DONE")) {
            println!("  {line}");
        }
    }
    Ok(())
}

/// Every target has a file of its own.
fn known(fuzz: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(fuzz.join("fuzz_targets"))? {
        let path = entry?.path();
        names.extend(
            path.file_stem()
                .map(|stem| stem.to_string_lossy().into_owned()),
        );
    }
    names.sort();
    Ok(names)
}

fn one(fuzz: &Path, target: &str, seconds: u32) -> Result<String> {
    let corpus = fuzz.join("corpus").join(target);
    std::fs::create_dir_all(&corpus)?;
    let mut command = Command::new("cargo");
    command
        .current_dir(fuzz)
        .env("RUSTC_BOOTSTRAP", "1")
        .args(["fuzz", "run", "--sanitizer", "none", target])
        .arg(corpus)
        .arg(fuzz.join("seeds").join(target))
        .args(["--", "-timeout=10", "-max_len=4096"])
        .arg(format!("-max_total_time={seconds}"));
    let finished = capture(command)?;
    if !finished.success {
        bail!(
            "{target} found something. Copy the file below fuzz/artifacts/{target} to \
             tests/conformance/findings/{target} and mend what it shows:\n{}",
            finished.text
        );
    }
    Ok(finished.text)
}

fn cargo_fuzz(repo: &Repo) -> Result<()> {
    let mut probe = repo.cargo();
    probe.args(["fuzz", "--version"]);
    if capture(probe)?.success {
        return Ok(());
    }
    step("Installing cargo-fuzz", || {
        let mut install = repo.cargo();
        install.args(["install", "--locked", "cargo-fuzz"]);
        succeed(install)
    })?;
    Ok(())
}
