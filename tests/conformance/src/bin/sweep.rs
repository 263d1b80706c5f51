//! `cargo xtask sweep`: scenarios for the recorder out of generated configurations, and
//! what the recordings say of the explorer.
#![expect(
    clippy::print_stdout,
    reason = "printing scenarios and figures is what this program is for"
)]

use std::error::Error;

use saslab_conformance::sweep::{judge, plan};
use saslab_replay::{Scenario, read};
use serde_json::Value;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["plan", file] => planned(&std::fs::read_to_string(file)?),
        ["judge", file] => judged(&std::fs::read(file)?),
        _ => Err("say plan GENERATED.jsonl, or judge RECORDED.jsonl".into()),
    }
}

/// One object a line; a generated one has no transcript yet.
fn planned(text: &str) -> Result<(), Box<dyn Error>> {
    for line in text.lines() {
        let given: Value = serde_json::from_str(line)?;
        let mut read = given.clone();
        if let Some(fields) = read.as_object_mut() {
            for name in ["transcript", "server_log"] {
                fields.insert(name.to_owned(), Value::Array(Vec::new()));
            }
        }
        let scenario = Scenario::from_json(read).map_err(|error| error.to_string())?;
        for one in plan(&given, &scenario) {
            println!("{one}");
        }
    }
    Ok(())
}

fn judged(bytes: &[u8]) -> Result<(), Box<dyn Error>> {
    let mut recorded = Vec::new();
    for scenario in read(bytes) {
        recorded.push(scenario.map_err(|error| error.to_string())?);
    }
    let (tally, lines) = judge(&recorded);
    for line in lines {
        println!("{line}");
    }
    println!("{tally}");
    match (tally.false_alarms, tally.missed) {
        (0, 0) => Ok(()),
        (alarms, missed) => Err(format!("{alarms} false alarms, {missed} missed").into()),
    }
}
