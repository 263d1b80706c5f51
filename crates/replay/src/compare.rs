//! What a run said against what was recorded.

use std::borrow::Cow;

use crate::{Entry, Obstacle, Run, Scenario};

/// Whether a run gave what was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Entry for entry.
    Passed,
    /// Not so from one entry on.
    Failed(FirstDifference<Entry>),
    /// It could not be run to its end.
    NotRun(Obstacle),
}

/// The first place where two lists differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstDifference<T> {
    /// Counted from 0.
    pub index: usize,
    /// What was recorded; `None`: the recording had ended.
    pub expected: Option<T>,
    /// What the run gave; `None`: the run had ended.
    pub got: Option<T>,
}

/// The transcripts, entry by entry.
#[must_use]
pub fn compare(scenario: &Scenario, run: &Run) -> Verdict {
    if let Some(obstacle) = &run.obstacle {
        return Verdict::NotRun(obstacle.clone());
    }
    first_difference(&scenario.transcript, &run.transcript).map_or(Verdict::Passed, Verdict::Failed)
}

/// The logs, line by line.
#[must_use]
pub fn compare_logs(scenario: &Scenario, run: &Run) -> Option<FirstDifference<String>> {
    let shapes = |lines: &[String]| -> Vec<String> {
        lines.iter().map(|line| shape(line).into_owned()).collect()
    };
    let difference = first_difference(&shapes(&scenario.server_log), &shapes(&run.log))?;
    let index = difference.index;
    Some(FirstDifference {
        index,
        expected: scenario.server_log.get(index).cloned(),
        got: run.log.get(index).cloned(),
    })
}

/// A line without the place in the source of OpenSSL, which each update moves.
fn shape(line: &str) -> Cow<'_, str> {
    let Some((before, rest)) = line
        .strip_prefix("warning: TLS library problem: ")
        .and_then(|text| text.split_once(".c:"))
    else {
        return Cow::Borrowed(line);
    };
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    Cow::Owned(format!("{before}.c:{rest}"))
}

fn first_difference<T: Clone + PartialEq>(expected: &[T], got: &[T]) -> Option<FirstDifference<T>> {
    let places = 0..expected.len().max(got.len());
    let index = places
        .into_iter()
        .find(|index| expected.get(*index) != got.get(*index))?;
    Some(FirstDifference {
        index,
        expected: expected.get(index).cloned(),
        got: got.get(index).cloned(),
    })
}
