//! Findings as SARIF 2.1.0, the OASIS standard: a rule for each question, a result for each
//! finding, its session as a code flow, and its edit of main.cf as a fix.
//! Left out: fixes in master.cf, which stand in the text.

use std::path::Path;

use saslab_explore::{Finding, Fix, Place, QUESTIONS, Question, Report, Severity, Site, needed};
use serde_json::{Value, json};

use super::{best, dialogue};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// What the findings are about, as URIs.
struct Files {
    main_cf: String,
    master_cf: Option<String>,
}

/// One log with one run.
pub(super) fn log(site: &Site, report: &Report, main_cf: &Path, master: Option<&Path>) -> String {
    let files = Files {
        main_cf: uri(main_cf),
        master_cf: master.map(uri),
    };
    let questions = || QUESTIONS.iter().flat_map(|rows| rows.iter());
    let rules: Vec<Value> = questions().map(rule).collect();
    let index = |question: &Question| questions().position(|other| other == question);
    let results: Vec<Value> = report
        .findings()
        .into_iter()
        .map(|finding| result(site, finding, index(finding.question), &files))
        .collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "saslab",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn rule(question: &Question) -> Value {
    json!({
        "id": question.name,
        "shortDescription": {"text": question.title},
        "fullDescription": {"text": question.explanation},
        "help": {"text": format!("See: {}", question.source)},
        "defaultConfiguration": {"level": level(question.severity)},
    })
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Serious | Severity::Critical => "error",
    }
}

fn result(site: &Site, finding: &Finding, index: Option<usize>, files: &Files) -> Value {
    let fix = best(site, finding);
    let mut text = format!("{}: {}", finding.question.title, finding.says);
    if let Some(service) = &finding.service {
        text.push_str(&format!(" (service {service})"));
    }
    for line in fix.iter().flat_map(|fix| &fix.postconf) {
        text.push_str(&format!("\nFix: {line}"));
    }
    if fix.is_none() {
        text.push_str(&format!("\nNeeded: {}", needed(finding)));
    }
    let mut result = json!({
        "ruleId": finding.question.name,
        "ruleIndex": index,
        "level": level(finding.severity),
        "message": {"text": text},
        "locations": locations(finding, files),
        "properties": {"severity": finding.severity.word()},
    });
    let said = dialogue(site, finding);
    let steps: Vec<Value> = said
        .iter()
        .map(|line| json!({"location": {"message": {"text": line}}}))
        .collect();
    if !steps.is_empty() {
        set(
            &mut result,
            "codeFlows",
            json!([{"threadFlows": [{"locations": steps}]}]),
        );
    }
    let old = site.installation.main_cf.text();
    if let Some(fix) = fix.filter(|fix| *fix.main_cf != *old) {
        set(&mut result, "fixes", json!([edit(old, &fix, files)]));
    }
    result
}

fn set(object: &mut Value, name: &str, value: Value) {
    if let Some(fields) = object.as_object_mut() {
        fields.insert(name.to_owned(), value);
    }
}

/// The lines at fault; the file as a whole where a default is.
fn locations(finding: &Finding, files: &Files) -> Vec<Value> {
    let places = finding.places.iter().map(|place| location(place, files));
    let mut all: Vec<Value> = places.collect();
    if all.is_empty() {
        all.push(json!({"physicalLocation": {"artifactLocation": {"uri": files.main_cf}}}));
    }
    all.dedup();
    all
}

fn location(place: &Place, files: &Files) -> Value {
    let uri = match (&place.service, &files.master_cf) {
        (Some(_), Some(master)) => master,
        (Some(_) | None, _) => &files.main_cf,
    };
    let mut physical = json!({"artifactLocation": {"uri": uri}});
    if let (Some(line), None) = (place.line, &place.service) {
        set(&mut physical, "region", json!({"startLine": line}));
    }
    json!({
        "physicalLocation": physical,
        "logicalLocations": [{"name": &*place.parameter}],
    })
}

/// The lines that a fix replaces.
fn edit(old: &str, fix: &Fix, files: &Files) -> Value {
    let (before, after) = (lines(old), lines(&fix.main_cf));
    let same = |pairs: &mut dyn Iterator<Item = (&&str, &&str)>| {
        pairs.take_while(|(old, new)| old == new).count()
    };
    let head = same(&mut before.iter().zip(&after));
    let shorter = before.len().min(after.len()) - head;
    let tail = same(&mut before.iter().rev().zip(after.iter().rev())).min(shorter);
    let new: String = after
        .iter()
        .take(after.len() - tail)
        .skip(head)
        .copied()
        .collect();
    json!({
        "description": {"text": fix.postconf.join("; ")},
        "artifactChanges": [{
            "artifactLocation": {"uri": files.main_cf},
            "replacements": [{
                "deletedRegion": {
                    "startLine": head + 1,
                    "startColumn": 1,
                    "endLine": before.len() - tail + 1,
                    "endColumn": 1,
                },
                "insertedContent": {"text": new},
            }],
        }],
    })
}

/// Lines with their ends.
fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// RFC 3986: a path as a relative reference, or as a file URI.
fn uri(path: &Path) -> String {
    if path == Path::new("-") {
        return "main.cf".to_owned();
    }
    let mut uri = String::new();
    if path.is_absolute() {
        uri.push_str("file://");
    }
    for byte in path.to_string_lossy().bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' => uri.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => uri.push(char::from(byte)),
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}
