//! Configurations that nobody should write: an answer, or a clear `Unknown`.

use crate::{Answer, Limit, Report, Site, ask, examine, question};
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

/// Every question, asked with as little stack as the page has: a megabyte.
fn examined(main_cf: &'static str, files: Vec<(&'static str, String)>) -> Report {
    let examine = move || {
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, &**text)).collect();
        examine(&site(main_cf, &files))
    };
    let thread = std::thread::Builder::new().stack_size(1 << 20);
    thread.spawn(examine).unwrap().join().unwrap()
}

fn answer(report: &Report) -> String {
    report.answer("open-relay").unwrap().answer.to_string()
}

/// A text for good: examinations run in another thread.
fn lasting(text: String) -> &'static str {
    text.leak()
}

#[test]
fn a_pattern_deep_inside_brackets_is_no_end_of_the_stack() {
    let lists = "smtpd_sender_restrictions = check_sender_access regexp:/t\n";
    let deep = [
        "/",
        &"(".repeat(100_000),
        "a",
        &")".repeat(100_000),
        "/ REJECT\n",
    ]
    .concat();
    let report = examined(lists, vec![("/t", deep)]);
    assert!(answer(&report).starts_with("never"), "{}", answer(&report));
}

#[test]
fn conditions_of_a_table_may_stand_deep_inside_each_other() {
    let lists = "smtpd_sender_restrictions = check_sender_access regexp:/t\n";
    let deep = ["if /a/\n".repeat(20_000), "endif\n".repeat(20_000)].concat();
    let report = examined(lists, vec![("/t", deep)]);
    assert!(answer(&report).starts_with("never"), "{}", answer(&report));
}

#[test]
fn names_that_lead_on_and_on_stop_the_server() {
    let mut chain = String::new();
    for at in 0..20_000 {
        chain.push_str(&format!("n{at} = $n{}\n", at + 1));
    }
    let mut twice = String::new();
    for at in 0..60 {
        twice.push_str(&format!("n{at} = $n{0}$n{0}\n", at + 1));
    }
    let inside = [
        "smtpd_banner = ",
        &"${x:{".repeat(20_000),
        &"}}".repeat(20_000),
    ]
    .concat();
    for text in [
        chain + "myhostname = $n0\n",
        twice + "myhostname = $n0\n",
        inside,
    ] {
        let report = examined(lasting(text), Vec::new());
        let finding = &report.answer("does-not-start").unwrap().findings;
        assert_eq!(finding.len(), 1);
    }
}

#[test]
fn a_class_that_leads_on_and_on_is_refused() {
    let mut lists = String::from("smtpd_restriction_classes =");
    for class in 0..2_000 {
        lists.push_str(&format!(" c{class}"));
    }
    for class in 0..2_000 {
        lists.push_str(&format!("\nc{class} = c{}", class + 1));
    }
    lists.push_str("\nsmtpd_sender_restrictions = c0\n");
    let report = examined(lasting(lists), Vec::new());
    assert!(answer(&report).starts_with("never"), "{}", answer(&report));
}

#[test]
fn many_names_that_nobody_knows_are_found_in_time() {
    let mut text = String::new();
    for at in 0..20_000 {
        text.push_str(&format!("name{at} = value\n"));
    }
    let report = examined(lasting(text), Vec::new());
    let found = &report.answer("unknown-parameter").unwrap().findings;
    assert_eq!(found.len(), 20_000);
    assert_eq!(&*found[19_999].places[0].parameter, "name19999");
    assert_eq!(found[19_999].places[0].line, Some(20_002));
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
