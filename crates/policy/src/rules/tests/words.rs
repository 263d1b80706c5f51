//! Single restrictions, each against what the recorded servers answered.

use super::*;
use crate::{Fact, FactKind, Outside, Supposed};

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
    let text = "smtpd_recipient_restrictions = reject_unverified_recipient, reject";
    assert_eq!(
        scene(R3_7, text).rcpt(HERE),
        "not simulated: reject_unverified_recipient"
    );
}

#[test]
fn what_is_supposed_of_the_outside_decides() {
    let text = "smtpd_relay_restrictions =\n\
                smtpd_recipient_restrictions = permit_mx_backup, reject_rbl_client zen.test, \
                check_sender_access socketmap:s, reject_unauth_destination";
    let supposing = |facts: &[(Fact, Option<&str>)]| {
        let facts: Vec<Supposed> = facts
            .iter()
            .map(|(fact, says)| Supposed {
                fact: fact.clone(),
                says: says.map(Arc::from),
            })
            .collect();
        let mut world = World::little();
        world.outside = Outside::supposing(&facts);
        let outcome = scene_in(&world, R3_7, text).outcome(AWAY);
        let unknown = outcome.trace.unknown().map(Fact::to_string);
        unknown.unwrap_or_else(|| said(&outcome))
    };
    let backup = Fact::Restriction {
        word: "permit_mx_backup".into(),
    };
    let listed = Fact::DnsList {
        zone: "zen.test".into(),
        of: "203.0.113.9".into(),
    };
    assert_eq!(supposing(&[]), "what permit_mx_backup decides");
    assert_eq!(supposing(&[(backup.clone(), Some("OK"))]), "ok");
    let mut facts = vec![(backup, None)];
    assert_eq!(supposing(&facts), "whether zen.test lists 203.0.113.9");
    facts.push((listed.clone(), Some("127.0.0.2")));
    assert!(supposing(&facts).starts_with("554 5.7.1 Service unavailable; Client host"));
    facts.push((listed, None));
    assert_eq!(supposing(&facts), "what socketmap:s says to a@example.org");
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

#[test]
fn what_is_supposed_beside_the_world_comes_before_it() {
    let text = "smtpd_relay_restrictions =\n\
                smtpd_recipient_restrictions = reject_rbl_client zen.test, \
                check_policy_service unix:p, check_sender_access mysql:s, reject";
    let beside = |facts: &[(FactKind, &str, Option<&str>)]| {
        let facts: Vec<Supposed> = facts
            .iter()
            .map(|(kind, source, says)| Supposed {
                fact: Fact::of(*kind, source, ""),
                says: says.map(Arc::from),
            })
            .collect();
        let mut world = World::little();
        world.outside = Outside::beside(&facts);
        world.add_plug_ins();
        let outcome = scene_in(&world, R3_7, text).outcome(AWAY);
        let unknown = outcome.trace.unknown().map(Fact::to_string);
        unknown.unwrap_or_else(|| said(&outcome))
    };
    // The world's DNS lists nobody there, and nobody listens for policy in it.
    assert!(beside(&[]).starts_with("451 4.3.5 "));
    let service = (FactKind::Service, "unix:p", None);
    assert_eq!(beside(&[service]), "what mysql:s says to a@example.org");
    // An empty key stands for every key.
    let table = (FactKind::Table, "mysql:s", Some("REJECT no"));
    assert_eq!(
        beside(&[service, table]),
        "554 5.7.1 <a@example.org>: Sender address rejected: no"
    );
    let list = (FactKind::DnsList, "zen.test", Some("127.0.0.2"));
    assert!(beside(&[list]).starts_with("554 5.7.1 Service unavailable; Client host"));
}

#[test]
fn a_file_that_is_not_at_hand_can_be_supposed() {
    let text = "smtpd_relay_restrictions =\n\
                smtpd_recipient_restrictions = check_sender_access hash:absent, reject";
    let fact = Fact::of(FactKind::Table, "hash:absent", "example.org");
    let facts = [Supposed {
        fact,
        says: Some("REJECT known".into()),
    }];
    let mut world = World::little();
    world.outside = Outside::beside(&facts);
    let outcome = scene_in(&world, R3_7, text).outcome(AWAY);
    let unknown = outcome.trace.unknown().map(Fact::to_string);
    assert_eq!(
        unknown.as_deref(),
        Some("what hash:absent says to a@example.org")
    );
}
