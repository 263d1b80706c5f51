//! Real servers' sessions, replayed. Beside each file of recordings stands the list
//! of the scenarios that do not match yet; it may only get shorter, and a scenario
//! that matches and is still listed fails, too. `BLESS=1` writes the lists anew.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use saslab_conformance::{files, here};
use saslab_release::Release;
use saslab_replay::{Scenario, Verdict, compare, read, run};

fn recordings() -> Vec<PathBuf> {
    files(&here().join("recorded"), ".jsonl")
}

fn scenarios(path: &Path) -> Vec<Scenario> {
    let bytes = fs::read(path).unwrap();
    let scenarios: Result<_, _> = read(&bytes).collect();
    scenarios.unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn not_matching(path: &Path) -> BTreeSet<String> {
    let failed = scenarios(path)
        .into_iter()
        .filter(|scenario| compare(scenario, &run(scenario)) != Verdict::Passed);
    failed.map(|scenario| scenario.id).collect()
}

fn listed(path: &Path) -> BTreeSet<String> {
    let text = fs::read_to_string(path).unwrap_or_default();
    text.lines().map(str::to_owned).collect()
}

/// The directory's name, which is the release.
fn folder(path: &Path) -> &str {
    let folder = path.parent().and_then(Path::file_name).unwrap();
    folder.to_str().unwrap()
}

#[test]
fn each_file_holds_scenarios_of_its_release_with_ids_of_their_own() {
    for path in recordings() {
        let release = folder(&path);
        let mut ids = BTreeSet::new();
        for scenario in scenarios(&path) {
            assert_eq!(scenario.release.to_string(), release, "{}", scenario.id);
            assert!(
                ids.insert(scenario.id.clone()),
                "{}: twice {}",
                path.display(),
                scenario.id
            );
        }
        assert!(!ids.is_empty(), "{}", path.display());
    }
}

#[test]
fn the_recorded_releases_are_those_with_recordings() {
    let mut folders: Vec<Release> = recordings()
        .iter()
        .map(|path| folder(path).parse().unwrap())
        .collect();
    folders.sort();
    folders.dedup();
    assert_eq!(folders, Release::RECORDED);
}

#[test]
fn recorded_sessions_come_out_except_those_listed() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut wrong = Vec::new();
    for path in recordings() {
        let list = path.with_extension("not-yet");
        let failing = not_matching(&path);
        if bless {
            let lines: String = failing.iter().map(|id| format!("{id}\n")).collect();
            fs::write(&list, lines).unwrap();
            continue;
        }
        let listed = listed(&list);
        let file = list.file_name().unwrap().to_string_lossy().into_owned();
        wrong.extend(
            failing
                .difference(&listed)
                .map(|id| format!("{file}: {id} fails")),
        );
        let stale = listed.difference(&failing);
        wrong.extend(stale.map(|id| format!("{file}: {id} matches: take it off the list")));
    }
    assert_eq!(wrong, Vec::<String>::new());
}
