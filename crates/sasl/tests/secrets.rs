//! What holds a password, or is made of one, shows none of it and is wiped when dropped.
use saslab_sasl::client::{
    Credentials, DigestMd5, Login, Mechanism, Scram, Surroundings, exchange, nfkc,
};
use saslab_sasl::message::{Kind, Message};
use saslab_sasl::{Account, ScramHash, Secret};

const PASSWORD: &str = "Tr0ub4dor";

/// No part of the password stands in it, as text, as numbers or as Base64.
fn hides(what: &str, debug: &str) {
    let numbers = "84, 114, 48, 117, 98, 52";
    for shown in [PASSWORD, "ub4d", numbers, "VHIwdWI0ZG9y", "547230756234"] {
        assert!(!debug.contains(shown), "{what}: {debug}");
    }
}

fn credentials() -> Credentials {
    Credentials {
        user: "test".to_owned(),
        authzid: String::new(),
        realm: None,
        secret: Secret::from(PASSWORD),
    }
}

#[test]
fn debug_shows_no_password() {
    let secret = Secret::from(PASSWORD);
    assert_eq!(format!("{secret:?}"), "Secret(9 octets)");
    hides("Credentials", &format!("{:?}", credentials()));
    let account = Account {
        name: "test".to_owned(),
        realm: "mail.example.com".to_owned(),
        password: secret,
    };
    hides("Account", &format!("{account:?}"));
    let login = Login::new("test", PASSWORD.as_bytes());
    hides("Login", &format!("{login:?}"));
    hides("Login", &format!("{:?}", login.next().1));
    let scram = Scram::new(ScramHash::Sha256, "test", PASSWORD.as_bytes(), "abc");
    hides("Scram", &format!("{scram:?}"));
    let octets = format!("\0test\0{PASSWORD}");
    let message = Message::read(Kind::Plain, octets.as_bytes());
    hides("Message", &format!("{message:?}"));
}

#[test]
fn debug_of_a_whole_exchange_shows_no_password() {
    let around = Surroundings {
        host: "mail.example.com".to_owned(),
        port: 587,
        nonce: "abc".to_owned(),
        nfkc,
    };
    for mechanism in [
        Mechanism::Plain,
        Mechanism::Login,
        Mechanism::Xoauth2,
        Mechanism::OauthBearer,
    ] {
        let done = exchange(mechanism, &credentials(), &around, &[]);
        assert!(!done.steps.is_empty());
        hides(mechanism.name(), &format!("{done:?}"));
    }
}

/// Before the server has said it, its proof would let somebody else pass for it. The
/// values are those of RFC 2831 section 4 and RFC 5802 section 5.
#[test]
fn debug_shows_no_proof_that_is_still_to_come() {
    let client = DigestMd5 {
        username: "chris",
        password: b"secret",
        realm: None,
        authzid: None,
        digest_uri: "imap/elwood.innosoft.com",
        cnonce: "OA6MHXh6VqTrRk",
    };
    let challenge = br#"realm="elwood.innosoft.com",nonce="OA6MG9tEQGm2hh",qop="auth",algorithm=md5-sess,charset=utf-8"#;
    let (_, rspauth) = client.respond(challenge).unwrap();
    assert_eq!(format!("{rspauth:?}"), "Rspauth(Secret(32 octets))");
    assert_eq!(
        format!("{client:?}"),
        "DigestMd5(\"chris\" to \"imap/elwood.innosoft.com\")"
    );
    let client = Scram::new(
        ScramHash::Sha1,
        "user",
        b"pencil",
        "fyko+d2lbbFgONRv9qkxdawL",
    );
    let challenge = b"r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096";
    let (_, signature) = client.respond(challenge).unwrap();
    assert_eq!(
        format!("{signature:?}"),
        "ScramSignature(Secret(20 octets))"
    );
}

/// Compiles only where dropping wipes: `Secret`, and the states of the hash functions,
/// which have held keys and passwords.
#[test]
fn what_is_dropped_is_wiped() {
    fn wiped<T: zeroize::ZeroizeOnDrop>() {}
    wiped::<Secret>();
    // An HMAC holds two of these.
    wiped::<md5::Md5>();
    wiped::<sha1::Sha1>();
    wiped::<sha2::Sha256>();
    wiped::<sha2::Sha512>();
}
