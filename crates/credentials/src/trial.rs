//! What the simulated server says to a client's lines: a session from the greeting on,
//! with STARTTLS where AUTH is offered inside TLS only.
use saslab_smtpd::policy::Client;
use saslab_smtpd::{Expect, Input, Reply, Server, Session, Step};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

/// The outsider of the little world.
const OUTSIDER: IpAddr = IpAddr::V4(Ipv4Addr::new(203, 0, 113, 9));

/// A session of one client that tries to log in.
#[derive(Clone, Debug)]
pub struct Trial {
    /// Every line, from EHLO on.
    pub turns: Vec<Turn>,
    /// Who has logged in at the end.
    pub login: Option<Arc<str>>,
}

/// One line and what the server says to it.
#[derive(Clone, Debug)]
pub struct Turn {
    /// The line, without its end. It may hold a password.
    pub line: saslab_sasl::Secret,
    /// The replies, with their causes.
    pub replies: Vec<Reply>,
}

impl Trial {
    /// Connects to `server`, says EHLO, then `lines`, until nothing is left to say or the
    /// server hangs up.
    #[must_use]
    pub fn run(server: &Arc<Server>, lines: &[saslab_sasl::Secret]) -> Self {
        let client = Client::new(&server.installation().world, OUTSIDER);
        let mut trial = Self {
            turns: Vec::new(),
            login: None,
        };
        let mut session = Session::connect(server, client).after;
        session = trial.say(&session, b"EHLO client.example");
        if !trial.has_heard("AUTH") && trial.has_heard("STARTTLS") {
            session = trial.say(&session, b"STARTTLS");
            session = session.receive(Input::TlsHandshake).after;
            session = trial.say(&session, b"EHLO client.example");
        }
        for line in lines {
            session = trial.say(&session, line.reveal());
        }
        trial.login = session.login().map(|login| Arc::clone(&login.username));
        trial
    }

    /// The last reply: the server's decision.
    #[must_use]
    pub fn verdict(&self) -> Option<&Reply> {
        self.turns.iter().rev().find_map(|turn| turn.replies.last())
    }

    fn say(&mut self, session: &Session, line: &[u8]) -> Session {
        let Step {
            replies,
            after,
            next,
            ..
        } = session.receive(Input::line(line));
        if next != Expect::Closed || !replies.is_empty() {
            let line = line.into();
            self.turns.push(Turn { line, replies });
        }
        after
    }

    /// Whether the last reply has a line that begins with this keyword.
    fn has_heard(&self, keyword: &str) -> bool {
        let replies = self.turns.last().map_or(&[][..], |turn| &turn.replies);
        let mut lines = replies.iter().flat_map(Reply::lines);
        lines.any(|line| {
            line.text()
                .get(4..)
                .is_some_and(|text| text.starts_with(keyword))
        })
    }
}
