//! Classes of addresses.

use super::*;
use crate::rules::settings;
use saslab_release::v;

fn class(text: &str, address: &str) -> (Class, bool) {
    let settings = settings(v(3, 7, 11), text);
    let destinations = Destinations::read(&Reading::new(&settings, &World::little()));
    let destination = destinations.of(address).unwrap();
    (destination.class, destination.routed)
}

#[test]
fn every_class_has_its_parameter() {
    let text = "mydestination = mail.example.com, example.com\nrelay_domains = example.org\n\
                virtual_alias_domains = club.example\nvirtual_mailbox_domains = shop.example";
    assert_eq!(class(text, "test@example.com"), (Class::Local, false));
    assert_eq!(class(text, "test@[192.0.2.25]"), (Class::Local, false));
    assert_eq!(class(text, "a@sub.example.org"), (Class::Relay, false));
    assert_eq!(class(text, "a@club.example"), (Class::VirtualAlias, false));
    assert_eq!(class(text, "a@sub.club.example"), (Class::Default, false));
    assert_eq!(
        class(text, "a@shop.example"),
        (Class::VirtualMailbox, false)
    );
    assert_eq!(class(text, "joe@example.net"), (Class::Default, false));
}

#[test]
fn a_route_inside_a_local_part_is_followed() {
    let foreign = (Class::Default, false);
    assert_eq!(class("", "user%example.net@mail.example.com"), foreign);
    assert_eq!(class("", "user@example.net@mail.example.com"), foreign);
    assert_eq!(class("", "example.net!user@mail.example.com"), foreign);
    assert_eq!(
        class("", "user%a.example@example.net"),
        (Class::Default, true)
    );
    assert_eq!(class("", "test"), (Class::Local, false));
}
