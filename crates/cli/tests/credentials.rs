//! `encode` and `decode` as people use them: what is copied, piped and mistyped.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
use saslab::{Done, saslab};
use serde_json::Value;

#[path = "harness/saslab.rs"]
mod saslab;

fn encode(arguments: &[&str], password: &[u8]) -> Done {
    saslab(&[&["encode"], arguments].concat(), password)
}

/// Each mechanism without a challenge; the Base64 was written by coreutils' base64.
#[test]
fn every_mechanism_has_its_last_line() {
    let user: [&str; 2] = ["--user", "test"];
    for (mechanism, arguments, expected) in [
        ("plain", &user[..], "AHRlc3QAdGVzdHBhc3M="),
        ("login", &user, "dGVzdHBhc3M="),
        (
            "xoauth2",
            &user,
            "dXNlcj10ZXN0AWF1dGg9QmVhcmVyIHRlc3RwYXNzAQE=",
        ),
        (
            "anonymous",
            &["--user", "guest@example.com"],
            "Z3Vlc3RAZXhhbXBsZS5jb20=",
        ),
        ("external", &["--authzid", "test"], "dGVzdA=="),
        (
            "scram-sha-1",
            &["--user", "test", "--nonce", "abc"],
            "biwsbj10ZXN0LHI9YWJj",
        ),
        (
            "scram-sha-512",
            &["--user", "test", "--nonce", "abc"],
            "biwsbj10ZXN0LHI9YWJj",
        ),
    ] {
        let done = encode(&[&[mechanism], arguments].concat(), b"testpass\n");
        assert_eq!(done.code, Some(0), "{mechanism}: {}", done.err);
        assert_eq!(done.out.lines().last(), Some(expected), "{mechanism}");
    }
    // Nothing at all is an empty line.
    assert_eq!(encode(&["external"], b"").out, "\n");
}

#[test]
fn a_password_may_be_any_octets_but_nul() {
    let plain = ["plain", "--user", "test", "--password-stdin"];
    assert_eq!(encode(&plain, b"t\xe9st\n").out, "AHRlc3QAdOlzdA==\n");
    assert_eq!(encode(&plain, b"  a b\t\r\n").out, "AHRlc3QAICBhIGIJ\n");
    assert_eq!(encode(&plain, b"one\ntwo\n").out, "AHRlc3QAb25l\n");
    // An empty line is an empty password, no line is none.
    assert_eq!(encode(&plain, b"\n").out, "AHRlc3QA\n");
    let none = encode(&plain, b"");
    assert_eq!((none.code, none.out.as_str()), (Some(2), ""));
    assert_eq!(none.err, "saslab: there is no password on standard input\n");
    let nul = encode(&plain, b"a\0b\n");
    assert_eq!((nul.code, nul.out.as_str()), (Some(2), ""));
    let scram = ["scram-sha-256", "--user", "test"];
    assert_eq!(encode(&scram, b"t\xe9st\n").code, Some(2));
}

/// RFC 2195 section 2, with the code that a terminal shows before it.
#[test]
fn a_challenge_may_be_copied_with_its_code() {
    let challenge = "334 PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+";
    let done = encode(
        &["cram-md5", "--user", "tim", "--challenge", challenge],
        b"tanstaaftanstaaf\n",
    );
    assert_eq!(
        done.out,
        "dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw\n"
    );
    let wrong = encode(
        &["cram-md5", "--user", "tim", "--challenge", "334 <1896@x>"],
        b"tanstaaftanstaaf\n",
    );
    assert_eq!(wrong.code, Some(2));
    assert_eq!(
        wrong.err,
        "saslab: --challenge is not Base64: octet 1 is not a character of Base64\n"
    );
}

/// The nonce that the first message was given is told, for the final one.
#[test]
fn a_fresh_nonce_is_told_beside_the_message() {
    let done = encode(&["scram-sha-256", "--user", "test"], b"testpass\n");
    let nonce = done.err.split("--nonce ").nth(1).unwrap();
    let nonce = nonce.split(' ').next().unwrap();
    let again = encode(
        &["scram-sha-256", "--user", "test", "--nonce", nonce],
        b"testpass\n",
    );
    assert_eq!(again.out, done.out);
    assert_eq!(done.out.lines().count(), 1);
}

/// A machine gets JSON on standard output, whatever was pasted.
#[test]
fn json_is_json_where_there_is_nothing_to_decode() {
    for pasted in [&b""[..], b"hello world\n", b"\xff\xfe\0\x1b[31m\n"] {
        let done = saslab(&["decode", "--json"], pasted);
        assert_eq!(done.code, Some(2));
        let value: Value = serde_json::from_str(&done.out).unwrap();
        assert_eq!(value["exchanges"], serde_json::json!([]));
        let remark = value["remark"].as_str().unwrap();
        assert_eq!(done.err, format!("saslab: {remark}\n"));
    }
}

#[test]
fn ten_megabytes_are_answered_with_a_sentence() {
    let done = saslab(&["decode"], &b"A".repeat(10_000_000));
    assert_eq!(done.code, Some(2));
    assert_eq!(
        done.err,
        "saslab: the text has 10000000 octets; there is no AUTH command in it, and its first \
         line is longer than any of an exchange\n"
    );
}

/// Nothing of what was pasted reaches the terminal as it is.
#[test]
fn control_characters_are_shown_escaped() {
    // ESC [ 3 1 m as the name and as text that is no Base64.
    for pasted in [&b"AUTH PLAIN ABtbMzFtAGE=\n"[..], b"AUTH PLAIN \x1b[31m\n"] {
        let done = saslab(&["decode"], pasted);
        assert!(!done.out.contains('\x1b'), "{}", done.out);
        assert_eq!(done.err, "");
    }
}
