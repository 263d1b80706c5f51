//! How many checks passed and failed, read from what each runner says.

use std::fmt;
use std::ops::AddAssign;

use anyhow::Result;
use serde::Deserialize;

/// Passed and failed checks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u32,
    pub(crate) failed: u32,
}

impl Tally {
    /// One check, such as a run of a linter.
    pub(crate) fn one(success: bool) -> Self {
        if success {
            Self {
                passed: 1,
                failed: 0,
            }
        } else {
            Self {
                passed: 0,
                failed: 1,
            }
        }
    }

    /// A runner that failed without naming a failed test (it did not compile, it
    /// crashed) counts as one failure.
    fn with_verdict(mut self, success: bool) -> Self {
        if !success && self.failed == 0 {
            self.failed = 1;
        }
        self
    }

    pub(crate) fn is_green(self) -> bool {
        self.failed == 0 && self.passed > 0
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// Sums the lines `test result: ok. 3 passed; 0 failed; …` of cargo test.
pub(crate) fn of_cargo_test(output: &str, success: bool) -> Tally {
    let mut tally = Tally::default();
    for line in output
        .lines()
        .filter_map(|line| line.strip_prefix("test result: "))
    {
        tally += Tally {
            passed: before(line, " passed"),
            failed: before(line, " failed"),
        };
    }
    tally.with_verdict(success)
}

/// The number that stands before a word.
fn before(line: &str, word: &str) -> u32 {
    line.split_once(word)
        .and_then(|(start, _)| start.rsplit(' ').next()?.parse().ok())
        .unwrap_or(0)
}

#[derive(Deserialize)]
struct Report {
    stats: Stats,
}

#[derive(Deserialize)]
struct Stats {
    expected: u32,
    unexpected: u32,
    flaky: u32,
}

/// Reads Playwright's JSON report; a test that passes only now and then has failed.
pub(crate) fn of_playwright(report: &str, success: bool) -> Result<Tally> {
    let Report { stats } = serde_json::from_str(report)?;
    let tally = Tally {
        passed: stats.expected,
        failed: stats.unexpected + stats.flaky,
    };
    Ok(tally.with_verdict(success))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_binaries_of_cargo_test_are_summed() {
        let output = "test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured\n\
            running 2 tests\n\
            test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured\n";
        assert_eq!(
            of_cargo_test(output, false),
            Tally {
                passed: 13,
                failed: 2
            }
        );
    }

    #[test]
    fn a_runner_that_fails_without_a_failed_test_counts_as_one() {
        assert_eq!(
            of_cargo_test("error: could not compile", false),
            Tally {
                passed: 0,
                failed: 1
            }
        );
    }

    #[test]
    fn flaky_browser_tests_have_failed() {
        let report = r#"{ "stats": { "expected": 7, "unexpected": 1, "flaky": 2, "skipped": 0 } }"#;
        assert_eq!(
            of_playwright(report, false).unwrap(),
            Tally {
                passed: 7,
                failed: 3
            }
        );
    }

    #[test]
    fn nothing_run_is_not_green() {
        assert!(!Tally::default().is_green());
    }
}
