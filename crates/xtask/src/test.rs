//! A test run: every stage, also after one has failed, so that one run shows all.

use std::process::ExitCode;
use std::time::Instant;

use crate::repo::Repo;
use crate::stage::{Outcome, Stage};
use crate::tally::Tally;

/// Runs the stages and closes with `N passed, N failed`.
pub(crate) fn run(repo: &Repo, stages: &[Stage], playwright: &[String]) -> ExitCode {
    let start = Instant::now();
    let mut sum = Tally::default();
    for stage in stages {
        let outcome = stage.run(repo, playwright).unwrap_or_else(|error| Outcome {
            tally: Tally::one(false),
            said: format!("{error:#}"),
        });
        if outcome.tally.failed > 0 {
            println!("{}", outcome.said.trim_end());
        }
        sum += outcome.tally;
    }
    println!("in {:.0} s", start.elapsed().as_secs_f64());
    println!("{sum}");
    if sum.is_green() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
