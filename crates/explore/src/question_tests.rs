//! Every question has a configuration where it happens and one where it does not.

use std::collections::BTreeSet;

use super::*;
use crate::{Answer, Reported, Site, examine};
use saslab_smtpd::Installation;
use saslab_smtpd::release::Release;

/// A server that takes mail for example.com and relays for those who may.
const SOUND: &str = "compatibility_level = 3.6\nmydestination = example.com\n\
    disable_vrfy_command = yes\n";

fn asked(name: &str, main_cf: &str) -> Reported {
    let text = [SOUND, main_cf].concat();
    let report = examine(&Site::new(Installation::new(Release::DEFAULT, &text)));
    report.answer(name).unwrap().clone()
}

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
fn each_question_happens_in_one_configuration_and_not_in_another() {
    for (name, bad, good) in [
        ("open-relay", "mynetworks = 0.0.0.0/0\n", ""),
        (
            "relay-by-route",
            "smtpd_relay_restrictions =\n\
             smtpd_recipient_restrictions = permit_auth_destination, check_recipient_access \
             inline:{example.com=OK}, permit_mynetworks, check_helo_access static:OK, reject\n",
            "",
        ),
        ("does-not-start", "smtpd_relay_restrictions = permit\n", ""),
        (
            "plaintext-without-tls",
            "smtpd_sasl_auth_enable = yes\n",
            "smtpd_sasl_auth_enable = yes\nsmtpd_tls_auth_only = yes\n",
        ),
        ("vrfy-on", "disable_vrfy_command = no\n", ""),
        (
            "unknown-parameter",
            "broken_sasl_atuh_clients = yes\n",
            "own = 1\nmyorigin = $own\n",
        ),
    ] {
        let answer = asked(name, bad).answer;
        assert!(matches!(answer, Answer::Happens(_)), "{name}: {answer}");
        let answer = asked(name, good).answer;
        let never = matches!(&answer, Answer::Never { provided, .. } if provided.is_empty());
        assert!(never, "{name}: {answer}");
    }
}
