//! The bench: turns a server, a client and its lines into what the page shows, by
//! replaying the session in the core. Nothing here knows what a server would say.

use std::rc::Rc;
use std::sync::Arc;

use saslab_explore::clients::Credentials;
use saslab_explore::{MechanismRow, Row, Site, Who};
use saslab_export::Record;
use saslab_smtpd::maincf::Service;
use saslab_smtpd::policy::Client;
use saslab_smtpd::{
    Expect, Input, Installation, LogEvent, Seen, Server, Session, StartError, Step, Withheld,
    in_service, refused_by_master,
};
use yew::AttrValue;

use crate::around::Supposition;
use crate::diff::Mark;
use crate::people::Person;
use crate::setup::Setup;
use crate::shared::Shared;
use crate::why::Why;

/// A server that was asked to start.
#[derive(Debug)]
pub(crate) struct Bench {
    setup: Setup,
    /// The services that clients can reach, and the place of the one that is talked to.
    services: Vec<AttrValue>,
    talked_to: Option<usize>,
    server: Result<Arc<Server>, Failure>,
}

/// One line of the dialogue.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    /// The line without CR LF.
    pub(crate) text: AttrValue,
    /// Why it is there.
    pub(crate) why: Why,
    /// What the last change of the server did to it.
    pub(crate) mark: Mark,
}

/// A keyword or mechanism that is missing from a reply.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Missing {
    /// `STARTTLS`.
    pub(crate) what: AttrValue,
    /// Why.
    pub(crate) why: Why,
}

/// What the client sent and all that the server answered to it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Turn {
    /// The client's line; the greeting answers none.
    pub(crate) sent: Option<AttrValue>,
    /// The server's lines.
    pub(crate) lines: Vec<Line>,
    /// What the reply leaves out.
    pub(crate) missing: Vec<Missing>,
    /// What happened besides lines.
    pub(crate) event: Option<Event>,
}

/// What is no line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// A TLS handshake before the greeting (`smtpd_tls_wrappermode`).
    Wrapped,
    /// A TLS handshake: the rest is encrypted.
    Handshake,
    /// The server has closed the connection.
    Closed,
}

/// Why there is no dialogue.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Failure {
    /// The log line.
    pub(crate) log: AttrValue,
    /// What a client would see.
    pub(crate) seen: &'static str,
    /// The setting at fault.
    pub(crate) cause: Option<AttrValue>,
}

/// What the client may send next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    Command,
    SaslResponse,
    Message,
    Nothing,
}

/// A session, or why there is none.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Transcript {
    /// One per line of the client, after the greeting.
    pub(crate) turns: Vec<Turn>,
    /// What may follow.
    pub(crate) next: Next,
    /// What the mail log of the session tells.
    pub(crate) log: Vec<LogEvent>,
    /// Where it stands; none without a server.
    pub(crate) session: Option<Shared<Session>>,
    /// Set if the server does not start; then there are no turns.
    pub(crate) failure: Option<Failure>,
}

impl Bench {
    /// Starts the service that the client talks to.
    pub(crate) fn start(setup: Setup) -> Self {
        let site = setup.site();
        let server = match setup.around.reached(&site) {
            None => Err(Failure::nobody()),
            Some(service) => started(&site, service).map_err(|error| Failure::from(&error)),
        };
        let reached = setup.around.reached(&site);
        let same = |service: &Service| reached.is_some_and(|one| one.name == service.name);
        let name = |service: &Service| service.name.to_string().into();
        Self {
            services: site.services().map(name).collect(),
            talked_to: site.services().position(same),
            setup,
            server,
        }
    }

    /// The services that clients can reach, and the place of the one that is talked to.
    pub(crate) fn services(&self) -> (&[AttrValue], Option<usize>) {
        (&self.services, self.talked_to)
    }

    /// What it was started from.
    pub(crate) const fn setup(&self) -> &Setup {
        &self.setup
    }

    /// Whether it serves.
    pub(crate) const fn serves(&self) -> bool {
        self.server.is_ok()
    }

    /// Who may relay through it; empty if the server did not start.
    pub(crate) fn relay(&self) -> Vec<Row> {
        let server = self.server.as_ref();
        let rows = |server| saslab_explore::relay_rows(server, self.setup.lens, &Who::EVERY);
        server.map(rows).unwrap_or_default()
    }

    /// Its mechanisms; empty if the server did not start.
    pub(crate) fn mechanisms(&self) -> Vec<MechanismRow> {
        let Ok(server) = &self.server else {
            return Vec::new();
        };
        let account = server.installation().sasl.accounts.first();
        let password = account.map_or(&b"testpass"[..], |account| account.password.reveal());
        let credentials = Credentials {
            user: self.account(),
            password: &String::from_utf8_lossy(password),
        };
        saslab_explore::mechanism_table(server, credentials)
    }

    /// The account that logs in.
    pub(crate) fn account(&self) -> &str {
        let server = self.server.as_ref().ok();
        let account = server.and_then(|server| server.installation().sasl.accounts.first());
        account.map_or("test", |account| &account.name)
    }

    /// The session as what crossed the wire; none without a server.
    #[inline(never)] // or it would be loaded with what calls it
    pub(crate) fn record(&self, person: &Person, inputs: &[AttrValue]) -> Option<Record> {
        let server = self.server.as_ref().ok()?;
        let client = person.peer(server, self.setup.lens.seen(person.address()));
        let lines: Vec<&[u8]> = inputs.iter().map(|line| line.as_bytes()).collect();
        Some(Record::run(server, client, &lines))
    }

    /// The greeting; none without a server.
    pub(crate) fn connect(&self, person: &Person) -> Option<Step> {
        let server = self.server.as_ref().ok()?;
        let client = person.peer(server, self.setup.lens.seen(person.address()));
        Some(Session::connect(server, client))
    }

    /// The name of the server.
    pub(crate) fn name(&self) -> String {
        let name = |server: &Arc<Server>| server.settings().text("myhostname").value.to_string();
        self.server.as_ref().map(name).unwrap_or_default()
    }

    /// Who outside is asked by the lists of the server.
    pub(crate) fn sources(&self) -> Vec<Supposition> {
        let facts = self.server.as_ref().map(|server| server.rules().sources());
        let facts = facts.unwrap_or_default();
        facts.iter().map(Supposition::from).collect()
    }

    /// Replays a session from its start.
    pub(crate) fn replay(&self, person: &Person, inputs: &[AttrValue]) -> Transcript {
        match &self.server {
            Ok(server) => {
                let seen = self.setup.lens.seen(person.address());
                Replay::run(server, person.peer(server, seen), inputs)
            }
            Err(failure) => Transcript {
                turns: Vec::new(),
                next: Next::Nothing,
                log: Vec::new(),
                session: None,
                failure: Some(failure.clone()),
            },
        }
    }
}

/// A service of a mail system, unless master(8) does not even begin.
fn started(site: &Site, service: &Service) -> Result<Arc<Server>, StartError> {
    let named = Installation {
        service: Arc::clone(&service.name),
        ..site.of(service)
    };
    let server = in_service(Server::start(&named), service)?;
    match refused_by_master(&server, &site.master) {
        Some(error) => Err(error),
        None => Ok(server),
    }
}

impl Failure {
    fn nobody() -> Self {
        Self {
            log: "nothing: no smtpd of master.cf answers there".into(),
            seen: seen(Seen::Refused),
            cause: None,
        }
    }
}

impl Transcript {
    /// Whether the server's lines are the same.
    pub(crate) fn says_the_same(&self, other: &Self) -> bool {
        self.lines() == other.lines()
    }

    /// The mail log of the session.
    #[inline(never)] // or it would be loaded with what calls it
    pub(crate) fn log_lines(&self) -> Vec<AttrValue> {
        let session = self.session.as_ref();
        let line = |event| Some(session?.server().log_line(event).into());
        self.log.iter().filter_map(line).collect()
    }

    fn lines(&self) -> Vec<&AttrValue> {
        let mut lines = Vec::new();
        for turn in &self.turns {
            lines.extend(turn.lines.iter().map(|line| &line.text));
        }
        lines
    }
}

/// What a session has brought so far.
struct Replay {
    expect: Expect,
    turns: Vec<Turn>,
    log: Vec<LogEvent>,
}

impl Replay {
    fn run(server: &Arc<Server>, client: Client, inputs: &[AttrValue]) -> Transcript {
        let mut replay = Self {
            expect: Expect::Command,
            turns: vec![Turn::default()],
            log: Vec::new(),
        };
        let mut session = replay.take(Session::connect(server, client));
        if matches!(replay.expect, Expect::TlsHandshake) {
            session = replay.take(session.receive(Input::TlsHandshake));
            replay.happened(Event::Wrapped);
        }
        for line in inputs {
            if matches!(replay.expect, Expect::Closed) {
                break;
            }
            replay.turns.push(Turn {
                sent: Some(line.clone()),
                ..Turn::default()
            });
            session = replay.take(session.receive(Input::line(line.as_bytes())));
            // A client that said STARTTLS goes on with the handshake.
            if matches!(replay.expect, Expect::TlsHandshake) {
                session = replay.take(session.receive(Input::TlsHandshake));
                replay.happened(Event::Handshake);
            }
        }
        Transcript {
            turns: replay.turns,
            next: Next::from(&replay.expect),
            log: replay.log,
            session: Some(Shared::new(session)),
            failure: None,
        }
    }

    /// Writes down what a step brought, and goes on with the session after it.
    fn take(&mut self, step: Step) -> Session {
        if let Some(turn) = self.turns.last_mut() {
            for reply in &step.replies {
                for line in reply.lines() {
                    turn.lines.push(Line::from(line));
                }
            }
            for withheld in &*step.withheld {
                turn.missing.push(Missing::from(withheld));
            }
        }
        self.log.extend_from_slice(&step.log);
        self.expect = step.next;
        if matches!(self.expect, Expect::Closed) {
            self.happened(Event::Closed);
        }
        step.after
    }

    fn happened(&mut self, event: Event) {
        if let Some(turn) = self.turns.last_mut() {
            turn.event = Some(event);
        }
    }
}

impl From<&saslab_smtpd::ReplyLine> for Line {
    fn from(line: &saslab_smtpd::ReplyLine) -> Self {
        Self {
            text: Rc::<str>::from(line.text()).into(),
            why: Why::from(line.cause()),
            mark: Mark::Same,
        }
    }
}

impl From<&Withheld> for Missing {
    fn from(withheld: &Withheld) -> Self {
        Self {
            what: Rc::<str>::from(&*withheld.what).into(),
            why: Why::from(&withheld.cause),
        }
    }
}

/// What a client would notice.
const fn seen(seen: Seen) -> &'static str {
    match seen {
        Seen::Silence => {
            "The connection opens, and the client waits for a greeting that never comes."
        }
        Seen::Refused => "Connection refused: nobody listens.",
        Seen::Closed => "The connection is closed without a greeting.",
    }
}

impl From<&StartError> for Failure {
    fn from(error: &StartError) -> Self {
        Self {
            log: ["fatal: ", &error.log].concat().into(),
            seen: seen(error.seen),
            cause: error.cause.as_ref().map(|cause| cause.to_string().into()),
        }
    }
}

impl From<&Expect> for Next {
    fn from(expect: &Expect) -> Self {
        match expect {
            Expect::Command | Expect::TlsHandshake => Self::Command,
            Expect::SaslResponse => Self::SaslResponse,
            Expect::Message | Expect::Octets(_) => Self::Message,
            Expect::Closed => Self::Nothing,
        }
    }
}
