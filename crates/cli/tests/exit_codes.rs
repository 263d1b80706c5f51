//! What scripts rely on: exit codes, the last line of `replay`, and messages that say
//! where the input is wrong.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use saslab::saslab;

#[path = "harness/saslab.rs"]
mod saslab;

/// One scenario: a greeting, and what the client hears when it hangs up.
fn scenario(greeting: &str) -> Vec<u8> {
    let main_cf = r"compatibility_level = 3.6\nmyhostname = mail.example.com\nalias_maps =\n";
    format!(
        r#"{{"id":"x","about":"greeting","postfix":"3.7.11","main_cf":"{main_cf}","sasl":{{"implementation":"cyrus","mech_list":["PLAIN"],"users":[]}},"client":{{"address":"203.0.113.9","name":"unknown"}},"script":[],"transcript":[{{"S":"{greeting}"}},{{"client_closes":true}}],"server_log":[]}}"#
    )
    .into_bytes()
}

#[test]
fn replay_ends_with_the_two_numbers() {
    let done = saslab(
        &["replay", "-"],
        &scenario("220 mail.example.com ESMTP Postfix"),
    );
    assert_eq!(
        (done.code, done.out.lines().last()),
        (Some(0), Some("1 passed, 0 failed"))
    );

    let done = saslab(&["replay", "-"], &scenario("220 other ESMTP"));
    assert_eq!(
        (done.code, done.out.lines().last()),
        (Some(1), Some("0 passed, 1 failed"))
    );
    assert!(
        done.out
            .contains("entry 1, recorded:  S: 220 other ESMTP\n"),
        "{}",
        done.out
    );
}

/// A recipient that `word` decides about; the reply is what the recording has.
fn meeting(word: &str, reply: &str) -> Vec<u8> {
    let main_cf = format!(
        r"compatibility_level = 3.6\nmyhostname = mail.example.com\nalias_maps =\nsmtpd_recipient_restrictions = {word}\n"
    );
    let transcript = format!(
        r#"{{"S":"220 mail.example.com ESMTP Postfix"}},{{"C":"HELO x.example"}},{{"S":"250 mail.example.com"}},{{"C":"MAIL FROM:<a@example.org>"}},{{"S":"250 2.1.0 Ok"}},{{"C":"RCPT TO:<root@mail.example.com>"}},{{"S":"{reply}"}},{{"client_closes":true}}"#
    );
    format!(
        r#"{{"id":"x","about":"policy","postfix":"3.7.11","main_cf":"{main_cf}","sasl":{{"implementation":"cyrus","mech_list":["PLAIN"],"users":[]}},"client":{{"address":"203.0.113.9","name":"unknown"}},"script":[{{"send":"HELO x.example"}},{{"send":"MAIL FROM:<a@example.org>"}},{{"send":"RCPT TO:<root@mail.example.com>"}}],"transcript":[{transcript}],"server_log":[]}}"#
    )
    .into_bytes()
}

#[test]
fn replay_counts_apart_what_meets_something_that_is_not_simulated() {
    const APART: &str = "scenarios meet something that is not simulated";
    for word in saslab_smtpd::policy::restrictions_not_simulated() {
        let done = saslab(&["replay", "-"], &meeting(word, "550 5.1.1 refused"));
        let apart = format!("1 {APART}: 0 of them passed, 1 failed\n");
        assert!(done.out.contains(&apart), "{}", done.out);
        let named = format!("  not simulated: {word}");
        assert!(done.out.contains(&named), "{}", done.out);
        assert_eq!(done.code, Some(1));
    }
    let word = "reject_unauth_destination";
    let done = saslab(&["replay", "-"], &meeting(word, "250 2.1.5 Ok"));
    assert!(!done.out.contains(APART), "{}", done.out);
    assert_eq!(done.code, Some(0), "{}", done.out);
}

#[test]
fn a_line_that_is_no_scenario_is_named() {
    let done = saslab(&["replay", "-"], b"\n{\"id\":1}\n");
    assert_eq!(done.code, Some(2));
    assert_eq!(
        done.err,
        "saslab: -: line 2: field `id`: expected a text, found 1\n"
    );
    assert_eq!(done.out.lines().last(), Some("0 passed, 0 failed"));
}

#[test]
fn a_missing_file_is_named() {
    let done = saslab(&["replay", "no-such-file.jsonl"], b"");
    assert_eq!(done.code, Some(2));
    assert!(
        done.err.starts_with("saslab: no-such-file.jsonl: "),
        "{}",
        done.err
    );
}

#[test]
fn main_cf_must_be_text() {
    let done = saslab(&["ehlo", "-"], b"myhostname = a\nmydomain = \xff\n");
    assert_eq!(done.code, Some(2));
    assert_eq!(
        done.err,
        "saslab: -: line 2, octet 26 of the file: this is not UTF-8; convert the file first\n"
    );
    let done = saslab(&["ehlo", "-"], b"a\0b");
    assert_eq!(done.code, Some(2));
    assert_eq!(
        done.err,
        "saslab: -: line 1, octet 1 of the file: a NUL, which no configuration file holds\n"
    );
}

#[test]
fn a_server_that_asks_dovecot_has_one() {
    let main_cf = b"compatibility_level = 3.6\nsmtpd_sasl_auth_enable = yes\n\
        smtpd_sasl_type = dovecot\nsmtpd_sasl_path = private/auth\n";
    let done = saslab(&["ehlo", "-"], main_cf);
    assert_eq!(done.code, Some(0));
    assert!(
        done.out.contains("S: 250-AUTH PLAIN LOGIN\n"),
        "{}",
        done.out
    );
}

#[test]
fn a_greeting_that_never_comes_is_named() {
    let main_cf = b"compatibility_level = 3.6\nsmtpd_sasl_auth_enable = yes\n\
        smtpd_sasl_security_options = nonsense\n";
    let done = saslab(&["ehlo", "-"], main_cf);
    assert_eq!(done.code, Some(1));
    assert_eq!(
        done.out,
        "   the server never says 220\n     \
         because smtpd_sasl_security_options = nonsense (main.cf line 3)\n\
         (the connection is closed)\n"
    );
}

#[test]
fn a_server_in_wrapper_mode_is_asked_inside_tls() {
    let main_cf = b"compatibility_level = 3.6\nsmtpd_tls_wrappermode = yes\n\
        smtpd_tls_cert_file = /etc/ssl/certs/ssl-cert-snakeoil.pem\n";
    for arguments in [&["ehlo", "-"][..], &["ehlo", "-", "--tls"]] {
        let done = saslab(arguments, main_cf);
        assert_eq!(done.code, Some(0), "{}", done.out);
        assert!(
            done.out.starts_with("(TLS handshake)\nS: 220 "),
            "{}",
            done.out
        );
        assert_eq!(done.out.matches("C: ").count(), 1, "{}", done.out);
    }
}

#[test]
fn plain_is_encoded_with_its_nuls() {
    let arguments = [
        "encode",
        "plain",
        "--user",
        "test",
        "--authzid",
        "test",
        "--password-stdin",
    ];
    let done = saslab(&arguments, b"testpass\n");
    assert_eq!(
        (done.code, done.out.as_str()),
        (Some(0), "dGVzdAB0ZXN0AHRlc3RwYXNz\n")
    );
}

#[test]
fn the_nuls_that_the_howto_lost_are_missed() {
    let done = saslab(&["decode", "dGVzdHRlc3R0ZXN0cGFzcw=="], b"");
    assert_eq!(done.code, Some(1));
    assert_eq!(
        done.out.lines().skip(3).collect::<Vec<_>>(),
        [
            "fault: no NUL is there; PLAIN wants one before the name and one before the password",
            "  octets: 0..16",
            "  server: 535 5.7.8 Error: authentication failed: bad protocol / cancel",
            "  repaired: 235 2.7.0 Authentication successful",
            "  send: AUTH PLAIN dGVzdAB0ZXN0AHRlc3RwYXNz",
        ],
        "{}",
        done.out
    );
    let done = saslab(&["decode", "dGVzdAB0ZXN0AHRlc3RwYXNz"], b"");
    assert_eq!(done.code, Some(0));
    assert!(
        done.out
            .ends_with("  authzid: test\n  authcid: test\n  password: testpass\n"),
        "{}",
        done.out
    );
    assert_eq!(saslab(&["decode", "dGVzd"], b"").code, Some(1));
    assert_eq!(saslab(&["decode", "no Base64 at all!"], b"").code, Some(2));
    assert_eq!(saslab(&["decode"], b"\0\xff\n").code, Some(2));
}

#[test]
fn a_dialogue_is_decoded_from_standard_input() {
    let pasted =
        b"> AUTH LOGIN\n< 334 VXNlcm5hbWU6\n> dGVzdA==\n< 334 UGFzc3dvcmQ6\n> dGVzdHBhc3M=\n";
    let done = saslab(&["decode", "--json"], pasted);
    assert_eq!(done.code, Some(0), "{}", done.err);
    let value: serde_json::Value = serde_json::from_str(&done.out).unwrap();
    let field = |path: &str| {
        value
            .pointer(path)
            .and_then(|v| v.as_str().map(str::to_owned))
    };
    assert_eq!(field("/shape").as_deref(), Some("output of curl -v"));
    assert_eq!(field("/exchanges/0/mechanism").as_deref(), Some("LOGIN"));
    assert_eq!(
        field("/exchanges/0/messages/3/message/fields/0/value").as_deref(),
        Some("testpass")
    );
    assert_eq!(value.pointer("/faults"), Some(&serde_json::json!([])));
}

/// The published example of each mechanism with a challenge.
#[test]
fn answers_to_challenges_stand_alone_on_the_last_line() {
    // RFC 2195 section 2.
    let done = saslab(
        &[
            "encode",
            "cram-md5",
            "--user",
            "tim",
            "--challenge",
            "PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+",
            "--password-stdin",
        ],
        b"tanstaaftanstaaf\n",
    );
    assert_eq!(
        (done.code, done.out.as_str()),
        (
            Some(0),
            "dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw\n"
        )
    );
    // RFC 7677 section 3: n,,n=user,r=rOprNGfwEbeRWgbNEkqO and the final message.
    let scram = [
        "encode",
        "scram-sha-256",
        "--user",
        "user",
        "--password-stdin",
    ];
    let first = [&scram[..], &["--nonce", "rOprNGfwEbeRWgbNEkqO"]].concat();
    let done = saslab(&first, b"pencil\n");
    assert_eq!(done.out, "biwsbj11c2VyLHI9ck9wck5HZndFYmVSV2diTkVrcU8=\n");
    let challenge = "cj1yT3ByTkdmd0ViZVJXZ2JORWtxTyVodllEcFdVYTJSYVRDQWZ1eEZJbGopaE5sRiRrMCxzPVcyMlphSjBTTlk3c29Fc1VFamI2Z1E9PSxpPTQwOTY=";
    let last = [&first[..], &["--challenge", challenge]].concat();
    let done = saslab(&last, b"pencil\n");
    assert_eq!(
        done.out,
        "Yz1iaXdzLHI9ck9wck5HZndFYmVSV2diTkVrcU8laHZZRHBXVWEyUmFUQ0FmdXhGSWxqKWhObEYkazAscD1kSHpiWmFwV0lrNGpVaE4rVXRlOXl0YWc5empmTUhnc3FtbWl6N0FuZFZRPQ==\n"
    );
    let done = saslab(
        &[&scram[..], &["--challenge", challenge]].concat(),
        b"pencil\n",
    );
    assert_eq!(
        done.code,
        Some(2),
        "the final message needs the first one's nonce"
    );
}

#[test]
fn a_password_is_never_an_argument() {
    let done = saslab(
        &[
            "encode",
            "plain",
            "--user",
            "test",
            "--password",
            "testpass",
        ],
        b"",
    );
    assert_eq!(done.code, Some(2));
    assert!(done.out.is_empty());
    let done = saslab(&["encode", "login", "--user", "test"], b"testpass\n");
    assert_eq!(done.out, "dGVzdA==\ndGVzdHBhc3M=\n");
    let done = saslab(
        &[
            "encode",
            "cram-md5",
            "--user",
            "t",
            "--challenge",
            "!",
            "--password-stdin",
        ],
        b"p\n",
    );
    assert_eq!(done.code, Some(2));
}

#[test]
fn check_ends_with_1_for_an_open_relay_and_names_the_fix() {
    let open = b"compatibility_level = 3.6\nmynetworks = 0.0.0.0/0\n";
    let done = saslab(&["check", "-"], open);
    assert_eq!(done.code, Some(1));
    let first = done.out.lines().next().unwrap();
    assert!(first.starts_with("critical: Open relay"), "{first}");
    assert!(done.out.contains("  S: 250 2.0.0 Ok: queued as "));
    assert!(done.out.contains("  fix: postconf -X mynetworks\n"));
    let sound = b"compatibility_level = 3.6\n";
    let done = saslab(&["check", "--format", "json", "-"], sound);
    assert_eq!(done.code, Some(0));
    let report: serde_json::Value = serde_json::from_str(&done.out).unwrap();
    assert_eq!(report["findings"][0]["question"], "vrfy-on");
    assert_eq!(saslab(&["check", "/nosuch/main.cf"], b"").code, Some(2));
}
