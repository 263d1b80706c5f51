//! What the client can see.

use super::{Case, case};

const HELO: &str = "smtpd_helo_restrictions = reject\n";
const BACKUP: &str = "smtpd_relay_restrictions =\nsmtpd_recipient_restrictions = permit_mx_backup, \
     reject_unauth_destination\n";
const AUTH: &str = "smtpd_sasl_auth_enable = yes\n";

/// The cases.
pub(super) const CASES: &[Case] = &[
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
        "permit_mx_backup takes mail for domains with a better mail exchanger only.",
        BACKUP,
        &[
            "EHLO x",
            "MAIL FROM:<a@example.org>",
            "RCPT TO:<x@relay.example>",
        ],
        "250 Ok",
        "554 5.7.1 <x@relay.example>: Relay access denied",
    ),
    case(
        "permit_mx_backup says why a lookup failed.",
        BACKUP,
        &[
            "EHLO x",
            "MAIL FROM:<a@example.org>",
            "RCPT TO:<x@tempfail.example>",
        ],
        "450 4.4.4 <x@tempfail.example>: Recipient address rejected: \
         Unable to look up mail exchanger information",
        "450 4.4.4 <x@tempfail.example>: Recipient address rejected: \
         Unable to look up mail exchanger information: Host not found, try again",
    ),
    case(
        "A name that does not exist is its own mail exchanger for an access table.",
        "smtpd_sender_restrictions = check_sender_mx_access static:REJECT\n",
        &["EHLO x", "MAIL FROM:<a@nosuch.example>", "RCPT TO:<test>"],
        "250 2.1.5 Ok",
        "554 5.7.1 <a@nosuch.example>: Sender address rejected: Access denied",
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
