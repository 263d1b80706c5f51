//! The SMTP services of master.cf: where each listens, and its options.
//! From `master_ent.c` (entries), `readlline.c` (lines) and `split_nameval.c` (`-o`).
//! Left out: what stops master(8) itself, and services that smtpd(8) does not run,
//! except that postscreen(8) is named, because it stands in front of one.

use std::net::IpAddr;
use std::sync::Arc;

use line::{Logical, Start, logical_lines};

mod edit;
mod line;

pub use edit::remove_option;

/// The services of one master.cf that have to do with SMTP, in the order of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MasterCf {
    services: Vec<Service>,
}

/// One service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// As written, `127.0.0.1:10025`.
    pub name: Arc<str>,
    /// The line that begins the entry, counted from 1; 0: no file holds it.
    pub line: u32,
    /// How clients reach it.
    pub transport: Transport,
    /// What answers.
    pub program: Program,
    /// Its `-o name=value` options, in order; the last one of a name counts.
    pub overrides: Vec<Override>,
    /// Why the program ends as soon as it starts: the text after `fatal: `.
    pub fatal: Option<Arc<str>>,
    /// A word that belongs to no option, at which smtpd(8) ends when a client comes.
    pub stray: Option<Arc<str>>,
}

/// One `-o name=value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// The parameter, known or not.
    pub name: Arc<str>,
    /// The text, `$name` not expanded.
    pub value: Arc<str>,
    /// The line it stands in, counted from 1; 0: no file holds it.
    pub line: u32,
}

/// How clients reach a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// By a port.
    Inet,
    /// By postscreen(8), which hands over clients that have passed.
    Pass,
}

/// What answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    /// smtpd(8).
    Smtpd,
    /// postscreen(8), which is not simulated.
    Postscreen,
}

/// Whether the line of master.cf names an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// `smtp`, `25`: every interface of `inet_interfaces`.
    Nowhere,
    /// `127.0.0.1:10025`: that address alone.
    ToAddress,
}

impl Default for MasterCf {
    fn default() -> Self {
        Self::stock()
    }
}

impl MasterCf {
    /// One `smtp inet` service without options, as in the file that Postfix brings.
    #[must_use]
    pub fn stock() -> Self {
        Self {
            services: vec![Service::smtpd("smtp", "")],
        }
    }

    /// The services in the text of a file.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self {
            services: logical_lines(text).iter().filter_map(entry).collect(),
        }
    }

    /// These services and no other.
    #[must_use]
    pub fn of(services: Vec<Service>) -> Self {
        Self { services }
    }

    /// Every service.
    #[must_use]
    pub fn services(&self) -> &[Service] {
        &self.services
    }

    /// The smtpd(8) that a client finds behind `port` of the address `server`, if one
    /// listens there. A later line of the same name takes the place of the earlier one.
    #[must_use]
    pub fn reached(&self, server: IpAddr, port: u16) -> Option<&Service> {
        let mut latest_first = self.services.iter().rev();
        latest_first.find(|service| {
            service.transport == Transport::Inet
                && service.program == Program::Smtpd
                && service.listens(server, port)
        })
    }
}

impl MasterCf {
    /// The smtpd(8) that answers in the end to a client of `port`: the one that listens
    /// there, or the one that postscreen(8) hands its clients to (`-o` of postscreen's
    /// `smtpd_service_name` left out).
    #[must_use]
    pub fn answers(&self, server: IpAddr, port: u16) -> Option<&Service> {
        let screened = || {
            let screen = |service: &&Service| {
                service.program == Program::Postscreen && service.listens(server, port)
            };
            let behind = |service: &&Service| {
                service.program == Program::Smtpd && service.transport == Transport::Pass
            };
            self.services.iter().find(screen)?;
            self.services.iter().rfind(behind)
        };
        self.reached(server, port).or_else(screened)
    }
}

impl Service {
    /// An smtpd(8) with these words behind the command.
    #[must_use]
    pub fn smtpd(name: &str, arguments: &str) -> Self {
        let line = Logical {
            text: arguments.to_owned(),
            starts: vec![Start::default()],
        };
        Self::new(name, Transport::Inet, Program::Smtpd, &line, 0)
    }

    fn new(
        name: &str,
        transport: Transport,
        program: Program,
        line: &Logical,
        arguments: usize,
    ) -> Self {
        let (overrides, fatal, stray) = options(line, arguments);
        Self {
            name: Arc::from(name),
            line: line.number(0),
            transport,
            program,
            overrides,
            fatal,
            stray,
        }
    }

    /// The pairs that main.cf is overridden with.
    #[must_use]
    pub fn pairs(&self) -> Vec<(Arc<str>, Arc<str>)> {
        let pairs = self.overrides.iter();
        pairs
            .map(|pair| (Arc::clone(&pair.name), Arc::clone(&pair.value)))
            .collect()
    }

    /// Whether the name holds an address.
    #[must_use]
    pub fn bound(&self) -> Bound {
        match self.host() {
            Some(_host) => Bound::ToAddress,
            None => Bound::Nowhere,
        }
    }

    /// The port it listens on, if it is a number or a name that SMTP servers use.
    #[must_use]
    pub fn port(&self) -> Option<u16> {
        let port = self.name.rsplit_once(':').map(|(_host, port)| port);
        port_of(port.unwrap_or(&self.name))
    }

    fn host(&self) -> Option<&str> {
        let (host, _port) = self.name.rsplit_once(':')?;
        (!host.is_empty()).then(|| host.trim_matches(['[', ']']))
    }

    /// The address that the name holds, if it is one.
    #[must_use]
    pub fn literal(&self) -> Option<IpAddr> {
        self.host()?.parse().ok()
    }

    /// Whether it listens at this address of the machine, apart from `inet_interfaces`.
    #[must_use]
    pub fn listens(&self, server: IpAddr, port: u16) -> bool {
        let bound = match self.host() {
            None => true,
            Some("localhost") => server.is_loopback(),
            Some(host) => host.parse() == Ok(server),
        };
        bound && self.port() == Some(port)
    }
}

/// `/etc/services`, as far as SMTP goes.
fn port_of(name: &str) -> Option<u16> {
    match name {
        "smtp" | "mail" => Some(25),
        "submission" => Some(587),
        "smtps" | "submissions" | "ssmtp" => Some(465),
        number => number.parse().ok(),
    }
}

/// Name, `inet` or `pass`, five columns, the command, arguments.
fn entry(line: &Logical) -> Option<Service> {
    let mut at = 0;
    let mut columns = [""; 8];
    for column in &mut columns {
        let (word, after) = word(&line.text, at)?;
        *column = word;
        at = after;
    }
    let [name, transport, .., command] = columns;
    let transport = match transport {
        "inet" => Transport::Inet,
        "pass" => Transport::Pass,
        _unix_or_fifo => return None,
    };
    let program = match command {
        "smtpd" => Program::Smtpd,
        "postscreen" => Program::Postscreen,
        _other => return None,
    };
    Some(Service::new(name, transport, program, line, at))
}

/// The pairs behind `-o`, written as `name=value` or `{ name = value }`, and what is
/// wrong with the first one that is no pair; then the first word that is no option.
fn options(line: &Logical, from: usize) -> (Vec<Override>, Option<Arc<str>>, Option<Arc<str>>) {
    let mut overrides = Vec::new();
    let mut stray = None;
    let mut at = from;
    while let Some((word, after)) = argument(&line.text, at) {
        at = after;
        let Some(attached) = word.strip_prefix("-o") else {
            if !word.starts_with('-') {
                stray.get_or_insert_with(|| Arc::from(word));
            }
            continue;
        };
        let mut pair = (attached, after - word.len());
        if attached.is_empty() {
            let Some((next, after)) = argument(&line.text, at) else {
                break;
            };
            pair = (next, after - next.len());
            at = after;
        }
        match name_and_value(pair.0) {
            Ok((name, value)) => overrides.push(Override {
                name: Arc::from(name),
                value: Arc::from(value),
                line: line.number(pair.1),
            }),
            Err(why) => {
                let log = format!("invalid \"-o {}\" option value: {why}", pair.0);
                return (overrides, Some(Arc::from(log)), stray);
            }
        }
    }
    (overrides, None, stray)
}

/// `split_nameval.c`
fn name_and_value(pair: &str) -> Result<(&str, &str), &'static str> {
    let pair = pair.trim_start();
    let end = pair
        .find(|c: char| c == '=' || c.is_ascii_whitespace())
        .unwrap_or(pair.len());
    let (name, rest) = pair.split_at(end);
    if name.is_empty() {
        return Err("missing attribute name");
    }
    let Some(value) = rest.trim_start().strip_prefix('=') else {
        return Err("missing '=' after attribute name");
    };
    Ok((name, value.trim()))
}

/// The word at an offset, and the offset behind it.
fn word(text: &str, at: usize) -> Option<(&str, usize)> {
    let rest = text.get(at..)?;
    let start = at + (rest.len() - rest.trim_start().len());
    let rest = text.get(start..).filter(|rest| !rest.is_empty())?;
    let end = rest.find(|c: char| c.is_ascii_whitespace());
    let word = rest.get(..end.unwrap_or(rest.len()))?;
    Some((word, start + word.len()))
}

/// The same, where braces hold words together; those around a whole word fall away.
fn argument(text: &str, at: usize) -> Option<(&str, usize)> {
    let rest = text.get(at..)?;
    let start = at + (rest.len() - rest.trim_start().len());
    let rest = text.get(start..).filter(|rest| !rest.is_empty())?;
    let mut depth = 0_usize;
    let end = rest.find(|c: char| {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _other => {}
        }
        depth == 0 && c.is_ascii_whitespace()
    });
    let word = rest.get(..end.unwrap_or(rest.len()))?;
    let after = start + word.len();
    let inner = word.strip_prefix('{').and_then(|w| w.strip_suffix('}'));
    Some((inner.unwrap_or(word), after))
}

#[cfg(test)]
#[path = "master_tests.rs"]
mod tests;
