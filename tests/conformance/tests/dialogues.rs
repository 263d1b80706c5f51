//! Dialogues as text: a release, a client, a main.cf, what each side says, and why.
//!
//! `release: 3.7.11`, `client: 203.0.113.9`, lines of main.cf with four spaces in front,
//! then `C: ` what the client says, `TLS` a handshake, `S: ` what the server says, and
//! `why: ` the cause of the line above. `#` begins a remark. `BLESS=1` writes the server's
//! lines and the causes anew; the difference is read.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;
use std::fs;

use saslab_conformance::{files, here};
use saslab_smtpd::policy::Client;
use saslab_smtpd::{Cause, Expect, Input, Installation, Server, Session, Step};

/// The file with the server's side written anew, and the kinds of cause in it.
fn replayed(text: &str, kinds: &mut BTreeSet<&'static str>) -> String {
    let value = |key: &str| {
        let found = text.lines().find_map(|line| line.strip_prefix(key));
        found.unwrap_or_else(|| panic!("no {key}")).trim()
    };
    let main_cf: String = text
        .lines()
        .filter_map(|line| line.strip_prefix("    "))
        .map(|line| format!("{line}\n"))
        .collect();
    let mut out: String = text
        .lines()
        .take_while(|line| !line.starts_with("S: ") && !line.starts_with("C: "))
        .map(|line| format!("{line}\n"))
        .collect();
    let installation = Installation::new(value("release:").parse().unwrap(), &main_cf);
    let server = Server::start(&installation).unwrap();
    let client = Client::new(&installation.world, value("client:").parse().unwrap());
    let mut step = Session::connect(&server, client);
    write(&step, &mut out, kinds);
    for line in text.lines() {
        let input = match (line.strip_prefix("C: "), step.next) {
            (None, Expect::TlsHandshake) if line == "TLS" => Input::TlsHandshake,
            (Some(said), _) => Input::line(said.as_bytes()),
            (None, _) => continue,
        };
        out.push_str(line);
        out.push('\n');
        step = step.after.receive(input);
        write(&step, &mut out, kinds);
    }
    out
}

fn write(step: &Step, out: &mut String, kinds: &mut BTreeSet<&'static str>) {
    for line in step.replies.iter().flat_map(|reply| reply.lines()) {
        kinds.insert(kind(line.cause()));
        out.push_str(&format!("S: {}\n  why: {}\n", line.text(), line.cause()));
    }
    for withheld in step.withheld.iter() {
        kinds.insert(kind(&withheld.cause));
        out.push_str(&format!("  not {}: {}\n", withheld.what, withheld.cause));
    }
}

fn kind(cause: &Cause) -> &'static str {
    match cause {
        Cause::Setting(_) => "setting",
        Cause::Rfc(_) => "rfc",
        Cause::Change(_) => "change",
        Cause::Trace(_) => "trace",
        Cause::Client(_) => "client",
        Cause::Sasl(_) => "sasl",
        Cause::NotSimulated(_) => "not simulated",
    }
}

#[test]
fn each_dialogue_goes_as_written_and_every_kind_of_cause_is_there() {
    let mut kinds = BTreeSet::new();
    for path in files(&here().join("dialogues"), ".txt") {
        let text = fs::read_to_string(&path).unwrap();
        let now = replayed(&text, &mut kinds);
        if std::env::var_os("BLESS").is_some() {
            fs::write(&path, &now).unwrap();
        } else {
            assert_eq!(text, now, "{}", path.display());
        }
    }
    for kind in ["setting", "rfc", "trace", "client", "sasl", "not simulated"] {
        assert!(kinds.contains(kind), "no {kind} in {kinds:?}");
    }
}
