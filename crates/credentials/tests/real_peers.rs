//! GNU SASL and Cyrus SASL answer the same challenges as the client side here.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
use install::have;
use random::Random;
use run::run;
use saslab_sasl::client::{Credentials, Mechanism, Speaker, Surroundings, exchange, nfkc};
use saslab_sasl::message::{Kind, Message};
use saslab_sasl::{Implementation, ScramHash, Secret, base64};
use serde_json::{Value, json};
use std::path::Path;

#[path = "harness/install.rs"]
mod install;
#[path = "harness/random.rs"]
mod random;
#[path = "harness/run.rs"]
mod run;

/// GNU SASL 2.2 does not write a backslash before a quote of DIGEST-MD5, so Cyrus is the
/// only referee for quotes and backslashes there.
const PLAIN: &[&str] = &[
    "a", "B", "7", "test", ".", "-", "_", "@", "$", "%", "'", "&", "!", "/",
];
const MARKS: &[&str] = &[
    "a", "Z", "0", "\"", "\\", ",", "=", "=2C", "'", "$", "%", "+", ":", ";",
];
/// SASLprep leaves these as they are, or changes them; Cyrus does not prepare at all.
const PREPARED: &[&str] = &[
    "a", "b", "\u{e9}", "\u{aa}", "\u{ad}", "\u{2168}", "\u{a0}", "e\u{301}", ",", "=",
];

fn peer_cases(library: &str, mechanism: Mechanism) -> Vec<Value> {
    let mut random = Random(2831);
    let cases = (0..200).map(|number| {
        let salt: Vec<u8> = (0..16).map(|_| u8::try_from(random.below(256)).unwrap()).collect();
        let challenge = match mechanism {
            Mechanism::CramMd5 => format!("<{}.{}@mail.example.com>", random.below(99999), number),
            Mechanism::DigestMd5 => format!(
                "realm=\"mail.example.com\",nonce=\"{}\",qop=\"auth\",algorithm=md5-sess,charset=utf-8",
                base64::encode(&salt)
            ),
            Mechanism::Scram(_)
            | Mechanism::Plain
            | Mechanism::Login
            | Mechanism::Xoauth2
            | Mechanism::OauthBearer
            | Mechanism::Anonymous
            | Mechanism::External => format!("srv{number},s={},i={}", base64::encode(&salt), 1 + random.below(300)),
        };
        let letters = match (mechanism, library, number % 2) {
            (Mechanism::DigestMd5, "gsasl", _) => PLAIN,
            (Mechanism::Scram(_), "gsasl", 1) => PREPARED,
            (_, _, _) => MARKS,
        };
        // SASLprep can leave nothing of a name, which no client may send.
        let user = "u".to_owned() + &random.text(letters, 1..10);
        json!({
            "library": library,
            "mechanism": mechanism.name(),
            "user": user,
            "password": random.text(letters, 1..16),
            "challenge": challenge,
        })
    });
    cases.collect()
}

fn agree(library: &str, mechanism: Mechanism) {
    let cases = peer_cases(library, mechanism);
    let input: String = cases.iter().map(|case| format!("{case}\n")).collect();
    let harness = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/harness/peers.py");
    let said = run("python3", &[harness.to_str().unwrap()], input.as_bytes());
    let said = String::from_utf8(said).unwrap();
    assert_eq!(said.lines().count(), 200, "{library} {mechanism}");
    for (case, line) in cases.iter().zip(said.lines()) {
        let answer: Value = serde_json::from_str(line).unwrap();
        let octets = |list: &str| -> Vec<Vec<u8>> {
            let list = answer.get(list).unwrap().as_array().unwrap().iter();
            list.map(|one| {
                base64::decode(Implementation::Dovecot, one.as_str().unwrap().as_bytes()).unwrap()
            })
            .collect()
        };
        compare(mechanism, case, &octets("said"), &octets("heard"));
    }
}

fn compare(mechanism: Mechanism, case: &Value, theirs: &[Vec<u8>], heard: &[Vec<u8>]) {
    let field = |name: &str| case.get(name).unwrap().as_str().unwrap().to_owned();
    let last = theirs.last().unwrap();
    let (kind, nonce_of) = match mechanism {
        Mechanism::DigestMd5 => (Kind::DigestResponse, Some((last, "cnonce"))),
        Mechanism::Scram(_) => (
            Kind::ScramClientFirst,
            theirs.first().map(|first| (first, "r")),
        ),
        Mechanism::CramMd5
        | Mechanism::Plain
        | Mechanism::Login
        | Mechanism::Xoauth2
        | Mechanism::OauthBearer
        | Mechanism::Anonymous
        | Mechanism::External => (Kind::Opaque, None),
    };
    let nonce = nonce_of.map_or("unused".to_owned(), |(octets, name)| {
        let message = Message::read(kind, octets.as_slice());
        String::from_utf8(message.value_of(name).unwrap().into_owned()).unwrap()
    });
    let credentials = Credentials {
        user: field("user"),
        authzid: String::new(),
        realm: Some("mail.example.com".to_owned()),
        secret: Secret::from(field("password")),
    };
    let around = Surroundings {
        host: "mail.example.com".to_owned(),
        port: 587,
        nonce,
        nfkc,
    };
    let heard: Vec<&[u8]> = heard.iter().map(Vec::as_slice).collect();
    let done = exchange(mechanism, &credentials, &around, &heard);
    let client = done
        .steps
        .iter()
        .filter(|step| step.speaker == Speaker::Client);
    let ours: Vec<&[u8]> = client.map(|step| step.message.octets()).collect();
    if mechanism != Mechanism::DigestMd5 {
        assert_eq!(ours, theirs, "{case}");
        return;
    }
    // The order of directives is free.
    let theirs = Message::read(Kind::DigestResponse, last.as_slice());
    let ours = done.answer().unwrap();
    for name in [
        "authcid",
        "realm",
        "nonce",
        "cnonce",
        "nc",
        "qop",
        "digest-uri",
        "response",
    ] {
        assert_eq!(ours.value_of(name), theirs.value_of(name), "{name} {case}");
    }
}

const MECHANISMS: [Mechanism; 4] = [
    Mechanism::CramMd5,
    Mechanism::DigestMd5,
    Mechanism::Scram(ScramHash::Sha1),
    Mechanism::Scram(ScramHash::Sha256),
];

#[test]
fn gnu_sasl_gives_the_same_answers() {
    if have("libgsasl.so.18", "libgsasl18") && have("/usr/bin/python3", "python3-minimal") {
        MECHANISMS
            .iter()
            .for_each(|mechanism| agree("gsasl", *mechanism));
    }
}

#[test]
fn cyrus_sasl_gives_the_same_answers() {
    let library =
        have("libsasl2.so.2", "libsasl2-2") && have("sasl2/libscram.so", "libsasl2-modules");
    if library && have("/usr/bin/python3", "python3-minimal") {
        MECHANISMS
            .iter()
            .for_each(|mechanism| agree("cyrus", *mechanism));
    }
}
