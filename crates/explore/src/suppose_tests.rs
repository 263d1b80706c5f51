//! Answers that rest on the outside.

use crate::{Answer, Site, examine};
use saslab_smtpd::Installation;
use saslab_smtpd::release::Release;

fn open_relay(main_cf: &str) -> Answer {
    let text = [
        "compatibility_level = 3.6\nmydestination = example.com\n",
        main_cf,
    ]
    .concat();
    let site = Site::new(Installation::new(Release::DEFAULT, &text));
    examine(&site).answer("open-relay").unwrap().answer.clone()
}

fn provisos(answer: &Answer) -> Vec<String> {
    let Answer::Never { provided, .. } = answer else {
        panic!("{answer}")
    };
    provided.iter().map(ToString::to_string).collect()
}

#[test]
fn a_policy_service_and_a_table_of_a_server_must_not_permit() {
    let answer = open_relay(
        "smtpd_relay_restrictions =\nsmtpd_recipient_restrictions = permit_mynetworks,\n \
         check_policy_service unix:private/policy,\n \
         check_client_access mysql:/etc/postfix/clients.cf, reject_unauth_destination\n",
    );
    let provisos = provisos(&answer);
    assert!(provisos.contains(&"unix:private/policy answers OK".to_owned()));
    assert!(
        provisos.contains(&"mysql:/etc/postfix/clients.cf says OK to 203.0.113.9".to_owned()),
        "{provisos:?}"
    );
}

#[test]
fn a_list_of_spammers_does_not_close_a_relay() {
    let answer = open_relay(
        "mynetworks = 0.0.0.0/0\nsmtpd_client_restrictions = reject_rbl_client zen.test\n",
    );
    let witness = answer.witness().unwrap();
    assert!(!witness.supposing.is_empty());
}

#[test]
fn what_is_decided_before_the_outside_is_asked_rests_on_nothing() {
    let answer = open_relay("smtpd_client_restrictions = reject_rbl_client zen.test\n");
    assert_eq!(provisos(&answer), [] as [String; 0]);
}

#[test]
fn a_table_that_is_not_at_hand_is_supposed() {
    let answer = open_relay(
        "smtpd_relay_restrictions = permit_mynetworks,\n \
         check_recipient_access hash:/etc/postfix/not-here, reject_unauth_destination\n",
    );
    let provisos = provisos(&answer);
    assert_eq!(
        provisos,
        ["hash:/etc/postfix/not-here says OK to friend@example.net"]
    );
}

#[test]
fn domains_in_a_database_may_be_anybodys_and_make_no_relay() {
    let answer = open_relay("virtual_mailbox_domains = mysql:/etc/postfix/domains.cf\n");
    assert_eq!(provisos(&answer), [] as [String; 0]);
}

#[test]
fn the_worlds_own_answers_count_where_they_are_asked_for() {
    let text = "compatibility_level = 3.6\nmydestination = example.com\n\
        smtpd_relay_restrictions = permit_mynetworks,\n \
        check_policy_service unix:private/policy, reject_unauth_destination\n";
    let mut site = Site::new(Installation::new(Release::DEFAULT, text));
    site.outsiders = crate::Outsiders::OfTheWorld;
    let services = &mut site.installation.world.policy_services;
    services.insert("unix:private/policy".into(), "OK".into());
    let answer = examine(&site).answer("open-relay").unwrap().answer.clone();
    assert!(answer.witness().is_some(), "{answer}");
}
