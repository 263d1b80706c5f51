//! The bench: turns a server, a client and its lines into what the page shows, by
//! replaying the session in the core. Nothing here knows what a server would say.

mod replay;

use std::cell::{OnceCell, RefCell};
use std::sync::Arc;

use saslab_explore::clients::Credentials;
use saslab_explore::{MechanismRow, Offered, Row, Site, Who, Witness};
use saslab_export::Record;
use saslab_smtpd::maincf::Service;
use saslab_smtpd::sasl::Implementation;
use saslab_smtpd::{LogEvent, Seen, Server, Session, StartError, Step, refused_by_master};
use yew::AttrValue;

use crate::around::Supposition;
use crate::diff::Mark;
use crate::people::Person;
use crate::setup::Setup;
use crate::shared::Shared;
use crate::why::Why;
use replay::Replayed;

/// A server that was asked to start.
#[derive(Debug)]
pub(crate) struct Bench {
    setup: Setup,
    /// The services that clients can reach, and the place of the one that is talked to.
    services: Vec<AttrValue>,
    talked_to: Option<usize>,
    server: Result<Arc<Server>, Failure>,
    /// Who may relay through it, once that was asked.
    relay: OnceCell<Shared<Vec<Row>>>,
    /// By name, whether each mechanism is offered in clear and inside TLS.
    offers: OnceCell<Vec<(Arc<str>, [bool; 2])>>,
    /// The last sessions, the latest one last.
    replayed: RefCell<Vec<Replayed>>,
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
    pub(crate) candidates: OnceCell<Shared<Vec<String>>>,
}

impl Bench {
    /// Starts the service that the client talks to.
    pub(crate) fn start(setup: Setup) -> Self {
        let site = setup.site();
        let reached = setup.around.reached(&site);
        let server = match reached {
            None => Err(Failure::nobody()),
            Some(service) => started(&site, service).map_err(|error| Failure::from(&error)),
        };
        let same = |service: &Service| reached.is_some_and(|one| one.name == service.name);
        let name = |service: &Service| service.name.to_string().into();
        Self {
            services: site.services().map(name).collect(),
            talked_to: site.services().position(same),
            setup,
            server,
            relay: OnceCell::new(),
            offers: OnceCell::new(),
            replayed: RefCell::default(),
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

    /// Who is asked about logins, and which mechanisms it has.
    pub(crate) fn sasl(&self) -> (Implementation, AttrValue) {
        let installation = self
            .server
            .as_ref()
            .ok()
            .map(|server| server.installation());
        let sasl = installation.map(|installation| &installation.sasl);
        match sasl.filter(|sasl| sasl.implementation == Implementation::Dovecot) {
            Some(sasl) => {
                let names = sasl.mech_list.as_deref().unwrap_or(&[]);
                (Implementation::Dovecot, names.join(" ").into())
            }
            None => (Implementation::Cyrus, self.setup.mechanisms.clone()),
        }
    }

    /// Whether it serves.
    pub(crate) const fn serves(&self) -> bool {
        self.server.is_ok()
    }

    /// Who may relay through it; empty if the server did not start.
    pub(crate) fn relay(&self) -> Shared<Vec<Row>> {
        let server = self.server.as_ref();
        let rows = |server| saslab_explore::relay_rows(server, self.setup.lens, &Who::EVERY);
        let rows = || Shared::new(server.map(rows).unwrap_or_default());
        self.relay.get_or_init(rows).clone()
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

    /// All that the height of its table of mechanisms follows from.
    pub(crate) fn offers(&self) -> &[(Arc<str>, [bool; 2])] {
        let is = |row: MechanismRow| {
            let channels = [row.clear, row.encrypted];
            (row.name, channels.map(|offered| offered == Offered::Yes))
        };
        self.offers.get_or_init(|| {
            let server = self.server.as_ref();
            let rows = server.map(saslab_explore::mechanisms_offered);
            rows.unwrap_or_default().into_iter().map(is).collect()
        })
    }

    /// Who is asked, at the end of a session, what nobody here knows.
    pub(crate) fn unknown(&self, witness: &Witness) -> Option<AttrValue> {
        let steps = witness.replay_on(self.server.as_ref().ok()?);
        let (_, source, _) = steps.last()?.unknown.as_ref()?.parts();
        Some(source.to_owned().into())
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
}

/// A service of a mail system, unless master(8) does not even begin.
fn started(site: &Site, service: &Service) -> Result<Arc<Server>, StartError> {
    let server = site.start(service)?;
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

    /// What may be typed next: tried out once, when it is first asked for.
    #[inline(never)] // or it would be loaded with what calls it
    pub(crate) fn candidates(&self) -> Shared<Vec<String>> {
        let tried = || Some(self.session.as_ref()?.candidates());
        let made = || Shared::new(tried().unwrap_or_default());
        self.candidates.get_or_init(made).clone()
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
