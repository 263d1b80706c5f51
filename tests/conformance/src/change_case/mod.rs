//! Sessions that tell the two sides of a change between releases apart. What they expect
//! is read from the source of both sides, in the file that the row of the table names.

use std::net::Ipv4Addr;

use saslab_release::{Change, Release};
use saslab_smtpd::policy::Client;
use saslab_smtpd::sasl::{Implementation, Setup, base64, client};
use saslab_smtpd::{Expect, Input, Installation, Line, Server, Session, StartError, Step};

use crate::OUTSIDER;

mod dialogue;
mod log;
mod policy;

/// A session, and what it shows on either side.
pub struct Case {
    /// The row of the table.
    pub summary: &'static str,
    main_cf: &'static str,
    /// `{hang up}` stands for the end of the connection; a line that ends with a newline has no
    /// carriage return, and what follows a `>>` was sent together with it.
    lines: &'static [&'static str],
    /// The last line that the server says. `text|`: a line anywhere; `log: text`: part of a
    /// line of the log; `-`: that of the other side is nowhere.
    old: &'static str,
    new: &'static str,
}

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

/// All of them.
pub fn cases() -> impl Iterator<Item = &'static Case> {
    let all = [dialogue::CASES, policy::CASES, log::CASES];
    all.into_iter().flatten()
}

/// Stands for the right answer of `test` to a challenge of DIGEST-MD5.
const DIGEST: &str = "{digest-md5}";

/// What a session shows.
#[derive(Debug, Default)]
pub struct Shown {
    said: Vec<String>,
    log: Vec<String>,
}

const RELAY: &str = "compatibility_level = 2\nmyhostname = mail.example.com\nmynetworks = 127.0.0.0/8\n\
     smtpd_recipient_restrictions = permit_mynetworks, reject_unauth_destination\n";

/// A command of more than 512 octets.
const LONG: &str = "NOOP xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx \
     xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\
     xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\
     xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\
     xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\
     xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\
     xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";

/// A client whose name leads to another address.
const SPOOF: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 8);

impl Case {
    /// The session under one release.
    #[must_use]
    pub fn under(&self, release: Release) -> Shown {
        let main_cf = format!("{RELAY}{}", self.main_cf);
        let mut installation = Installation::new(release, &main_cf);
        if main_cf.contains("smtpd_sasl_type = dovecot") {
            installation.sasl = Setup::new(Implementation::Dovecot, &["PLAIN"]);
        }
        installation.world = installation
            .world
            .with_file("/etc/postfix/both.pem", "{certificate+key}");
        self.shown(&installation).unwrap_or_else(|error| Shown {
            said: vec![error.log.clone()],
            log: vec![format!("fatal: {}", error.log)],
        })
    }

    fn shown(&self, installation: &Installation) -> Result<Shown, StartError> {
        let server = Server::start(installation)?;
        let address = match self.main_cf.contains("# a client with a wrong name") {
            true => SPOOF,
            false => OUTSIDER.into(),
        };
        let client = Client::new(&installation.world, address.into());
        let mut shown = Shown::default();
        shown
            .log
            .extend(server.log().iter().map(ToString::to_string));
        let mut step = Session::connect(&server, client);
        shown.take(&step);
        for line in self.lines {
            if step.next == Expect::TlsHandshake {
                step = step.after.receive(Input::TlsHandshake);
                shown.take(&step);
            }
            if step.next == Expect::Closed {
                break;
            }
            step = match *line {
                DIGEST => {
                    let answer = shown.digest_response();
                    step.after.receive(Input::line(answer.as_bytes()))
                }
                line => step.after.receive(input(line)),
            };
            shown.take(&step);
        }
        Ok(shown)
    }
}

fn input(line: &'static str) -> Input<'static> {
    match line.split_once(">>") {
        _ if line == "{hang up}" => Input::Disconnect,
        None => crate::input(line),
        Some((line, ahead)) => match crate::input(line) {
            Input::Line(line) => Input::Line(Line {
                ahead: ahead.as_bytes(),
                ..line
            }),
            other @ (Input::Octets(_) | Input::TlsHandshake | Input::Disconnect) => other,
        },
    }
}

impl Shown {
    fn take(&mut self, step: &Step) {
        let lines = step.replies.iter().flat_map(|reply| reply.lines());
        self.said.extend(lines.map(|line| line.text().to_owned()));
        self.log.extend(step.log.iter().map(ToString::to_string));
    }

    fn digest_response(&self) -> String {
        let client = client::DigestMd5 {
            username: "test",
            password: b"testpass",
            realm: None,
            authzid: None,
            digest_uri: "smtp/mail.example.com",
            cnonce: "0123456789abcdef",
        };
        let challenge = self.said.last().and_then(|line| line.strip_prefix("334 "));
        let challenge = base64::decode(Implementation::Cyrus, challenge.unwrap_or("").as_bytes());
        let answer = challenge.ok().and_then(|text| client.respond(&text).ok());
        answer.map_or_else(String::new, |(message, _)| base64::encode(&message))
    }

    fn has(&self, text: &str) -> bool {
        match text.strip_prefix("log: ") {
            Some(text) => self.log.iter().any(|line| line.contains(text)),
            None => self
                .said
                .iter()
                .any(|line| line == text.trim_end_matches('|')),
        }
    }

    /// Whether it is what a case expects.
    #[must_use]
    pub fn holds(&self, expected: &str, other: &str) -> bool {
        match expected {
            "-" => !self.has(other),
            _ if expected.ends_with('|') || expected.starts_with("log: ") => self.has(expected),
            _ => self.said.last().is_some_and(|last| last == expected),
        }
    }
}

/// The youngest release before `arrival` that does not have the change.
#[must_use]
pub fn before(change: &Change, arrival: Release, all: &[Release]) -> Option<Release> {
    let mut older = all.iter().rev().filter(|release| **release < arrival);
    older
        .find(|release| !release.includes(change.arrivals))
        .copied()
}

/// What is wrong with a case on both sides of an arrival.
#[must_use]
pub fn faults(case: &Case, change: &Change, arrival: Release, all: &[Release]) -> Vec<String> {
    let Some(before) = before(change, arrival, all) else {
        return vec![format!("{}: nothing before {arrival}", case.summary)];
    };
    let mut faults = Vec::new();
    for (release, expected, other) in [(before, case.old, case.new), (arrival, case.new, case.old)]
    {
        let shown = case.under(release);
        if !shown.holds(expected, other) {
            faults.push(format!("{release}: {} {shown:?}", case.summary));
        }
    }
    faults
}
