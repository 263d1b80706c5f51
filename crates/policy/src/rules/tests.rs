//! Replies recorded from real servers: corpus/OBSERVED.md names the scenarios.

use std::net::IpAddr;
use std::sync::Arc;

use saslab_release::{Release, v};

mod words;

use super::settings;
use crate::{Client, Login, Outcome, Request, Rules, World};

const OUTSIDER: &str = "203.0.113.9";
const LAPTOP: &str = "192.0.2.77";
const DIALUP: &str = "198.51.100.7";
const SPOOF: &str = "198.51.100.8";
const OUTSIDER6: &str = "2001:db8:113::9";

const R1_1: Release = v(1, 1, 7);
const R2_3: Release = v(2, 3, 19);
const R3_7: Release = v(3, 7, 11);
const R3_11: Release = v(3, 11, 6);

/// One server and what one client has said to it.
struct Scene {
    rules: Rules,
    client: Client,
    login: Option<Login>,
    sender: String,
    helo: String,
}

fn scene_in(world: &World, release: Release, text: &str) -> Scene {
    let settings = settings(release, text);
    let outsider: IpAddr = OUTSIDER.parse().unwrap();
    Scene {
        rules: Rules::read(&settings, world).unwrap(),
        client: Client::new(world, outsider),
        login: None,
        sender: "a@example.org".into(),
        helo: "client.example".into(),
    }
}

fn scene(release: Release, text: &str) -> Scene {
    scene_in(&World::little(), release, text)
}

impl Scene {
    fn from(mut self, address: &str) -> Self {
        self.client = Client::new(&World::little(), address.parse().unwrap());
        self
    }

    fn logged_in(mut self, method: &str) -> Self {
        self.login = Some(Login {
            username: Arc::from("test"),
            method: Arc::from(method),
        });
        self
    }

    fn mail(mut self, sender: &str) -> Self {
        sender.clone_into(&mut self.sender);
        self
    }

    fn helo(mut self, helo: &str) -> Self {
        helo.clone_into(&mut self.helo);
        self
    }

    fn request(&self) -> Request<'_> {
        Request {
            helo: Some(&self.helo),
            sender: Some(&self.sender),
            login: self.login.as_ref(),
            ..Request::connected(&self.client)
        }
    }

    fn outcome(&self, recipient: &str) -> Outcome {
        self.rules.recipient(&Request {
            recipient: Some(recipient),
            ..self.request()
        })
    }

    /// The refusal of RCPT, or `ok`.
    fn rcpt(&self, recipient: &str) -> String {
        said(&self.outcome(recipient))
    }
}

fn said(outcome: &Outcome) -> String {
    match (&outcome.reply, &outcome.unmodelled) {
        (Some(refusal), _) => refusal.to_string(),
        (None, Some(word)) => format!("not simulated: {word}"),
        (None, None) => "ok".to_owned(),
    }
}

fn fatal(release: Release, text: &str) -> String {
    let settings = settings(release, text);
    Rules::read(&settings, &World::little()).unwrap_err().log
}

const AWAY: &str = "joe@example.net";
const HERE: &str = "test@mail.example.com";

#[test]
fn by_default_an_outsider_may_not_relay() {
    assert_eq!(
        scene(R3_7, "").rcpt(AWAY),
        "454 4.7.1 <joe@example.net>: Relay access denied"
    );
    assert_eq!(
        scene(R2_3, "").rcpt(AWAY),
        "554 5.7.1 <joe@example.net>: Relay access denied"
    );
    assert_eq!(
        scene(R1_1, "").rcpt(AWAY),
        "554 5.7.1 <joe@example.net>: Recipient address rejected: Relay access denied"
    );
    for release in [R1_1, R2_3, R3_7, R3_11] {
        assert_eq!(scene(release, "").rcpt(HERE), "ok", "{release}");
        let lan = scene(release, "mynetworks_style = subnet").from(LAPTOP);
        assert_eq!(lan.rcpt(AWAY), "ok", "{release}");
    }
}

#[test]
fn by_default_a_login_may_relay_from_2_10_on_only() {
    assert_eq!(scene(R3_7, "").logged_in("PLAIN").rcpt(AWAY), "ok");
    assert_eq!(
        scene(R2_3, "").logged_in("PLAIN").rcpt(AWAY),
        "554 5.7.1 <joe@example.net>: Relay access denied"
    );
}

#[test]
fn an_anonymous_login_counts_for_nothing() {
    assert_eq!(
        scene(R3_7, "").logged_in("ANONYMOUS").rcpt(AWAY),
        "454 4.7.1 <joe@example.net>: Relay access denied"
    );
}

#[test]
fn the_line_of_the_howto_answers_454_on_a_modern_server() {
    let text = "smtpd_recipient_restrictions = permit_mynetworks, \
                permit_sasl_authenticated, reject_unauth_destination";
    assert_eq!(
        scene(R3_7, text).rcpt(AWAY),
        "454 4.7.1 <joe@example.net>: Relay access denied"
    );
    assert_eq!(
        scene(R2_3, text).rcpt(AWAY),
        "554 5.7.1 <joe@example.net>: Relay access denied"
    );
    assert_eq!(scene(R2_3, text).logged_in("PLAIN").rcpt(AWAY), "ok");
}

#[test]
fn order_matters() {
    let text = "smtpd_recipient_restrictions = permit_mynetworks, \
                reject_unauth_destination, permit_sasl_authenticated";
    assert_eq!(
        scene(R3_7, text).logged_in("PLAIN").rcpt(AWAY),
        "554 5.7.1 <joe@example.net>: Relay access denied"
    );
}

#[test]
fn postmaster_without_a_domain_is_always_accepted() {
    let text = "smtpd_recipient_restrictions = reject";
    assert_eq!(scene(R3_7, text).rcpt("postmaster"), "ok");
    assert_eq!(
        scene(R3_7, text).rcpt("test@mail.example.com"),
        "554 5.7.1 <test@mail.example.com>: Recipient address rejected: Access denied"
    );
}

#[test]
fn a_percent_sign_does_not_hide_where_mail_goes() {
    assert_eq!(
        scene(R3_7, "").rcpt("user%example.net@mail.example.com"),
        "454 4.7.1 <user%example.net@mail.example.com>: Relay access denied"
    );
}

#[test]
fn unknown_local_users_are_refused_from_2_1_on() {
    let nobody = "nosuchuser@mail.example.com";
    let refusal = "550 5.1.1 <nosuchuser@mail.example.com>: Recipient address rejected: \
                   User unknown in local recipient table";
    assert_eq!(scene(R3_7, "").rcpt(nobody), refusal);
    assert_eq!(scene(R2_3, "").rcpt(nobody), refusal);
    assert_eq!(scene(R1_1, "").rcpt(nobody), "ok");
    assert_eq!(scene(R3_7, "").rcpt("info@mail.example.com"), "ok");
    assert_eq!(scene(R3_7, "").rcpt("Alice@mail.example.com"), "ok");
    assert_eq!(scene(R3_7, "local_recipient_maps =").rcpt(nobody), "ok");
}

#[test]
fn check_relay_domains_is_gone_from_3_9_on() {
    let text = "smtpd_relay_restrictions =\n\
                smtpd_recipient_restrictions = permit_mynetworks, check_relay_domains";
    assert_eq!(
        scene(R3_7, text).rcpt(AWAY),
        "554 5.7.1 <joe@example.net>: Recipient address rejected: Relay access denied"
    );
    assert_eq!(
        scene(R3_11, text).rcpt(AWAY),
        "451 4.3.5 Server configuration error"
    );
    let named = format!("{text}\nrelay_domains = example.net");
    assert_eq!(scene(R3_7, &named).from(DIALUP).rcpt("a@b.example"), "ok");
}

#[test]
fn without_protection_smtpd_does_not_start() {
    let modern = "in parameter smtpd_relay_restrictions or smtpd_recipient_restrictions, \
                  specify at least one working instance of: reject_unauth_destination, \
                  defer_unauth_destination, reject, defer, defer_if_permit or \
                  check_relay_domains";
    let lists = [
        "permit_mynetworks",
        "permit_mynetworks, warn_if_reject reject_unauth_destination",
        "permit_mynetworks, reject_unath_destination",
        "permit, reject_unauth_destination",
    ];
    for list in lists {
        let text = format!("smtpd_relay_restrictions =\nsmtpd_recipient_restrictions = {list}");
        assert_eq!(fatal(R3_7, &text), modern, "{list}");
        assert_eq!(fatal(R3_11, &text), modern, "{list}");
    }
    assert_eq!(
        fatal(R2_3, "smtpd_recipient_restrictions = permit_mynetworks"),
        "parameter \"smtpd_recipient_restrictions\": specify at least one working instance \
         of: check_relay_domains, reject_unauth_destination, reject, defer or defer_if_permit"
    );
    assert_eq!(
        fatal(R1_1, "smtpd_recipient_restrictions = permit_mynetworks"),
        "parameter \"smtpd_recipient_restrictions\": specify at least one working instance \
         of: check_relay_domains, reject_unauth_destination or reject"
    );
}

#[test]
fn permit_first_is_an_open_relay_before_2_10() {
    let text = "smtpd_recipient_restrictions = permit, reject_unauth_destination";
    assert_eq!(scene(R2_3, text).rcpt(AWAY), "ok");
    assert_eq!(scene(R1_1, text).rcpt(AWAY), "ok");
}

#[test]
fn a_misspelt_word_is_an_error_when_it_is_reached() {
    let text = "smtpd_relay_restrictions =\nsmtpd_recipient_restrictions = \
                permit_mynetwork, reject_unauth_destination";
    let error = "451 4.3.5 Server configuration error";
    assert_eq!(scene(R3_7, text).rcpt(HERE), error);
    assert_eq!(scene(R3_7, text).rcpt(AWAY), error);
    let text = "smtpd_relay_restrictions =\nsmtpd_recipient_restrictions = \
                reject_unauth_destination, permit_sasl_authenticatd";
    assert_eq!(
        scene(R3_7, text).rcpt(AWAY),
        "554 5.7.1 <joe@example.net>: Relay access denied"
    );
    assert_eq!(scene(R3_7, text).rcpt(HERE), error);
}

#[test]
fn a_bad_entry_of_mynetworks_is_a_temporary_failure() {
    let text = "mynetworks = 203.0.113.9/24";
    assert_eq!(
        scene(R3_7, text).rcpt(HERE),
        "451 4.3.0 <test@mail.example.com>: Temporary lookup failure"
    );
    let text = "mynetworks = 0.0.0.0/0";
    assert_eq!(scene(R3_7, text).rcpt(AWAY), "ok");
    assert_eq!(
        scene(R3_7, text).from(OUTSIDER6).rcpt(AWAY),
        "454 4.7.1 <joe@example.net>: Relay access denied"
    );
}

#[test]
fn client_rules_answer_at_rcpt_unless_they_are_not_delayed() {
    let text = "smtpd_client_restrictions = permit_sasl_authenticated, reject";
    let refusal = "554 5.7.1 <unknown[203.0.113.9]>: Client host rejected: Access denied";
    let late = scene(R3_7, text);
    assert_eq!(said(&late.rules.client(&late.request())), "ok");
    assert_eq!(late.rcpt(HERE), refusal);
    assert_eq!(scene(R3_7, text).logged_in("PLAIN").rcpt(HERE), "ok");
    let early = scene(R3_7, &format!("{text}\nsmtpd_delay_reject = no"));
    assert_eq!(said(&early.rules.client(&early.request())), refusal);
}
