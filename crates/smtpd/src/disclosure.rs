//! What must not leave the page with a session: responses of SASL that are not the
//! published ones of the HOWTO, and passwords that `main.cf` itself holds. The text
//! decides, not a server: what a server refused is as secret as what it took.
//! Left out: the message after DATA, which is no credential.

use saslab_maincf::MainCf;
use saslab_sasl::{Implementation, base64};

use crate::command::tokens;

/// The words of the HOWTO's account, which everybody knows.
const PUBLISHED: [&str; 3] = ["", "test", "testpass"];

/// The commands in the table of smtpd.c, and LHLO.
const VERBS: [&str; 18] = [
    "HELO", "EHLO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA", "BDAT", "RSET", "NOOP", "VRFY",
    "EXPN", "ETRN", "QUIT", "HELP", "XCLIENT", "XFORWARD", "LHLO",
];

/// What a line of the client can be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Commands are expected, and no AUTH has been seen.
    Commands,
    /// Commands or the responses of an AUTH.
    Responses,
    /// The text of a message.
    Message,
}

/// The first line that may hold a secret. A line that begins with no known command is
/// taken for a response where one can stand, and a lone word is one anywhere.
pub fn first_secret<'a>(lines: impl IntoIterator<Item = &'a str>) -> Option<usize> {
    let mut place = Place::Commands;
    lines.into_iter().position(|line| {
        let (is_secret, next) = read(place, line);
        place = next;
        is_secret
    })
}

fn read(place: Place, line: &str) -> (bool, Place) {
    if place == Place::Message {
        // Whether there was an AUTH before does not matter any more: it is assumed.
        let next = if line == "." { Place::Responses } else { place };
        return (false, next);
    }
    let words = tokens(line.as_bytes());
    let verb = words.first().map(|word| word.text().to_ascii_uppercase());
    match (verb.as_deref(), words.as_slice()) {
        (None, _) => (false, place),
        (Some("AUTH"), [_, _, response @ ..]) => {
            let is_known = response.iter().all(|word| is_published(&word.text()));
            (!is_known, Place::Responses)
        }
        (Some("AUTH"), _) => (false, Place::Responses),
        (Some("DATA"), [_]) => (false, Place::Message),
        (Some(verb), _) if VERBS.contains(&verb) => (false, place),
        (Some(_), words) => {
            let can_be = place == Place::Responses || words.len() == 1;
            (can_be && !is_published(line), place)
        }
    }
}

/// Whether a response says nothing but what is printed in the HOWTO.
fn is_published(response: &str) -> bool {
    if ["*", "=", ""].contains(&response) {
        return true;
    }
    let Ok(octets) = base64::decode(Implementation::Cyrus, response.as_bytes()) else {
        return false;
    };
    let mut parts = octets.split(|octet| *octet == 0);
    parts.all(|part| PUBLISHED.iter().any(|known| known.as_bytes() == part) || is_joined(part))
}

/// The words run into one, as where the NULs were lost: `testtesttestpass`.
fn is_joined(mut part: &[u8]) -> bool {
    while let Some(rest) = part
        .strip_prefix(b"testpass")
        .or_else(|| part.strip_prefix(b"test"))
    {
        part = rest;
    }
    part.is_empty()
}

/// `main.cf` without the passwords that a client's maps hold in place: the value of
/// `smtp_sasl_password_maps = inline:{…}` and the like becomes empty.
#[must_use]
pub fn without_passwords(text: &str) -> String {
    let (file, _) = MainCf::parse(text);
    let mut rest = text.to_owned();
    for entry in file.entries().iter().rev() {
        let value = entry.value.as_str();
        let holds = value.contains("static:") || value.contains("inline:");
        let span = entry.value_span;
        if holds && entry.name.contains("password") && rest.get(span.start..span.end).is_some() {
            rest.replace_range(span.start..span.end, "");
        }
    }
    rest
}

/// `master.cf` without the same: an option that holds such a map loses what it holds.
#[must_use]
pub fn master_without_passwords(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let maps = ["static:", "inline:"];
        let map = maps.iter().filter_map(|map| line.find(map)).min();
        match map.filter(|_| line.contains("password")) {
            Some(map) => {
                kept.push_str(line.get(..map).unwrap_or(""));
                kept.push_str(if line.ends_with('\n') { "\n" } else { "" });
            }
            None => kept.push_str(line),
        }
    }
    kept
}

/// A file without the passwords in it: of a file that is there for them nothing is left,
/// of the settings of a database (mysql_table(5)) all but the value of its password.
#[must_use]
pub fn file_without_passwords(path: &str, text: &str) -> String {
    const NAMES: [&str; 6] = ["passw", "sasldb", "secret", "shadow", ".key", "privkey"];
    let path = path.to_ascii_lowercase();
    if NAMES.iter().any(|name| path.contains(name)) || text.contains("PRIVATE KEY-----") {
        return String::new();
    }
    let mut kept = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let name = line.split_once('=').map(|(name, _)| name);
        match name.filter(|name| ["password", "bind_pw"].contains(&name.trim())) {
            Some(name) => kept.extend([name, "=\n"]),
            None => kept.push_str(line),
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(lines: &[&str]) -> Option<usize> {
        first_secret(lines.iter().copied())
    }

    #[test]
    fn the_howtos_own_credentials_are_no_secret() {
        for line in [
            "AUTH PLAIN dGVzdAB0ZXN0AHRlc3RwYXNz",
            "AUTH PLAIN AHRlc3QAdGVzdHBhc3M=",
            "AUTH PLAIN dGVzdHRlc3R0ZXN0cGFzcw==",
            "AUTH PLAIN =",
        ] {
            assert_eq!(secret(&["EHLO a", line, "MAIL FROM:<a@b>"]), None, "{line}");
        }
        assert_eq!(
            secret(&["AUTH LOGIN", "dGVzdA==", "dGVzdHBhc3M=", "QUIT"]),
            None
        );
        assert_eq!(secret(&["AUTH LOGIN dGVzdA==", "*", "QUIT"]), None);
    }

    #[test]
    fn anybody_elses_are() {
        // \0alice\0s3cret
        assert_eq!(
            secret(&["EHLO a", "auth plain AGFsaWNlAHMzY3JldA=="]),
            Some(1)
        );
        // s3cret, as the answer to LOGIN's second prompt.
        assert_eq!(secret(&["AUTH LOGIN", "dGVzdA==", "czNjcmV0"]), Some(2));
        // In clear, by mistake, and after a login that was refused.
        assert_eq!(secret(&["AUTH LOGIN", "my own password"]), Some(1));
        assert_eq!(secret(&["EHLO a", "s3cret"]), Some(1));
        assert_eq!(
            secret(&["AUTH CRAM-MD5", "dGVzdCA5ZTk1YWVlMDljNDBhZjJi"]),
            Some(1)
        );
    }

    #[test]
    fn commands_and_messages_are_not() {
        let lines = [
            "EHLO a",
            "MAIL FROM:<a@b>",
            "RCPT TO:<c@d>",
            "DATA",
            "Subject: x",
            "czNjcmV0",
            ".",
            "hello there",
            "",
        ];
        assert_eq!(secret(&lines), Some(7));
        assert_eq!(secret(&["hello there", "NOOP"]), None);
    }

    #[test]
    fn passwords_in_main_cf_are_left_out() {
        let text = "a = 1\nsmtp_sasl_password_maps =\n  inline:{ h=u:p }\n# kept\nb = static:x\n";
        assert_eq!(
            without_passwords(text),
            "a = 1\nsmtp_sasl_password_maps =\n  \n# kept\nb = static:x\n"
        );
        let file = "smtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd\n";
        assert_eq!(without_passwords(file), file);
    }

    #[test]
    fn passwords_in_master_cf_are_left_out() {
        let text = "smtp inet n - y - - smtpd\n  -o smtp_sasl_password_maps=static:u:p\n  -o a=b\n";
        assert_eq!(
            master_without_passwords(text),
            "smtp inet n - y - - smtpd\n  -o smtp_sasl_password_maps=\n  -o a=b\n"
        );
    }

    #[test]
    fn passwords_in_files_are_left_out() {
        let without = file_without_passwords;
        assert_eq!(without("/etc/postfix/sasl_passwd", "h u:p\n"), "");
        assert_eq!(without("/etc/x", "-----BEGIN PRIVATE KEY-----\n"), "");
        assert_eq!(
            without(
                "/etc/postfix/domains.cf",
                "user = mail\npassword = s3cret\nhosts = h\n"
            ),
            "user = mail\npassword =\nhosts = h\n"
        );
        let access = "example.org REJECT no password = here\n";
        assert_eq!(without("/etc/postfix/access", access), access);
    }
}
