//! Replies that a server makes once and says in every session: they are those of each
//! session all the same, whoever has asked first.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]
use saslab_smtpd::policy::Client;
use saslab_smtpd::release::Release;
use saslab_smtpd::{Input, Installation, Server, Session, Step};
use std::sync::Arc;

const MAIN_CF: &str = "compatibility_level = 3.6\nmyhostname = mail.example.com\n\
    alias_maps =\nsmtpd_sasl_auth_enable = yes\nsmtpd_tls_security_level = may\n\
    smtpd_tls_cert_file = /etc/postfix/server.pem\n\
    smtpd_sasl_tls_security_options = noanonymous, noplaintext\n\
    smtpd_sasl_exceptions_networks = 192.0.2.0/24\n";

const OUTSIDER: [u8; 4] = [203, 0, 113, 9];
const LAPTOP: [u8; 4] = [192, 0, 2, 77];

fn server() -> Arc<Server> {
    let release: Release = "3.7.11".parse().unwrap();
    let mut installation = Installation::new(release, MAIN_CF);
    installation.sasl.mech_list = Some(vec!["PLAIN".to_owned(), "CRAM-MD5".to_owned()]);
    Server::start(&installation).unwrap()
}

fn greeted(server: &Arc<Server>, address: [u8; 4]) -> Step {
    let client = Client::new(&server.installation().world, address.into());
    let connected = Session::connect(server, client).after;
    connected.receive(Input::line(b"EHLO client.example"))
}

fn encrypted(server: &Arc<Server>, address: [u8; 4]) -> Step {
    let ready = greeted(server, address).after;
    let ready = ready.receive(Input::line(b"STARTTLS")).after;
    let ready = ready.receive(Input::TlsHandshake).after;
    ready.receive(Input::line(b"EHLO client.example"))
}

fn auth(step: &Step) -> Option<&str> {
    let mut lines = step.replies[0].lines().iter();
    let line = lines.find(|line| line.text().starts_with("250-AUTH"))?;
    Some(line.text())
}

fn withheld(step: &Step) -> Vec<&str> {
    step.withheld.iter().map(|one| &*one.what).collect()
}

/// Channel and client decide, in whatever order the sessions come.
#[test]
fn ehlo_answers_each_client_and_each_channel() {
    let one_way = server();
    let other_way = server();
    let outside = [greeted(&one_way, OUTSIDER), encrypted(&one_way, OUTSIDER)];
    let inside = [greeted(&one_way, LAPTOP), encrypted(&one_way, LAPTOP)];
    let again = [encrypted(&other_way, LAPTOP), greeted(&other_way, LAPTOP)];
    assert_eq!(auth(&outside[0]), Some("250-AUTH PLAIN CRAM-MD5"));
    assert_eq!(auth(&outside[1]), Some("250-AUTH CRAM-MD5"));
    assert_eq!(auth(&inside[0]), None);
    assert_eq!(auth(&inside[1]), None);
    assert!(withheld(&outside[1]).contains(&"PLAIN"));
    assert!(!withheld(&outside[0]).contains(&"PLAIN"));
    assert!(withheld(&inside[0]).contains(&"AUTH"));
    assert!(withheld(&inside[1]).contains(&"STARTTLS"));
    assert_eq!(again[0].replies, inside[1].replies);
    assert_eq!(again[1].replies, inside[0].replies);
    let last = [
        greeted(&other_way, OUTSIDER),
        encrypted(&other_way, OUTSIDER),
    ];
    assert_eq!(last[0].replies, outside[0].replies);
    assert_eq!(last[1].withheld, outside[1].withheld);
}

/// A table may have keywords for one client, whose answer is nobody else's.
#[test]
fn what_a_table_takes_from_one_client_others_keep() {
    let main_cf = format!("{MAIN_CF}smtpd_discard_ehlo_keyword_address_maps = cidr:/discard\n");
    let release: Release = "3.7.11".parse().unwrap();
    let mut installation = Installation::new(release, &main_cf);
    installation.world = installation
        .world
        .with_file("/discard", "203.0.113.9 dsn\n");
    let server = Server::start(&installation).unwrap();
    let dsn = |step: &Step| {
        let mut lines = step.replies[0].lines().iter();
        lines.any(|line| line.text().ends_with("DSN"))
    };
    assert!(dsn(&greeted(&server, LAPTOP)));
    assert!(!dsn(&greeted(&server, OUTSIDER)));
    assert!(dsn(&greeted(&server, LAPTOP)));
}

/// A client that is shared is not copied, and says the same.
#[test]
fn a_shared_client_connects_like_its_copy() {
    let server = server();
    let client = Client::new(&server.installation().world, OUTSIDER.into());
    let shared = Arc::new(client.clone());
    let (one, two) = (
        Session::connect(&server, client),
        Session::connect(&server, Arc::clone(&shared)),
    );
    assert_eq!(one.replies, two.replies);
    assert_eq!(
        one.replies[0].lines()[0].text(),
        "220 mail.example.com ESMTP Postfix"
    );
    assert_eq!(one.log, two.log);
}
