//! `saslab check`: every question asked about a mail system; findings with their
//! sessions and fixes, as text or as JSON.
//! Left out: SARIF.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use saslab_explore::{Finding, Fix, Report, Severity, Site, examine, fixes};
use saslab_smtpd::Installation;
use saslab_smtpd::maincf::MasterCf;
use saslab_smtpd::release::Release;
use serde_json::{Value, json};

use crate::failure::{Failure, Outcome};
use crate::input;

/// Ask every question about a configuration; exit 1 if something critical is found
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The configuration file; - is standard input
    main_cf: PathBuf,
    /// Its master.cf; without it, one service on port 25
    #[arg(long, value_name = "FILE")]
    master: Option<PathBuf>,
    /// The Postfix release
    #[arg(long, value_name = "RELEASE", default_value_t = Release::DEFAULT)]
    postfix: Release,
    /// How to print what is found
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// For programs
    Json,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let text = input::configuration(&arguments.main_cf)?;
    let master = match &arguments.master {
        Some(path) => MasterCf::parse(&input::configuration(path)?),
        None => MasterCf::stock(),
    };
    let site = Site {
        master,
        ..Site::new(Installation::new(arguments.postfix, &text))
    };
    let report = examine(&site);
    let out = match arguments.format {
        Format::Text => as_text(&site, &report),
        Format::Json => as_json(&site, &report),
    };
    let mut findings = report.findings().into_iter();
    match findings.any(|finding| finding.severity == Severity::Critical) {
        true => Ok(Outcome::found(out)),
        false => Ok(Outcome::good(out)),
    }
}

/// The smallest edit that is proven, if one is.
fn best(site: &Site, finding: &Finding) -> Option<Fix> {
    fixes(site, finding).into_iter().next()
}

fn as_text(site: &Site, report: &Report) -> String {
    let mut out = String::new();
    for warning in &site.installation.warnings {
        out.push_str(&format!("main.cf: {warning}\n"));
    }
    for finding in report.findings() {
        let service = finding.service.as_deref();
        let service = service.map_or(String::new(), |name| format!(" [{name}]"));
        let Finding { severity, says, .. } = finding;
        let name = finding.question.name;
        out.push_str(&format!("{severity}: {says}{service} ({name})\n"));
        for place in &finding.places {
            if let Some(line) = place.line {
                out.push_str(&format!("  main.cf line {line}: {}\n", place.parameter));
            }
        }
        out.push_str(&session(site, finding));
        if let Some(fix) = best(site, finding) {
            for line in &fix.postconf {
                out.push_str(&format!("  fix: {line}\n"));
            }
        }
        out.push_str(&format!("  see: {}\n", finding.question.source));
    }
    for reported in report.answers.iter().filter(|one| one.findings.is_empty()) {
        out.push_str(&format!(
            "{}: {}\n",
            reported.question.name, reported.answer
        ));
    }
    out
}

/// The witness as a dialogue.
fn session(site: &Site, finding: &Finding) -> String {
    let mut out = String::new();
    let Some(witness) = &finding.witness else {
        return out;
    };
    out.push_str(&format!("  from {}", witness.client));
    if witness.seen != witness.client {
        out.push_str(&format!(", seen as {}", witness.seen));
    }
    out.push('\n');
    let Ok(steps) = witness.replay(site) else {
        return out;
    };
    let sent = witness.lines.iter().map(Some);
    for (line, step) in std::iter::once(None).chain(sent).zip(&steps) {
        if let Some(line) = line {
            out.push_str(&format!("  C: {line}\n"));
        }
        for line in step.replies.iter().flat_map(|reply| reply.lines()) {
            out.push_str(&format!("  S: {}\n", line.text()));
        }
    }
    out
}

fn as_json(site: &Site, report: &Report) -> String {
    let findings = report.findings().into_iter().map(|finding| {
        let witness = finding.witness.as_ref().map(|witness| {
            let supposing = witness.supposing.iter().map(ToString::to_string);
            json!({
                "service": &*witness.service,
                "client": witness.client.to_string(),
                "seen": witness.seen.to_string(),
                "lines": witness.lines.iter().map(|line| &**line).collect::<Vec<_>>(),
                "supposing": supposing.collect::<Vec<_>>(),
            })
        });
        let fix = best(site, finding).map(|fix| {
            let diff = fix.diff.iter().map(ToString::to_string);
            json!({
                "postconf": fix.postconf.iter().map(|line| &**line).collect::<Vec<_>>(),
                "diff": diff.collect::<Vec<_>>(),
            })
        });
        let lines = finding.places.iter().filter_map(|place| place.line);
        json!({
            "question": finding.question.name,
            "severity": finding.severity.word(),
            "service": finding.service.as_deref(),
            "says": &*finding.says,
            "lines": lines.collect::<Vec<_>>(),
            "witness": witness,
            "fix": fix,
            "source": finding.question.source,
        })
    });
    let findings: Vec<Value> = findings.collect();
    let answers = report.answers.iter().map(|reported| {
        json!({
            "question": reported.question.name,
            "answer": reported.answer.to_string(),
        })
    });
    let answers: Vec<Value> = answers.collect();
    let all = json!({
        "findings": findings,
        "answers": answers,
        "sessions": report.sessions,
    });
    format!("{all:#}\n")
}
