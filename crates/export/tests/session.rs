//! The forms of the HOWTO's session. What is expected was written by hand, from the
//! HOWTO's dialogue and from the texts that describe each form.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use saslab_export::{Format, Record, What};
use saslab_smtpd::policy::Client;
use saslab_smtpd::release::Release;
use saslab_smtpd::sasl::message::Kind;
use saslab_smtpd::{Channel, Installation, Server};

const MAIN_CF: &str = "compatibility_level = 3.6\nmyhostname = mail.example.com\n\
     mydestination = example.com\nsmtpd_sasl_auth_enable = yes\n";
const TLS: &str = "smtpd_tls_security_level = may\nsmtpd_tls_cert_file = /etc/postfix/server.pem\n\
     smtpd_tls_key_file = /etc/postfix/server.key\n";

fn record(main_cf: &str, lines: &[&str]) -> Record {
    let installation = Installation::new(Release::DEFAULT, main_cf);
    let server = Server::start(&installation).unwrap();
    let address = "203.0.113.9".parse().unwrap();
    Record::run(&server, Client::new(&installation.world, address), lines)
}

fn text(format: Format, record: &Record) -> String {
    String::from_utf8(format.write(record)).unwrap()
}

fn kinds(record: &Record) -> Vec<Kind> {
    let payloads = record
        .events
        .iter()
        .filter_map(|event| event.payload.as_ref());
    payloads.map(|message| message.kind()).collect()
}

#[test]
fn text_is_the_dialogue_as_it_is_printed_in_books() {
    let record = record(
        MAIN_CF,
        &[
            "HELO client.example",
            "AUTH PLAIN AHRlc3QAdGVzdHBhc3M=",
            "QUIT",
        ],
    );
    assert_eq!(
        text(Format::Text, &record),
        "S: 220 mail.example.com ESMTP Postfix\nC: HELO client.example\n\
         S: 250 mail.example.com\nC: AUTH PLAIN AHRlc3QAdGVzdHBhc3M=\n\
         S: 235 2.7.0 Authentication successful\nC: QUIT\nS: 221 2.0.0 Bye\n\
         -- connection closed --\n"
    );
}

#[test]
fn swaks_marks_refusals_and_tls() {
    let lines = [
        "HELO client.example",
        "FOO",
        "STARTTLS",
        "EHLO client.example",
        "FOO",
    ];
    let swaks = text(Format::Swaks, &record(&[MAIN_CF, TLS].concat(), &lines));
    for line in [
        "=== Connected to 192.0.2.25.",
        "<-  220 mail.example.com ESMTP Postfix",
        " -> HELO client.example",
        "<** 500 5.5.2 Error: command not recognized",
        "=== TLS started",
        " ~> EHLO client.example",
        "<~  250-mail.example.com",
        "<~* 500 5.5.2 Error: command not recognized",
    ] {
        assert!(swaks.lines().any(|said| said == line), "{line} in\n{swaks}");
    }
}

#[test]
fn markdown_gives_the_reasons_and_its_fence_cannot_be_closed_from_inside() {
    let markdown = text(Format::Markdown, &record(MAIN_CF, &["```"]));
    assert!(markdown.starts_with("# unknown[203.0.113.9] talks to mail.example.com\n"));
    assert!(markdown.contains("\n````text\nS: 220 "));
    assert!(markdown.contains("\nC: ```\n"));
    assert!(markdown.contains("`220 mail.example.com ESMTP Postfix`: smtpd_banner = "));
}

#[test]
fn an_asciicast_is_typed_and_its_time_only_goes_on() {
    let cast = text(Format::Asciicast, &record(MAIN_CF, &["NO\"OP"]));
    let mut lines = cast.lines();
    assert!(lines.next().unwrap().starts_with("{\"version\": 2, "));
    assert_eq!(
        lines.next(),
        Some("[0.400, \"o\", \"220 mail.example.com ESMTP Postfix\\r\\n\"]")
    );
    assert_eq!(lines.next(), Some("[0.840, \"o\", \"N\"]"));
    assert!(cast.contains("[0.920, \"o\", \"\\\"\"]"));
}

#[test]
fn the_diagram_is_xml_whatever_the_client_says() {
    let svg = text(Format::Svg, &record(MAIN_CF, &["<a href=\"x\">&\u{1}"]));
    assert!(svg.contains("&lt;a href=&quot;x&quot;&gt;&amp;␁"));
    assert!(!svg.contains("<a "));
    assert!(svg.contains("aria-label=\"Server: 220 mail.example.com ESMTP Postfix\""));
}

#[test]
fn a_login_is_taken_apart_message_by_message() {
    let login = ["EHLO c", "AUTH LOGIN", "dGVzdA==", "dGVzdHBhc3M="];
    assert_eq!(
        kinds(&record(MAIN_CF, &login)),
        [
            Kind::LoginAsksName,
            Kind::LoginName,
            Kind::LoginAsksPassword,
            Kind::LoginPassword
        ]
    );
    let with_name = ["EHLO c", "AUTH LOGIN dGVzdA==", "dGVzdHBhc3M="];
    assert_eq!(
        kinds(&record(MAIN_CF, &with_name)),
        [
            Kind::LoginName,
            Kind::LoginAsksPassword,
            Kind::LoginPassword
        ]
    );
    let plain = record(MAIN_CF, &["EHLO c", "AUTH PLAIN", "AHRlc3QAdGVzdHBhc3M="]);
    assert_eq!(kinds(&plain), [Kind::Empty, Kind::Plain]);
    let message = plain
        .events
        .iter()
        .filter_map(|event| event.payload.as_ref())
        .next_back();
    assert_eq!(message.unwrap().value_of("authcid").unwrap(), &b"test"[..]);
}

#[test]
fn a_message_that_looks_like_auth_is_none() {
    let lines = [
        "HELO c",
        "MAIL FROM:<a@example.com>",
        "RCPT TO:<postmaster@example.com>",
        "DATA",
    ];
    let lines = [&lines[..], &["AUTH PLAIN AHRlc3QAdGVzdHBhc3M="]].concat();
    assert_eq!(kinds(&record(MAIN_CF, &lines)), []);
}

#[test]
fn everything_after_the_handshake_is_encrypted() {
    let record = record(&[MAIN_CF, TLS].concat(), &["EHLO c", "STARTTLS", "EHLO c"]);
    let handshake = record
        .events
        .iter()
        .position(|event| event.what == What::Handshake)
        .unwrap();
    let (before, after) = record.events.split_at(handshake);
    assert!(before.iter().all(|event| event.channel == Channel::Clear));
    assert!(
        after
            .iter()
            .all(|event| event.channel == Channel::Encrypted)
    );
    assert_eq!(after.len(), 3);
}

#[test]
fn a_capture_begins_with_its_section_and_every_block_ends_with_its_length() {
    let file = Format::Pcapng.write(&record(MAIN_CF, &["EHLO c", "QUIT"]));
    let word = |at: usize| u32::from_le_bytes(file[at..at + 4].try_into().unwrap());
    assert_eq!((word(0), word(8)), (0x0a0d_0d0a, 0x1a2b_3c4d));
    let (mut at, mut blocks) = (0, 0);
    while at < file.len() {
        let length = word(at + 4) as usize;
        assert_eq!(word(at + length - 4) as usize, length);
        (at, blocks) = (at + length, blocks + 1);
    }
    // Section, interface; three packets to open, five of data, three to close.
    assert_eq!(blocks, 2 + 3 + 5 + 3);
}
