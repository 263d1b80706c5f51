//! Every simulated mechanism, the client of this crate against the servers of this crate,
//! with the right password and with a wrong one.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
use saslab_sasl::{
    Context, Exchange, Implementation, InvalidMechanism, Memory, Nonce, Printable, Progress,
    ScramHash, SecurityOptions, Setup, base64, client,
};

struct World {
    setup: Setup,
    nonce: Nonce,
    memory: Memory,
}

impl World {
    fn new(implementation: Implementation) -> Self {
        let mechanisms = [
            "CRAM-MD5",
            "DIGEST-MD5",
            "SCRAM-SHA-1",
            "SCRAM-SHA-256",
            "PLAIN",
            "ANONYMOUS",
        ];
        let realm = match implementation {
            Implementation::Cyrus => "mail.example.com",
            Implementation::Dovecot => "",
        };
        Self {
            setup: Setup::new(implementation, &mechanisms).with_account("test", realm, "testpass"),
            nonce: Nonce::new([9; 32], 1_700_000_000),
            memory: Memory::default(),
        }
    }

    fn context(&self) -> Context<'_> {
        Context {
            options: SecurityOptions::NONE,
            realm: None,
            myhostname: "mail.example.com",
            service: "smtp",
            nonce: &self.nonce,
            printable: Printable::Utf8,
            invalid_mechanism: InvalidMechanism::Named,
            memory: &self.memory,
        }
    }

    fn begin(&self, mechanism: &str, initial: Option<&[u8]>) -> Progress {
        let initial = initial.map(base64::encode);
        let initial = initial.as_deref().map(str::as_bytes);
        self.setup.first(&self.context(), mechanism, initial)
    }

    fn answer(&self, exchange: Exchange, message: &[u8]) -> Progress {
        let line = base64::encode(message);
        exchange.respond(&self.setup, &self.context(), line.as_bytes())
    }
}

fn challenge(progress: Progress) -> (Vec<u8>, Exchange) {
    let Progress::Challenge { base64, exchange } = progress else {
        panic!("no challenge: {progress:?}");
    };
    let text = base64::decode(Implementation::Cyrus, base64.as_bytes()).unwrap();
    (text, exchange)
}

fn user(progress: Progress) -> Result<String, String> {
    match progress {
        Progress::Success(login) => Ok(login.username),
        Progress::Failure(failure) => Err(failure.why.to_string()),
        Progress::Challenge { base64, .. } => panic!("one more challenge: {base64}"),
    }
}

const BOTH: [(Implementation, &str); 2] = [
    (
        Implementation::Cyrus,
        "the password for test@mail.example.com is wrong",
    ),
    (Implementation::Dovecot, "the password for test is wrong"),
];

#[test]
fn cram_md5_tells_passwords_apart() {
    for (implementation, wrong) in BOTH {
        let world = World::new(implementation);
        for (password, outcome) in [("testpass", Ok("test")), ("bad", Err(wrong))] {
            let (text, exchange) = challenge(world.begin("CRAM-MD5", None));
            assert!(text.ends_with(b"@mail.example.com>"));
            let response = client::cram_md5(&text, "test", password.as_bytes());
            let result = user(world.answer(exchange, &response));
            assert_eq!(result.as_deref().map_err(String::as_str), outcome);
        }
    }
}

#[test]
fn digest_md5_proves_both_sides() {
    for (implementation, wrong) in BOTH {
        let world = World::new(implementation);
        for password in ["testpass", "bad"] {
            let (text, exchange) = challenge(world.begin("DIGEST-MD5", None));
            let client = client::DigestMd5 {
                username: "test",
                password: password.as_bytes(),
                realm: None,
                authzid: None,
                digest_uri: "smtp/mail.example.com",
                cnonce: "cnonce",
            };
            let (response, rspauth) = client.respond(&text).unwrap();
            let progress = world.answer(exchange, &response);
            if password == "bad" {
                assert_eq!(user(progress), Err(wrong.to_owned()));
                continue;
            }
            let (last_word, exchange) = challenge(progress);
            assert_eq!(rspauth.verify(&last_word), Ok(()));
            assert_eq!(user(world.answer(exchange, b"")), Ok("test".to_owned()));
        }
    }
}

#[test]
fn scram_proves_both_sides() {
    for (implementation, wrong) in BOTH {
        let world = World::new(implementation);
        for (mechanism, password) in [
            ("SCRAM-SHA-1", "testpass"),
            ("SCRAM-SHA-256", "testpass"),
            ("SCRAM-SHA-256", "bad"),
        ] {
            let hash = ScramHash::of(mechanism).unwrap();
            let client = client::Scram::new(hash, "test", password.as_bytes(), "clientnonce");
            let (text, exchange) = challenge(world.begin(mechanism, Some(&client.first())));
            let (response, signature) = client.respond(&text).unwrap();
            let progress = world.answer(exchange, &response);
            if password == "bad" {
                assert_eq!(user(progress), Err(wrong.to_owned()));
                continue;
            }
            let (last_word, exchange) = challenge(progress);
            assert_eq!(signature.verify(&last_word), Ok(()));
            assert_eq!(user(world.answer(exchange, b"")), Ok("test".to_owned()));
        }
    }
}

#[test]
fn cyrus_lets_anybody_in_after_an_acknowledgement_that_did_not_come() {
    // `sent_last` of lib/server.c survives the client's "*".
    let mut world = World::new(Implementation::Cyrus);
    let hash = ScramHash::Sha1;
    let client = client::Scram::new(hash, "test", b"testpass", "clientnonce");
    let (text, exchange) = challenge(world.begin("SCRAM-SHA-1", Some(&client.first())));
    let (response, _) = client.respond(&text).unwrap();
    let (_, exchange) = challenge(world.answer(exchange, &response));
    world.memory = exchange.abort(&world.context());
    let message = client::plain("", "nobody", b"nothing");
    assert_eq!(
        user(world.begin("PLAIN", Some(&message))),
        Ok("test".to_owned())
    );
}

#[test]
fn cyrus_remembers_the_name_of_an_earlier_attempt() {
    let mut world = World::new(Implementation::Cyrus);
    let message = client::plain("", "test", b"wrong");
    let Progress::Failure(failure) = world.begin("PLAIN", Some(&message)) else {
        panic!("a wrong password got in");
    };
    world.memory = failure.memory;
    let Progress::Failure(failure) = world.begin("FOO", None) else {
        panic!("there is no mechanism FOO");
    };
    assert_eq!(failure.username.as_deref(), Some("test"));
}

#[test]
fn anonymous_is_anonymous_to_both() {
    for (implementation, _) in BOTH {
        let world = World::new(implementation);
        let trace = client::anonymous("guest");
        let progress = world.begin("ANONYMOUS", Some(&trace));
        assert_eq!(user(progress), Ok("anonymous".to_owned()));
    }
}

#[test]
fn a_saslauthd_that_does_not_run_is_a_temporary_failure() {
    let mut world = World::new(Implementation::Cyrus);
    world.setup.options = vec!["pwcheck_method: saslauthd".to_owned()];
    let message = client::plain("", "test", b"testpass");
    let Progress::Failure(failure) = world.begin("PLAIN", Some(&message)) else {
        panic!("nobody has checked the password");
    };
    assert_eq!(failure.reason.as_deref(), Some("generic failure"));
    let log: Vec<_> = failure.log.iter().map(ToString::to_string).collect();
    assert_eq!(
        log,
        [
            "warning: SASL authentication failure: cannot connect to saslauthd server: No such file or directory",
            "warning: SASL authentication failure: Password verification failed",
        ]
    );
}
