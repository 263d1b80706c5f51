//! `saslab check` as pipelines use it: its formats and exit codes.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::io::{ErrorKind, Write};
use std::process::{Command, Stdio};

use serde_json::Value;
use serde_sarif::sarif::Sarif;

/// The exit code and the output.
fn check(arguments: &[&str], main_cf: &str) -> (Option<i32>, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_saslab"))
        .args(["check", "-"])
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    if let Err(error) = stdin.write_all(main_cf.as_bytes()) {
        // Whoever refuses the arguments may be gone before the text is written.
        assert_eq!(error.kind(), ErrorKind::BrokenPipe);
    }
    drop(stdin);
    let done = child.wait_with_output().unwrap();
    (done.status.code(), String::from_utf8(done.stdout).unwrap())
}

const OPEN: &str = "compatibility_level = 3.6\nmydestination = example.com\n\
    mynetworks = 0.0.0.0/0\ndisable_vrfy_command = yes\n";

/// The types are made from the schema of OASIS: what they do not know is lost on the
/// way back.
#[test]
fn sarif_is_what_the_schema_says() {
    let (code, out) = check(&["--format", "sarif"], OPEN);
    assert_eq!(code, Some(1));
    let written: Value = serde_json::from_str(&out).unwrap();
    let read: Sarif = serde_json::from_str(&out).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), written);
    let run = &read.runs[0];
    let rules = run.tool.driver.rules.as_ref().unwrap();
    let results = run.results.as_ref().unwrap();
    let first = &results[0];
    assert_eq!(first.rule_id.as_deref(), Some("open-relay"));
    let index = usize::try_from(first.rule_index.unwrap()).unwrap();
    assert_eq!(rules[index].id, "open-relay");
}

#[test]
fn a_fix_in_sarif_replaces_the_lines_that_change() {
    let (_, out) = check(&["--format", "sarif"], OPEN);
    let log: Value = serde_json::from_str(&out).unwrap();
    let fix = &log["runs"][0]["results"][0]["fixes"][0];
    assert_eq!(
        fix["description"]["text"],
        "postconf -X mynetworks; postconf -e 'mynetworks_style = subnet'"
    );
    let change = &fix["artifactChanges"][0]["replacements"][0];
    assert_eq!(change["deletedRegion"]["startLine"], 3);
    assert_eq!(
        change["insertedContent"]["text"],
        "mynetworks_style = subnet\n"
    );
}

#[test]
fn the_exit_code_tells_whether_something_is_critical() {
    let sound = "compatibility_level = 3.6\nmydestination = example.com\n";
    assert_eq!(check(&[], sound).0, Some(0));
    assert_eq!(check(&[], OPEN).0, Some(1));
    assert_eq!(check(&["--postfix", "nothing"], OPEN).0, Some(2));
    assert_eq!(check(&["--master", "/no/such/file"], OPEN).0, Some(2));
}

#[test]
fn services_of_master_cf_are_asked_too() {
    let file = std::env::temp_dir().join(format!("saslab-master-{}.cf", std::process::id()));
    let text = "smtp inet n - n - - smtpd\n2525 inet n - n - - smtpd\n  -o mynetworks=0.0.0.0/0\n";
    std::fs::write(&file, text).unwrap();
    let main_cf = "compatibility_level = 3.6\nmydestination = example.com\n";
    let (code, out) = check(&["--master", file.to_str().unwrap()], main_cf);
    std::fs::remove_file(&file).unwrap();
    assert_eq!(code, Some(1));
    assert!(out.contains("[2525] (service-undoes)"), "{out}");
    assert!(
        out.contains("fix: postconf -PX '2525/inet/mynetworks'"),
        "{out}"
    );
}
