//! The classes of small servers.

use super::*;
use saslab_smtpd::Installation;
use saslab_smtpd::policy::World;
use saslab_smtpd::release::Release;

fn alphabet(main_cf: &str, world: World) -> Alphabet {
    let text = format!("compatibility_level = 3.6\nmydestination = example.com\n{main_cf}");
    let installation = Installation {
        world,
        ..Installation::new(Release::DEFAULT, &text)
    };
    let service = Service::smtpd("smtp", "");
    let server = Server::start(&installation).unwrap();
    Alphabet::of((&server, &service), Lens::Direct)
}

fn peers(alphabet: &Alphabet) -> Vec<String> {
    let show = |peer: &Peer| match &peer.name {
        None => format!("{:?} {}", peer.reach, peer.address),
        Some(name) => format!("{:?} {} {name}", peer.reach, peer.address),
    };
    alphabet.peers.iter().map(show).collect()
}

#[test]
fn a_plain_server_tells_outsiders_from_itself() {
    let alphabet = alphabet("", World::little());
    assert_eq!(
        peers(&alphabet),
        ["Anyone 203.0.113.9", "Own 192.0.2.77", "Own 127.0.0.1"]
    );
    assert_eq!(alphabet.hellos.len(), 1);
    assert_eq!(alphabet.senders.len(), 1);
    assert_eq!(alphabet.channels, Channels::Alike);
    let addresses: Vec<&str> = alphabet.recipients.iter().map(|to| &*to.address).collect();
    assert_eq!(
        addresses,
        [
            "postmaster",
            "alice@example.com",
            "friend@example.net",
            "friend%example.net@example.com",
            "no-such-user@example.com",
        ]
    );
}

#[test]
fn a_network_gives_a_class_inside_and_the_outside_is_known() {
    let own = "mynetworks = 127.0.0.0/8 198.51.100.128/25 !198.51.100.200\n";
    assert_eq!(
        peers(&alphabet(own, World::little())),
        [
            "Anyone 203.0.113.9",
            "Own 192.0.2.77",
            "Own 127.0.0.1",
            "Named 198.51.100.128",
        ]
    );
}

#[test]
fn a_thousand_rows_are_as_many_classes_as_they_have_actions() {
    let mut rows = String::new();
    for row in 0..1000 {
        rows.push_str(&format!("d{row}.example REJECT reason {row}\n"));
    }
    rows.push_str("friend.example OK\n");
    let world = World::little().with_file("/s", &rows);
    let lists = "smtpd_sender_restrictions = check_sender_access hash:/s\n";
    let senders: Vec<Arc<str>> = alphabet(lists, world)
        .senders
        .into_iter()
        .map(|word| word.text)
        .collect();
    let senders: Vec<&str> = senders.iter().map(|text| &**text).collect();
    assert_eq!(
        senders,
        [
            "sender@example.org",
            "someone@d0.example",
            "someone@friend.example"
        ]
    );
}

#[test]
fn names_of_clients_are_a_class_of_their_own() {
    let world = World::little().with_file("/c", "partner.example OK\n");
    let lists = "smtpd_client_restrictions = check_client_access hash:/c\n";
    let peers = peers(&alphabet(lists, world));
    assert_eq!(
        peers[3], "Named 203.0.113.9 host.partner.example",
        "{peers:?}"
    );
}

#[test]
fn who_gives_no_name_is_a_class_where_names_are_asked() {
    let lists = "smtpd_helo_restrictions = check_helo_access static:REJECT\n";
    let hellos = alphabet(lists, World::little()).hellos;
    let lines: Vec<&str> = hellos.iter().map(|word| &*word.line).collect();
    assert_eq!(lines, ["EHLO client.example.org", ""]);
}

#[test]
fn nobody_comes_from_where_the_server_does_not_listen() {
    let only = alphabet("inet_interfaces = loopback-only\n", World::little());
    assert_eq!(peers(&only), ["Own 127.0.0.1", "Own 127.0.0.2"]);
    let only = alphabet("inet_protocols = ipv6\n", World::little());
    assert_eq!(
        peers(&only),
        ["Anyone 2001:db8:113::9", "Own ::1", "Own 2001:db8:0:25::26"]
    );
}
