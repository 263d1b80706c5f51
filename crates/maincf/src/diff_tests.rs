//! Diffs as `diff -U3` of GNU diffutils prints them, and what holds for any two texts.

use super::*;

/// Old text, new text, and what `diff -U3 --label main.cf --label main.cf` says.
const DIFFS: [(&str, &str, &str); 4] = [
    (
        "a\nb\nc\n",
        "a\nx\nc\n",
        "--- main.cf\n+++ main.cf\n@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n",
    ),
    (
        "a\nb",
        "a\nb\n",
        "--- main.cf\n+++ main.cf\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n",
    ),
    ("", "a\n", "--- main.cf\n+++ main.cf\n@@ -0,0 +1 @@\n+a\n"),
    (
        "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n18\n19\n20\n",
        "1\n2\n4\n5\n6\n7\n8\n9\n10\n12\n13\n14\n15\n16\n17\n18\n20\nend\n",
        "--- main.cf\n+++ main.cf\n@@ -1,6 +1,5 @@\n 1\n 2\n-3\n 4\n 5\n 6\n@@ -8,7 +7,6 @@\n 8\n 9\n 10\n-11\n 12\n 13\n 14\n@@ -16,5 +14,5 @@\n 16\n 17\n 18\n-19\n 20\n+end\n",
    ),
];

#[test]
fn a_diff_is_that_of_diffutils() {
    for (old, new, expected) in DIFFS {
        assert_eq!(unified(old, new, "main.cf"), expected);
        assert_eq!(unified(old, old, "main.cf"), "");
    }
}

fn side<'a>(compared: &[Compared<'a>], of: fn(Compared<'a>) -> Option<&'a str>) -> String {
    compared.iter().copied().filter_map(of).collect()
}

fn old(line: Compared<'_>) -> Option<&str> {
    match line {
        Compared::Same(line) | Compared::Gone(line) => Some(line),
        Compared::New(_) => None,
    }
}

fn new(line: Compared<'_>) -> Option<&str> {
    match line {
        Compared::Same(line) | Compared::New(line) => Some(line),
        Compared::Gone(_) => None,
    }
}

#[test]
fn the_example_of_myers_takes_five_lines() {
    let compared = compare("a\nb\nc\na\nb\nb\na\n", "c\nb\na\nb\na\nc\n");
    let is_same = |line: &&Compared<'_>| matches!(line, Compared::Same(_));
    assert_eq!(compared.len() - compared.iter().filter(is_same).count(), 5);
}

#[test]
fn both_texts_can_be_read_off_any_comparison() {
    // A linear congruential generator stands for chance.
    let mut seed = 1_u32;
    let mut next = move |below: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 16) % below
    };
    for _ in 0..500 {
        let mut text =
            |lines: u32| -> String { (0..next(lines)).map(|_| format!("{}\n", next(5))).collect() };
        let (one, two) = (text(30), text(30));
        let compared = compare(&one, &two);
        assert_eq!(side(&compared, old), one);
        assert_eq!(side(&compared, new), two);
    }
}

#[test]
fn texts_far_apart_are_told_apart_as_a_whole() {
    let one: String = (0..20_000).map(|line| format!("a{line}\n")).collect();
    let two: String = (0..20_000).map(|line| format!("b{line}\n")).collect();
    let compared = compare(&one, &two);
    assert_eq!(compared.len(), 40_000);
    assert_eq!(side(&compared, new), two);
}

fn commands(old: &str, new: &str) -> Vec<String> {
    postconf_edits(&MainCf::parse(old).0, &MainCf::parse(new).0)
}

#[test]
fn each_change_is_one_command() {
    assert_eq!(
        commands("a = 1\nb = 2\nc = 3\n", "b = 2\na =\n 4\n 5\nd =\n"),
        [
            "postconf -e 'a = 4 5'",
            "postconf -e 'd ='",
            "postconf -X 'c'"
        ]
    );
}

#[test]
fn a_quote_reaches_postconf() {
    assert_eq!(
        commands("", "a = it's $b\na = it's $c\n"),
        [r"postconf -e 'a = it'\''s $c'"]
    );
}

#[test]
fn remarks_and_layout_are_no_change() {
    assert!(commands("a = 1\n", "# one\na   =   1\n").is_empty());
}
