//! `bench`: what the core does in a second, in a release build, and in wasm as the page
//! has it; and how long the page takes in a browser.

use std::fs;
use std::process::Command;

use anyhow::Result;

use crate::chromium;
use crate::npm;
use crate::page::{self, Edition};
use crate::repo::Repo;
use crate::site::Site;
use crate::step::{step, succeed};
use crate::toolchain;
use crate::wasm;

/// The target on which a program has a clock and an output in Node.
const WASI: &str = "wasm32-wasip1";

/// Runs the program that Node is given, with its arguments.
const RUN: &str = r#"
import { readFileSync } from "node:fs";
import { WASI } from "node:wasi";
const [file, ...args] = process.argv.slice(1);
const wasi = new WASI({ version: "preview1", args: ["bench", ...args] });
const module = await WebAssembly.compile(readFileSync(file));
wasi.start(await WebAssembly.instantiate(module, wasi.getImportObject()));
"#;

/// Builds and runs the measurements, and prints them.
pub(crate) fn run(repo: &Repo) -> Result<()> {
    for bin in ["bench", "bench_explore", "bench_hostile"] {
        let figures = step(&format!("Measuring: {bin} (release build)"), || {
            let mut command = repo.cargo();
            command.args(["run", "--quiet", "--release"]);
            succeed(measuring(command, bin))
        })?;
        print!("{figures}");
    }
    in_wasm(repo)?;
    in_browser(repo)
}

/// From a switch to the updated page, in Chromium (`tests/e2e/bench.ts`).
fn in_browser(repo: &Repo) -> Result<()> {
    wasm::build(repo)?;
    let page = page::build(repo, Edition::Site)?;
    npm::install(&repo.e2e())?;
    let chromium = chromium::find()?;
    let server = Site::of(repo, page).listen(0)?;
    let figures = repo.target().join("xtask/browser-bench.txt");
    step("Measuring: the page in Chromium", || {
        let mut playwright = npm::program(&repo.e2e(), "@playwright/test/cli.js");
        playwright
            .args(["test", "--config", "bench.config.ts"])
            .env("SASLAB_CHROMIUM", chromium)
            .env("SASLAB_URL", server.address())
            .env("SASLAB_FIGURES", &figures);
        succeed(playwright)
    })?;
    print!("{}", fs::read_to_string(figures)?);
    Ok(())
}

/// What the page does most, once more as it has the core.
const IN_WASM: [(&str, &str); 3] = [
    ("bench", "sessions"),
    ("bench_explore", "howto"),
    // A megabyte of stack, as the page has.
    ("bench_hostile", "deep"),
];

/// Node 20 can fall over its own concurrent marking once a long run has ended; what is
/// measured leaves nothing to its collector.
const NODE: [&str; 3] = [
    "--no-warnings",
    "--no-concurrent-marking",
    "--input-type=module",
];

fn in_wasm(repo: &Repo) -> Result<()> {
    toolchain::target(WASI)?;
    for (bin, what) in IN_WASM {
        step("Compiling to wasm (as the page is)", || {
            let mut command = repo.cargo();
            command.args(["build", "--quiet", "--profile", "web", "--target", WASI]);
            succeed(measuring(command, bin))
        })?;
        let figures = step(&format!("Measuring: {bin} (wasm in Node)"), || {
            let mut node = Command::new("node");
            node.args(NODE).args(["--eval", RUN, "--"]);
            node.arg(repo.target().join(WASI).join(format!("web/{bin}.wasm")));
            node.arg(what);
            succeed(node)
        })?;
        print!("{figures}");
    }
    Ok(())
}

fn measuring(mut command: Command, bin: &str) -> Command {
    command.args(["--package", "saslab-conformance", "--bin", bin]);
    command
}
