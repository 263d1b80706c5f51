//! Fixes of small servers, each proven by asking again.

use super::*;
use crate::{Severity, examine};
use saslab_smtpd::Installation;
use saslab_smtpd::release::Release;

fn site(main_cf: &str) -> Site {
    let text = [
        "compatibility_level = 3.6\nmydestination = example.com\n",
        main_cf,
    ]
    .concat();
    Site::new(Installation::new(Release::DEFAULT, &text))
}

fn first_fix(main_cf: &str, question: &str) -> Fix {
    let site = site(main_cf);
    let report = examine(&site);
    let finding = &report.answer(question).unwrap().findings[0];
    fixes(&site, finding).remove(0)
}

#[test]
fn a_network_of_everybody_goes() {
    let fix = first_fix("mynetworks = 0.0.0.0/0\n", "open-relay");
    assert_eq!(
        fix.postconf,
        [
            Arc::from("postconf -X mynetworks"),
            Arc::from("postconf -e 'mynetworks_style = subnet'"),
        ]
    );
    let report = examine(&with_main_cf(&site(""), &fix.main_cf));
    assert!(
        report
            .findings()
            .iter()
            .all(|finding| finding.severity < Severity::Critical)
    );
}

#[test]
fn a_list_without_protection_gets_one() {
    let fix = first_fix("smtpd_relay_restrictions = permit\n", "does-not-start");
    assert_eq!(fix.edits, [Edit::remove("smtpd_relay_restrictions")]);
}

#[test]
fn vrfy_is_switched_off_by_one_line() {
    let fix = first_fix("", "vrfy-on");
    assert_eq!(
        &*fix.postconf[0],
        "postconf -e 'disable_vrfy_command = yes'"
    );
    let added = DiffLine::Added("disable_vrfy_command = yes".into());
    assert_eq!(fix.diff.last(), Some(&added));
}

#[test]
fn vrfy_is_found_once_for_all_services() {
    let mut site = site("");
    site.master = saslab_smtpd::maincf::MasterCf::parse(
        "smtp inet n - n - - smtpd\nsubmission inet n - n - - smtpd\n  \
         -o disable_vrfy_command=no\nsmtps inet n - n - - smtpd\n  \
         -o disable_vrfy_command=yes\n",
    );
    let report = examine(&site);
    let findings = &report.answer("vrfy-on").unwrap().findings;
    let says: Vec<&str> = findings.iter().map(|finding| &*finding.says).collect();
    assert_eq!(
        says,
        ["anybody may ask with VRFY who exists, by smtp, submission"]
    );
    let fix = fixes(&site, &findings[0]).remove(0);
    assert_eq!(
        fix.postconf,
        [
            Arc::from("postconf -PX 'submission/inet/disable_vrfy_command'"),
            Arc::from("postconf -e 'disable_vrfy_command = yes'"),
        ]
    );
}

/// What holds the users of a Dovecot to addresses of their own.
fn owners_of(users: &[&str]) -> String {
    let mut site = site(
        "smtpd_sasl_auth_enable = yes\nsmtpd_sasl_type = dovecot\n\
         smtpd_sasl_path = private/auth\n",
    );
    let dovecot = saslab_smtpd::sasl::Implementation::Dovecot;
    let sasl = saslab_smtpd::sasl::Setup::new(dovecot, &["PLAIN"]);
    let add = |sasl: saslab_smtpd::sasl::Setup, user: &&str| sasl.with_account(user, "", "x");
    site.installation.sasl = users.iter().fold(sasl, add);
    let report = examine(&site);
    let finding = &report.answer("send-as-anyone").unwrap().findings[0];
    fixes(&site, finding).remove(0).postconf[0].to_string()
}

#[test]
fn users_of_both_kinds_own_what_is_theirs() {
    assert_eq!(
        owners_of(&["bob", "alice@example.com"]),
        "postconf -e 'smtpd_sender_login_maps = \
         pcre:{{/^([^@]+)@example\\.com$$/ $$1 $$1@example.com}, {/^(.+)$$/ $$1}}'"
    );
}

#[test]
fn users_that_are_called_by_their_addresses_own_them() {
    assert_eq!(
        owners_of(&["alice@example.com"]),
        "postconf -e 'smtpd_sender_login_maps = pcre:{{/^(.+)$$/ $$1}}'"
    );
}

#[test]
fn a_filter_that_is_away_need_not_refuse_mail() {
    let fix = first_fix(
        "smtpd_milters = inet:127.0.0.1:8891\n",
        "local-mail-refused",
    );
    assert_eq!(
        fix.postconf[0].as_ref(),
        "postconf -e 'milter_default_action = accept'"
    );
}
