//! Each change between releases, on both sides of each of its arrivals: the release
//! before answers the old way, the arrival the new way. The answers are those of the
//! source of both, in the file that the row of the table names.

use saslab_conformance::facts::Facts;
use saslab_conformance::said;
use saslab_release::{CHANGES, Change, Dialect, Release};
use saslab_smtpd::Installation;

/// A session whose last line tells the two sides apart.
struct Case {
    summary: &'static str,
    main_cf: &'static str,
    lines: &'static [&'static str],
    old: &'static str,
    new: &'static str,
}

const HELO: &str = "smtpd_helo_restrictions = reject\n";
const AUTH: &str = "smtpd_sasl_auth_enable = yes\n";
const RELAY: &str = "compatibility_level = 2\nmyhostname = mail.example.com\nmynetworks = 127.0.0.0/8\n\
     smtpd_recipient_restrictions = permit_mynetworks, reject_unauth_destination\n";

const fn case(
    summary: &'static str,
    main_cf: &'static str,
    lines: &'static [&'static str],
    old: &'static str,
    new: &'static str,
) -> Case {
    Case {
        summary,
        main_cf,
        lines,
        old,
        new,
    }
}

const CASES: &[Case] = &[
    case(
        "XVERP is announced to smtpd_authorized_verp_clients only.",
        "smtpd_recipient_limit = 7\n",
        &["EHLO x"],
        "250-XVERP|",
        "-",
    ),
    case(
        "The session ends when the hard error limit is reached, not one error later.",
        "smtpd_hard_error_limit = 1\n",
        &["FOO"],
        "502 Error: command not implemented",
        "421 mail.example.com Error: too many errors",
    ),
    case(
        "XCLIENT and XFORWARD exist.",
        "",
        &["XFORWARD NAME=x"],
        "502 Error: command not implemented",
        "554 Error: insufficient authorization",
    ),
    case(
        "Any header name and any of smtpd_forbidden_commands ends the session.",
        "",
        &["To: x"],
        "502 Error: command not implemented",
        "221 Error: I can break rules, too. Goodbye.",
    ),
    case(
        "STARTTLS exists.",
        "",
        &["STARTTLS x"],
        "502 Error: command not implemented",
        "501 Syntax: STARTTLS",
    ),
    case(
        "Replies carry enhanced status codes.",
        "",
        &["RSET"],
        "250 Ok",
        "250 2.0.0 Ok",
    ),
    case(
        "XCLIENT and XFORWARD are refused by 550 rather than 554.",
        "",
        &["XFORWARD NAME=x"],
        "554 Error: insufficient authorization",
        "550 5.7.0 Error: insufficient authorization",
    ),
    case(
        "DSN (RFC 3461) is supported.",
        "",
        &["EHLO x"],
        "250 8BITMIME",
        "250 DSN",
    ),
    case(
        "A word that is no command is not recognized rather than not implemented.",
        "",
        &["FOO"],
        "502 Error: command not implemented",
        "502 5.5.2 Error: command not recognized",
    ),
    case(
        "A failed login says why, behind 535 5.7.0.",
        AUTH,
        &["EHLO x", "AUTH PLAIN AHRlc3QAd3Jvbmc="],
        "535 Error: authentication failed",
        "535 5.7.0 Error: authentication failed: authentication failure",
    ),
    case(
        "Syntax reminders of MAIL and RCPT have no space before the address.",
        "",
        &["MAIL"],
        "501 Syntax: MAIL FROM: <address>",
        "501 5.5.4 Syntax: MAIL FROM:<address>",
    ),
    case(
        "Logins are answered by the codes of RFC 4954: 235 2.7.0, 535 5.7.8, 454 4.7.0.",
        AUTH,
        &["EHLO x", "AUTH PLAIN AHRlc3QAdGVzdHBhc3M="],
        "235 2.0.0 Authentication successful",
        "235 2.7.0 Authentication successful",
    ),
    case(
        "AUTH is refused while a MAIL transaction is open.",
        AUTH,
        &[
            "EHLO x",
            "MAIL FROM:<a@example.org>",
            "AUTH PLAIN AHRlc3QAdGVzdHBhc3M=",
        ],
        "235 2.7.0 Authentication successful",
        "503 5.5.1 Error: MAIL transaction in progress",
    ),
    case(
        "VRFY asks about its argument as the client wrote it.",
        "",
        &["VRFY <test>"],
        "252 test",
        "550 5.1.1 <<test>>: Recipient address rejected: User unknown in local recipient table",
    ),
    case(
        "MAIL reads AUTH= even while AUTH is off.",
        "",
        &["EHLO x", "MAIL FROM:<a@example.org> AUTH=<>"],
        "555 5.5.4 Unsupported option: AUTH=<>",
        "250 2.1.0 Ok",
    ),
    case(
        "SMTPUTF8 (RFC 6531) is supported.",
        "",
        &["EHLO x"],
        "250 DSN",
        "250 SMTPUTF8",
    ),
    case(
        "CHUNKING and BDAT (RFC 3030) are supported.",
        "",
        &["EHLO x"],
        "250 SMTPUTF8",
        "250 CHUNKING",
    ),
    case(
        "A client that sends a bare newline can be cut off.",
        "smtpd_forbid_bare_newline = yes\n",
        &["NOOP\n"],
        "250 2.0.0 Ok",
        "521 5.5.2 mail.example.com Error: bare <LF> received",
    ),
    case(
        "A bare newline can be kept from ending a message, or refused.",
        "smtpd_forbid_bare_newline = reject\n",
        &["NOOP\n"],
        "bad boolean configuration: smtpd_forbid_bare_newline = reject",
        "550 5.5.2 mail.example.com Error: bare <LF> received",
    ),
    case(
        "A bare newline can be noted in the log.",
        "smtpd_forbid_bare_newline = note\n",
        &["NOOP\n"],
        "bad parameter value: 'smtpd_forbid_bare_newline = note'",
        "250 2.0.0 Ok",
    ),
    case(
        "Of refused chunks no more than one and a half messages are read.",
        "message_size_limit = 10\n",
        &["EHLO x", "BDAT 16", "12345678901234", "NOOP"],
        "250 2.0.0 Ok",
        "503 5.5.1 Error: need RCPT command",
    ),
    case(
        "A message that the lists refuse ends its transaction.",
        "smtpd_end_of_data_restrictions = reject\n",
        &[
            "EHLO x",
            "MAIL FROM:<a@example.org>",
            "RCPT TO:<test@mail.example.com>",
            "DATA",
            ".",
            "MAIL FROM:<a@example.org>",
        ],
        "503 5.5.1 Error: nested MAIL command",
        "250 2.1.0 Ok",
    ),
    case(
        "What could be mistaken in the name of HELO becomes a question mark.",
        HELO,
        &["HELO a@b", "MAIL FROM:<a@example.org>", "RCPT TO:<test>"],
        "554 <a@b>: Helo command rejected: Access denied",
        "554 <a?b>: Helo command rejected: Access denied",
    ),
    case(
        "Blanks in the name of HELO become question marks, too.",
        HELO,
        &["HELO a b", "MAIL FROM:<a@example.org>", "RCPT TO:<test>"],
        "554 <a b>: Helo command rejected: Access denied",
        "554 <a?b>: Helo command rejected: Access denied",
    ),
    case(
        "Colons in the name of HELO stay.",
        HELO,
        &["HELO a:b", "MAIL FROM:<a@example.org>", "RCPT TO:<test>"],
        "554 <a?b>: Helo command rejected: Access denied",
        "554 <a:b>: Helo command rejected: Access denied",
    ),
    case(
        "A word that is no command is answered by 500.",
        "",
        &["FOO"],
        "502 5.5.2 Error: command not recognized",
        "500 5.5.2 Error: command not recognized",
    ),
    case(
        "check_relay_domains and permit_naked_ip_address are unknown words.",
        "smtpd_client_restrictions = permit_naked_ip_address\nsmtpd_delay_reject = no\n",
        &[],
        "220 mail.example.com ESMTP Postfix",
        "451 4.3.5 Server configuration error",
    ),
];

/// The youngest release before `arrival` that does not have the change.
fn before(change: &Change, arrival: Release, all: &[Release]) -> Option<Release> {
    let mut older = all.iter().rev().filter(|release| **release < arrival);
    older
        .find(|release| !release.includes(change.arrivals))
        .copied()
}

fn last_line(case: &Case, release: Release) -> Vec<String> {
    let main_cf = format!("{RELAY}{}", case.main_cf);
    let installation = Installation::new(release, &main_cf);
    said(&installation, case.lines).unwrap_or_else(|error| vec![error.log])
}

/// `text|`: a line anywhere; `-`: the other side's line is nowhere.
fn holds(said: &[String], expected: &str, other: &str) -> bool {
    let anywhere = |text: &str| said.iter().any(|line| line == text.trim_end_matches('|'));
    match expected {
        "-" => !anywhere(other),
        _ if expected.ends_with('|') => anywhere(expected),
        _ => said.last().is_some_and(|last| last == expected),
    }
}

#[test]
fn both_sides_of_each_arrival_answer_as_their_source_says() {
    let all = Facts::committed().releases;
    let mut wrong = Vec::new();
    for case in CASES {
        let change = CHANGES.iter().find(|change| change.summary == case.summary);
        let Some(change) = change else {
            wrong.push(format!("no such change: {}", case.summary));
            continue;
        };
        for arrival in change.arrivals {
            let Some(before) = before(change, *arrival, &all) else {
                wrong.push(format!("{}: nothing before {arrival}", case.summary));
                continue;
            };
            let (old, new) = (last_line(case, before), last_line(case, *arrival));
            if !holds(&old, case.old, case.new) {
                wrong.push(format!("{before}: {} {:?}", case.summary, old.last()));
            }
            if !holds(&new, case.new, case.old) {
                wrong.push(format!("{arrival}: {} {:?}", case.summary, new.last()));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn each_arrival_changes_the_dialect_of_its_branch() {
    let all = Facts::committed().releases;
    for change in CHANGES {
        for arrival in change.arrivals {
            assert!(all.contains(arrival), "{arrival} is no release: {change:?}");
            let before = before(change, *arrival, &all);
            assert!(before.is_some(), "{arrival}: {change:?}");
            let differ = before.is_some_and(|b| Dialect::of(b) != Dialect::of(*arrival));
            assert!(differ, "{arrival}: {change:?}");
        }
    }
}
