//! Configurations that nobody should write: an answer, or a clear `Unknown`.

use crate::{Answer, Limit, Site, ask, examine, question};
use saslab_smtpd::Installation;
use saslab_smtpd::release::Release;

fn site(main_cf: &str, files: &[(&str, &str)]) -> Site {
    let text = format!("compatibility_level = 3.6\nmydestination = example.com\n{main_cf}");
    let mut installation = Installation::new(Release::DEFAULT, &text);
    for (path, text) in files {
        installation.world = installation.world.with_file(path, text);
    }
    Site::new(installation)
}

fn open_relay(site: &Site) -> Answer {
    ask(site, question("open-relay").unwrap()).answer
}

#[test]
fn a_table_of_a_million_rows_is_too_long_to_be_sure() {
    let mut rows = String::new();
    for row in 0..1_000_000 {
        rows.push_str(&format!("d{row}.example REJECT\n"));
    }
    let lists = "smtpd_sender_restrictions = check_sender_access hash:/s\n";
    let answer = open_relay(&site(lists, &[("/s", &rows)]));
    let untried = "what hash:/s holds beyond 50000 rows";
    assert_eq!(answer, Answer::Unknown(Limit::Untried(untried.into())));
}

#[test]
fn ten_thousand_restrictions_have_an_answer() {
    let words = "reject_non_fqdn_sender, ".repeat(10_000);
    let lists = format!("smtpd_sender_restrictions = {words} permit\n");
    assert!(matches!(
        open_relay(&site(&lists, &[])),
        Answer::Never { .. }
    ));
}

#[test]
fn ten_thousand_tables_have_an_answer() {
    let mut words = String::new();
    for table in 0..10_000 {
        words.push_str(&format!(
            "check_sender_access inline:{{x{table}@example.org=OK}}, "
        ));
    }
    let lists = format!("smtpd_sender_restrictions = {words} permit\n");
    let answer = open_relay(&site(&lists, &[]));
    assert!(
        matches!(answer, Answer::Never { .. } | Answer::Unknown(_)),
        "{answer}"
    );
}

#[test]
fn classes_that_lead_to_each_other_are_refused_and_found() {
    let lists = "smtpd_restriction_classes = one two\none = two\ntwo = one\n\
        smtpd_recipient_restrictions = one, reject_unauth_destination\n";
    let answer = open_relay(&site(lists, &[]));
    assert!(matches!(answer, Answer::Never { .. }), "{answer}");
}

#[test]
fn classes_that_name_the_next_one_twice_end() {
    let mut lists = String::from("smtpd_restriction_classes =");
    for class in 0..60 {
        lists.push_str(&format!(" c{class}"));
    }
    for class in 0..60 {
        let next = class + 1;
        lists.push_str(&format!("\nc{class} = c{next}, c{next}"));
    }
    lists.push_str("\nsmtpd_sender_restrictions = c0\n");
    let lists = lists.replace("c60, c60", "reject_non_fqdn_sender");
    let answer = open_relay(&site(&lists, &[]));
    assert!(matches!(answer, Answer::Never { .. }), "{answer}");
}

#[test]
fn many_sources_outside_are_too_many_to_suppose() {
    let mut words = String::new();
    for zone in 0..100 {
        words.push_str(&format!("reject_rbl_client z{zone}.example, "));
    }
    let lists = format!("smtpd_client_restrictions = {words} permit\n");
    let answer = open_relay(&site(&lists, &[]));
    assert_eq!(answer, Answer::Unknown(Limit::Suppositions(64)));
}

#[test]
fn junk_in_every_place_gives_a_report() {
    let junk = "mynetworks = !!! 0/0 [::/ a:b:c /no/such { } = $x\nrelay_domains = ! \\ \u{1}\n\
        smtpd_client_restrictions = check_client_access { permit, check_client_access\n\
        smtpd_sender_login_maps = pcre:{{/(/ x}}\n";
    let report = examine(&site(junk, &[]));
    assert!(!report.answers.is_empty());
}
