//! A session as its inputs: whoever replays them sees the same replies.

use std::net::IpAddr;
use std::sync::Arc;

use saslab_smtpd::policy::{Client, Outside, Supposed};
use saslab_smtpd::{Expect, Input, Reply, ReplyLine, Server, Session, StartError, Step};

use crate::alphabet::as_seen;
use crate::{Outsiders, Site};

/// A session that shows something. Where the server waits for a TLS handshake, the
/// client does one: after STARTTLS, or at once in wrapper mode.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    /// The service, as its line of master.cf begins.
    pub service: Arc<str>,
    /// The client's own address.
    pub client: IpAddr,
    /// The address that the server sees.
    pub seen: IpAddr,
    /// The name that the client's address leads to and back, where the world does not
    /// already give it one.
    pub name: Option<Arc<str>>,
    /// What the client sends, line by line.
    pub lines: Vec<Arc<str>>,
    /// What is supposed of the outside.
    pub supposing: Vec<Supposed>,
}

impl Witness {
    /// The service that a stock master.cf has.
    pub(crate) const STOCK: &'static str = "smtp";

    /// A session in which the client has said nothing.
    pub(crate) fn begin(service: &str, client: IpAddr, seen: IpAddr) -> Self {
        Self {
            service: Arc::from(service),
            client,
            seen,
            name: None,
            lines: Vec::new(),
            supposing: Vec::new(),
        }
    }

    /// The client as the server sees it.
    #[must_use]
    pub fn peer(&self, server: &Server) -> Client {
        as_seen(server, self.seen, self.name.as_ref())
    }

    /// Runs the session again: the greeting, and what each line led to.
    ///
    /// # Errors
    /// The service does not start.
    pub fn replay(&self, site: &Site) -> Result<Vec<Step>, StartError> {
        let stock = saslab_smtpd::maincf::Service::smtpd(Self::STOCK, "");
        let service = site.service(&self.service).unwrap_or(&stock);
        let mut site = site.clone();
        if site.outsiders == Outsiders::Supposed {
            site.installation.world.add_plug_ins();
        }
        if !self.supposing.is_empty() {
            site.installation.world.outside = Outside::supposing(&self.supposing);
        }
        let server = site.start(service)?;
        Ok(self.replay_on(&server))
    }

    /// The same against a server that runs.
    #[must_use]
    pub fn replay_on(&self, server: &Arc<Server>) -> Vec<Step> {
        let mut steps = vec![connected(server, self.peer(server))];
        for line in &self.lines {
            let Some(last) = steps.last().filter(|step| step.next != Expect::Closed) else {
                break;
            };
            let step = said(&last.after, line.as_bytes());
            steps.push(step);
        }
        steps
    }
}

/// The greeting, behind the handshake of wrapper mode.
pub(crate) fn connected(server: &Arc<Server>, client: Client) -> Step {
    let step = Session::connect(server, client);
    match step.next {
        Expect::TlsHandshake => step.after.receive(Input::TlsHandshake),
        Expect::Command
        | Expect::SaslResponse
        | Expect::Message
        | Expect::Octets(_)
        | Expect::Closed => step,
    }
}

/// What a line leads to, a handshake after it included.
pub(crate) fn said(session: &Session, line: &[u8]) -> Step {
    let mut step = session.receive(Input::line(line));
    if step.next == Expect::TlsHandshake {
        let secured = step.after.receive(Input::TlsHandshake);
        step.replies.extend(secured.replies);
        step.after = secured.after;
        step.next = secured.next;
        step.withheld = step
            .withheld
            .iter()
            .chain(&*secured.withheld)
            .cloned()
            .collect();
        step.log.extend(secured.log);
    }
    step
}

/// The code of the reply to a step's input; 0: nothing was said.
pub(crate) fn code(step: &Step) -> u16 {
    step.replies.first().map_or(0, Reply::code)
}

/// The last line of the reply to a step's input.
pub(crate) fn last_line(step: &Step) -> &str {
    let reply = step.replies.first();
    let line = reply.and_then(|reply| reply.lines().last());
    line.map_or("", ReplyLine::text)
}
