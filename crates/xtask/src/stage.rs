//! The stages of a test run, each counted by what its runner says.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result};
use clap::ValueEnum;

use crate::chromium;
use crate::dist;
use crate::licences;
use crate::npm;
use crate::repo::Repo;
use crate::site::Site;
use crate::step::{Finished, capture, step};
use crate::tally::{self, Tally};
use crate::toolchain::{self, WASM};
use crate::wireshark;

/// Packages that never run in a browser.
const NATIVE_ONLY: [&str; 3] = ["saslab-cli", "saslab-conformance", "saslab-xtask"];

/// The page is linted for the browser only: its framework need not be checked a
/// second time for this machine, and its unit tests are compiled there anyway.
const PAGE: &str = "saslab-www";

/// One part of a test run.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Stage {
    /// cargo fmt --check
    Format,
    /// Clippy for this machine, all targets, warnings denied
    Clippy,
    /// Clippy for the browser, warnings denied
    ClippyWasm,
    /// Licences and sources of the dependencies
    Licences,
    /// Unit, conformance and documentation tests
    Tests,
    /// cargo doc, warnings denied
    Docs,
    /// The page as it is published, and its budgets
    Page,
    /// TypeScript's types
    Types,
    /// Playwright and axe, over the published page
    Browser,
    /// What tshark makes of an exported session
    Wireshark,
    /// cargo-deny, where it is installed
    Deny,
}

/// What a stage found; `said` is shown when something failed.
pub(crate) struct Outcome {
    pub(crate) tally: Tally,
    pub(crate) said: String,
}

impl Outcome {
    fn add(&mut self, Self { tally, said }: Self) {
        self.tally += tally;
        self.said.push_str(&said);
    }
}

impl Stage {
    /// All but those that need a tool of their own.
    pub(crate) const TEST: &[Self] = &[
        Self::Format,
        Self::Clippy,
        Self::ClippyWasm,
        Self::Licences,
        Self::Tests,
        Self::Docs,
        Self::Page,
        Self::Types,
        Self::Browser,
        Self::Wireshark,
    ];

    pub(crate) fn run(self, repo: &Repo, playwright: &[String]) -> Result<Outcome> {
        match self {
            Self::Format => format(repo),
            Self::Clippy => clippy(repo),
            Self::ClippyWasm => clippy_wasm(repo),
            Self::Licences => licences(repo),
            Self::Tests => tests(repo),
            Self::Docs => docs(repo),
            Self::Page => page(repo),
            Self::Types => types(repo),
            Self::Browser => browser(repo, playwright),
            Self::Wireshark => wireshark::compare(repo),
            Self::Deny => deny(repo),
        }
    }
}

/// Runs a command as one check.
fn check(what: &str, command: Command) -> Result<Outcome> {
    let Finished { success, text } = step(what, || capture(command))?;
    Ok(Outcome {
        tally: Tally::one(success),
        said: text,
    })
}

fn format(repo: &Repo) -> Result<Outcome> {
    toolchain::component(repo, "fmt", "rustfmt")?;
    let mut cargo = repo.cargo();
    cargo.args(["fmt", "--all", "--check"]);
    check("Checking the format", cargo)
}

fn clippy(repo: &Repo) -> Result<Outcome> {
    toolchain::component(repo, "clippy", "clippy")?;
    let mut cargo = repo.cargo();
    cargo.args(["clippy", "--quiet", "--workspace", "--exclude", PAGE]);
    cargo.args(["--all-targets", "--", "-D", "warnings"]);
    check("Linting", cargo)
}

fn clippy_wasm(repo: &Repo) -> Result<Outcome> {
    toolchain::component(repo, "clippy", "clippy")?;
    toolchain::target(WASM)?;
    let mut others = repo.cargo();
    others.args(["clippy", "--quiet", "--target", WASM, "--workspace"]);
    for package in NATIVE_ONLY {
        others.args(["--exclude", package]);
    }
    others.args(["--", "-D", "warnings"]);
    let mut outcome = check("Linting for the browser", others)?;
    let mut page = repo.cargo();
    page.args(["clippy", "--quiet", "--target", WASM, "--package", PAGE]);
    page.args(["--all-targets", "--", "-D", "warnings"]);
    outcome.add(check("Linting the page's tests", page)?);
    Ok(outcome)
}

fn licences(repo: &Repo) -> Result<Outcome> {
    let complaints = step("Checking licences", || licences::complaints(repo))?;
    Ok(Outcome {
        tally: Tally::one(complaints.is_empty()),
        said: complaints.join("\n"),
    })
}

fn tests(repo: &Repo) -> Result<Outcome> {
    let mut cargo = repo.cargo();
    cargo.args(["test", "--quiet", "--workspace", "--no-fail-fast"]);
    let Finished { success, text } = step("Testing", || capture(cargo))?;
    Ok(Outcome {
        tally: tally::of_cargo_test(&text, success),
        said: text,
    })
}

fn docs(repo: &Repo) -> Result<Outcome> {
    let mut cargo = repo.cargo();
    cargo.args([
        "doc",
        "--quiet",
        "--workspace",
        "--exclude",
        PAGE,
        "--no-deps",
    ]);
    cargo.env("RUSTDOCFLAGS", "-D warnings");
    check("Documenting", cargo)
}

/// The build is one check, and so is each budget: kept, or exceeded as `dist` knows.
fn page(repo: &Repo) -> Result<Outcome> {
    let sizes = dist::write(repo)?;
    let mut tally = Tally::one(true);
    for budget in &sizes.budgets {
        tally += Tally::one(budget.is_as_known());
    }
    Ok(Outcome {
        tally,
        said: sizes.to_string(),
    })
}

fn types(repo: &Repo) -> Result<Outcome> {
    let mut outcome = Outcome {
        tally: Tally::default(),
        said: String::new(),
    };
    for folder in [repo.www(), repo.e2e()] {
        npm::install(&folder)?;
        let mut tsc = npm::program(&repo.www(), "typescript/bin/tsc");
        tsc.arg("--noEmit").arg("--project").arg(&folder);
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        outcome.add(check(&format!("Checking the types of {name}"), tsc)?);
    }
    Ok(outcome)
}

fn browser(repo: &Repo, arguments: &[String]) -> Result<Outcome> {
    npm::install(&repo.e2e())?;
    let chromium = chromium::find()?;
    let server = Site::of(repo, repo.dist()).listen(0)?;
    let report = repo.e2e().join("results/report.json");
    if report.exists() {
        fs::remove_file(&report)?;
    }
    let mut playwright = npm::program(&repo.e2e(), "@playwright/test/cli.js");
    playwright
        .arg("test")
        .args(arguments)
        .env("SASLAB_CHROMIUM", chromium)
        .env("SASLAB_URL", server.address())
        .env("SASLAB_SINGLE_FILE", repo.dist().join(dist::SINGLE_FILE));
    let Finished { success, text } = step("Testing in the browser", || capture(playwright))?;
    let report = fs::read_to_string(&report).with_context(|| format!("no report:\n{text}"))?;
    Ok(Outcome {
        tally: tally::of_playwright(&report, success)?,
        said: text,
    })
}

fn deny(repo: &Repo) -> Result<Outcome> {
    let mut probe = repo.cargo();
    probe.args(["deny", "--version"]);
    if !capture(probe)?.success {
        println!("cargo-deny is not installed: the licences were checked without it");
        return Ok(Outcome {
            tally: Tally::default(),
            said: String::new(),
        });
    }
    let mut cargo = repo.cargo();
    cargo.args(["deny", "check", "bans", "licenses", "sources"]);
    check("Running cargo-deny", cargo)
}
