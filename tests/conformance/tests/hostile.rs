//! Configurations and commands that nobody should write: no panic, and a clear
//! message instead of silence.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use saslab_conformance::said;
use saslab_lessons::howto;
use saslab_release::Release;
use saslab_smtpd::Installation;

fn installation(main_cf: &str) -> Installation {
    Installation::new(Release::DEFAULT, main_cf)
}

fn with(lines: &str) -> Installation {
    installation(&format!("{}{lines}", howto::BEFORE))
}

fn greeting(installation: &Installation) -> String {
    said(installation, &[]).unwrap().concat()
}

#[test]
fn an_empty_main_cf_names_what_is_missing() {
    let error = said(&installation(""), &[]).unwrap_err();
    assert_eq!(
        error.log,
        "in parameter smtpd_relay_restrictions or smtpd_recipient_restrictions, specify at \
         least one working instance of: reject_unauth_destination, defer_unauth_destination, \
         reject, defer, defer_if_permit or check_relay_domains"
    );
}

#[test]
fn a_megabyte_is_read() {
    let remark = format!("# {}\n", "x".repeat(1 << 20));
    assert_eq!(
        greeting(&with(&remark)),
        "220 mail.example.com ESMTP Postfix"
    );
    let list = format!(
        "mynetworks = 127.0.0.0/8{}\n",
        " 192.0.2.0/24".repeat(1 << 16)
    );
    assert_eq!(greeting(&with(&list)), "220 mail.example.com ESMTP Postfix");
}

#[test]
fn a_nul_is_named_with_its_line() {
    let installation = with("smtpd_banner = a\0b\n");
    let line = u32::try_from(howto::BEFORE.lines().count() + 1).unwrap();
    let warnings: Vec<_> = installation
        .warnings
        .iter()
        .map(|w| (w.line, w.to_string()))
        .collect();
    let says = format!("Line {line}: the line ends at a NUL byte; the rest is ignored.");
    assert_eq!(warnings, [(line, says)]);
    assert_eq!(greeting(&installation), "220 a");
}

#[test]
fn octets_that_are_no_utf_8_stay_where_they_stand() {
    let text = String::from_utf8_lossy(b"smtpd_banner = caf\xe9\n").into_owned();
    assert_eq!(greeting(&with(&text)), "220 caf\u{fffd}");
}

#[test]
fn an_unknown_parameter_changes_nothing() {
    let lines = ["EHLO client.example"];
    let without = said(&with(""), &lines).unwrap();
    assert_eq!(
        said(&with("no_such_parameter = yes\n"), &lines).unwrap(),
        without
    );
}

#[test]
fn parameters_that_name_each_other_are_named() {
    let error = said(&with("a = $b\nb = $a\nsmtpd_banner = $a\n"), &[]).unwrap_err();
    assert!(error.log.contains("nesting"), "{error}");
}

#[test]
fn a_command_of_100_000_characters_has_one_reply() {
    let line = "x".repeat(100_000);
    assert_eq!(
        said(&with(""), &[&line, "NOOP"]).unwrap(),
        [
            "220 mail.example.com ESMTP Postfix",
            "500 5.5.2 Error: command not recognized",
            "250 2.0.0 Ok",
        ]
    );
}
