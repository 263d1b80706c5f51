//! `saslab check`: every question asked about a mail system; findings with their
//! sessions and fixes, as text, as JSON or as SARIF.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use saslab_explore::{Answer, Finding, Fix, Lens, Report, Severity, Site, examine, fixes, needed};
use saslab_smtpd::Installation;
use saslab_smtpd::maincf::MasterCf;
use saslab_smtpd::release::Release;
use serde_json::{Value, json};

use crate::failure::{Failure, Outcome};
use crate::input;
use crate::serving::{self, with_files};

mod sarif;

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
    /// Every connection seems to come from this address: a gateway, a load balancer,
    /// Docker's proxy
    #[arg(long, value_name = "ADDRESS")]
    gateway: Option<IpAddr>,
    /// Read the tables that the configuration names below this directory; what is not
    /// read there is supposed
    #[arg(long, value_name = "DIRECTORY")]
    files: Option<PathBuf>,
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
    /// SARIF 2.1.0, for the servers that show what checks have found
    Sarif,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let text = input::configuration(&arguments.main_cf)?;
    let services = match &arguments.master {
        Some(path) => Some(input::configuration(path)?),
        None => None,
    };
    let mut installation = Installation::new(arguments.postfix, &text);
    if let Some(root) = &arguments.files {
        let texts = [text.as_str(), services.as_deref().unwrap_or("")];
        installation.world = with_files(installation.world, root, &texts)?;
    }
    let master = services.map_or_else(MasterCf::stock, |text| MasterCf::parse(&text));
    let site = Site {
        lens: arguments.gateway.map_or(Lens::Direct, Lens::Gateway),
        ..serving::site(installation, master)
    };
    let report = examine(&site);
    let out = match arguments.format {
        Format::Text => as_text(&site, &report),
        Format::Json => as_json(&site, &report),
        Format::Sarif => {
            let master = arguments.master.as_deref();
            sarif::log(&site, &report, &arguments.main_cf, master)
        }
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
        match best(site, finding) {
            Some(fix) => {
                for line in &fix.postconf {
                    out.push_str(&format!("  fix: {line}\n"));
                }
            }
            None => out.push_str(&format!("  needed: {}\n", needed(finding))),
        }
        out.push_str(&format!("  see: {}\n", finding.question.source));
    }
    // What was tried stands out, and what was not found is only named.
    let mut absent = Vec::new();
    for reported in report.answers.iter().filter(|one| one.findings.is_empty()) {
        let question = reported.question;
        let sure =
            matches!(&reported.answer, Answer::Never { provided, .. } if provided.is_empty());
        if sure && question.severity < Severity::Critical {
            absent.push(question.name);
        } else {
            out.push_str(&format!("{}: {}\n", question.name, reported.answer));
        }
    }
    if !absent.is_empty() {
        out.push_str(&format!("not found: {}\n", absent.join(", ")));
    }
    out
}

/// The witness as a dialogue.
fn session(site: &Site, finding: &Finding) -> String {
    let lines = dialogue(site, finding);
    lines.iter().map(|line| format!("  {line}\n")).collect()
}

/// Who connects, and what is said.
fn dialogue(site: &Site, finding: &Finding) -> Vec<String> {
    let Some(witness) = &finding.witness else {
        return Vec::new();
    };
    let mut first = format!("from {}", witness.client);
    if witness.seen != witness.client {
        first.push_str(&format!(", seen as {}", witness.seen));
    }
    if let Some(name) = &witness.name {
        first.push_str(&format!(", whose name is {name}"));
    }
    let mut lines = vec![first];
    let supposing = witness.supposing.iter();
    lines.extend(supposing.map(|fact| format!("supposing that {fact}")));
    let steps = witness.replay(site).unwrap_or_default();
    let sent = witness.lines.iter().map(Some);
    for (line, step) in std::iter::once(None).chain(sent).zip(&steps) {
        lines.extend(line.map(|line| format!("C: {line}")));
        let replies = step.replies.iter().flat_map(|reply| reply.lines());
        lines.extend(replies.map(|line| format!("S: {}", line.text())));
    }
    lines
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
            "needed": fix.is_none().then(|| needed(finding)),
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
