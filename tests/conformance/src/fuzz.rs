//! What the fuzz targets run: any octets as a configuration, a dialogue, an exchange, a
//! table, a recording. Each checks what [`crate::property`] says, and what it can say
//! itself. The targets in `fuzz/` call these functions, and so does the test over
//! `findings/`, where everything lies that once went wrong.

use saslab_replay::{read, run};
use saslab_smtpd::Installation;
use saslab_smtpd::maincf::{MainCf, MasterCf, Program, Transport};
use saslab_smtpd::sasl::client::{self, Credentials, Mechanism, Next, Surroundings};
use saslab_smtpd::sasl::message::Message;
use saslab_smtpd::sasl::{
    Context, Implementation, InvalidMechanism, Memory, Nonce, Printable, Progress, ScramHash,
    SecurityOptions, Setup, base64,
};

use crate::property::{client, pick, release, session, start};

/// A target: its name, and what it does with any octets.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const TARGETS: [Target; 8] = [
    ("main_cf", main_cf),
    ("master_cf", master_cf),
    ("dialogue", dialogue),
    ("base64", base_64),
    ("exchange", exchange),
    ("client", clients),
    ("tables", tables),
    ("scenario", scenario),
];

/// Mechanisms that the servers know, and one that nobody knows.
const MECHANISMS: [&str; 12] = [
    "PLAIN",
    "LOGIN",
    "CRAM-MD5",
    "DIGEST-MD5",
    "SCRAM-SHA-1",
    "SCRAM-SHA-256",
    "ANONYMOUS",
    "NTLM",
    "EXTERNAL",
    "GSSAPI",
    "XOAUTH2",
    "NO-SUCH",
];

const LOGS_IN: &str = "smtpd_sasl_auth_enable = yes\nbroken_sasl_auth_clients = yes\n\
    smtpd_recipient_restrictions = permit_sasl_authenticated, reject_unauth_destination\n";

/// A number from the first octet; 0 if there is none.
fn take(data: &mut &[u8]) -> u8 {
    let Some((first, rest)) = data.split_first() else {
        return 0;
    };
    *data = rest;
    *first
}

/// What stands before the first NUL, and what stands behind it.
fn halves(data: &[u8]) -> (&[u8], &[u8]) {
    let at = data.iter().position(|octet| *octet == 0);
    let (first, second) = data.split_at(at.unwrap_or(data.len()));
    (first, second.get(1..).unwrap_or_default())
}

fn lines(data: &[u8]) -> Vec<&[u8]> {
    data.split(|octet| *octet == b'\n').take(64).collect()
}

/// An octet for the release, then the text of a main.cf.
///
/// # Panics
/// When something does not hold.
pub fn main_cf(mut data: &[u8]) {
    let release = release(take(&mut data));
    let text = String::from_utf8_lossy(data);
    let (file, warnings) = MainCf::parse(&text);
    assert_eq!(file.text(), text);
    for entry in file.entries() {
        for span in [entry.name_span, entry.value_span] {
            assert!(text.get(span.start..span.end).is_some(), "{entry:?}");
        }
    }
    let count = u32::try_from(text.lines().count()).unwrap_or(u32::MAX);
    for warning in &warnings {
        assert!((1..=count).contains(&warning.line), "{warning:?}");
        assert!(!warning.to_string().is_empty());
    }
    let installation = Installation::new(release, &text);
    let Ok(server) = start(&installation) else {
        return;
    };
    session(
        &server,
        &client(0, &installation),
        &[
            b"EHLO client.example",
            b"MAIL FROM:<a@example.org>",
            b"RCPT TO:<joe@example.net>",
            b"VRFY test",
        ],
    );
}

/// The text of a master.cf.
///
/// # Panics
/// When something does not hold.
pub fn master_cf(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let file = MasterCf::parse(&text);
    assert_eq!(MasterCf::parse(&text), file);
    let count = u32::try_from(text.lines().count()).unwrap_or(u32::MAX);
    for service in file.services() {
        assert!((1..=count).contains(&service.line), "{service:?}");
        assert_eq!(service.pairs().len(), service.overrides.len());
        let Some(port) = service.port() else { continue };
        let address = [192, 0, 2, 25].into();
        let answers = service.program == Program::Smtpd && service.transport == Transport::Inet;
        if answers && service.listens(address, port) {
            assert!(file.reached(address, port).is_some(), "{service:?}");
        }
    }
}

/// Octets for the release, the client and the SASL software, the text of a main.cf, a
/// NUL, and the client's lines. A tab at the end of a line: more has come behind it.
///
/// # Panics
/// When something does not hold.
pub fn dialogue(mut data: &[u8]) {
    let (number, who, flags) = (take(&mut data), take(&mut data), take(&mut data));
    let (text, said) = halves(data);
    let base = if flags & 1 == 0 { LOGS_IN } else { "" };
    let text = format!("{base}{}", String::from_utf8_lossy(text));
    let mut installation = Installation::new(release(number), &text);
    if flags & 2 != 0 {
        installation.sasl.implementation = Implementation::Dovecot;
    }
    if flags & 4 != 0 {
        installation.sasl.mech_list = None;
    }
    let Ok(server) = start(&installation) else {
        return;
    };
    session(&server, &client(who, &installation), &lines(said));
}

/// A text in Base64, or not.
///
/// # Panics
/// When something does not hold.
pub fn base_64(data: &[u8]) {
    for implementation in [Implementation::Cyrus, Implementation::Dovecot] {
        let encoded = base64::encode(data);
        assert_eq!(
            base64::decode(implementation, encoded.as_bytes()).as_deref(),
            Ok(data)
        );
        match base64::decode(implementation, data) {
            Ok(octets) => assert_eq!(octets.len().div_ceil(3), data.len().div_ceil(4)),
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
}

/// Octets for the software and the mechanism, then the client's lines. The first one
/// stands behind AUTH unless it is empty.
///
/// # Panics
/// When something does not hold.
pub fn exchange(mut data: &[u8]) {
    let dovecot = take(&mut data) & 1 != 0;
    let mechanism = pick(&MECHANISMS, take(&mut data));
    let implementation = match dovecot {
        true => Implementation::Dovecot,
        false => Implementation::Cyrus,
    };
    let realm = if dovecot { "" } else { "mail.example.com" };
    let setup = Setup::new(
        implementation,
        MECHANISMS.split_last().map_or(&[], |(_, known)| known),
    )
    .with_account("test", realm, "testpass");
    let context = Context {
        options: SecurityOptions::NONE,
        realm: None,
        myhostname: "mail.example.com",
        service: "smtp",
        nonce: &Nonce::new([1; 32], 1_700_000_000),
        printable: Printable::Utf8Lenient,
        invalid_mechanism: InvalidMechanism::Unnamed,
        memory: &Memory::default(),
    };
    let mut lines = lines(data).into_iter();
    let initial = lines.next().filter(|first| !first.is_empty());
    let mut progress = setup.first(&context, mechanism, initial);
    assert_eq!(progress, setup.first(&context, mechanism, initial));
    for line in lines {
        let Progress::Challenge { base64, exchange } = progress else {
            break;
        };
        let read = base64::decode(Implementation::Dovecot, base64.as_bytes());
        assert!(read.is_ok(), "{base64}");
        let again = exchange.clone().respond(&setup, &context, line);
        progress = exchange.respond(&setup, &context, line);
        assert_eq!(progress, again);
    }
    if let Progress::Success(login) = &progress {
        assert!(!login.username.is_empty());
    }
}

/// An octet for the mechanism, then what the server says, a message a line.
///
/// # Panics
/// When something does not hold.
pub fn clients(mut data: &[u8]) {
    let name = pick(&MECHANISMS, take(&mut data));
    let said = lines(data);
    let challenge = said.first().copied().unwrap_or_default();
    let _message = client::cram_md5(challenge, "test", b"testpass");
    // A challenge may ask for any number of rounds: each costs time.
    let rounds = said
        .iter()
        .any(|line| line.windows(6).any(|w| w.iter().all(u8::is_ascii_digit)));
    if !rounds {
        let scram = client::Scram::new(ScramHash::Sha256, "test", b"testpass", "abc");
        if let Ok((message, _)) = scram.respond(challenge) {
            assert!(message.starts_with(b"c=biws,r=abc"));
        }
    }
    let Some(mechanism) = Mechanism::named(name).filter(|_| !rounds) else {
        return;
    };
    let credentials = Credentials {
        user: "test".into(),
        authzid: String::new(),
        realm: None,
        secret: "testpass".into(),
    };
    let around = Surroundings {
        host: "mail.example.com".into(),
        port: 587,
        nonce: "abc".into(),
        nfkc: client::nfkc,
    };
    let exchange = client::exchange(mechanism, &credentials, &around, &said);
    assert!(!matches!(exchange.next, Next::Decision) || exchange.answer().is_some());
    for step in &exchange.steps {
        covered(&step.message);
    }
}

/// The parts lie in the message, one behind the other.
fn covered(message: &Message) {
    let mut end = 0;
    for part in message.parts() {
        assert!(part.range.start >= end && part.range.end <= message.octets().len());
        end = part.range.end;
    }
}

/// An octet for the type, the text of a table, a NUL, and addresses, one a line.
///
/// # Panics
/// When something does not hold.
pub fn tables(mut data: &[u8]) {
    const TYPES: [&str; 8] = [
        "hash", "texthash", "cidr", "regexp", "pcre", "inline", "static", "lmdb",
    ];
    let kind = pick(&TYPES, take(&mut data));
    let who = take(&mut data);
    let (text, addresses) = halves(data);
    let text = String::from_utf8_lossy(text);
    let table = match kind {
        "inline" | "static" => format!("{kind}:{{{}}}", text.replace('\n', " ")),
        _ => format!("{kind}:/etc/postfix/table"),
    };
    let main_cf = format!(
        "{LOGS_IN}smtpd_client_restrictions = check_client_access {table}\n\
         smtpd_helo_restrictions = check_helo_access {table}\n\
         smtpd_sender_restrictions = check_sender_access {table}\n\
         smtpd_sender_login_maps = {table}\n\
         smtpd_relay_restrictions = check_recipient_access {table}, reject_unauth_destination\n\
         virtual_alias_maps = {table}\n"
    );
    let mut installation = Installation::new(release(13), &main_cf);
    installation.world = installation.world.with_file("/etc/postfix/table", &text);
    let Ok(server) = start(&installation) else {
        return;
    };
    for address in lines(addresses).into_iter().take(4) {
        let ehlo = [b"EHLO ", address].concat();
        let from = [b"MAIL FROM:<", address, b">"].concat();
        let to = [b"RCPT TO:<", address, b">"].concat();
        session(&server, &client(who, &installation), &[&ehlo, &from, &to]);
    }
}

/// Recorded scenarios, a JSON object a line.
///
/// # Panics
/// When something does not hold.
pub fn scenario(data: &[u8]) {
    for scenario in read(data).take(4) {
        match scenario {
            Ok(scenario) => assert_eq!(run(&scenario), run(&scenario)),
            Err(error) => assert!(error.to_string().starts_with("line ")),
        }
    }
}
