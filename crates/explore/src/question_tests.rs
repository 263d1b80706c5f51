//! Every question has a configuration where it happens and one where it does not.

use std::collections::BTreeSet;

use super::*;

#[path = "question_rows.rs"]
mod rows;

use crate::{Answer, ask, fixes};
use rows::ROWS;

#[test]
fn names_are_unique_and_every_row_says_where_it_comes_from() {
    let names: BTreeSet<&str> = questions().map(|question| question.name).collect();
    assert_eq!(names.len(), questions().count());
    for question in questions() {
        let kebab = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        assert!(question.name.chars().all(kebab), "{}", question.name);
        assert!(question.source.len() > 8, "{}", question.name);
        assert!(question.explanation.ends_with('.'), "{}", question.name);
        assert!(!question.title.ends_with('.'), "{}", question.name);
    }
}

#[test]
fn every_question_has_a_row() {
    let rows: BTreeSet<&str> = ROWS.iter().map(|(name, ..)| *name).collect();
    let all: BTreeSet<&str> = questions().map(|question| question.name).collect();
    assert_eq!(rows, all);
}

#[test]
fn each_question_happens_in_one_configuration_and_not_in_another() {
    let mut wrong = Vec::new();
    for (name, bad, good, _) in ROWS {
        let question = question(name).unwrap();
        let answer = ask(&bad.site(), question).answer;
        if !matches!(answer, Answer::Happens(_)) {
            wrong.push(format!("{name}: {answer}"));
        }
        let answer = ask(&good.site(), question).answer;
        if !matches!(&answer, Answer::Never { provided, .. } if provided.is_empty()) {
            wrong.push(format!("{name}, the good one: {answer}"));
        }
    }
    assert_eq!(wrong, [] as [String; 0]);
}

#[test]
fn each_question_has_an_edit_that_settles_it() {
    let mut wrong = Vec::new();
    for (name, bad, _, line) in ROWS {
        let site = bad.site();
        let findings = ask(&site, question(name).unwrap()).findings;
        let fixes = findings.first().map(|finding| fixes(&site, finding));
        let first = fixes.and_then(|fixes| Some(fixes.first()?.postconf.join("; ")));
        if first.as_deref().unwrap_or("") != *line {
            wrong.push(format!("{name}: {first:?}"));
        }
    }
    assert_eq!(wrong, [] as [String; 0]);
}
