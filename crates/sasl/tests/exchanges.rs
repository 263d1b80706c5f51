//! Whole exchanges with both servers, each row with its source: a recorded session
//! (by its name), or the library itself (`libsasl2` 2.1.28 with sasldb, asked through
//! `sasl_server_start` and `sasl_server_step` as Postfix asks it).
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]
use saslab_sasl::{
    Context, Failure, FailureKind, Implementation, InvalidMechanism, Memory, Nonce, Printable,
    Progress, SecurityOptions, Setup, base64,
};

const MECHANISMS: &[&str] = &[
    "PLAIN",
    "LOGIN",
    "CRAM-MD5",
    "DIGEST-MD5",
    "ANONYMOUS",
    "SCRAM-SHA-1",
    "SCRAM-SHA-256",
    "NTLM",
    "GSSAPI",
    "EXTERNAL",
];

/// What happened, in one line.
fn summary(progress: &Progress) -> String {
    match progress {
        Progress::Challenge { base64, .. } => format!("334 {base64}"),
        Progress::Success(login) => format!("ok {}", login.username),
        Progress::Failure(failure) => failure_summary(failure),
    }
}

fn failure_summary(failure: &Failure) -> String {
    let kind = match failure.kind {
        FailureKind::Temporary => "454",
        FailureKind::Permanent => "535",
        FailureKind::MalformedInitial | FailureKind::MalformedResponse => "501/535",
    };
    let mut text = format!("{kind} {}", failure.reason.as_deref().unwrap_or("-"));
    for line in &failure.log {
        text.push_str(" | ");
        text.push_str(&line.message);
    }
    text.push_str(" | ");
    text.push_str(failure.username.as_deref().unwrap_or("(unavailable)"));
    text
}

/// AUTH with the lines of a client: `-` in front stands for "no initial response".
fn run(
    implementation: Implementation,
    realm: Option<&str>,
    mechanism: &str,
    lines: &[&str],
) -> String {
    let setup = match implementation {
        Implementation::Cyrus => Setup::new(implementation, MECHANISMS)
            .with_account("test", "mail.example.com", "testpass")
            .with_account("test", "example.com", "otherpass"),
        Implementation::Dovecot => Setup::new(implementation, &MECHANISMS[..7])
            .with_account("test", "", "testpass")
            .with_account("test@example.com", "", "testpass"),
    };
    let context = Context {
        options: SecurityOptions::NONE,
        realm,
        myhostname: "mail.example.com",
        service: "smtp",
        nonce: &Nonce::new([1; 32], 1_700_000_000),
        printable: Printable::Utf8Lenient,
        invalid_mechanism: InvalidMechanism::Unnamed,
        memory: &Memory::default(),
    };
    let (first, rest) = lines.split_first().unwrap();
    let initial = (*first != "-").then_some(first.as_bytes());
    let mut progress = setup.first(&context, mechanism, initial);
    for line in rest {
        let Progress::Challenge { exchange, .. } = progress else {
            panic!("{mechanism} {lines:?} ended early: {}", summary(&progress));
        };
        progress = exchange.respond(&setup, &context, line.as_bytes());
    }
    summary(&progress)
}

fn b(text: &str) -> String {
    base64::encode(text.as_bytes())
}

#[test]
fn cyrus_answers_plain_as_recorded() {
    // auth-plain-*, auth-bad-base64-*, auth-empty-ir.
    for (line, outcome) in [
        ("dGVzdAB0ZXN0AHRlc3RwYXNz", "ok test"),
        ("AHRlc3QAdGVzdHBhc3M=", "ok test"),
        (
            "AHRlc3QAd3Jvbmc=",
            "535 authentication failure | Password verification failed | test",
        ),
        (
            "AHRlc3QA",
            "535 authentication failure | Password verification failed | test",
        ),
        (
            "dGVzdHRlc3R0ZXN0cGFzcw==",
            "535 bad protocol / cancel | Can only find author (no password) | (unavailable)",
        ),
        (
            "AAA=",
            "454 generic failure | All-whitespace username. | (unavailable)",
        ),
        ("!!!!", "501/535 bad protocol / cancel | (unavailable)"),
        (
            "dGVzdA",
            "501/535 another step is needed in authentication | (unavailable)",
        ),
        (
            "=",
            "501/535 another step is needed in authentication | (unavailable)",
        ),
        (
            "YWxpY2UAdGVzdAB0ZXN0cGFzcw==",
            "535 authentication failure | Requested identity not authenticated identity | alice",
        ),
    ] {
        let cyrus = Implementation::Cyrus;
        assert_eq!(run(cyrus, None, "PLAIN", &[line]), outcome, "{line}");
        assert_eq!(
            run(cyrus, None, "PLAIN", &["-", line]),
            outcome,
            "{line} after 334"
        );
    }
}

#[test]
fn cyrus_treats_odd_names_as_the_library_does() {
    for (message, outcome) in [
        (
            "\0 t\0x",
            "454 generic failure | All-whitespace username. | (unavailable)",
        ),
        (
            "\0  \0x",
            "454 generic failure | All-whitespace username. | Password verification failed | ",
        ),
        ("\0 test\0testpass", "ok test"),
        (" \0test\0testpass", "ok "),
        (
            " a\0test\0testpass",
            "454 generic failure | All-whitespace username. | test",
        ),
        (
            "test\0test@mail.example.com\0testpass",
            "535 authentication failure | Requested identity not authenticated identity | test",
        ),
        (
            "\0test\0testpass\0",
            "535 bad protocol / cancel | Got more data than we were expecting in the PLAIN plugin? | (unavailable)",
        ),
        ("\0test@example.com\0otherpass", "ok test@example.com"),
        (
            "\0test@MAIL.example.com\0testpass",
            "535 authentication failure | Password verification failed | test@MAIL.example.com",
        ),
    ] {
        let line = b(message);
        assert_eq!(
            run(Implementation::Cyrus, None, "PLAIN", &[&line]),
            outcome,
            "{message:?}"
        );
    }
}

#[test]
fn cyrus_looks_up_a_bare_name_in_the_local_domain() {
    // realm-2, realm-3.
    let realm = Some("example.com");
    for (name, outcome) in [
        ("test", "ok test@example.com"),
        (
            "test@mail.example.com",
            "535 authentication failure | Password verification failed | test@mail.example.com",
        ),
    ] {
        let line = b(&format!("\0{name}\0otherpass"));
        assert_eq!(
            run(Implementation::Cyrus, realm, "PLAIN", &[&line]),
            outcome
        );
    }
}

#[test]
fn login_asks_for_what_it_lacks() {
    // auth-login, auth-login-wrong, dovecot-login, dovecot-login-ir.
    let (name, password, wrong) = (b("test"), b("testpass"), b("wrong"));
    for (implementation, failure) in [
        (Implementation::Cyrus, "535 authentication failure | test"),
        (Implementation::Dovecot, "535 - | test"),
    ] {
        let login = |lines: &[&str]| run(implementation, None, "LOGIN", lines);
        assert_eq!(login(&["-"]), "334 VXNlcm5hbWU6");
        assert_eq!(login(&["-", &name]), "334 UGFzc3dvcmQ6");
        assert_eq!(login(&[&name]), "334 UGFzc3dvcmQ6");
        assert_eq!(login(&["-", &name, &password]), "ok test");
        assert_eq!(login(&[&name, &wrong]), failure);
    }
}

#[test]
fn login_of_cyrus_treats_texts_as_c_strings() {
    let login = |name: &str, password: &str| {
        run(
            Implementation::Cyrus,
            None,
            "LOGIN",
            &["-", &b(name), &b(password)],
        )
    };
    assert_eq!(login("test\0x", "testpass"), "ok test");
    assert_eq!(login("test", "testpass\0zz"), "ok test");
    assert_eq!(
        login("\0abc", "x"),
        "454 generic failure | All-whitespace username. | "
    );
    assert_eq!(
        login("", "x"),
        "454 generic failure | All-whitespace username. | (unavailable)"
    );
    assert_eq!(
        login("test", &"a".repeat(1025)),
        "535 bad protocol / cancel | clientinlen is > 1024 characters in LOGIN plugin | (unavailable)"
    );
}

#[test]
fn text_that_is_not_base64_becomes_a_strange_name() {
    // auth-login-plain-text-user.
    assert_eq!(
        run(
            Implementation::Cyrus,
            None,
            "LOGIN",
            &["-", "test", "dGVzdHBhc3M="]
        ),
        "535 authentication failure | ??-"
    );
}

#[test]
fn cyrus_refuses_mechanisms_with_and_without_a_word_in_the_log() {
    // auth-unknown, g3-024; the library for the others.
    for (mechanism, line, outcome) in [
        (
            "FOO",
            "-",
            "535 no mechanism available | Couldn't find mech FOO | (unavailable)",
        ),
        (
            "SCRAM-SHA-512",
            "-",
            "535 no mechanism available | Couldn't find mech SCRAM-SHA-512 | (unavailable)",
        ),
        (
            "EXTERNAL",
            "dGVzdA==",
            "535 no mechanism available | (unavailable)",
        ),
        ("plain-plus", "AHRlc3QAdGVzdHBhc3M=", "ok test"),
        (
            "CRAM-MD5",
            "aGVsbG8=",
            "535 bad protocol / cancel | Remote sent first but mech does not allow it. | (unavailable)",
        ),
        (
            "NTLM",
            "aGVsbG8=",
            "535 bad protocol / cancel | NTLM server step 1 | client didn't issue valid NTLM request | (unavailable)",
        ),
        (
            "GSSAPI",
            "aGVsbG8=",
            "454 generic failure | GSSAPI Error: No credentials were supplied, or the credentials were unavailable or inaccessible (Key table file '/etc/krb5.keytab' not found) | (unavailable)",
        ),
        ("ANONYMOUS", "Z3Vlc3Q=", "ok anonymous"),
    ] {
        assert_eq!(
            run(Implementation::Cyrus, None, mechanism, &[line]),
            outcome,
            "{mechanism}"
        );
    }
}

#[test]
fn dovecot_answers_as_recorded() {
    // dovecot-plain-*, dovecot-bad-base64*, dovecot-empty-ir-login, dovecot-unknown.
    for (mechanism, lines, outcome) in [
        ("PLAIN", &["dGVzdAB0ZXN0AHRlc3RwYXNz"][..], "ok test"),
        ("PLAIN", &["-", "dGVzdAB0ZXN0AHRlc3RwYXNz"], "ok test"),
        ("PLAIN", &["AHRlc3QAd3Jvbmc="], "535 - | test"),
        (
            "PLAIN",
            &["dGVzdHRlc3R0ZXN0cGFzcw=="],
            "535 - | (unavailable)",
        ),
        (
            "PLAIN",
            &["!!!!"],
            "535 Invalid base64 data in initial response | (unavailable)",
        ),
        (
            "PLAIN",
            &["dGVzdA"],
            "535 Invalid base64 data in initial response | (unavailable)",
        ),
        (
            "PLAIN",
            &["-", "!!!!"],
            "535 Invalid base64 data in continued response | (unavailable)",
        ),
        ("LOGIN", &["="], "334 VXNlcm5hbWU6"),
        (
            "FOO",
            &["dGVzdA=="],
            "535 Invalid authentication mechanism | (unavailable)",
        ),
    ] {
        assert_eq!(
            run(Implementation::Dovecot, None, mechanism, lines),
            outcome,
            "{lines:?}"
        );
    }
}

#[test]
fn dovecot_minds_neither_case_nor_local_domain() {
    // sock-user-upper, dovecot-local-domain-digest.
    let line = b("\0TEST@Example.com\0testpass");
    let realm = Some("nosuch.realm");
    assert_eq!(
        run(Implementation::Dovecot, realm, "PLAIN", &[&line]),
        "ok test@example.com"
    );
    let line = b("\0te st\0testpass");
    assert_eq!(
        run(Implementation::Dovecot, None, "PLAIN", &[&line]),
        "535 - | te st"
    );
}
