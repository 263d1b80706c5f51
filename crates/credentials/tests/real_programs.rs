//! Real programs: shells, Perl, Python and OpenSSL run the recipes, GNU SASL and Cyrus
//! SASL answer the same challenges. What is missing is installed as a Debian package;
//! on Debian a program that cannot be had fails the test, elsewhere it is named.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(
    clippy::disallowed_methods,
    reason = "a shell reads its script from a file"
)]
use saslab_credentials::recipe::{Encoder, Login};
use saslab_sasl::client::{Credentials, Mechanism, Speaker, Surroundings, exchange, nfkc};
use saslab_sasl::message::{Kind, Message};
use saslab_sasl::{Implementation, ScramHash, Secret, base64};
use serde_json::{Value, json};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

/// apt-get runs once at a time.
static APT: Mutex<()> = Mutex::new(());

/// How long a program may take, in seconds.
const PATIENCE: &str = "600";

/// Whether `file` exists, after `package` was installed if need be.
fn have(file: &str, package: &str) -> bool {
    let _one = APT.lock().unwrap_or_else(PoisonError::into_inner);
    let exists = || {
        let there = Path::new(file).exists();
        let library = || Path::new("/usr/lib").join(file.trim_start_matches('/'));
        there || library().exists() || multiarch(file)
    };
    if exists() {
        return true;
    }
    if !Path::new("/etc/debian_version").exists() {
        // The test runner shows this with --nocapture.
        let _shown = writeln!(std::io::stderr(), "skipped: {file}, no Debian here");
        return false;
    }
    for arguments in [
        &["update", "-qq"][..],
        &["install", "-y", "-qq", "--no-install-recommends", package],
    ] {
        let mut apt = Command::new("timeout");
        apt.args([PATIENCE, "apt-get"]).args(arguments);
        let done = apt
            .env("DEBIAN_FRONTEND", "noninteractive")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(done.status.success(), "apt-get {arguments:?}: {said}");
    }
    assert!(exists(), "{package} did not bring {file}");
    true
}

/// A library in a folder of its architecture.
fn multiarch(file: &str) -> bool {
    ["x86_64-linux-gnu", "aarch64-linux-gnu"]
        .iter()
        .any(|folder| Path::new("/usr/lib").join(folder).join(file).exists())
}

fn run(program: &str, arguments: &[&str], input: &[u8]) -> Vec<u8> {
    let mut child = Command::new("timeout")
        .args([PATIENCE, program])
        .args(arguments)
        .env("PATH", "/usr/bin:/bin")
        .env("LC_ALL", "C.UTF-8")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || pipe.write_all(&input));
    let done = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(done.status.success(), "{program}: {}", done.status);
    done.stdout
}

/// A generator whose numbers are the same on every machine: splitmix64.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % u64::try_from(limit).unwrap()).unwrap()
    }

    fn text(&mut self, pieces: &[&str], lengths: std::ops::Range<usize>) -> String {
        let length = lengths.start + self.below(lengths.len());
        (0..length)
            .map(|_| *pieces.get(self.below(pieces.len())).unwrap())
            .collect()
    }
}

/// What shells, Perl, Python and printf might read as something else.
const HOSTILE: &[&str] = &[
    "'",
    "\"",
    "\\",
    "$",
    "`",
    "@",
    "%",
    "%s",
    "%d",
    "!",
    "!!",
    "\\0",
    "\\012",
    "\\x41",
    "\\n",
    "\\'",
    "\\\\",
    "$HOME",
    "${x}",
    "$(id)",
    "`id`",
    "@ARGV",
    "&",
    "|",
    ";",
    "<",
    ">",
    "<<END",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    "*",
    "?",
    "~",
    "#",
    "-",
    "-n",
    "-e",
    "--",
    "=",
    ",",
    ":",
    " ",
    "  ",
    "\t",
    "\n",
    "END",
    "0",
    "1",
    "7",
    "012",
    "345",
    "a",
    "Z",
    "\u{e9}",
    "\u{20ac}",
    "\u{1f600}",
    "\u{2019}",
    "\u{a0}",
    "'''",
    "\"\"\"",
    "^",
    "/",
];

fn logins() -> Vec<Login> {
    let mut random = Random(4954);
    (0..500)
        .map(|number| Login {
            authzid: if number % 5 == 0 {
                random.text(HOSTILE, 1..4)
            } else {
                String::new()
            },
            user: random.text(HOSTILE, 1..8),
            password: Secret::from(random.text(HOSTILE, 0..14)),
        })
        .collect()
}

fn every_recipe(encoder: Encoder, shell: &str) {
    let logins = logins();
    let mut script = Vec::new();
    for login in &logins {
        script.extend_from_slice(encoder.recipe(login).unwrap().command.reveal());
        script.push(b'\n');
    }
    let file = std::env::temp_dir().join(format!("saslab-{}-{encoder}.sh", std::process::id()));
    std::fs::write(&file, &script).unwrap();
    let said = run(shell, &[file.to_str().unwrap()], b"");
    std::fs::remove_file(&file).unwrap();
    let said = String::from_utf8(said).unwrap();
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines.len(), logins.len(), "{encoder}");
    for (login, line) in logins.iter().zip(lines) {
        let octets = base64::decode(Implementation::Dovecot, line.as_bytes()).unwrap();
        let parts = [
            login.authzid.as_bytes(),
            login.user.as_bytes(),
            login.password.reveal(),
        ];
        assert_eq!(octets, parts.join(&0), "{encoder}: {login:?}");
    }
}

#[test]
fn bash_runs_its_recipes() {
    if have("/bin/bash", "bash") {
        every_recipe(Encoder::Bash, "bash");
    }
}

#[test]
fn dash_runs_its_recipes() {
    if have("/bin/dash", "dash") {
        every_recipe(Encoder::Dash, "dash");
    }
}

#[test]
fn zsh_runs_its_recipes() {
    if have("/bin/zsh", "zsh") {
        every_recipe(Encoder::Zsh, "zsh");
    }
}

#[test]
fn fish_runs_its_recipes() {
    if have("/usr/bin/fish", "fish") {
        every_recipe(Encoder::Fish, "fish");
    }
}

#[test]
fn perl_runs_its_recipes() {
    if have("/usr/bin/perl", "perl") && have("/bin/dash", "dash") {
        every_recipe(Encoder::Perl, "dash");
    }
}

#[test]
fn python_runs_its_recipes() {
    if have("/usr/bin/python3", "python3-minimal") && have("/bin/dash", "dash") {
        every_recipe(Encoder::Python, "dash");
    }
}

#[test]
fn openssl_runs_its_recipes() {
    if have("/usr/bin/openssl", "openssl") && have("/bin/dash", "dash") {
        every_recipe(Encoder::OpenSsl, "dash");
    }
}

/// What both libraries write as it is. GNU SASL 2.2 does not write a backslash before a
/// quote of DIGEST-MD5, so quotes and backslashes are left to the other mechanisms.
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
            (Mechanism::DigestMd5, _, _) => PLAIN,
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
