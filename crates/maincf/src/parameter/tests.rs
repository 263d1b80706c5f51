//! The table of parameters: its rows, and defaults of the recorded releases.

use super::*;
use saslab_release::v;
use std::collections::BTreeSet;

fn default(name: &str, release: Release) -> Option<&'static str> {
    let row = parameter(name).unwrap_or_else(|| panic!("{name}"));
    row.default_of(release).map(|default| default.text)
}

#[test]
fn every_row_is_complete_and_has_a_name_of_its_own() {
    let mut names = BTreeSet::new();
    for row in parameters() {
        assert!(names.insert(row.name), "{}", row.name);
        assert!(!row.defaults.is_empty(), "{}", row.name);
        assert!(row.meaning().ends_with('.'), "{}", row.name);
        assert!(!row.meaning().contains('\n'), "{}", row.name);
    }
    assert!(names.len() >= 300, "{}", names.len());
}

#[test]
fn arrivals_are_sorted_and_each_default_has_a_release() {
    for row in parameters() {
        for default in row.defaults {
            assert!(default.arrivals.is_sorted(), "{}", row.name);
            for arrival in default.arrivals {
                let found = row.default_of(*arrival).map(|found| found.text);
                assert_eq!(found, Some(default.text), "{} {arrival}", row.name);
            }
        }
        assert!(
            row.defaults
                .is_sorted_by_key(|default| default.arrivals.last()),
            "{}",
            row.name
        );
    }
}

#[test]
fn parameters_of_the_first_release_need_no_text_for_the_time_before() {
    for row in parameters() {
        if row.arrivals().first() == Some(&Release::OLDEST) {
            assert_eq!(row.before, "", "{}", row.name);
        }
    }
}

#[test]
fn recipient_restrictions_had_three_defaults() {
    let name = "smtpd_recipient_restrictions";
    let old = Some("permit_mynetworks,check_relay_domains");
    assert_eq!(default(name, v(1, 1, 7)), old);
    let middle = Some("permit_mynetworks, reject_unauth_destination");
    assert_eq!(default(name, v(2, 3, 19)), middle);
    assert_eq!(default(name, v(3, 7, 11)), Some(""));
    assert_eq!(default(name, v(3, 11, 6)), Some(""));
}

#[test]
fn relay_restrictions_do_not_exist_before_2_10() {
    let name = "smtpd_relay_restrictions";
    assert_eq!(default(name, v(2, 9, 99)), None);
    let first = Some("permit_mynetworks, reject_unauth_destination");
    assert_eq!(default(name, v(2, 10, 0)), first);
    let second = "permit_mynetworks, permit_sasl_authenticated, defer_unauth_destination";
    assert_eq!(default(name, v(2, 10, 1)), Some(second));
    assert_eq!(default(name, v(3, 2, 0)), Some(second));
}

#[test]
fn sasl_defaults_are_those_of_the_recorded_releases() {
    let name = "smtpd_sasl_local_domain";
    assert_eq!(default(name, v(1, 1, 7)), Some("$myhostname"));
    assert_eq!(default(name, v(2, 3, 19)), Some(""));
    assert_eq!(default("smtpd_sasl_type", v(2, 2, 0)), None);
    assert_eq!(default("smtpd_sasl_type", v(3, 7, 11)), Some("cyrus"));
    assert_eq!(
        default("smtpd_sasl_security_options", v(1, 1, 7)),
        Some("noanonymous")
    );
    assert_eq!(default("smtpd_sasl_auth_enable", v(3, 11, 6)), Some("no"));
    let filter = "smtpd_sasl_mechanism_filter";
    assert_eq!(default(filter, v(3, 7, 11)), Some("!external, static:rest"));
}

#[test]
fn replies_and_limits_have_the_defaults_of_the_recorded_releases() {
    assert_eq!(default("smtpd_hard_error_limit", v(1, 1, 7)), Some("100"));
    assert_eq!(default("smtpd_hard_error_limit", v(2, 3, 19)), Some("20"));
    assert_eq!(
        default("smtpd_banner", v(1, 1, 7)),
        Some("$myhostname ESMTP $mail_name")
    );
    assert_eq!(default("local_recipient_maps", v(1, 1, 7)), Some(""));
    assert_eq!(
        default("local_recipient_maps", v(3, 7, 11)),
        Some("proxy:unix:passwd.byname $alias_maps")
    );
    assert_eq!(
        default("alias_maps", v(3, 7, 11)),
        Some("hash:/etc/aliases, nis:mail.aliases")
    );
    assert_eq!(default("message_size_limit", v(1, 1, 7)), Some("10240000"));
    assert_eq!(default("line_length_limit", v(3, 7, 11)), Some("2048"));
    assert_eq!(
        default("unknown_local_recipient_reject_code", v(3, 7, 11)),
        Some("550")
    );
}

#[test]
fn bare_newlines_are_allowed_by_default_in_maintenance_releases_only() {
    let name = "smtpd_forbid_bare_newline";
    assert_eq!(default(name, v(3, 7, 8)), None);
    assert_eq!(default(name, v(3, 7, 11)), Some("no"));
    assert_eq!(default(name, v(3, 11, 6)), Some("normalize"));
}

#[test]
fn obeyed_lists_of_restrictions_are_in_the_table() {
    for list in [
        "client",
        "helo",
        "sender",
        "relay",
        "recipient",
        "data",
        "end_of_data",
        "etrn",
    ] {
        let name = format!("smtpd_{list}_restrictions");
        let row = parameter(&name).unwrap();
        assert_eq!((row.kind, row.modelled), (Kind::List, Modelled::Yes));
    }
}

#[test]
fn a_parameter_can_be_of_another_kind_in_older_releases() {
    let kind = |name, release| parameter(name).map(|row| row.kind_of(release));
    let one_letter = Kind::Text { min: 0, max: 1 };
    assert_eq!(kind("recipient_delimiter", v(2, 10, 10)), Some(one_letter));
    assert_eq!(kind("recipient_delimiter", v(2, 11, 0)), Some(TEXT));
    let bare = "smtpd_forbid_bare_newline";
    assert_eq!(kind(bare, v(3, 7, 9)), Some(Kind::Boolean));
    assert_eq!(kind(bare, v(3, 7, 10)), Some(NOT_EMPTY));
    assert_eq!(kind("inet_interfaces", v(2, 8, 20)), Some(NOT_EMPTY));
    assert_eq!(kind("inet_interfaces", v(2, 9, 0)), Some(LIST));
}

#[test]
fn xverp_is_for_nobody_by_default_from_2_1_on() {
    let name = "authorized_verp_clients";
    assert_eq!(default(name, v(2, 0, 20)), Some("$mynetworks"));
    assert_eq!(default(name, v(2, 1, 0)), Some(""));
}
