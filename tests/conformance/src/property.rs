//! What holds whatever a main.cf says and whatever a client sends: no panic, replies
//! that a client can read, states that agree with what is expected next, equal answers
//! to equal input, causes that point at text which holds the value.
//!
//! The property tests feed these checks with what people could write, the fuzz targets
//! with anything.

use std::sync::Arc;

use saslab_maincf::{MainCf, Origin, Setting, Span};
use saslab_release::Release;
use saslab_smtpd::policy::Client;
use saslab_smtpd::{
    Cause, Channel, Expect, Input, Installation, Line, LineEnd, Reply, Server, Session, StartError,
    State, Step,
};

/// Releases on both sides of most changes.
pub const RELEASES: [&str; 16] = [
    "1.1.0", "1.1.7", "2.0.5", "2.1.0", "2.2.0", "2.3.19", "2.5.0", "2.6.19", "2.9.4", "2.10.1",
    "3.0.0", "3.4.0", "3.5.24", "3.7.11", "3.9.0", "3.11.6",
];

/// Clients near and far: the addresses of the little world.
pub const CLIENTS: [&str; 7] = [
    "203.0.113.9",
    "127.0.0.1",
    "192.0.2.77",
    "198.51.100.7",
    "198.51.100.8",
    "2001:db8:0:25::77",
    "2001:db8:113::9",
];

/// RFC 5321 section 4.5.3.1.5: a reply line has at most 512 octets, CRLF included.
pub const LONGEST_REPLY: usize = 512;

/// One of a list, whatever the number.
///
/// # Panics
/// When the list is empty.
#[must_use]
pub fn pick<T: Copy>(list: &[T], number: u8) -> T {
    let found = list.get(usize::from(number) % list.len());
    *found.unwrap_or_else(|| panic!("an empty list"))
}

/// One of [`RELEASES`], whatever the number.
///
/// # Panics
/// Never: they are all releases.
#[must_use]
pub fn release(number: u8) -> Release {
    let text = pick(&RELEASES, number);
    text.parse().unwrap_or(Release::DEFAULT)
}

/// One of [`CLIENTS`], whatever the number.
///
/// # Panics
/// Never: they are all addresses.
#[must_use]
pub fn client(number: u8, installation: &Installation) -> Client {
    let text = pick(&CLIENTS, number);
    #[expect(clippy::unwrap_used, reason = "they are all addresses")]
    Client::new(&installation.world, text.parse().unwrap())
}

/// Starts a server twice: both start, or both say the same.
///
/// # Errors
/// The server does not start.
///
/// # Panics
/// When the two differ, or the error says nothing.
pub fn start(installation: &Installation) -> Result<Arc<Server>, StartError> {
    let server = Server::start(installation);
    match (&server, &Server::start(installation)) {
        (Ok(_), Ok(_)) => {}
        (Err(one), Err(other)) => {
            assert_eq!(one, other);
            assert!(!one.log.is_empty());
            if let Some(cause) = &one.cause {
                points(cause, &installation.main_cf);
            }
        }
        (Ok(_), Err(_)) | (Err(_), Ok(_)) => panic!("starts only sometimes"),
    }
    server
}

/// A whole session; each step is checked. Gives the steps, the greeting first.
///
/// # Panics
/// When something does not hold.
pub fn session(server: &Arc<Server>, client: &Client, lines: &[&[u8]]) -> Vec<Step> {
    let mut step = Session::connect(server, client.clone());
    agrees(&step);
    let mut steps = Vec::new();
    for line in lines {
        let input = match step.next {
            Expect::Closed => break,
            Expect::TlsHandshake => Input::TlsHandshake,
            Expect::Octets(wanted) if line.len() as u64 <= wanted => Input::Octets(line),
            Expect::Command | Expect::SaslResponse | Expect::Message | Expect::Octets(_) => {
                let ahead: &[u8] = if line.ends_with(b"\t") { b"NOOP" } else { b"" };
                let end = match line.ends_with(b" ") {
                    true => LineEnd::BareLf,
                    false => LineEnd::CrLf,
                };
                Input::Line(Line {
                    bytes: line,
                    ahead,
                    end,
                })
            }
        };
        let after = receive(&step.after, input);
        steps.push(std::mem::replace(&mut step, after));
    }
    let hung_up = receive(&step.after, Input::Disconnect);
    assert_eq!(hung_up.next, Expect::Closed);
    steps.push(step);
    steps
}

/// One step, checked.
fn receive(session: &Session, input: Input<'_>) -> Step {
    let step = session.receive(input);
    let again = session.receive(input);
    assert_eq!(step.replies, again.replies);
    assert_eq!(step.withheld, again.withheld);
    assert_eq!(step.log, again.log);
    assert_eq!(step.after.state(), again.after.state());
    assert_eq!(step.next, again.next);
    if session.state() == State::Closed {
        assert!(step.replies.is_empty());
    }
    agrees(&step);
    step
}

/// The state fits what is expected, and each reply and cause is in order.
fn agrees(step: &Step) {
    let expected = match step.after.state() {
        State::Connected | State::Greeted | State::Mail { .. } => Expect::Command,
        State::Authenticating => Expect::SaslResponse,
        State::Message => Expect::Message,
        State::Handshake => Expect::TlsHandshake,
        State::Closed => Expect::Closed,
    };
    assert_eq!(step.next, expected);
    if step.after.state() == State::Handshake {
        assert_eq!(step.after.channel(), Channel::Clear);
    }
    assert!(step.replies.len() <= 2, "{:?}", step.replies);
    let main_cf = &step.after.server().installation().main_cf;
    for reply in &step.replies {
        well_formed(reply);
        for line in reply.lines() {
            points(line.cause(), main_cf);
        }
    }
    for withheld in step.withheld.iter() {
        assert!(!withheld.what.is_empty());
        points(&withheld.cause, main_cf);
    }
}

/// RFC 5321 section 4.2: a code of three digits, a hyphen on all lines but the last.
fn well_formed(reply: &Reply) {
    let lines = reply.lines();
    assert!(!lines.is_empty());
    for (index, line) in lines.iter().enumerate() {
        let text = line.text().as_bytes();
        let (code, rest) = text.split_at(text.len().min(3));
        assert!(
            code.len() == 3 && code.iter().all(u8::is_ascii_digit),
            "{line:?}"
        );
        let separator = if index + 1 == lines.len() { b' ' } else { b'-' };
        assert_eq!(rest.first(), Some(&separator), "{line:?}");
        assert!(!text.contains(&0), "{line:?}");
    }
}

/// A cause has a sentence, and its place in main.cf holds the value as written.
fn points(cause: &Cause, main_cf: &MainCf) {
    let sentence = cause.to_string();
    assert!(!sentence.is_empty(), "{cause:?}");
    match cause {
        Cause::Setting(setting) => holds(setting, main_cf),
        Cause::Trace(trace) => {
            for check in &trace.checks {
                if let Some(setting) = &check.setting {
                    holds(setting, main_cf);
                }
                if let Some(span) = check.restriction.span {
                    assert!(slice(main_cf, span).is_some(), "{check}");
                }
            }
        }
        // The other sentences may end with what a client or a table said.
        Cause::Rfc(_) | Cause::Change(_) => assert!(!sentence.ends_with('.'), "{sentence}"),
        Cause::Client(_) | Cause::Sasl(_) | Cause::NotSimulated(_) => {}
    }
}

/// The lines of the span, put together as Postfix does it, are the value.
fn holds(setting: &Setting, main_cf: &MainCf) {
    let Origin::File { line, span } = &setting.origin else {
        return;
    };
    let name = setting.parameter.name;
    let text = slice(main_cf, *span).unwrap_or_else(|| panic!("{name}: {span:?}"));
    if setting.written.is_empty() {
        return;
    }
    let letters = |text: &str| text.split_whitespace().collect::<String>();
    // What stands behind `name =` is the value, even if it looks like a remark.
    let lines = text.lines().enumerate();
    let without_remarks: String = lines
        .filter(|(index, line)| *index == 0 || !is_remark(line))
        .map(|(_, line)| line)
        .collect();
    assert_eq!(
        letters(&without_remarks),
        letters(&setting.written),
        "{name}"
    );
    let first = main_cf.text().lines().nth(*line as usize - 1);
    assert!(
        first.is_some_and(|first| first.starts_with(name)),
        "{name}: line {line}"
    );
}

fn is_remark(line: &str) -> bool {
    line.trim_start().starts_with('#')
}

fn slice(main_cf: &MainCf, span: Span) -> Option<&str> {
    main_cf.text().get(span.start..span.end)
}

/// The octets of the longest reply line, its CRLF included.
#[must_use]
pub fn longest(steps: &[Step]) -> usize {
    let replies = steps.iter().flat_map(|step| &step.replies);
    let lines = replies.flat_map(|reply| reply.lines());
    lines.map(|line| line.text().len() + 2).max().unwrap_or(0)
}
