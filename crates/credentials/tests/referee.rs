//! The server of Cyrus SASL decides whether the client here has answered rightly: names
//! and passwords with quotes, backslashes, commas and equals signs among them.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
use install::have;
use random::Random;
use saslab_sasl::client::{Credentials, Mechanism, Next, Surroundings, exchange, nfkc};
use saslab_sasl::{Implementation, ScramHash, Secret, base64};
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

#[path = "harness/install.rs"]
mod install;
#[path = "harness/random.rs"]
mod random;

/// What has to be written in another way in one mechanism or the other.
const MARKS: &[&str] = &[
    "a", "Z", "0", "\"", "\\", "\\\"", ",", "=", "=2C", "'", "$", "%", "+", ":", ";", " ", "\u{e9}",
];

/// The library, with a password database of its own.
struct Referee {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    database: PathBuf,
}

impl Referee {
    fn start(mechanism: Mechanism) -> Self {
        let name = format!("saslab-{}-{}", std::process::id(), mechanism.name());
        let database = std::env::temp_dir().join(name);
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/harness/referee.py");
        let mut child = Command::new("/usr/bin/python3")
            .arg(script)
            .arg(&database)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        Self {
            input: child.stdin.take().unwrap(),
            output: BufReader::new(child.stdout.take().unwrap()),
            child,
            database,
        }
    }

    /// The library's code, and what its server says.
    fn ask(&mut self, asked: &Value) -> (i64, Vec<u8>) {
        writeln!(self.input, "{asked}").unwrap();
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        let answer: Value = serde_json::from_str(&line).unwrap();
        let says = answer.get("says").unwrap().as_str().unwrap();
        let says = base64::decode(Implementation::Dovecot, says.as_bytes());
        (answer.get("code").unwrap().as_i64().unwrap(), says.unwrap())
    }
}

impl Drop for Referee {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _gone = self.child.wait();
        let _removed = std::fs::remove_file(&self.database);
    }
}

/// `SASL_OK` and `SASL_CONTINUE`.
const OK: i64 = 0;
const CONTINUE: i64 = 1;

/// One login: the library's last code, and how far the client has come.
fn login(referee: &mut Referee, mechanism: Mechanism, case: &Value, password: &str) -> (i64, Next) {
    let field = |name: &str| case.get(name).unwrap().as_str().unwrap().to_owned();
    let credentials = Credentials {
        user: field("user"),
        authzid: String::new(),
        realm: None,
        secret: Secret::from(password),
    };
    let around = Surroundings {
        host: "mail.example.com".to_owned(),
        port: 587,
        nonce: "OA6MHXh6VqTrRk".to_owned(),
        nfkc,
    };
    let (mut code, first) = referee.ask(case);
    let mut heard: Vec<Vec<u8>> = Vec::new();
    if !first.is_empty() {
        heard.push(first);
    }
    loop {
        let said: Vec<&[u8]> = heard.iter().map(Vec::as_slice).collect();
        let done = exchange(mechanism, &credentials, &around, &said);
        if code != CONTINUE {
            return (code, done.next);
        }
        let say = done
            .answer()
            .map_or(String::new(), |answer| answer.base64());
        let (next, says) = referee.ask(&json!({ "say": say }));
        code = next;
        // The server's word is missing where the client has failed.
        if code == CONTINUE || !says.is_empty() {
            heard.push(says);
        }
    }
}

/// So many logins are won, and lost with another password.
fn wins(mechanism: Mechanism, logins: usize) {
    let mut referee = Referee::start(mechanism);
    let mut random = Random(2831);
    for _ in 0..logins {
        let user = format!("u{}x", random.text(MARKS, 1..8));
        let password = format!("{}x", random.text(MARKS, 0..14));
        let case = json!({ "mechanism": mechanism.name(), "user": user, "password": password });
        let (code, next) = login(&mut referee, mechanism, &case, &password);
        assert_eq!((code, next), (OK, Next::Decision), "{case}");
        let wrong = password.clone() + "x";
        let (code, _) = login(&mut referee, mechanism, &case, &wrong);
        assert!(code < 0, "{case}: {code}");
    }
}

/// What the library needs to have a server and a password database.
fn can_judge() -> bool {
    have("/usr/bin/python3", "python3-minimal")
        && have("libsasl2.so.2", "libsasl2-2")
        && have("sasl2/libscram.so", "libsasl2-modules")
        && have("sasl2/libsasldb.so", "libsasl2-modules-db")
}

#[test]
fn cram_md5_wins() {
    if can_judge() {
        wins(Mechanism::CramMd5, 200);
    }
}

#[test]
fn digest_md5_wins() {
    if can_judge() {
        wins(Mechanism::DigestMd5, 200);
    }
}

#[test]
fn scram_wins() {
    if can_judge() {
        // Their rounds take time.
        wins(Mechanism::Scram(ScramHash::Sha1), 20);
        wins(Mechanism::Scram(ScramHash::Sha256), 20);
    }
}
