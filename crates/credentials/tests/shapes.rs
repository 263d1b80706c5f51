//! Pasted texts in the real formats of programs, with what the decoder must find.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
use saslab_credentials::{Decoded, Shape, decode};
use saslab_sasl::client::Speaker;

/// File, shape, mechanism, the values of fields in order, the code of the decision.
type Row = (
    &'static str,
    &'static [u8],
    Shape,
    &'static str,
    &'static [(&'static str, &'static str)],
    Option<u16>,
);

macro_rules! shape {
    ($name:literal) => {
        include_bytes!(concat!("shapes/", $name, ".txt"))
    };
}

macro_rules! rows {
    ($(($name:literal, $shape:ident, $mechanism:literal, $values:expr, $code:expr)),+ $(,)?) => {
        &[$(($name, shape!($name), Shape::$shape, $mechanism, $values, $code)),+]
    };
}

const TEST: &[(&str, &str)] = &[
    ("authzid", ""),
    ("authcid", "test"),
    ("password", "testpass"),
];
const HOWTO: &[(&str, &str)] = &[
    ("authzid", "test"),
    ("authcid", "test"),
    ("password", "testpass"),
];
const LOGIN: &[(&str, &str)] = &[("authcid", "test"), ("password", "testpass")];
const WRONG: &[(&str, &str)] = &[("authcid", "test"), ("password", "wrong")];
const CRAM: &[(&str, &str)] = &[
    ("challenge", "<1896.697170952@postoffice.reston.mci.net>"),
    ("authcid", "tim"),
    ("digest", "b913a602c7eda7a495b4e6e7334d3890"),
];

static ROWS: &[Row] = rows![
    ("word", Bare, "PLAIN", TEST, None),
    ("word-howto", Bare, "PLAIN", HOWTO, None),
    ("word-crlf", Bare, "PLAIN", TEST, None),
    ("two-words", Bare, "LOGIN", LOGIN, None),
    ("command", Bare, "PLAIN", TEST, None),
    ("command-small-letters", Bare, "PLAIN", TEST, None),
    ("command-then-answer", Bare, "PLAIN", TEST, Some(235)),
    ("telnet", Bare, "LOGIN", LOGIN, Some(535)),
    ("telnet-name-first", Bare, "LOGIN", LOGIN, Some(235)),
    ("client-lines-only", Bare, "LOGIN", LOGIN, None),
    ("openssl-s_client", Bare, "PLAIN", TEST, Some(235)),
    ("openssl-quiet", Bare, "PLAIN", HOWTO, Some(535)),
    ("swaks-plain", Swaks, "PLAIN", TEST, Some(235)),
    ("swaks-login-refused", Swaks, "LOGIN", WRONG, Some(535)),
    ("swaks-tls", Swaks, "CRAM-MD5", CRAM, Some(235)),
    ("curl-plain", Curl, "PLAIN", TEST, Some(235)),
    ("curl-login", Curl, "LOGIN", LOGIN, Some(535)),
    ("smtplib-plain", Smtplib, "PLAIN", TEST, Some(235)),
    ("smtplib-login", Smtplib, "LOGIN", LOGIN, Some(535)),
    ("smtplib-times", Smtplib, "CRAM-MD5", CRAM, Some(235)),
    ("postfix-smtpd-v", PostfixLog, "PLAIN", TEST, Some(235)),
    (
        "postfix-submission-login",
        PostfixLog,
        "LOGIN",
        LOGIN,
        Some(535)
    ),
    ("postfix-smtp-v", PostfixLog, "PLAIN", TEST, Some(535)),
    ("dovecot-auth-debug", DovecotLog, "PLAIN", TEST, None),
    ("dovecot-login", DovecotLog, "LOGIN", LOGIN, None),
    ("msmtp-debug", Msmtp, "PLAIN", TEST, Some(235)),
    ("phpmailer", PhpMailer, "LOGIN", LOGIN, Some(535)),
    ("exim-d", Exim, "PLAIN", TEST, Some(235)),
    ("mutt-log", Mutt, "PLAIN", TEST, Some(235)),
    ("sendmail-v", Sendmail, "PLAIN", TEST, Some(535)),
    ("nodemailer", Letters, "PLAIN", TEST, Some(235)),
    (
        "scram-sha-256",
        Letters,
        "SCRAM-SHA-256",
        &[
            ("n", "user"),
            ("s", "W22ZaJ0SNY7soEsUEjb6gQ=="),
            ("i", "4096"),
            ("p", "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="),
            ("v", "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="),
        ],
        Some(235)
    ),
    (
        "digest-md5",
        Letters,
        "DIGEST-MD5",
        &[
            ("realm", "elwood.innosoft.com"),
            ("authcid", "chris"),
            ("response", "d388dad90d4bbd760a152321f2143af7"),
            ("rspauth", "ea40f60335c427b5527b84dbabcdfffd"),
        ],
        Some(235)
    ),
    (
        "xoauth2-refused",
        Letters,
        "XOAUTH2",
        &[("user", "test@example.com"), ("auth", "Bearer ya29.token")],
        Some(535)
    ),
    (
        "oauthbearer-word",
        Bare,
        "OAUTHBEARER",
        &[
            ("authzid", "user@example.com"),
            ("host", "server.example.com"),
            ("port", "587")
        ],
        None
    ),
    ("strace", Strace, "PLAIN", TEST, Some(235)),
    ("quoted-mail", Curl, "PLAIN", TEST, Some(535)),
    ("prose-around", Bare, "PLAIN", TEST, Some(535)),
    ("two-exchanges", Bare, "PLAIN", TEST, Some(535)),
    (
        "anonymous",
        Bare,
        "ANONYMOUS",
        &[("trace", "guest@example.com")],
        Some(235)
    ),
    (
        "log-refusal",
        Bare,
        "LOGIN",
        &[("prompt", "Password:")],
        None
    ),
];

#[test]
fn at_least_thirty_shapes_are_recognised() {
    assert!(ROWS.len() >= 30);
    for (name, text, shape, mechanism, values, code) in ROWS {
        let found = decode(text);
        assert_eq!(found.shape, *shape, "{name}");
        assert_eq!(found.remark, None, "{name}");
        let exchange = found
            .exchanges
            .first()
            .unwrap_or_else(|| panic!("{name}: nothing"));
        assert_eq!(exchange.mechanism.name(), Some(*mechanism), "{name}");
        assert_eq!(exchange.verdict.as_ref().map(|v| v.code), *code, "{name}");
        let mut wanted = values.iter();
        let mut next = wanted.next();
        for said in &exchange.said {
            let message = said
                .word
                .message()
                .unwrap_or_else(|| panic!("{name}: {said:?}"));
            for part in message.parts() {
                let value = message.value(part);
                if next == Some(&(part.field.name, std::str::from_utf8(&value).unwrap())) {
                    next = wanted.next();
                }
            }
        }
        assert_eq!(next, None, "{name}: not found");
    }
}

#[test]
fn every_octet_is_linked_to_the_characters_that_carry_it() {
    for (name, text, ..) in ROWS {
        for exchange in decode(text).exchanges {
            for said in &exchange.said {
                let length = said.word.message().unwrap().octets().len();
                for at in 0..length {
                    let place = said.word.place_of(at..at + 1);
                    assert!(place.end <= text.len(), "{name}");
                    let back = said.word.octets_at(place.clone());
                    assert!(
                        back.start <= at && at < back.end,
                        "{name}: {at} {place:?} {back:?}"
                    );
                    assert!(back.len() <= 3, "{name}");
                }
            }
        }
    }
}

fn words(found: &Decoded, speaker: Speaker) -> Vec<String> {
    let said = found.exchanges.iter().flat_map(|exchange| &exchange.said);
    said.filter(|said| said.speaker == speaker)
        .map(|said| String::from_utf8(said.word.written().to_vec()).unwrap())
        .collect()
}

#[test]
fn every_exchange_of_a_text_is_found() {
    let found = decode(shape!("two-exchanges"));
    assert_eq!(found.exchanges.len(), 2);
    assert_eq!(
        words(&found, Speaker::Client),
        ["AHRlc3QAdGVzdHBhc3M=", "dGVzdA==", "dGVzdHBhc3M="]
    );
    assert_eq!(
        words(&found, Speaker::Server),
        ["VXNlcm5hbWU6", "UGFzc3dvcmQ6"]
    );
}

#[test]
fn lines_are_those_that_reach_the_server() {
    let lines = |text: &[u8]| -> Vec<String> {
        let found = decode(text);
        let lines = found.exchanges.first().unwrap().lines().iter();
        lines
            .map(|line| String::from_utf8(line.reveal().to_vec()).unwrap())
            .collect()
    };
    assert_eq!(lines(shape!("word")), ["AUTH PLAIN AHRlc3QAdGVzdHBhc3M="]);
    assert_eq!(
        lines(shape!("two-words")),
        ["AUTH LOGIN", "dGVzdA==", "dGVzdHBhc3M="]
    );
    assert_eq!(
        lines(shape!("telnet-name-first")),
        ["AUTH LOGIN dGVzdA==", "dGVzdHBhc3M="]
    );
    let wrapped = [&[b'A'; 60][..], b"\n", &[b'A'; 20]].concat();
    assert_eq!(lines(&wrapped).len(), 2);
}
