//! The source text itself: each file says what it is, none is too long, and releases
//! are compared in the tables only.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};

use saslab_conformance::{files, here};

const MOST_LINES: usize = 400;

/// Where the tables stand that tell releases apart.
const TABLES: [&str; 2] = ["crates/release/", "crates/maincf/src/parameter/"];

fn root() -> PathBuf {
    here().join("../..").canonicalize().unwrap()
}

/// Path from the root and text of every source file.
fn sources() -> Vec<(String, String)> {
    let root = root();
    let crates = fs::read_dir(root.join("crates")).unwrap();
    let mut directories: Vec<PathBuf> = crates
        .map(|entry| entry.unwrap().path())
        .flat_map(|path| ["src", "tests"].map(|part| path.join(part)))
        .collect();
    directories.push(here().to_owned());
    directories.extend(["www/src", "fuzz/fuzz_targets"].map(|part| root.join(part)));
    directories.retain(|directory| directory.is_dir());
    let paths = directories
        .iter()
        .flat_map(|directory| files(directory, ".rs"));
    paths
        .map(|path| (name(&root, &path), fs::read_to_string(&path).unwrap()))
        .collect()
}

fn name(root: &Path, path: &Path) -> String {
    let path = path.canonicalize().unwrap();
    path.strip_prefix(root)
        .unwrap()
        .to_str()
        .unwrap()
        .to_owned()
}

fn failing(is_wrong: impl Fn(&str, &str) -> bool) -> Vec<String> {
    let wrong = sources()
        .into_iter()
        .filter(|(name, text)| is_wrong(name, text));
    wrong.map(|(name, _)| name).collect()
}

#[test]
fn every_file_opens_with_what_it_is() {
    assert_eq!(
        failing(|_, text| !text.starts_with("//! ")),
        Vec::<String>::new()
    );
}

#[test]
fn no_file_is_longer_than_a_reader_can_hold() {
    assert_eq!(
        failing(|_, text| text.lines().count() > MOST_LINES),
        Vec::<String>::new()
    );
}

#[test]
fn releases_are_compared_in_the_tables_only() {
    let compares = |name: &str, text: &str| {
        let table = TABLES.iter().any(|table| name.starts_with(table));
        let test = name.contains("/tests/") || name.ends_with("tests.rs");
        let code = text.split("#[cfg(test)]").next().unwrap_or(text);
        !table && !test && code.lines().any(compares_a_release)
    };
    assert_eq!(failing(compares), Vec::<String>::new());
}

/// `release >= v(2, 10, 0)` and its kin.
fn compares_a_release(line: &str) -> bool {
    let before = line
        .match_indices("v(")
        .filter_map(|(at, _)| line.get(..at));
    let operators = ["<", ">", "==", "!=", "<=", ">="];
    before
        .map(str::trim_end)
        .any(|before| operators.iter().any(|operator| before.ends_with(operator)))
}

/// How a recording was made, not how a server behaves.
const RECORDINGS: &str = "crates/replay/src/run.rs";

#[test]
fn arrivals_are_asked_for_in_the_tables_only() {
    let asks = |name: &str, text: &str| {
        let table = TABLES.iter().any(|table| name.starts_with(table));
        let test = name.contains("/tests/") || name.ends_with("tests.rs");
        let code = text.split("#[cfg(test)]").next().unwrap_or(text);
        let names_one = ["[v(", ": Release = v(", "(v("];
        let conformance = name.starts_with("tests/");
        let howto = name == "crates/lessons/src/howto.rs";
        !table && !test && !conformance && !howto && names_one.iter().any(|n| code.contains(n))
    };
    assert_eq!(failing(asks), [RECORDINGS]);
}

#[test]
fn a_comparison_is_recognised() {
    assert!(compares_a_release("if release >= v(2, 10, 0) {"));
    assert!(!compares_a_release("pub const OLDEST: Self = v(1, 1, 0);"));
    assert!(!compares_a_release("fn map<U>(self) -> Vec<U> { recv(x) }"));
}

#[test]
fn no_file_names_a_place_on_somebody_s_machine() {
    let places = [
        ["/wo", "rk/"].concat(),
        ["/ro", "ot/"].concat(),
        ["/Us", "ers/"].concat(),
    ];
    let names_one = |_: &str, text: &str| places.iter().any(|place| text.contains(place));
    assert_eq!(failing(names_one), Vec::<String>::new());
}
