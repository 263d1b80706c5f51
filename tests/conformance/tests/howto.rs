//! The HOWTO of 2002 comes out as it was printed: both dialogues under 1.1.7, its
//! credentials, and what became of its server in 3.7.11.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use saslab_conformance::said;
use saslab_lessons::howto::{self, Dialogue};
use saslab_release::Release;

const WITHOUT_NULS: &str = "AUTH PLAIN dGVzdHRlc3R0ZXN0cGFzcw==";

fn replay(dialogue: &Dialogue, main_cf: &str) {
    let installation = howto::installation(howto::RELEASE, main_cf, dialogue.mechanisms);
    let lines: Vec<&str> = dialogue.client().collect();
    let expected: Vec<&str> = dialogue.server().collect();
    assert_eq!(said(&installation, &lines).unwrap(), expected);
}

#[test]
fn the_first_dialogue_comes_out_as_printed() {
    replay(&howto::FIRST, howto::AFTER);
}

#[test]
fn the_second_dialogue_comes_out_as_printed() {
    replay(
        &howto::SECOND,
        &format!("{}{}", howto::AFTER, howto::BANNER_OF_SECOND),
    );
}

#[test]
fn before_the_first_step_auth_is_not_offered() {
    let installation = howto::installation(howto::RELEASE, howto::BEFORE, &["PLAIN", "LOGIN"]);
    let lines = ["EHLO example.com", "AUTH PLAIN dGVzdAB0ZXN0AHRlc3RwYXNz"];
    assert_eq!(
        said(&installation, &lines).unwrap(),
        [
            "220 mail.example.com ESMTP Postfix",
            "250-mail.example.com",
            "250-PIPELINING",
            "250-SIZE 10240000",
            "250-VRFY",
            "250-ETRN",
            "250-XVERP",
            "250 8BITMIME",
            "503 Error: authentication not enabled",
        ]
    );
}

#[test]
fn credentials_without_nuls_are_refused() {
    let installation = howto::installation(howto::RELEASE, howto::AFTER, &["PLAIN", "LOGIN"]);
    let said = said(&installation, &[WITHOUT_NULS]).unwrap();
    assert_eq!(said.last().unwrap(), "535 Error: authentication failed");
}

#[test]
fn the_same_server_under_3_7_11() {
    let mechanisms = ["PLAIN", "LOGIN", "DIGEST-MD5", "CRAM-MD5", "GSSAPI"];
    let installation = howto::installation(Release::DEFAULT, howto::AFTER, &mechanisms);
    let lines = [
        "EHLO example.com",
        "MAIL FROM:<a@example.org>",
        "RCPT TO:<joe@example.net>",
        "RSET",
        WITHOUT_NULS,
        "AUTH PLAIN dGVzdAB0ZXN0AHRlc3RwYXNz",
        "MAIL FROM:<a@example.org>",
        "RCPT TO:<joe@example.net>",
        "QUIT",
    ];
    assert_eq!(
        said(&installation, &lines).unwrap(),
        [
            "220 mail.example.com ESMTP Postfix",
            "250-mail.example.com",
            "250-PIPELINING",
            "250-SIZE 10240000",
            "250-VRFY",
            "250-ETRN",
            "250-AUTH PLAIN LOGIN DIGEST-MD5 CRAM-MD5 GSSAPI",
            "250-AUTH=PLAIN LOGIN DIGEST-MD5 CRAM-MD5 GSSAPI",
            "250-ENHANCEDSTATUSCODES",
            "250-8BITMIME",
            "250-DSN",
            "250-SMTPUTF8",
            "250 CHUNKING",
            "250 2.1.0 Ok",
            "454 4.7.1 <joe@example.net>: Relay access denied",
            "250 2.0.0 Ok",
            "535 5.7.8 Error: authentication failed: bad protocol / cancel",
            "235 2.7.0 Authentication successful",
            "250 2.1.0 Ok",
            "250 2.1.5 Ok",
            "221 2.0.0 Bye",
        ]
    );
}
