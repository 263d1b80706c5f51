//! Properties of configurations and sessions that people could write, put together at
//! random from the words of the field: `saslab_conformance::property` says what holds.

use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;
use saslab_conformance::property::{LONGEST_REPLY, client, longest, release, session, start};
use saslab_smtpd::maincf::{Kind, MainCf, MasterCf, Parameter, parameters};
use saslab_smtpd::sasl::{Implementation, base64, client as sasl_client};
use saslab_smtpd::{Installation, StartError, Step};

/// The same cases each time, so that a failure is one of the change at hand.
fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 256,
        rng_seed: RngSeed::Fixed(2002),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

const WORDS: [&str; 40] = [
    "permit",
    "reject",
    "defer",
    "warn_if_reject",
    "permit_mynetworks",
    "permit_sasl_authenticated",
    "permit_tls_clientcerts",
    "reject_unauth_destination",
    "defer_unauth_destination",
    "reject_unknown_sender_domain",
    "reject_unknown_client_hostname",
    "reject_invalid_helo_hostname",
    "reject_non_fqdn_helo_hostname",
    "reject_unlisted_recipient",
    "reject_sender_login_mismatch",
    "reject_unauth_pipelining",
    "check_client_access",
    "check_sender_access hash:/etc/postfix/access",
    "check_recipient_access inline:{example.org=REJECT, test@=OK}",
    "check_helo_access static:DUNNO",
    "check_policy_service unix:private/policy",
    "reject_rbl_client zen.example-dnsbl.test",
    "permit_mx_backup",
    "check_relay_domains",
    "noanonymous",
    "noplaintext",
    "mutual_auth",
    "no_such_word",
    "127.0.0.0/8",
    "[::1]/128",
    "192.0.2.0/24",
    "!192.0.2.77",
    "example.com",
    ".example.org",
    "$mydestination",
    "$mynetworks",
    "${smtpd_tls_security_level?yes}",
    "AUTH",
    "hash:/etc/aliases",
    "/etc/postfix/server.pem",
];

fn value(kind: Kind) -> BoxedStrategy<String> {
    match kind {
        Kind::Boolean => select(vec!["yes", "no", "YES", "No", ""])
            .prop_map(str::to_owned)
            .boxed(),
        Kind::Integer { .. } => prop_oneof![
            8 => (0_i64..600).prop_map(|n| n.to_string()),
            1 => any::<i64>().prop_map(|n| n.to_string()),
            1 => Just("many".to_owned()),
        ]
        .boxed(),
        Kind::Time { .. } => prop_oneof![
            (0_u32..4000).prop_map(|n| format!("{n}s")),
            Just("1h".to_owned()),
            Just("soon".to_owned()),
        ]
        .boxed(),
        Kind::Text { .. } | Kind::Raw => prop_oneof![
            select(WORDS.to_vec()).prop_map(str::to_owned),
            "[ -~]{0,40}",
            Just("$myhostname ESMTP $mail_name".to_owned()),
        ]
        .boxed(),
        Kind::List => (
            vec(select(WORDS.to_vec()), 0..6),
            select(vec![" ", ", ", ",\n    ", "\n# remark\n  "]),
        )
            .prop_map(|(words, separator)| words.join(separator))
            .boxed(),
    }
}

fn parameter() -> impl Strategy<Value = &'static Parameter> {
    let rows: Vec<_> = parameters().collect();
    // The lists and switches of smtpd come up more often than all others together.
    let often = rows
        .iter()
        .filter(|row| row.name.starts_with("smtpd_"))
        .copied();
    let often: Vec<_> = often.collect();
    prop_oneof![3 => select(often), 1 => select(rows)]
}

fn entry() -> impl Strategy<Value = String> {
    parameter().prop_flat_map(|row| {
        let name = row.name;
        value(row.kind).prop_map(move |value| format!("{name} = {value}\n"))
    })
}

fn main_cf() -> impl Strategy<Value = String> {
    let base = select(vec![
        "",
        "mynetworks = 127.0.0.0/8\nsmtpd_recipient_restrictions = permit_mynetworks, reject_unauth_destination\n",
        "smtpd_sasl_auth_enable = yes\nbroken_sasl_auth_clients = yes\nsmtpd_recipient_restrictions = permit_sasl_authenticated, reject_unauth_destination\n",
        "compatibility_level = 3.6\nsmtpd_tls_security_level = may\nsmtpd_tls_cert_file = /etc/postfix/server.pem\nsmtpd_tls_key_file = /etc/postfix/server.key\nsmtpd_sasl_auth_enable = yes\n",
    ]);
    (base, vec(entry(), 0..5)).prop_map(|(base, entries)| base.to_owned() + &entries.concat())
}

const COMMANDS: [&str; 36] = [
    "EHLO client.example",
    "HELO client.example",
    "EHLO",
    "EHLO [203.0.113.9]",
    "STARTTLS",
    "AUTH PLAIN",
    "AUTH PLAIN dGVzdAB0ZXN0AHRlc3RwYXNz",
    "AUTH PLAIN dGVzdHRlc3R0ZXN0cGFzcw==",
    "AUTH LOGIN",
    "AUTH LOGIN dGVzdA==",
    "AUTH CRAM-MD5",
    "AUTH DIGEST-MD5",
    "AUTH SCRAM-SHA-256 biwsbj10ZXN0LHI9YWJj",
    "AUTH ANONYMOUS dGVzdA==",
    "AUTH",
    "dGVzdA==",
    "dGVzdHBhc3M=",
    "*",
    "=",
    "MAIL FROM:<a@example.org>",
    "MAIL FROM:<> SIZE=1000 BODY=8BITMIME",
    "MAIL FROM:<a@example.org> AUTH=<> RET=HDRS",
    "RCPT TO:<test@example.com>",
    "RCPT TO:<joe@example.net>",
    "RCPT TO:<nosuchuser@example.com> NOTIFY=NEVER",
    "RCPT TO:<@a,@b:joe@example.net>",
    "RCPT TO:<joe%example.net@example.com>",
    "DATA",
    ".",
    "RSET",
    "NOOP",
    "VRFY test",
    "ETRN example.com",
    "XCLIENT ADDR=127.0.0.1",
    "GET / HTTP/1.0",
    "QUIT",
];

fn line() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        12 => select(COMMANDS.to_vec()).prop_map(|line| line.as_bytes().to_vec()),
        2 => select(COMMANDS.to_vec()).prop_map(|line| [line.as_bytes(), b"\t"].concat()),
        1 => vec(any::<u8>(), 0..120),
        1 => "(MAIL FROM|RCPT TO):<[ -~]{0,60}>".prop_map(String::into_bytes),
    ]
}

fn installation(release_number: u8, dovecot: bool, main_cf: &str) -> Installation {
    let sasl = match dovecot {
        true => "smtpd_sasl_type = dovecot\nsmtpd_sasl_path = private/auth\n",
        false => "",
    };
    let text = format!("{sasl}{main_cf}");
    let mut installation = Installation::new(release(release_number), &text);
    if dovecot {
        installation.sasl.implementation = Implementation::Dovecot;
    }
    installation.world = installation
        .world
        .with_file("/etc/postfix/access", "example.org REJECT no\ntest@ OK\n")
        .with_file("/etc/postfix/server.pem", "{certificate}")
        .with_file("/etc/postfix/server.key", "{key}");
    installation
}

fn run(installation: &Installation, who: u8, lines: &[Vec<u8>]) -> Result<Vec<Step>, StartError> {
    let server = start(installation)?;
    let lines: Vec<&[u8]> = lines.iter().map(Vec::as_slice).collect();
    Ok(session(&server, &client(who, installation), &lines))
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn sessions_hold(
        number: u8,
        who: u8,
        dovecot: bool,
        main_cf in main_cf(),
        lines in vec(line(), 0..16),
    ) {
        let installation = installation(number, dovecot, &main_cf);
        if let Ok(steps) = run(&installation, who, &lines) {
            // Postfix cuts no reply: a longer line takes longer text than these.
            prop_assert!(longest(&steps) <= LONGEST_REPLY);
        }
    }

    #[test]
    fn a_session_does_not_depend_on_remarks_and_order(
        number: u8,
        main_cf in main_cf(),
        lines in vec(line(), 0..8),
    ) {
        let texts = |main_cf: &str| {
            let steps = run(&installation(number, false, main_cf), 0, &lines);
            steps.map(|steps| said(&steps)).map_err(|error| error.log)
        };
        let remark = format!("# remark\n\n{main_cf}# remark\n");
        prop_assert_eq!(texts(&main_cf), texts(&remark));
    }

    #[test]
    fn any_text_is_a_main_cf(number: u8, text in "\\PC{0,200}", lines in vec(line(), 0..4)) {
        let _steps = run(&installation(number, false, &text), 0, &lines);
    }

    #[test]
    fn entries_of_main_cf_lie_where_they_say(entries in vec(entry(), 0..8)) {
        let text = entries.concat();
        let (file, _) = MainCf::parse(&text);
        prop_assert!(file.entries().len() >= entries.len());
        for entry in file.entries() {
            let name = text.get(entry.name_span.start..entry.name_span.end);
            prop_assert_eq!(name, Some(&*entry.name));
            prop_assert!(text.get(entry.value_span.start..entry.value_span.end).is_some());
        }
    }

    #[test]
    fn any_text_is_a_master_cf(text in "([a-z0-9:.]{1,9} +(inet|unix|pass) +n - n - - smtpd\n( +-o [a-z_]{1,9}=\\PC{0,9}\n)*|\\PC{0,30}\n){0,4}") {
        let file = MasterCf::parse(&text);
        let lines = u32::try_from(text.lines().count()).unwrap();
        for service in file.services() {
            prop_assert!(service.line <= lines);
            prop_assert!(service.overrides.iter().all(|o| o.line <= lines));
        }
        prop_assert_eq!(MasterCf::parse(&text), file);
    }

    #[test]
    fn base64_comes_back(octets in vec(any::<u8>(), 0..200)) {
        let text = base64::encode(&octets);
        for implementation in [Implementation::Cyrus, Implementation::Dovecot] {
            prop_assert_eq!(base64::decode(implementation, text.as_bytes()), Ok(octets.clone()));
        }
    }

    #[test]
    fn any_text_is_base64_or_says_where_not(text in vec(any::<u8>(), 0..80)) {
        for implementation in [Implementation::Cyrus, Implementation::Dovecot] {
            let Ok(octets) = base64::decode(implementation, &text) else { continue };
            prop_assert_eq!(base64::decode(implementation, base64::encode(&octets).as_bytes()), Ok(octets));
        }
    }

    #[test]
    fn who_has_the_password_logs_in_and_who_has_not_does_not(
        dovecot: bool,
        password in "[a-zA-Z0-9 ]{1,20}",
        other in "[a-zA-Z0-9 ]{1,20}",
    ) {
        let main_cf = "smtpd_sasl_auth_enable = yes\nsmtpd_recipient_restrictions = reject\n";
        let mut installation = installation(13, dovecot, main_cf);
        let sasl = installation.sasl.clone();
        installation.sasl.accounts.clear();
        let realm = if dovecot { "" } else { "mail.example.com" };
        installation.sasl = installation.sasl.clone().with_account("test", realm, &password);
        prop_assert_ne!(&sasl, &installation.sasl);
        for given in [&password, &other] {
            let message = sasl_client::plain("", "test", given.as_bytes());
            let auth = format!("AUTH PLAIN {}", base64::encode(&message)).into_bytes();
            let steps = run(&installation, 0, &[b"EHLO client.example".to_vec(), auth]).unwrap();
            let code = steps.last().unwrap().replies[0].code();
            prop_assert_eq!(code, if *given == password { 235 } else { 535 });
        }
    }
}

fn said(steps: &[Step]) -> Vec<Arc<str>> {
    let replies = steps.iter().flat_map(|step| &step.replies);
    let lines = replies.flat_map(|reply| reply.lines());
    lines.map(|line| Arc::from(line.text())).collect()
}
