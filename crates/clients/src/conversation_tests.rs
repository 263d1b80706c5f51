//! What clients do against a real session: choices, refusals, and what stays unsaid.

use super::*;
use crate::client_named;
use saslab_sasl::Setup;
use saslab_smtpd::policy::Client;
use saslab_smtpd::release::Release;
use saslab_smtpd::{Installation, Server};

const TEST: Credentials<'_> = Credentials {
    user: "test",
    password: "testpass",
};

const BASE: &str = "compatibility_level = 3.6\nsmtpd_sasl_auth_enable = yes\n";

/// The end of a client's talk with a server that has the account `test`.
fn end(client: &str, main_cf: &str, mechanisms: &[&str], way: Way) -> End {
    let client = client_named(client).unwrap();
    conversation(client, main_cf, mechanisms, way).end
}

fn conversation(client: &MailClient, main_cf: &str, mechanisms: &[&str], way: Way) -> Conversation {
    let main_cf = [BASE, main_cf].concat();
    let sasl = Setup::new(Implementation::Cyrus, mechanisms);
    let installation = Installation {
        sasl: sasl.with_account("test", "mail.example.com", "testpass"),
        ..Installation::new(Release::DEFAULT, &main_cf)
    };
    let server = Server::start(&installation).unwrap();
    let address = "203.0.113.9".parse().unwrap();
    let greeting = Session::connect(&server, Client::new(&installation.world, address));
    Conversation::run(client, &greeting, TEST, way)
}

fn with(mechanism: &str) -> End {
    End::LoggedIn {
        mechanism: mechanism.into(),
    }
}

const TLS: &str = "smtpd_tls_security_level = may\nsmtpd_tls_cert_file = /etc/postfix/server.pem\n";

#[test]
fn each_client_computes_what_it_picks() {
    for (client, mechanisms, picked) in [
        ("Python smtplib", &["PLAIN", "CRAM-MD5"][..], "CRAM-MD5"),
        (
            "curl",
            &["LOGIN", "PLAIN", "SCRAM-SHA-256"],
            "SCRAM-SHA-256",
        ),
        ("curl", &["LOGIN", "PLAIN", "DIGEST-MD5"], "DIGEST-MD5"),
        ("swaks", &["PLAIN", "LOGIN"], "LOGIN"),
        ("Nodemailer", &["CRAM-MD5", "LOGIN"], "LOGIN"),
        ("the HOWTO's client", &["LOGIN", "CRAM-MD5"], "LOGIN"),
        (
            "MailKit",
            &["PLAIN", "SCRAM-SHA-1", "SCRAM-SHA-512"],
            "SCRAM-SHA-512",
        ),
    ] {
        assert_eq!(
            end(client, "", mechanisms, Way::AsUsual),
            with(picked),
            "{client}"
        );
    }
}

#[test]
fn msmtp_and_go_send_no_password_in_clear() {
    let nothing = End::NothingUsable {
        offered: vec!["PLAIN".into(), "LOGIN".into()],
    };
    let mechanisms = &["PLAIN", "LOGIN"];
    assert_eq!(end("msmtp", TLS, mechanisms, Way::AsUsual), nothing);
    assert_eq!(end("msmtp", TLS, mechanisms, Way::Starttls), with("PLAIN"));
    assert_eq!(end("go-mail", TLS, mechanisms, Way::Stripped), nothing);
    assert_eq!(end("go-mail", TLS, mechanisms, Way::AsUsual), with("PLAIN"));
}

#[test]
fn outlook_express_needs_the_old_form() {
    let express = "Outlook Express 4";
    assert_eq!(end(express, "", &["LOGIN"], Way::AsUsual), End::NotOffered);
    let old = "broken_sasl_auth_clients = yes\n";
    assert_eq!(end(express, old, &["LOGIN"], Way::AsUsual), with("LOGIN"));
}

#[test]
fn whom_anonymous_catches_and_who_goes_on_after_a_refusal() {
    let anonymous = "smtpd_sasl_security_options = noplaintext\n";
    let mechanisms = &["PLAIN", "ANONYMOUS"];
    let howto = "the HOWTO's client";
    assert_eq!(
        end(howto, anonymous, mechanisms, Way::AsUsual),
        End::Anonymous
    );
    // saslauthd cannot verify CRAM-MD5, and Cyrus offers it all the same.
    let wrong = |client: &str| {
        let client = client_named(client).unwrap();
        let server = "smtpd_sasl_local_domain = elsewhere.example\n";
        conversation(client, server, &["CRAM-MD5", "PLAIN"], Way::AsUsual).end
    };
    let tried = |names: &[&str]| End::Refused {
        tried: names.iter().map(|name| Arc::from(*name)).collect(),
    };
    assert_eq!(wrong("PHPMailer"), tried(&["CRAM-MD5"]));
    assert_eq!(wrong("Python smtplib"), tried(&["CRAM-MD5", "PLAIN"]));
}

#[test]
fn every_line_has_its_reason() {
    let reasons = |client: &str, way| {
        let client = client_named(client).unwrap();
        let talk = conversation(client, TLS, &["LOGIN", "PLAIN"], way);
        let turns = talk.turns.iter();
        let said = turns.map(|turn| [&*turn.line, ": ", &turn.reason.to_string()].concat());
        (said.collect::<Vec<_>>(), talk.end.to_string())
    };
    let greets = "EHLO client.example.org: it asks what the server offers";
    let (said, end) = reasons("Thunderbird", Way::Starttls);
    assert_eq!(
        said,
        [
            greets,
            "STARTTLS: it begins TLS, because the user has said so",
            greets,
            "AUTH PLAIN AHRlc3QAdGVzdHBhc3M=: the first that is offered of its own order, PLAIN, \
             LOGIN",
        ]
    );
    assert_eq!(end, "it has logged in with PLAIN");
    let (said, end) = reasons("Outlook Express 4", Way::AsUsual);
    assert_eq!(said, [greets]);
    assert_eq!(end, "it sees no AUTH that it understands: it cannot log in");
}
