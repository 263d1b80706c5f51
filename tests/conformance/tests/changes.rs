//! Each change between releases, on both sides of each of its arrivals: the release
//! before answers the old way, the arrival the new way. The answers are those of the
//! source of both, in the file that the row of the table names.

use saslab_conformance::change_case::{before, cases, faults};
use saslab_conformance::facts::Facts;
use saslab_release::{CHANGES, Dialect};

#[test]
fn both_sides_of_each_arrival_answer_as_their_source_says() {
    let all = Facts::committed().releases;
    let mut wrong = Vec::new();
    for case in cases() {
        let change = CHANGES.iter().find(|change| change.summary == case.summary);
        let Some(change) = change else {
            wrong.push(format!("no such change: {}", case.summary));
            continue;
        };
        let arrivals = change.arrivals.iter();
        wrong.extend(arrivals.flat_map(|arrival| faults(case, change, *arrival, &all)));
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn each_change_has_a_case() {
    let told = |summary| cases().any(|case| case.summary == summary);
    let untold = CHANGES.iter().filter(|change| !told(change.summary));
    let untold: Vec<&str> = untold.map(|change| change.summary).collect();
    assert_eq!(untold, Vec::<&str>::new());
}

#[test]
fn each_arrival_changes_the_dialect_of_its_branch() {
    let all = Facts::committed().releases;
    for change in CHANGES {
        for arrival in change.arrivals {
            assert!(all.contains(arrival), "{arrival} is no release: {change:?}");
            let before = before(change, *arrival, &all);
            assert!(before.is_some(), "{arrival}: {change:?}");
            let differ = before.is_some_and(|b| Dialect::of(b) != Dialect::of(*arrival));
            assert!(differ, "{arrival}: {change:?}");
        }
    }
}
