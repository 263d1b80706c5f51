//! What recordings of planned scenarios say of the explorer.

use std::collections::BTreeMap;
use std::fmt;

use saslab_explore::{Answer, Reachable, Report, Site, Target, candidates, examine};
use saslab_replay::{Entry, Scenario, Verdict, compare, run};

use super::{SWEEP, WITNESS, site};

/// What has come out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Configurations.
    pub configurations: u32,
    /// Witnesses that were replayed.
    pub witnesses: u32,
    /// Of these: a live server has said something else.
    pub false_alarms: u32,
    /// Sessions of sweeps.
    pub sweeps: u32,
    /// Recipients that were tried in them.
    pub recipients: u32,
    /// Foreign messages that live servers took from anybody.
    pub relayed: u32,
    /// Of these: the explorer has said never.
    pub missed: u32,
    /// Of these: the explorer could not say.
    pub unknown: u32,
    /// Sessions of sweeps in which a reply differs from the simulated one.
    pub different: u32,
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            configurations,
            witnesses,
            false_alarms,
            sweeps,
            recipients,
            relayed,
            missed,
            unknown,
            different,
        } = self;
        writeln!(f, "configurations: {configurations}")?;
        writeln!(
            f,
            "witnesses replayed: {witnesses}, false alarms: {false_alarms}"
        )?;
        writeln!(
            f,
            "swept sessions: {sweeps}, recipients tried: {recipients}"
        )?;
        writeln!(
            f,
            "relayed to anybody: {relayed}, missed: {missed}, not known: {unknown}"
        )?;
        write!(
            f,
            "swept sessions with another reply than the simulated one: {different}"
        )
    }
}

/// What recordings say of the explorer, and a line for each disagreement.
#[must_use]
pub fn judge(recorded: &[Scenario]) -> (Tally, Vec<String>) {
    let mut tally = Tally::default();
    let mut lines = Vec::new();
    let mut reports: BTreeMap<String, (Site, Report)> = BTreeMap::new();
    for scenario in recorded {
        let base = scenario.id.split('/').next().unwrap_or("").to_owned();
        let (site, report) = reports.entry(base).or_insert_with(|| {
            let site = site(scenario);
            let report = examine(&site);
            (site, report)
        });
        let same = compare(scenario, &run(scenario)) == Verdict::Passed;
        match scenario.about.split_once(' ') {
            Some((WITNESS, question)) => {
                tally.witnesses += 1;
                if !same {
                    tally.false_alarms += 1;
                    lines.push(format!(
                        "{}: the witness of {question} differs",
                        scenario.id
                    ));
                }
            }
            Some((SWEEP, service)) => {
                tally.sweeps += 1;
                tally.different += u32::from(!same);
                if !same {
                    lines.push(format!("{}: a sweep of {service} differs", scenario.id));
                }
                swept(scenario, (site, report), service, &mut tally, &mut lines);
            }
            Some(_) | None => {}
        }
    }
    tally.configurations = u32::try_from(reports.len()).unwrap_or(u32::MAX);
    (tally, lines)
}

/// What a live server took from anybody without a login, and what the explorer says.
fn swept(
    scenario: &Scenario,
    (site, report): (&Site, &Report),
    service: &str,
    tally: &mut Tally,
    lines: &mut Vec<String>,
) {
    let Some(listed) = site.service(service) else {
        return;
    };
    let Ok(server) = site.start(listed) else {
        return;
    };
    let all = candidates(&server, listed);
    let anyone = (scenario.client.address, Reachable::ByAnyone);
    let is_anyone = all.peers.contains(&anyone);
    let target = |line: &str| {
        let found = all.recipients.iter().find(|(own, _)| **own == *line);
        found.map(|(_, target)| *target)
    };
    let says = |question: &str| {
        let reported = report.answer(question)?;
        let mut findings = reported.findings.iter();
        Some(match &reported.answer {
            _ if findings.any(|finding| finding.service.as_deref() == Some(service)) => Says::Found,
            Answer::Unknown(_) => Says::Unknown,
            Answer::Happens(_) | Answer::Never { .. } => Says::Never,
        })
    };
    tally.recipients += u32::try_from(lines_of(scenario, "RCPT ").count()).unwrap_or(u32::MAX);
    if !is_anyone {
        return;
    }
    for line in accepted(scenario) {
        let question = match target(line) {
            None | Some(Target::Own) => continue,
            Some(Target::Foreign) => "open-relay",
            Some(Target::Routed) => "relay-by-route",
        };
        tally.relayed += 1;
        match says(question) {
            Some(Says::Found) => {}
            Some(Says::Unknown) => tally.unknown += 1,
            Some(Says::Never) | None => {
                tally.missed += 1;
                let id = &scenario.id;
                lines.push(format!(
                    "{id}: {line} was relayed, and {question} is not found"
                ));
            }
        }
    }
}

/// What the explorer says of one service.
enum Says {
    Found,
    Never,
    Unknown,
}

/// The lines of the client that begin so.
fn lines_of<'s>(scenario: &'s Scenario, start: &'s str) -> impl Iterator<Item = &'s str> {
    scenario
        .transcript
        .iter()
        .filter_map(move |entry| match entry {
            Entry::Client(text) if text.line.starts_with(start) => Some(text.line.as_str()),
            Entry::Client(_)
            | Entry::Server(_)
            | Entry::ClientRaw(_)
            | Entry::ClientData(_)
            | Entry::Tls(_)
            | Entry::Closed
            | Entry::ClientCloses
            | Entry::Silence
            | Entry::Refused => None,
        })
}

/// The recipients whose message the server took.
fn accepted(scenario: &Scenario) -> Vec<&str> {
    let mut accepted = Vec::new();
    let mut last = None;
    let mut message = false;
    for entry in &scenario.transcript {
        match entry {
            Entry::Client(text) => {
                message = false;
                match text.line.starts_with("RCPT ") {
                    true => last = Some(text.line.as_str()),
                    false if text.line == "RSET" => last = None,
                    false => {}
                }
            }
            Entry::ClientData(_) => message = true,
            Entry::Server(text) if message && text.line.starts_with("250 ") => {
                accepted.extend(last.take());
            }
            Entry::Server(_)
            | Entry::ClientRaw(_)
            | Entry::Tls(_)
            | Entry::Closed
            | Entry::ClientCloses
            | Entry::Silence
            | Entry::Refused => {}
        }
    }
    accepted
}
