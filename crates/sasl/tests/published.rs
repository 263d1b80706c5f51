//! The published examples of every mechanism, through the client's exchange by steps.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
use saslab_sasl::ScramHash;
use saslab_sasl::client::{
    ChallengeError, Credentials, Exchange, Mechanism, Next, Speaker, Stuck, Surroundings, exchange,
    nfkc,
};
use saslab_sasl::message::Kind;

fn credentials(user: &str, secret: &str) -> Credentials {
    Credentials {
        user: user.to_owned(),
        authzid: String::new(),
        realm: None,
        secret: secret.into(),
    }
}

fn around(nonce: &str) -> Surroundings {
    Surroundings {
        host: "server.example.com".to_owned(),
        port: 587,
        nonce: nonce.to_owned(),
        nfkc,
    }
}

fn client(done: &Exchange) -> Vec<String> {
    let said = done
        .steps
        .iter()
        .filter(|step| step.speaker == Speaker::Client);
    said.map(|step| String::from_utf8(step.message.octets().to_vec()).unwrap())
        .collect()
}

#[test]
fn rfc_4616() {
    let done = exchange(
        Mechanism::Plain,
        &credentials("tim", "tanstaaftanstaaf"),
        &around("x"),
        &[],
    );
    assert_eq!(client(&done), ["\0tim\0tanstaaftanstaaf"]);
    let kurt = Credentials {
        authzid: "Ursel".to_owned(),
        ..credentials("Kurt", "xipj3plmq")
    };
    let done = exchange(Mechanism::Plain, &kurt, &around("x"), &[]);
    assert_eq!(client(&done), ["Ursel\0Kurt\0xipj3plmq"]);
    assert_eq!(done.next, Next::Decision);
}

#[test]
fn the_howto() {
    let test = Credentials {
        authzid: "test".to_owned(),
        ..credentials("test", "testpass")
    };
    let done = exchange(Mechanism::Plain, &test, &around("x"), &[]);
    assert_eq!(done.answer().unwrap().base64(), "dGVzdAB0ZXN0AHRlc3RwYXNz");
}

#[test]
fn rfc_2195() {
    let tim = credentials("tim", "tanstaaftanstaaf");
    let challenge = b"<1896.697170952@postoffice.reston.mci.net>";
    let done = exchange(Mechanism::CramMd5, &tim, &around("x"), &[challenge]);
    assert_eq!(client(&done), ["tim b913a602c7eda7a495b4e6e7334d3890"]);
    assert_eq!(
        done.answer().unwrap().base64(),
        "dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw"
    );
    let waiting = exchange(Mechanism::CramMd5, &tim, &around("x"), &[]);
    assert_eq!(waiting.next, Next::Awaits(Kind::CramChallenge));
    assert!(waiting.steps.is_empty());
}

#[test]
fn rfc_5802_and_rfc_7677() {
    for (hash, nonce, challenge, answer, proof) in [
        (
            ScramHash::Sha1,
            "fyko+d2lbbFgONRv9qkxdawL",
            "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096",
            "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
            "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=",
        ),
        (
            ScramHash::Sha256,
            "rOprNGfwEbeRWgbNEkqO",
            "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
            "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
            "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
        ),
    ] {
        let user = credentials("user", "pencil");
        let mechanism = Mechanism::Scram(hash);
        let said = [challenge.as_bytes(), proof.as_bytes()];
        let done = exchange(mechanism, &user, &around(nonce), &said);
        let first = format!("n,,n=user,r={nonce}");
        assert_eq!(client(&done), [first.as_str(), answer, ""]);
        assert_eq!(done.next, Next::Decision);
        let waiting = exchange(mechanism, &user, &around(nonce), &said[..1]);
        assert_eq!(waiting.next, Next::Awaits(Kind::ScramServerFinal));
        let wrong = [challenge.as_bytes(), b"v=AAAA"];
        let done = exchange(mechanism, &user, &around(nonce), &wrong);
        let reason = ChallengeError::ServerNotProven;
        assert_eq!(done.next, Next::Stuck(Stuck::Challenge(reason)));
    }
}

#[test]
fn rfc_2831_for_smtp() {
    // The IMAP example of section 4 with the service of SMTP; the digests are those of
    // Python's hashlib over the formulas of section 2.1.2.1.
    let around = Surroundings {
        host: "elwood.innosoft.com".to_owned(),
        ..around("OA6MHXh6VqTrRk")
    };
    let challenge = br#"realm="elwood.innosoft.com",nonce="OA6MG9tEQGm2hh",qop="auth",algorithm=md5-sess,charset=utf-8"#;
    let done = exchange(
        Mechanism::DigestMd5,
        &credentials("chris", "secret"),
        &around,
        &[challenge],
    );
    let answer = done.answer().unwrap();
    assert_eq!(
        answer.value_of("response").unwrap().as_ref(),
        b"52ff44907f72314481b5c098c708ebf3"
    );
    assert_eq!(
        answer.value_of("digest-uri").unwrap().as_ref(),
        b"smtp/elwood.innosoft.com"
    );
    assert_eq!(done.next, Next::Awaits(Kind::DigestProof));
}

#[test]
fn rfc_7628() {
    let around = Surroundings {
        port: 143,
        ..around("x")
    };
    let user = credentials(
        "user@example.com",
        "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==",
    );
    let done = exchange(Mechanism::OauthBearer, &user, &around, &[]);
    assert_eq!(
        done.answer().unwrap().base64(),
        "bixhPXVzZXJAZXhhbXBsZS5jb20sAWhvc3Q9c2VydmVyLmV4YW1wbGUuY29tAXBvcnQ9MTQzAWF1dGg9QmVhcmVyIHZGOWRmdDRxbVRjMk52YjNSbGNrQmhiSFJoZG1semRHRXVZMjl0Q2c9PQEB"
    );
    let refusal = br#"{"status":"invalid_token","scope":"example_scope"}"#;
    let done = exchange(Mechanism::OauthBearer, &user, &around, &[refusal]);
    assert_eq!(done.answer().unwrap().base64(), "AQ==");
}

#[test]
fn scram_prepares_names_and_passwords() {
    let plain = credentials("IX", "a");
    let fancy = credentials("I\u{ad}X", "\u{aa}");
    let challenge = [&b"r=abcdef,s=QSXCR+Q6sek8bf92,i=4096"[..]];
    let mechanism = Mechanism::Scram(ScramHash::Sha256);
    assert_eq!(
        exchange(mechanism, &plain, &around("abc"), &challenge),
        exchange(mechanism, &fancy, &around("abc"), &challenge)
    );
}

#[test]
fn what_a_mechanism_cannot_send_is_refused_before_anything_is_sent() {
    for (mechanism, user, secret, nonce, field) in [
        (Mechanism::Plain, "a\0b", "c", "n", "user"),
        (Mechanism::Plain, "a", "b\0c", "n", "password"),
        (Mechanism::Xoauth2, "a\x01b", "c", "n", "user"),
        (Mechanism::Xoauth2, "a", "b\x01", "n", "token"),
        (Mechanism::Scram(ScramHash::Sha1), "a", "b", "n,m", "nonce"),
        (Mechanism::DigestMd5, "a", "b", "n\"", "nonce"),
    ] {
        let done = exchange(mechanism, &credentials(user, secret), &around(nonce), &[]);
        assert!(done.steps.is_empty());
        let Next::Stuck(Stuck::Octet { field: found, .. }) = done.next else {
            panic!("{mechanism}: {:?}", done.next);
        };
        assert_eq!(found, field, "{mechanism}");
    }
}

#[test]
fn no_debug_output_shows_a_password() {
    let secret = credentials("test", "testpass");
    let done = exchange(Mechanism::Plain, &secret, &around("n"), &[]);
    let shown = format!("{secret:?} {done:?}");
    assert!(!shown.contains("testpass"), "{shown}");
    assert!(shown.contains("Secret(8 octets)"), "{shown}");
    assert!(!shown.contains("116, 101, 115, 116, 112"), "{shown}");
}
