//! Who may relay to where: one real session per cell, which is kept as the witness.
//! Left out: TLS, further identities, and address forms that hide a destination.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use saslab_clients::Credentials;
use saslab_smtpd::policy::Client;
use saslab_smtpd::{Cause, Input, Reply, Server, Session, Step};

/// Who connects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Somebody on the Internet.
    Outsider,
    /// The same, after a login as `test`.
    OutsiderLoggedIn,
    /// A machine in the server's own network.
    LanLaptop,
}

/// Where the message shall go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Destination {
    /// To a domain that the server is the destination of.
    Local,
    /// To a domain that the server has nothing to do with.
    Foreign,
}

/// How the session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The recipient was accepted.
    Accepted,
    /// The recipient, or something before it, was refused for good.
    Refused,
    /// It was refused for now.
    Deferred,
    /// No login took place, so the question did not arise.
    NoLogin,
    /// What decides is not simulated.
    NotSimulated,
}

/// A session as its inputs: whoever replays them sees the same replies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    /// Where the client connects from.
    pub client: IpAddr,
    /// What it sends, line by line.
    pub lines: Vec<Arc<str>>,
}

/// One answer with its proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Where the message was to go.
    pub destination: Destination,
    /// How it ended.
    pub verdict: Verdict,
    /// The last line of the reply that decided; empty if none did: the server never
    /// spoke, or offers no mechanism.
    pub reply: Arc<str>,
    /// The session.
    pub witness: Witness,
}

/// One client and what it may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The client.
    pub who: Who,
    /// One per destination, in the order of [`Destination::ALL`].
    pub cells: Vec<Cell>,
}

impl Who {
    /// All, from the most dangerous to the most trusted.
    pub const ALL: [Self; 3] = [Self::Outsider, Self::OutsiderLoggedIn, Self::LanLaptop];

    /// The address in the little world.
    #[must_use]
    pub const fn address(self) -> IpAddr {
        match self {
            Self::Outsider | Self::OutsiderLoggedIn => IpAddr::V4(Ipv4Addr::new(203, 0, 113, 9)),
            Self::LanLaptop => IpAddr::V4(Ipv4Addr::new(192, 0, 2, 77)),
        }
    }

    const fn credentials(self) -> Option<Credentials<'static>> {
        match self {
            Self::OutsiderLoggedIn => Some(Credentials {
                user: "test",
                password: "testpass",
            }),
            Self::Outsider | Self::LanLaptop => None,
        }
    }
}

impl Destination {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Local, Self::Foreign];
}

/// Runs one session for every client and destination.
#[must_use]
pub fn relay_table(server: &Arc<Server>) -> Vec<Row> {
    Who::ALL
        .into_iter()
        .map(|who| Row {
            who,
            cells: Destination::ALL
                .into_iter()
                .map(|destination| ask(server, who, destination))
                .collect(),
        })
        .collect()
}

/// A domain of `mydestination`, or one that no list of the server names.
fn recipient(server: &Server, destination: Destination) -> String {
    let own = server.settings().list("mydestination").value;
    let relayed = server.settings().list("relay_domains").value;
    let named = |domain: &str| {
        let mut words = own.iter().chain(&relayed);
        words.any(|word| word.text.eq_ignore_ascii_case(domain))
    };
    match destination {
        Destination::Local => {
            let domain = own
                .iter()
                .find(|word| word.text.contains('.') && !word.text.contains([':', '/', '!']));
            domain.map_or_else(
                || "postmaster".to_owned(),
                |word| format!("alice@{}", word.text),
            )
        }
        Destination::Foreign => {
            let domains = ["example.net", "example.org", "www.example.org"];
            let domain = domains.into_iter().find(|domain| !named(domain));
            format!("friend@{}", domain.unwrap_or("foreign.example"))
        }
    }
}

/// The address that every client here sends from: it exists, and is not the server's.
const REVERSE_PATH: &str = "MAIL FROM:<sender@example.org>";

fn ask(server: &Arc<Server>, who: Who, destination: Destination) -> Cell {
    let mut talk = Talk::open(server, who.address());
    let refused = talk.log_in(who).err();
    let verdict = refused.unwrap_or_else(|| {
        let forward_path = recipient(server, destination);
        talk.say(REVERSE_PATH);
        if talk.code() == 250 {
            talk.say(format!("RCPT TO:<{forward_path}>"));
        }
        talk.verdict()
    });
    Cell {
        destination,
        verdict,
        reply: talk.last_line(),
        witness: talk.witness,
    }
}

/// A session under way, and what was said in it.
struct Talk {
    session: Session,
    reply: Option<Reply>,
    witness: Witness,
}

impl Talk {
    fn open(server: &Arc<Server>, client: IpAddr) -> Self {
        let world = &server.installation().world;
        let Step { replies, after, .. } = Session::connect(server, Client::new(world, client));
        Self {
            session: after,
            reply: replies.into_iter().next(),
            witness: Witness {
                client,
                lines: Vec::new(),
            },
        }
    }

    fn say(&mut self, line: impl Into<Arc<str>>) {
        let line: Arc<str> = line.into();
        let Step { replies, after, .. } = self.session.receive(Input::line(line.as_bytes()));
        self.session = after;
        // The first reply answers the command; a 421 may follow it.
        self.reply = replies.into_iter().next().or(self.reply.take());
        self.witness.lines.push(line);
    }

    /// EHLO, and the login of those who have one.
    fn log_in(&mut self, who: Who) -> Result<(), Verdict> {
        if self.code() != 220 {
            return Err(self.verdict());
        }
        self.say("EHLO client.example.org");
        let Some(credentials) = who.credentials() else {
            return Ok(());
        };
        let lines = self.reply.iter().flat_map(Reply::lines);
        let texts = lines.map(saslab_smtpd::ReplyLine::text);
        let Some(login) = saslab_clients::after(texts, credentials) else {
            self.reply = None;
            return Err(Verdict::NoLogin);
        };
        for line in login.lines {
            self.say(line);
        }
        match self.code() {
            235 => Ok(()),
            _other => Err(Verdict::NoLogin),
        }
    }

    fn code(&self) -> u16 {
        self.reply.as_ref().map_or(0, Reply::code)
    }

    fn last_line(&self) -> Arc<str> {
        let line = self.reply.iter().flat_map(Reply::lines).last();
        line.map_or_else(|| Arc::from(""), |line| Arc::from(line.text()))
    }

    fn verdict(&self) -> Verdict {
        let lines = self.reply.iter().flat_map(Reply::lines);
        let mut causes = lines.map(saslab_smtpd::ReplyLine::cause);
        if causes.any(|cause| matches!(cause, Cause::NotSimulated(_))) {
            return Verdict::NotSimulated;
        }
        match self.code() {
            200..=299 => Verdict::Accepted,
            400..=499 => Verdict::Deferred,
            _other => Verdict::Refused,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use saslab_smtpd::Installation;
    use saslab_smtpd::release::Release;

    /// Below compatibility level 1 a server needs a relay restriction to start.
    const RELAY: &str = "mydestination = example.com\n\
        smtpd_relay_restrictions = permit_mynetworks permit_sasl_authenticated\n \
        defer_unauth_destination\n";

    fn started(main_cf: &str) -> Arc<Server> {
        let text = [RELAY, main_cf].concat();
        Server::start(&Installation::new(Release::DEFAULT, &text)).unwrap()
    }

    fn verdicts(main_cf: &str) -> Vec<Verdict> {
        let rows = relay_table(&started(main_cf));
        rows.iter()
            .flat_map(|row| row.cells.iter().map(|cell| cell.verdict))
            .collect()
    }

    use Verdict::{Accepted, Deferred, NoLogin};

    #[test]
    fn an_outsider_relays_only_after_a_login() {
        assert_eq!(
            verdicts("smtpd_sasl_auth_enable = yes\n"),
            [Accepted, Deferred, Accepted, Accepted, Accepted, Accepted]
        );
    }

    #[test]
    fn without_auth_nobody_logs_in() {
        assert_eq!(
            verdicts(""),
            [Accepted, Deferred, NoLogin, NoLogin, Accepted, Accepted]
        );
        assert_eq!(&*relay_table(&started(""))[1].cells[0].reply, "");
    }

    #[test]
    fn a_network_that_is_the_whole_world_makes_an_open_relay() {
        assert_eq!(verdicts("mynetworks = 0.0.0.0/0\n")[1], Accepted);
    }

    #[test]
    fn the_witness_of_a_cell_gives_its_reply_again() {
        let server = started("smtpd_sasl_auth_enable = yes\n");
        for row in relay_table(&server) {
            for cell in row.cells {
                let mut talk = Talk::open(&server, cell.witness.client);
                for line in &cell.witness.lines {
                    talk.say(Arc::clone(line));
                }
                assert_eq!(talk.last_line(), cell.reply);
                assert_eq!(talk.witness, cell.witness);
            }
        }
    }
}
