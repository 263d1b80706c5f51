//! What crossed the wire, event by event, each with the channel it went through and,
//! inside an AUTH exchange, the message it carries taken apart.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use saslab_smtpd::policy::Client;
use saslab_smtpd::release::Release;
use saslab_smtpd::sasl::message::Message;
use saslab_smtpd::{Channel, Expect, Input, Reply, Server, Session, Step};

use crate::payload::Exchange;

/// One side of the connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// Its name, or `unknown`.
    pub name: Arc<str>,
    /// Its address.
    pub address: IpAddr,
}

/// A session from its first octet to the last that was sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// The release of the server.
    pub release: Release,
    /// The server, at the address of its family that the client connects to.
    pub server: Endpoint,
    /// The client.
    pub client: Endpoint,
    /// What happened, in order.
    pub events: Vec<Event>,
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// What it was.
    pub what: What,
    /// Whether somebody on the way could read it.
    pub channel: Channel,
    /// The SASL message that it carries.
    pub payload: Option<Message>,
}

/// What can happen.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// The client sent a line, here without CR LF.
    Client(Arc<[u8]>),
    /// The server replied.
    Server(Reply),
    /// Both sides have agreed on TLS.
    Handshake,
    /// The server has closed the connection.
    Closed,
}

impl Record {
    /// Lets `client` send `lines` to the server, as long as somebody listens. A
    /// handshake that the server waits for takes place.
    #[must_use]
    pub fn run<L: AsRef<[u8]>>(server: &Arc<Server>, client: Client, lines: &[L]) -> Self {
        let myhostname = server.settings().text("myhostname").value;
        let mut record = Self {
            release: server.release(),
            server: Endpoint {
                name: myhostname,
                address: address_for(client.address),
            },
            client: Endpoint {
                name: Arc::clone(&client.name),
                address: client.address,
            },
            events: Vec::new(),
        };
        let mut recorder = Recorder {
            events: &mut record.events,
            exchange: Exchange::default(),
        };
        let mut now = recorder.take(Session::connect(server, client), Channel::Clear);
        for line in lines {
            let Some((
                session,
                Expect::Command | Expect::SaslResponse | Expect::Message | Expect::Octets(_),
            )) = now
            else {
                break;
            };
            now = recorder.say(&session, line.as_ref());
        }
        record
    }

    /// The octets of an event on the wire: lines with their CR LF.
    #[must_use]
    pub fn octets(event: &Event) -> Vec<u8> {
        match &event.what {
            What::Client(line) => [line, &b"\r\n"[..]].concat(),
            What::Server(reply) => {
                let lines = reply.lines().iter();
                let lines = lines.flat_map(|line| [line.text().as_bytes(), b"\r\n"]);
                lines.collect::<Vec<_>>().concat()
            }
            What::Handshake | What::Closed => Vec::new(),
        }
    }
}

/// The server of the little world has an address of either family, and answers a client
/// of its own machine there.
fn address_for(client: IpAddr) -> IpAddr {
    match client {
        client if client.is_loopback() => client,
        IpAddr::V4(_) => IpAddr::V4(Ipv4Addr::new(192, 0, 2, 25)),
        IpAddr::V6(_) => IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0x25)),
    }
}

struct Recorder<'r> {
    events: &'r mut Vec<Event>,
    exchange: Exchange,
}

impl Recorder<'_> {
    fn say(&mut self, session: &Session, line: &[u8]) -> Option<(Session, Expect)> {
        let payload = self.exchange.client(session.state(), line);
        let channel = session.channel();
        self.note(What::Client(line.into()), channel, payload);
        self.take(session.receive(Input::line(line)), channel)
    }

    /// Notes what a step brought, and goes through the handshake where one is due.
    fn take(&mut self, step: Step, channel: Channel) -> Option<(Session, Expect)> {
        let Step {
            replies,
            after,
            next,
            ..
        } = step;
        for reply in replies {
            let payload = self.exchange.server(&reply);
            self.note(What::Server(reply), channel, payload);
        }
        match next {
            Expect::Closed => {
                self.note(What::Closed, channel, None);
                None
            }
            Expect::TlsHandshake => {
                self.note(What::Handshake, Channel::Encrypted, None);
                self.exchange = Exchange::default();
                let step = after.receive(Input::TlsHandshake);
                match step.next {
                    // One handshake is enough for a session.
                    Expect::TlsHandshake => None,
                    Expect::Command
                    | Expect::SaslResponse
                    | Expect::Message
                    | Expect::Octets(_)
                    | Expect::Closed => self.take(step, Channel::Encrypted),
                }
            }
            Expect::Command | Expect::SaslResponse | Expect::Message | Expect::Octets(_) => {
                Some((after, next))
            }
        }
    }

    fn note(&mut self, what: What, channel: Channel, payload: Option<Message>) {
        self.events.push(Event {
            what,
            channel,
            payload,
        });
    }
}
