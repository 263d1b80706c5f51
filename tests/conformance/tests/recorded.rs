//! Real servers' sessions, replayed: what crossed the wire, and what was logged.
//! `known_differences.toml` lists the scenarios that do not come out as recorded; one
//! that does and is still listed fails, too. `BLESS=1` takes those off the list.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;
use std::fs;

use saslab_conformance::known::{Compared, Known, Place};
use saslab_conformance::{recordings, scenarios};
use saslab_release::Release;
use saslab_replay::{Verdict, compare, compare_logs, run};

/// The directory's name, which is the release.
fn folder(file: &str) -> &str {
    file.split_once('/').unwrap().0
}

/// The scenarios that do not come out as recorded.
fn differing() -> [(Compared, BTreeSet<Place>); 2] {
    let (mut transcripts, mut logs) = (BTreeSet::new(), BTreeSet::new());
    for file in recordings() {
        for scenario in scenarios(&file) {
            let run = run(&scenario);
            let place = (file.clone(), scenario.id.clone());
            if compare(&scenario, &run) != Verdict::Passed {
                transcripts.insert(place.clone());
            }
            if compare_logs(&scenario, &run).is_some() {
                logs.insert(place);
            }
        }
    }
    [(Compared::Transcript, transcripts), (Compared::Log, logs)]
}

#[test]
fn each_file_holds_scenarios_of_its_release_with_ids_of_their_own() {
    for file in recordings() {
        let mut ids = BTreeSet::new();
        for scenario in scenarios(&file) {
            assert_eq!(scenario.release.to_string(), folder(&file), "{file}");
            let id = scenario.id;
            assert!(ids.insert(id.clone()), "{file}: twice {id}");
        }
        assert!(!ids.is_empty(), "{file}");
    }
}

#[test]
fn the_recorded_releases_are_those_with_recordings() {
    let files = recordings();
    let mut folders: Vec<Release> = files.iter().map(|f| folder(f).parse().unwrap()).collect();
    folders.sort();
    folders.dedup();
    assert_eq!(folders, Release::RECORDED);
}

#[test]
fn recorded_sessions_come_out_except_those_known() {
    let path = Known::path();
    let mut known = Known::read(&path).unwrap();
    let differing = differing();
    if std::env::var_os("BLESS").is_some() {
        for (compared, places) in &differing {
            known = known.without(*compared, places);
        }
        fs::write(&path, known.text()).unwrap();
    }
    let mut wrong = Vec::new();
    for (compared, places) in &differing {
        let listed = known.places(*compared);
        let new = places.difference(&listed);
        wrong.extend(new.map(|(file, id)| format!("{compared:?} of {file}: {id} differs")));
        let stale = listed.difference(places);
        wrong.extend(
            stale.map(|(file, id)| format!("{compared:?} of {file}: {id} matches: BLESS=1")),
        );
    }
    assert_eq!(wrong, Vec::<String>::new());
}
