//! The project's own commands, for a machine that has only rustup, Node and npm:
//! each installs what it needs and says so.
#![expect(
    clippy::print_stdout,
    reason = "saying what is done is what these commands are for"
)]

mod bench;
mod called;
mod chromium;
mod dist;
mod fidelity;
mod first_load;
mod fuzz;
mod late_data;
mod licences;
mod likeness;
mod metadata;
mod npm;
mod offered;
mod page;
mod profile;
mod record;
mod repo;
mod short_names;
mod site;
mod split;
mod stage;
mod step;
mod sweep;
mod tally;
mod test;
mod toolchain;
mod wasm;
mod wireshark;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::repo::Repo;
use crate::stage::Stage;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Builds, serves and tests saslab")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build the page and serve it on this machine
    Serve {
        /// The port on 127.0.0.1
        #[arg(long, default_value_t = 8080)]
        port: u16,
    },
    /// Run every check and test; closes with `N passed, N failed`
    Test(Selection),
    /// What the server runs: `test`, and cargo-deny where it is installed
    Ci,
    /// Write the compressed site and the one-file edition to dist/
    Dist,
    /// Record anew which functions the first interaction does without
    Profile,
    Record(record::Arguments),
    Sweep(sweep::Arguments),
    Fuzz(fuzz::Arguments),
    /// Write docs/fidelity.md: what was replayed, and what is not simulated
    Fidelity,
    /// Measure sessions a second, and the time that replaying takes
    Bench,
}

#[derive(clap::Args)]
struct Selection {
    /// Run these stages only (several: separated by commas)
    #[arg(long, value_delimiter = ',')]
    only: Vec<Stage>,
    /// After `--`: arguments for Playwright, such as a spec or `--grep NAME`
    #[arg(last = true)]
    playwright: Vec<String>,
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<ExitCode> {
    let repo = Repo::find()?;
    match command {
        Command::Serve { port } => serve(&repo, port),
        Command::Test(Selection { only, playwright }) => {
            let stages = if only.is_empty() { Stage::TEST } else { &only };
            Ok(test::run(&repo, stages, &playwright))
        }
        Command::Ci => Ok(test::run(
            &repo,
            &[Stage::TEST, &[Stage::Deny]].concat(),
            &[],
        )),
        Command::Dist => dist(&repo),
        Command::Profile => profile(&repo),
        Command::Record(arguments) => done(record::run(&repo, &arguments)),
        Command::Sweep(arguments) => done(sweep::run(&repo, &arguments)),
        Command::Fuzz(arguments) => done(fuzz::run(&repo, &arguments)),
        Command::Fidelity => done(fidelity::write(&repo)),
        Command::Bench => done(bench::run(&repo)),
    }
}

fn done(result: Result<()>) -> Result<ExitCode> {
    result.map(|()| ExitCode::SUCCESS)
}

fn serve(repo: &Repo, port: u16) -> Result<ExitCode> {
    wasm::build(repo)?;
    page::build(repo, page::Edition::Site)?;
    let server = site::Site::of(repo, repo.page()).listen(port)?;
    println!("saslab is at {}  (Ctrl-C ends it)", server.address());
    server.wait()?;
    Ok(ExitCode::SUCCESS)
}

fn dist(repo: &Repo) -> Result<ExitCode> {
    let sizes = dist::write(repo)?;
    println!("{sizes}");
    let exceeded = sizes.budgets.iter().any(dist::Budget::is_exceeded);
    Ok(if exceeded {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

fn profile(repo: &Repo) -> Result<ExitCode> {
    let functions = profile::record(repo)?;
    println!("{functions} functions are not needed at first");
    Ok(ExitCode::SUCCESS)
}
