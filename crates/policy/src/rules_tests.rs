//! Replies recorded from real servers: corpus/OBSERVED.md names the scenarios.

use std::net::IpAddr;
use std::sync::Arc;

use saslab_release::{Release, v};

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

#[test]
fn domains_that_do_not_exist_are_refused() {
    let sender = "smtpd_sender_restrictions = reject_unknown_sender_domain";
    for domain in ["nosuch.example", "tempfail.example"] {
        let address = format!("a@{domain}");
        assert_eq!(
            scene(R3_7, sender).mail(&address).rcpt(HERE),
            format!("450 4.1.8 <{address}>: Sender address rejected: Domain not found")
        );
    }
    let recipient = "smtpd_relay_restrictions = permit_sasl_authenticated, reject\n\
                     smtpd_recipient_restrictions = reject_unknown_recipient_domain";
    assert_eq!(
        scene(R3_7, recipient)
            .logged_in("PLAIN")
            .rcpt("a@nullmx.example"),
        "556 5.1.10 <a@nullmx.example>: Recipient address rejected: \
         Domain nullmx.example does not accept mail (nullMX)"
    );
}

#[test]
fn helo_names_are_judged() {
    let rows = [
        (
            "reject_invalid_helo_hostname",
            "bad!name",
            "501 5.5.2 <bad!name>: Helo command rejected: Invalid name",
        ),
        (
            "reject_non_fqdn_helo_hostname",
            "friend",
            "504 5.5.2 <friend>: Helo command rejected: need fully-qualified hostname",
        ),
        (
            "reject_unknown_helo_hostname",
            "nosuch.example",
            "450 4.7.1 <nosuch.example>: Helo command rejected: Host not found",
        ),
        ("reject_unknown_helo_hostname", "mx.example.org", "ok"),
        ("reject_non_fqdn_helo_hostname", "[192.0.2.1]", "ok"),
    ];
    for (restriction, helo, reply) in rows {
        let text = format!("smtpd_helo_restrictions = {restriction}");
        assert_eq!(
            scene(R3_7, &text).helo(helo).rcpt(HERE),
            reply,
            "{restriction}"
        );
    }
}

#[test]
fn clients_without_a_verified_name_are_refused() {
    let text = "smtpd_client_restrictions = reject_unknown_client_hostname";
    let refusal = |address: &str| {
        format!("450 4.7.25 Client host rejected: cannot find your hostname, [{address}]")
    };
    assert_eq!(scene(R3_7, text).rcpt(HERE), refusal(OUTSIDER));
    assert_eq!(scene(R3_7, text).from(SPOOF).rcpt(HERE), refusal(SPOOF));
    assert_eq!(scene(R3_7, text).from(DIALUP).rcpt(HERE), "ok");
}

#[test]
fn dns_lists_say_why() {
    let list = |words: &str| format!("smtpd_client_restrictions = {words}");
    let zen = list("reject_rbl_client zen.example-dnsbl.test");
    assert_eq!(
        scene(R3_7, &zen).rcpt(HERE),
        "554 5.7.1 Service unavailable; Client host [203.0.113.9] blocked using \
         zen.example-dnsbl.test; https://list.example-dnsbl.test/why/203.0.113.9"
    );
    assert_eq!(scene(R3_7, &zen).from(DIALUP).rcpt(HERE), "ok");
    let soft = format!("{zen}\nsoft_bounce = yes");
    assert!(
        scene(R3_7, &soft)
            .rcpt(HERE)
            .starts_with("454 4.7.1 Service")
    );
    let miss = list("reject_rbl_client zen.example-dnsbl.test=127.0.0.[3..9]");
    assert_eq!(scene(R3_7, &miss).rcpt(HERE), "ok");
    let hit = list("reject_rbl_client zen.example-dnsbl.test=127.0.0.[3;10]");
    assert!(scene(R3_7, &hit).rcpt(HERE).starts_with("554 5.7.1"));
    let reverse = list("reject_rhsbl_reverse_client dbl.example-dnsbl.test");
    assert_eq!(
        scene(R3_7, &reverse).from(SPOOF).rcpt(HERE),
        "554 5.7.1 Service unavailable; Unverified Client host [spoof.example.com] \
         blocked using dbl.example-dnsbl.test"
    );
    let bare = list("zen.example-dnsbl.test");
    assert_eq!(
        scene(R3_7, &bare).rcpt(HERE),
        "451 4.3.5 Server configuration error"
    );
}

#[test]
fn policy_services_answer_as_supposed() {
    let text = "smtpd_relay_restrictions =\nsmtpd_recipient_restrictions = \
                reject_unauth_destination, check_policy_service unix:private/policy";
    let with = |action: &str| {
        let mut world = World::little();
        let endpoint = Arc::from("unix:private/policy");
        world.policy_services.insert(endpoint, Arc::from(action));
        scene_in(&world, R3_7, text).rcpt(HERE)
    };
    let rejected = "<test@mail.example.com>: Recipient address rejected:";
    assert_eq!(with("DUNNO"), "ok");
    assert_eq!(
        with("REJECT"),
        format!("554 5.7.1 {rejected} Access denied")
    );
    assert_eq!(
        with("DEFER_IF_PERMIT Greylisted"),
        format!("450 4.7.1 {rejected} Greylisted")
    );
    assert_eq!(with("550 5.7.9 no"), format!("550 5.7.9 {rejected} no"));
    assert_eq!(with("nosuchword"), "451 4.3.5 Server configuration error");
    assert_eq!(
        scene(R3_7, text).rcpt(HERE),
        format!("451 4.3.5 {rejected} Server configuration problem")
    );
}

#[test]
fn access_tables_decide() {
    let world = World::little().with_file("/etc/postfix/a", "example.org REJECT go away\n");
    let text = "smtpd_sender_restrictions = check_sender_access hash:/etc/postfix/a";
    assert_eq!(
        scene_in(&world, R3_7, text).rcpt(HERE),
        "554 5.7.1 <a@example.org>: Sender address rejected: go away"
    );
    assert_eq!(
        scene(R3_7, text).rcpt(HERE),
        "451 4.3.5 <a@example.org>: Sender address rejected: Server configuration error"
    );
}

#[test]
fn a_sender_address_belongs_to_a_login() {
    let world = World::little().with_file("/etc/postfix/s", "alice@example.com alice\n");
    let text = "smtpd_sasl_auth_enable = yes\n\
                smtpd_sender_login_maps = hash:/etc/postfix/s\n\
                smtpd_sender_restrictions = reject_sender_login_mismatch";
    let mine = || scene_in(&world, R3_7, text).logged_in("PLAIN");
    assert_eq!(
        mine().mail("alice@example.com").rcpt(HERE),
        "553 5.7.1 <alice@example.com>: Sender address rejected: not owned by user test"
    );
    assert_eq!(mine().mail("").rcpt(HERE), "ok");
    assert_eq!(
        scene_in(&world, R3_7, text)
            .mail("alice@example.com")
            .rcpt(HERE),
        "553 5.7.1 <alice@example.com>: Sender address rejected: not logged in"
    );
}

#[test]
fn unlisted_recipients_of_each_class_are_named() {
    let world = World::little()
        .with_file("/v", "shop.example x\ninfo@shop.example x\n")
        .with_file("/c", "known@club.example alice\n");
    let text = "virtual_mailbox_domains = shop.example\nvirtual_mailbox_maps = hash:/v\n\
                virtual_alias_domains = club.example\nvirtual_alias_maps = hash:/c\n\
                relay_domains = relay.example\nrelay_recipient_maps = hash:/v";
    let rcpt = |address| scene_in(&world, R3_7, text).rcpt(address);
    assert_eq!(rcpt("info@shop.example"), "ok");
    assert_eq!(
        rcpt("x@shop.example"),
        "550 5.1.1 <x@shop.example>: Recipient address rejected: \
         User unknown in virtual mailbox table"
    );
    assert_eq!(rcpt("known@club.example"), "ok");
    assert_eq!(
        rcpt("x@club.example"),
        "550 5.1.1 <x@club.example>: Recipient address rejected: \
         User unknown in virtual alias table"
    );
    assert_eq!(
        rcpt("x@relay.example"),
        "550 5.1.1 <x@relay.example>: Recipient address rejected: \
         User unknown in relay recipient table"
    );
}

#[test]
fn every_check_has_a_readable_fact() {
    let outcome = scene(R3_7, "").outcome(AWAY);
    let facts: Vec<String> = outcome
        .trace
        .checks
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        facts,
        [
            "smtpd_relay_restrictions: permit_mynetworks: \
             203.0.113.9 is not in mynetworks: DUNNO",
            "smtpd_relay_restrictions: permit_sasl_authenticated: \
             the client has not logged in: DUNNO",
            "smtpd_relay_restrictions: defer_unauth_destination: \
             example.net is neither local nor in relay_domains: \
             DEFER 454 4.7.1 <joe@example.net>: Relay access denied",
        ]
    );
}

#[test]
fn what_is_not_modelled_stops_the_trace() {
    let text = "smtpd_recipient_restrictions = permit_mx_backup, reject_unauth_destination";
    assert_eq!(
        scene(R3_7, text).rcpt(HERE),
        "not simulated: permit_mx_backup"
    );
}

#[test]
fn warn_if_reject_only_warns() {
    let text = "smtpd_recipient_restrictions = warn_if_reject reject";
    let outcome = scene(R3_7, text).outcome(HERE);
    assert_eq!(said(&outcome), "ok");
    assert!(outcome.trace.checks.iter().any(|check| check.fact.contains(
        "only a warning: 554 5.7.1 <test@mail.example.com>: Recipient address rejected"
    )));
}
