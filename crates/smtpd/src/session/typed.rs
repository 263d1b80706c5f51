//! What a person can type now, and what is odd about a line before it is sent. Both are
//! found by trying: the session is asked what it would say, and nothing is decided here.
//! Left out: the parameters of commands, and what a filter says.

use std::fmt;

use saslab_sasl::{Base64Error, Implementation, base64};

use super::{Expect, Input, Session, State, Step};
use crate::{Reply, ReplyLine};

/// Lines of which one is likely to be wanted, the likelier ones first. The names are
/// those of the little world.
const LINES: [&str; 11] = [
    "STARTTLS",
    "AUTH ",
    "MAIL FROM:<test@example.com>",
    "RCPT TO:<friend@example.net>",
    "DATA",
    "EHLO client.example.org",
    "HELO client.example.org",
    "RSET",
    "NOOP",
    "VRFY postmaster",
    "QUIT",
];

/// RFC 5321 section 4.5.3.1.4: a command line has at most 512 octets, CR LF included.
const MAX_COMMAND: usize = 512;

/// What is odd about a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Oddity {
    /// The answer to a 334 is no Base64.
    NotBase64(Base64Error),
    /// The command has so many octets.
    Long(usize),
    /// An octet of the command is no ASCII, or no printable one.
    Octet {
        /// Its position.
        at: usize,
    },
    /// The server would say this.
    Refused(ReplyLine),
}

impl fmt::Display for Oddity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotBase64(error) => write!(f, "no Base64: {error}"),
            Self::Long(octets) => {
                write!(
                    f,
                    "{octets} octets, and a command has at most {MAX_COMMAND}"
                )
            }
            Self::Octet { at } => write!(f, "octet {} is no printable ASCII", at + 1),
            Self::Refused(line) => write!(f, "the server would say: {}", line.text()),
        }
    }
}

impl Session {
    /// Lines that the server would not refuse as such, or beginnings of them.
    #[must_use]
    pub fn candidates(&self) -> Vec<String> {
        match self.state() {
            State::Closed | State::Handshake => Vec::new(),
            State::Message => vec![".".to_owned()],
            State::Authenticating => vec!["*".to_owned()],
            State::Connected | State::Greeted | State::Mail { .. } => self.commands(),
        }
    }

    fn commands(&self) -> Vec<String> {
        let (mechanisms, _) = self.server.mechanisms(self.channel);
        let mut lines = Vec::new();
        for line in LINES {
            if line.ends_with(' ') {
                let each = mechanisms
                    .iter()
                    .map(|mechanism| [line, mechanism].concat());
                lines.extend(each.filter(|line| self.takes(line)));
            } else if self.takes(line) {
                lines.push(line.to_owned());
            }
        }
        lines
    }

    fn takes(&self, line: &str) -> bool {
        let step = self.receive(Input::line(line.as_bytes()));
        let goes_on = match line {
            "QUIT" => true,
            "DATA" => step.next == Expect::Message,
            "STARTTLS" => step.next == Expect::TlsHandshake,
            _ => step.next != Expect::Closed,
        };
        goes_on && wrong(&step).is_none()
    }

    /// What is odd about `line`, if something is.
    #[must_use]
    pub fn oddity(&self, line: &str) -> Option<Oddity> {
        match self.state() {
            State::Closed | State::Handshake | State::Message => None,
            State::Authenticating => {
                let is_word = matches!(line, "*" | "=");
                let decoded = base64::decode(Implementation::Dovecot, line.as_bytes());
                decoded.err().filter(|_| !is_word).map(Oddity::NotBase64)
            }
            State::Connected | State::Greeted | State::Mail { .. } => {
                if line.len() + 2 > MAX_COMMAND && !line.get(..5).is_some_and(is_auth) {
                    return Some(Oddity::Long(line.len() + 2));
                }
                let odd = |octet: u8| !octet.is_ascii_graphic() && octet != b' ';
                let at = line.bytes().position(odd);
                let octet = at.map(|at| Oddity::Octet { at });
                let refused = || wrong(&self.receive(Input::line(line.as_bytes())));
                octet.or_else(|| refused().map(Oddity::Refused))
            }
        }
    }
}

/// RFC 4954 section 4: the limit of AUTH is another.
fn is_auth(start: &str) -> bool {
    start.eq_ignore_ascii_case("AUTH ")
}

/// A reply that says that the command cannot be said here, or not like this: RFC 5321
/// section 4.2.3, RFC 4954 section 6, and 538 of RFC 2554.
fn wrong(step: &Step) -> Option<ReplyLine> {
    let mut replies = step.replies.iter();
    let refusal = replies.find(|reply| matches!(reply.code(), 500..=504 | 530 | 534 | 538))?;
    Reply::lines(refusal).first().cloned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Installation, Server};
    use saslab_policy::Client;
    use saslab_release::Release;

    fn after(main_cf: &str, lines: &[&str]) -> Session {
        let main_cf = [
            "compatibility_level = 3.6\nmyhostname = mail.example.com\n",
            main_cf,
        ];
        let installation = Installation::new(Release::DEFAULT, &main_cf.concat());
        let server = Server::start(&installation).unwrap();
        let address = "203.0.113.9".parse().unwrap();
        let step = Session::connect(&server, Client::new(&installation.world, address));
        let say =
            |session: Session, line: &&str| session.receive(Input::line(line.as_bytes())).after;
        lines.iter().fold(step.after, say)
    }

    const AUTH: &str = "smtpd_sasl_auth_enable = yes\n";
    const TLS: &str = "smtpd_tls_security_level = may\nsmtpd_tls_auth_only = yes\n\
         smtpd_tls_cert_file = /etc/postfix/server.pem\n";

    fn begins(session: &Session, start: &str) -> usize {
        let lines = session.candidates();
        lines.iter().filter(|line| line.starts_with(start)).count()
    }

    #[test]
    fn commands_are_offered_where_the_server_takes_them() {
        let fresh = after(AUTH, &[]);
        assert_eq!((begins(&fresh, "EHLO"), begins(&fresh, "RCPT")), (1, 0));
        let greeted = after(AUTH, &["EHLO c"]);
        assert!(begins(&greeted, "AUTH ") > 1);
        assert_eq!(begins(&greeted, "MAIL"), 1);
        assert_eq!(begins(&greeted, "STARTTLS"), 0);
        let sealed = after(&[AUTH, TLS].concat(), &["EHLO c"]);
        assert_eq!(
            (begins(&sealed, "AUTH "), begins(&sealed, "STARTTLS")),
            (0, 1)
        );
        let mail = after(AUTH, &["EHLO c", "MAIL FROM:<>"]);
        assert_eq!((begins(&mail, "RCPT"), begins(&mail, "DATA")), (1, 0));
        assert_eq!(after(AUTH, &["EHLO c", "AUTH LOGIN"]).candidates(), ["*"]);
        assert!(after(AUTH, &["QUIT"]).candidates().is_empty());
    }

    #[test]
    fn a_line_that_cannot_be_right_is_named() {
        let said = |session: &Session, line: &str| session.oddity(line).map(|odd| odd.to_string());
        let greeted = after(AUTH, &["EHLO c"]);
        assert_eq!(said(&greeted, "NOOP"), None);
        let unknown = "the server would say: 500 5.5.2 Error: command not recognized";
        assert_eq!(said(&greeted, "ELHO c").as_deref(), Some(unknown));
        let german = said(&greeted, "MAIL FROM:<m\u{fc}ller@example.com>");
        assert_eq!(german.as_deref(), Some("octet 13 is no printable ASCII"));
        let long = said(&greeted, &"x".repeat(511));
        assert_eq!(
            long.as_deref(),
            Some("513 octets, and a command has at most 512")
        );
        let asked = after(AUTH, &["EHLO c", "AUTH LOGIN"]);
        assert_eq!(said(&asked, "dGVzdA=="), None);
        let clear = said(&asked, "te:t");
        assert_eq!(
            clear.as_deref(),
            Some("no Base64: octet 3 is not a character of Base64")
        );
    }
}
