//! The next message of an exchange under way, tried on the simulated server: whatever it
//! asks, the answers lead to 235 with the right password and to 535 with another.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use saslab_credentials::{Pending, command};
use saslab_sasl::client::{Credentials, Mechanism, Surroundings, nfkc};
use saslab_sasl::{Implementation, Setup};
use saslab_smtpd::policy::Client;
use saslab_smtpd::release::Release;
use saslab_smtpd::{Input, Installation, Server, Session};

fn credentials(password: &str) -> Credentials {
    Credentials {
        user: "test".to_owned(),
        authzid: String::new(),
        realm: None,
        secret: password.into(),
    }
}

fn around() -> Surroundings {
    Surroundings {
        host: "mail.example.com".to_owned(),
        port: 25,
        nonce: "saslab4fyko2d2lbbFgONRv9".to_owned(),
        nfkc,
    }
}

/// The lines of a login, each with the server's answer.
fn login(begin: &str, password: &str) -> Vec<(String, String)> {
    let main_cf = "compatibility_level = 3.6\nmyhostname = mail.example.com\n\
                   smtpd_sasl_auth_enable = yes\n";
    let names = ["PLAIN", "LOGIN", "CRAM-MD5", "DIGEST-MD5", "SCRAM-SHA-256"];
    let sasl = Setup::new(Implementation::Cyrus, &names);
    let installation = Installation {
        sasl: sasl.with_account("test", "mail.example.com", "testpass"),
        ..Installation::new(Release::DEFAULT, main_cf)
    };
    let server = Server::start(&installation).unwrap();
    let address = "203.0.113.9".parse().unwrap();
    let mut session = Session::connect(&server, Client::new(&installation.world, address)).after;
    let mut turns: Vec<(String, String)> = Vec::new();
    let mut line = "EHLO client.example".to_owned();
    let mut next = begin.to_owned();
    loop {
        let step = session.receive(Input::line(line.as_bytes()));
        let reply = step
            .replies
            .first()
            .unwrap()
            .lines()
            .first()
            .unwrap()
            .text()
            .to_owned();
        turns.push((line, reply));
        session = step.after;
        let seen: Vec<(&str, &str)> = turns
            .iter()
            .map(|(line, reply)| (&**line, &**reply))
            .collect();
        line = match Pending::of(&seen) {
            Some(pending) => pending.answer(&credentials(password), &around()).unwrap(),
            None if turns.len() == 1 => std::mem::take(&mut next),
            None => return turns,
        };
    }
}

fn last(turns: &[(String, String)]) -> &str {
    turns.last().unwrap().1.get(..3).unwrap()
}

#[test]
fn every_mechanism_is_answered_to_its_end() {
    for name in ["PLAIN", "LOGIN", "CRAM-MD5", "DIGEST-MD5", "SCRAM-SHA-256"] {
        let mechanism = Mechanism::named(name).unwrap();
        let begin = command(mechanism, &credentials("testpass"), &around()).unwrap();
        assert_eq!(last(&login(&begin, "testpass")), "235", "{name}");
        // Without its first message, and with a wrong password.
        let bare = ["AUTH ", name].concat();
        assert_eq!(last(&login(&bare, "testpass")), "235", "{bare}");
        assert_eq!(last(&login(&bare, "wrong")), "535", "{bare}");
    }
}

#[test]
fn the_lines_are_those_of_the_howto() {
    let plain = command(Mechanism::Plain, &credentials("testpass"), &around());
    assert_eq!(plain.unwrap(), "AUTH PLAIN AHRlc3QAdGVzdHBhc3M=");
    let turns = login("AUTH LOGIN", "testpass");
    let lines: Vec<&str> = turns.iter().map(|(line, _)| line.as_str()).collect();
    assert_eq!(
        lines,
        [
            "EHLO client.example",
            "AUTH LOGIN",
            "dGVzdA==",
            "dGVzdHBhc3M="
        ]
    );
    let given = login("AUTH LOGIN dGVzdA==", "testpass");
    assert_eq!(given.last().unwrap().0, "dGVzdHBhc3M=");
}

#[test]
fn nothing_is_pending_where_the_server_has_not_asked() {
    assert_eq!(Pending::of(&[]), None);
    assert_eq!(Pending::of(&[("EHLO c", "250-mail.example.com")]), None);
    assert_eq!(Pending::of(&[("AUTH PLAIN AA==", "535 5.7.8 no")]), None);
    assert_eq!(Pending::of(&[("AUTH", "334 ")]), None);
    // A mechanism that is known by name alone.
    assert_eq!(Pending::of(&[("AUTH GSSAPI", "334 ")]), None);
}
