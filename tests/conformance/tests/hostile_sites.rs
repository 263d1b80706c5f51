//! Questions about configurations that nobody should write: an answer, or a clear
//! `Unknown`.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use saslab_conformance::hostile::{self, Hostile};
use saslab_explore::{Answer, Limit, Report, ask, examine, question};

fn open_relay(hostile: &Hostile) -> Answer {
    ask(&hostile.site(), question("open-relay").unwrap()).answer
}

/// Every question, asked with as little stack as the page has: a megabyte.
fn examined(hostile: Hostile) -> Report {
    let thread = std::thread::Builder::new().stack_size(1 << 20);
    let examined = thread.spawn(move || examine(&hostile.site()));
    examined.unwrap().join().unwrap()
}

fn answer(report: &Report) -> String {
    report.answer("open-relay").unwrap().answer.to_string()
}

#[test]
fn what_leads_on_and_on_is_no_end_of_the_stack() {
    for hostile in [
        hostile::deep_pattern(100_000),
        hostile::deep_table(20_000),
        hostile::chain_of_classes(2_000),
    ] {
        let report = examined(hostile);
        assert!(answer(&report).starts_with("never"), "{}", answer(&report));
    }
}

#[test]
fn names_that_lead_on_and_on_stop_the_server() {
    for hostile in [
        hostile::chain_of_names(20_000),
        hostile::names_twice(60),
        hostile::deep_conditions(20_000),
    ] {
        let report = examined(hostile);
        let finding = &report.answer("does-not-start").unwrap().findings;
        assert_eq!(finding.len(), 1);
    }
}

#[test]
fn many_names_that_nobody_knows_are_found_in_time() {
    let report = examined(hostile::many_names(20_000));
    let found = &report.answer("unknown-parameter").unwrap().findings;
    assert_eq!(found.len(), 20_000);
    assert_eq!(&*found[19_999].places[0].parameter, "name019999");
    assert_eq!(found[19_999].places[0].line, Some(20_002));
}

#[test]
fn a_table_of_a_million_rows_is_too_long_to_be_sure() {
    let answer = open_relay(&hostile::many_senders(1_000_000));
    let untried = "what hash:/t holds beyond 50000 rows";
    assert_eq!(answer, Answer::Unknown(Limit::Untried(untried.into())));
}

#[test]
fn ten_thousand_restrictions_have_an_answer() {
    let answer = open_relay(&hostile::many_restrictions(10_000));
    assert!(matches!(answer, Answer::Never { .. }), "{answer}");
}

#[test]
fn ten_thousand_tables_have_an_answer() {
    let answer = open_relay(&hostile::many_tables(10_000));
    assert!(
        matches!(answer, Answer::Never { .. } | Answer::Unknown(_)),
        "{answer}"
    );
}

#[test]
fn classes_that_lead_to_each_other_are_refused_and_found() {
    let answer = open_relay(&hostile::circle_of_classes());
    assert!(matches!(answer, Answer::Never { .. }), "{answer}");
}

#[test]
fn classes_that_name_the_next_one_twice_end() {
    let answer = open_relay(&hostile::classes_twice(60));
    assert!(matches!(answer, Answer::Never { .. }), "{answer}");
}

#[test]
fn many_sources_outside_are_too_many_to_suppose() {
    let answer = open_relay(&hostile::many_zones(100));
    assert_eq!(answer, Answer::Unknown(Limit::Suppositions(64)));
}

#[test]
fn junk_in_every_place_gives_a_report() {
    let junk = "mynetworks = !!! 0/0 [::/ a:b:c /no/such { } = $x\nrelay_domains = ! \\ \u{1}\n\
        smtpd_client_restrictions = check_client_access { permit, check_client_access\n\
        smtpd_sender_login_maps = pcre:{{/(/ x}}\n";
    let hostile = Hostile {
        main_cf: junk.to_owned(),
        table: String::new(),
    };
    assert!(!examine(&hostile.site()).answers.is_empty());
}
