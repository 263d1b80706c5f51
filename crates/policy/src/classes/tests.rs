//! Marks are equal where real evaluations are, and different where they are not.

use super::*;
use crate::rules::settings;
use crate::{Client, Login, Rules, World};
use saslab_release::v;

fn rules(main_cf: &str, world: &World) -> Rules {
    let text = format!("mydestination = example.com\n{main_cf}");
    Rules::read(&settings(v(3, 7, 11), &text), world).unwrap()
}

fn context(world: &World) -> Context {
    Context {
        client: Client::new(world, [203, 0, 113, 9].into()),
        helo: "client.example.org".into(),
        sender: "sender@example.org".into(),
        recipients: vec!["friend@example.net".into(), "alice@example.com".into()],
        logins: vec![Login {
            username: "test".into(),
            method: "PLAIN".into(),
        }],
    }
}

fn client_mark(main_cf: &str, world: &World, address: &str) -> String {
    let (rules, context) = (rules(main_cf, world), context(world));
    let client = Client::new(world, address.parse().unwrap());
    Marker::new(&rules, &context).client(&client)
}

#[test]
fn a_network_has_its_first_address_and_the_one_behind() {
    let world = World::little();
    let named = rules("mynetworks = 10.1.2.0/24 !10.1.2.7 [2001:db8::]/32", &world).named(100);
    let places: Vec<String> = named
        .addresses
        .iter()
        .map(|place| format!("{} {:?}", place.address, place.prefix))
        .collect();
    assert_eq!(
        places,
        [
            "10.1.2.0 Some(24)",
            "10.1.2.7 Some(32)",
            "10.1.2.8 None",
            "10.1.3.0 None",
            "2001:db8:: Some(32)",
            "2001:db9:: None",
        ]
    );
}

#[test]
fn the_first_entry_decides_the_mark_whatever_the_index() {
    let world = World::little();
    let list = "mynetworks = !10.1.2.7 10.1.2.0/24 10.0.0.0/8";
    let inside = client_mark(list, &world, "10.1.2.1");
    assert_eq!(client_mark(list, &world, "10.9.9.9"), inside);
    assert_ne!(client_mark(list, &world, "10.1.2.7"), inside);
    assert_eq!(
        client_mark(list, &world, "10.1.2.7"),
        client_mark(list, &world, "11.0.0.0")
    );
    let turned = "mynetworks = 10.0.0.0/8 !10.1.2.7";
    assert_eq!(client_mark(turned, &world, "10.1.2.7"), inside);
}

#[test]
fn a_long_table_of_networks_is_read_as_a_short_one() {
    let mut text = String::from("192.0.2.7 REJECT no\n");
    for octet in 0..40 {
        text.push_str(&format!("192.0.{octet}.0/24 OK\n"));
    }
    let world = World::little().with_file("/c", &text);
    let list = "smtpd_client_restrictions = check_client_access cidr:/c";
    let mark = |address| client_mark(list, &world, address);
    assert_eq!(mark("192.0.2.8"), mark("192.0.39.255"));
    assert_ne!(mark("192.0.2.8"), mark("192.0.2.7"));
    assert_ne!(mark("192.0.2.8"), mark("192.0.40.0"));
    assert_eq!(mark("192.0.40.0"), mark("203.0.113.9"));
}

#[test]
fn senders_are_told_apart_by_tables_and_by_owners() {
    let world = World::little()
        .with_file(
            "/s",
            "spam.example REJECT a\nbad.example REJECT b\nfriend@ OK\n",
        )
        .with_file("/l", "mine@example.com test\n");
    let main_cf = "smtpd_sender_login_maps = hash:/l\nsmtpd_sasl_auth_enable = yes\n\
        smtpd_sender_restrictions = check_sender_access hash:/s, reject_sender_login_mismatch";
    let rules = rules(main_cf, &world);
    let context = context(&world);
    let marker = Marker::new(&rules, &context);
    let named = rules.named(100);
    let senders: Vec<&str> = named.senders.iter().map(|key| &**key).collect();
    assert_eq!(
        senders,
        ["bad.example", "friend@", "mine@example.com", "spam.example"]
    );
    assert_eq!(
        marker.sender("x@spam.example"),
        marker.sender("y@bad.example")
    );
    let marks = [
        "x@spam.example",
        "friend@example.org",
        "mine@example.com",
        "x@example.org",
    ];
    let marks: std::collections::BTreeSet<String> =
        marks.iter().map(|sender| marker.sender(sender)).collect();
    assert_eq!(marks.len(), 4);
}

#[test]
fn restrictions_that_only_a_table_names_count() {
    let world = World::little().with_file("/r", "example.com reject_unknown_sender_domain\n");
    let main_cf = "smtpd_recipient_restrictions = reject_unauth_destination, \
        check_recipient_access hash:/r";
    let rules = rules(main_cf, &world);
    let context = context(&world);
    let marker = Marker::new(&rules, &context);
    assert_ne!(
        marker.sender("x@nosuch.example"),
        marker.sender("x@example.org")
    );
}

#[test]
fn a_permission_whose_members_are_not_known_is_named() {
    let world = World::little().with_file("/p", "/^(?!a)b/ OK\n/^(?!c)d/ REJECT\n");
    let main_cf = "smtpd_client_restrictions = check_client_access pcre:/p";
    let named = rules(main_cf, &world).named(100);
    assert_eq!(named.unmade, [Arc::from("whom pcre:/p gives OK")]);
}
