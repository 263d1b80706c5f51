//! `saslab replay`: recorded scenarios against the simulator.

use std::collections::BTreeMap;
use std::fmt;
use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use saslab_replay::{FirstDifference, Run, Scenario, Verdict, compare, compare_logs};

use crate::failure::{Failure, Outcome};
use crate::input;

/// Run recorded scenarios and hold the answers against the recording
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Files with one scenario per line
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// How many mismatches to print
    #[arg(long, value_name = "DIFFS", default_value_t = 20)]
    show: usize,
    /// Hold the server's log against the recording, too; what differs there is counted
    /// apart
    #[arg(long)]
    log: bool,
}

/// How many scenarios passed out of how many.
#[derive(Clone, Copy, Default)]
struct Count {
    passed: usize,
    all: usize,
}

#[derive(Default)]
struct Report {
    diffs: String,
    shown: usize,
    total: Count,
    files: BTreeMap<String, Count>,
    themes: BTreeMap<String, Count>,
    /// Those that met something which is not simulated.
    not_simulated: Count,
    /// Of the logs, where they were asked for.
    logs: Option<Count>,
    log_diffs: String,
    log_shown: usize,
    unreadable: usize,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let mut report = Report {
        logs: arguments.log.then(Count::default),
        ..Report::default()
    };
    for path in &arguments.files {
        let name = path.display().to_string();
        match input::bytes(path) {
            Ok(bytes) => report.file(&name, &bytes, arguments),
            Err(failure) => report.unreadable(&failure),
        }
    }
    let text = report.to_string();
    Ok(match (report.unreadable, report.total.failed()) {
        (0, 0) => Outcome::good(text),
        (0, _) => Outcome::found(text),
        (_, _) => Outcome {
            text,
            code: Failure::UNREADABLE,
            note: None,
        },
    })
}

impl Count {
    fn add(&mut self, passed: bool) {
        self.all += 1;
        self.passed += usize::from(passed);
    }

    fn failed(self) -> usize {
        self.all - self.passed
    }
}

impl Report {
    /// Holds the log against the recording, if that was asked for.
    fn log(&mut self, file: &str, scenario: &Scenario, run: &Run, arguments: &Arguments) {
        let Some(logs) = &mut self.logs else { return };
        let difference = compare_logs(scenario, run);
        logs.add(difference.is_none());
        let Some(difference) = difference else { return };
        if self.log_shown < arguments.show {
            self.log_shown += 1;
            let words = words("log line", "the log", &difference);
            self.log_diffs.push_str(&format!(
                "{file}: {} ({})\n{words}",
                scenario.id, scenario.about
            ));
        }
    }

    /// A line that cannot be read is named, and the others are run all the same.
    fn unreadable(&mut self, says: &dyn fmt::Display) {
        self.unreadable += 1;
        // Without a standard error the exit code has to do.
        let _told = writeln!(std::io::stderr(), "saslab: {says}");
    }

    fn file(&mut self, name: &str, bytes: &[u8], arguments: &Arguments) {
        self.files.entry(name.to_owned()).or_default();
        for scenario in saslab_replay::read(bytes) {
            match scenario {
                Ok(scenario) => self.scenario(name, &scenario, arguments),
                Err(error) => self.unreadable(&format!("{name}: {error}")),
            }
        }
    }

    fn scenario(&mut self, file: &str, scenario: &Scenario, arguments: &Arguments) {
        let run = saslab_replay::run(scenario);
        self.log(file, scenario, &run, arguments);
        let mismatch = mismatch(scenario, &run);
        let passed = mismatch.is_none();
        self.total.add(passed);
        self.files.entry(file.to_owned()).or_default().add(passed);
        self.themes
            .entry(scenario.about.clone())
            .or_default()
            .add(passed);
        if !run.not_simulated.is_empty() {
            self.not_simulated.add(passed);
        }
        let Some(mismatch) = mismatch else {
            return;
        };
        if self.shown < arguments.show {
            self.shown += 1;
            self.diffs.push_str(&format!(
                "{file}: {} ({})\n{mismatch}",
                scenario.id, scenario.about
            ));
            for what in &run.not_simulated {
                self.diffs.push_str(&format!("  not simulated: {what}\n"));
            }
        }
    }
}

/// The first difference, in words; none if there is none.
fn mismatch(scenario: &Scenario, run: &Run) -> Option<String> {
    match compare(scenario, run) {
        Verdict::NotRun(obstacle) => Some(format!("  {obstacle}\n")),
        Verdict::Failed(difference) => Some(words("entry", "the transcript", &difference)),
        Verdict::Passed => None,
    }
}

fn words<T: fmt::Display>(what: &str, whole: &str, difference: &FirstDifference<T>) -> String {
    let show = |side: &Option<T>| match side {
        Some(line) => line.to_string(),
        None => format!("(end of {whole})"),
    };
    format!(
        "  {what} {}, recorded:  {}\n  {what} {}, simulated: {}\n",
        difference.index + 1,
        show(&difference.expected),
        difference.index + 1,
        show(&difference.got),
    )
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.log_diffs)?;
        f.write_str(&self.diffs)?;
        let hidden = self.total.failed() - self.shown;
        if hidden > 0 {
            writeln!(
                f,
                "({hidden} more mismatches: --show {})",
                self.total.failed()
            )?;
        }
        writeln!(f, "passed/all by theme:")?;
        for (theme, count) in &self.themes {
            writeln!(f, "  {theme}: {}/{}", count.passed, count.all)?;
        }
        writeln!(f, "passed/all by file:")?;
        for (file, count) in &self.files {
            writeln!(f, "  {file}: {}/{}", count.passed, count.all)?;
        }
        if self.not_simulated.all > 0 {
            writeln!(
                f,
                "{} scenarios meet something that is not simulated: {} of them passed, {} failed",
                self.not_simulated.all,
                self.not_simulated.passed,
                self.not_simulated.failed()
            )?;
        }
        if self.unreadable > 0 {
            writeln!(f, "{} files or lines could not be read", self.unreadable)?;
        }
        if let Some(logs) = self.logs {
            writeln!(f, "log: {} matched, {} differ", logs.passed, logs.failed())?;
        }
        writeln!(
            f,
            "{} passed, {} failed",
            self.total.passed,
            self.total.failed()
        )
    }
}
