//! One scenario against the simulated server.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use saslab_maincf::{MainCf, Service};
use saslab_release::{Release, v};
use saslab_sasl::{Account, Config, SOCKET, Secret, Setup};
use saslab_smtpd::policy::{Build, Client, World};
use saslab_smtpd::{
    Installation, Seen, Server, Session, StartError, in_service, refused_by_master,
};

use crate::placeholder::log_line;
use crate::player::Player;
use crate::wire::Wire;
use crate::{Entry, Handshake, Scenario, SmtpdConf, Speaks};

/// What happened in a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// What crossed the wire.
    pub transcript: Vec<Entry>,
    /// What the server logged.
    pub log: Vec<String>,
    /// What the server named as outside the simulation.
    pub not_simulated: Vec<String>,
    /// What kept the scenario from being run to its end.
    pub obstacle: Option<Obstacle>,
}

/// A part of a scenario that cannot be done here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obstacle(String);

impl Obstacle {
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self(what.into())
    }
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot be run: {}", self.0)
    }
}

impl std::error::Error for Obstacle {}

/// Runs a scenario.
#[must_use]
pub fn run(scenario: &Scenario) -> Run {
    let client_address = scenario.client.address;
    let (services, port) = (&scenario.master_cf, scenario.connect.port);
    let here = server_address(client_address);
    let reached = services.reached(here, port);
    let Some(service) = reached.or_else(|| services.services().first()) else {
        return Run::of(vec![Entry::Refused], Vec::new());
    };
    let installation = installation(scenario, service);
    let started = Server::start(&installation);
    if let Ok(server) = &started
        && let Some(error) = refused_by_master(server, services)
    {
        return not_started(scenario, &error);
    }
    if reached.is_none() {
        return match &started {
            Err(error) if error.seen == Seen::Refused => not_started(scenario, error),
            Ok(_) | Err(_) => Run::of(vec![Entry::Refused], Vec::new()),
        };
    }
    let listens = match &started {
        Ok(server) => server.listens_at(here, service.bound()),
        Err(error) => error.seen == Seen::Refused || installation.listens_at(here, service.bound()),
    };
    if !listens {
        return Run::of(vec![Entry::Refused], Vec::new());
    }
    match in_service(started, service) {
        Ok(server) => session(scenario, &server),
        Err(error) => not_started(scenario, &error),
    }
}

/// The address of the little world's server that a client connects to: clients of the
/// machine itself use its loopback addresses.
fn server_address(client: IpAddr) -> IpAddr {
    match client {
        local if local.is_loopback() => local,
        IpAddr::V4(_) => IpAddr::V4(Ipv4Addr::new(192, 0, 2, 25)),
        IpAddr::V6(_) => IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, 0x25, 0, 0, 0, 0x25)),
    }
}

impl Run {
    fn of(transcript: Vec<Entry>, log: Vec<String>) -> Self {
        Self {
            transcript,
            log,
            ..Self::default()
        }
    }
}

fn session(scenario: &Scenario, server: &Arc<Server>) -> Run {
    let client = client(scenario, server);
    let mut player = Player::new(Wire::new(server.log(), &Session::connect(server, client)));
    let played = player.play(&scenario.script, scenario.connect.speaks);
    let transcript = std::mem::take(&mut player.transcript);
    let (mut log, not_simulated) = player.hang_up();
    if transcript.first() == Some(&Entry::Tls(Handshake::Failed)) {
        up_to_connect(&mut log);
    }
    Run {
        transcript,
        log,
        not_simulated,
        obstacle: played.err(),
    }
}

/// What a server makes of a handshake that it does not expect depends on chance.
fn up_to_connect(log: &mut Vec<String>) {
    let wrapper =
        |line: &String| line.contains("SSL_accept error") || line.contains("Wrapper-mode");
    if log.iter().any(wrapper) {
        return;
    }
    if let Some(at) = log
        .iter()
        .position(|line| line.starts_with("connect from "))
    {
        log.truncate(at + 1);
    }
}

fn not_started(scenario: &Scenario, error: &StartError) -> Run {
    let tls = match scenario.connect.speaks {
        Speaks::Clear => None,
        Speaks::Tls => Some(Entry::Tls(Handshake::Failed)),
    };
    let (seen, prefix) = match error.seen {
        Seen::Silence => (vec![Entry::Silence, Entry::ClientCloses], "fatal: "),
        Seen::Closed => (vec![Entry::Closed], "fatal: "),
        Seen::Refused => {
            return Run::of(
                vec![Entry::Refused],
                vec![format!("master: fatal: {}", error.log)],
            );
        }
    };
    let transcript = tls.into_iter().chain(seen).collect();
    let before = error
        .before
        .iter()
        .map(|event| log_line(&event.to_string()));
    let log = before.chain([format!("{prefix}{}", error.log)]);
    Run::of(transcript, log.collect())
}

/// The mail system of a scenario, as one of its services runs it.
#[must_use]
pub fn installation(scenario: &Scenario, service: &Service) -> Installation {
    let (main_cf, warnings) = MainCf::parse(&recorded_main_cf(scenario));
    Installation {
        release: scenario.release,
        main_cf: Arc::new(main_cf),
        warnings,
        settings: None,
        service: Arc::clone(&service.name),
        overrides: service.pairs(),
        sasl: setup(scenario),
        world: world(scenario),
    }
}

/// The recorder has written its own settings before those of the scenario, which the
/// numbers of lines in the log show. Without NIS the default of `alias_maps` is another.
fn recorded_main_cf(scenario: &Scenario) -> String {
    const FIRST: &str = "smtpd_error_sleep_time = 0\n";
    const SECOND: &str = "smtpd_soft_error_limit = 10000\n";
    const LAST: &str = "\nalias_maps = hash:/etc/aliases\n";
    let second = match scenario.release == SLOW {
        true => SECOND,
        false => "",
    };
    let written = MainCf::parse(&scenario.main_cf)
        .0
        .get("alias_maps")
        .is_some();
    let last = match written || scenario.release == DEBIAN {
        true => "",
        false => LAST,
    };
    [FIRST, second, &scenario.main_cf, last].concat()
}

/// saslpasswd2(8) takes a realm from the name before that of its option.
fn in_sasldb(account: Account) -> Account {
    match account.name.split_once('@') {
        None => account,
        Some((name, realm)) => Account {
            name: name.to_owned(),
            realm: realm.to_owned(),
            password: account.password,
        },
    }
}

/// The machine of the recorder; sasldb has its users there whatever is asked.
const HOST: &str = "mail.example.com";

/// Only Debian's package has LMDB and NIS; the other releases were built without.
const DEBIAN: Release = v(3, 7, 11);

/// Built without TLS, too.
const NO_TLS: [Release; 2] = [v(1, 1, 7), v(2, 3, 19)];

/// It would wait before each reply beyond the soft limit of errors.
const SLOW: Release = v(1, 1, 7);

fn setup(scenario: &Scenario) -> Setup {
    let sasl = &scenario.sasl;
    let accounts = |realm: &str| -> Vec<Account> {
        let users = sasl.users.iter().map(|user| Account {
            name: user.name.clone(),
            realm: user.realm.clone().unwrap_or_else(|| realm.to_owned()),
            password: Secret::from(user.password.as_str()),
        });
        users.collect()
    };
    let options = sasl
        .options
        .iter()
        .map(|(name, value)| format!("{name}: {value}"));
    Setup {
        implementation: sasl.implementation,
        mech_list: sasl.mech_list.clone(),
        accounts: accounts(""),
        options: options.collect(),
        socket: sasl.socket.clone().unwrap_or_else(|| SOCKET.to_owned()),
        beside: accounts(HOST).into_iter().map(in_sasldb).collect(),
        hostname: Some(HOST.to_owned()),
        config: match sasl.config {
            SmtpdConf::Present => Config::Present,
            SmtpdConf::Absent => Config::Absent,
        },
    }
}

fn world(scenario: &Scenario) -> World {
    let mut world = World::little();
    if scenario.release != DEBIAN {
        world.build = match NO_TLS.contains(&scenario.release) {
            true => Build::WithoutTls,
            false => Build::Plain,
        };
        world.table_types.remove("nis");
        world.table_types.remove("lmdb");
    }
    if matches!(scenario.client.address, IpAddr::V4(_)) || scenario.client.address.is_loopback() {
        world
            .host
            .interfaces
            .retain(|i| i.address.is_ipv4() || i.address.is_loopback());
    }
    let arc = |text: &String| Arc::from(text.as_str());
    world.files.extend(
        scenario
            .files
            .iter()
            .map(|(path, text)| (arc(path), arc(text))),
    );
    let policy = scenario.policy.iter();
    world
        .policy_services
        .extend(policy.map(|(endpoint, action)| (arc(endpoint), arc(action))));
    world
}

/// The client with the name that was recorded for it.
fn client(scenario: &Scenario, server: &Server) -> Client {
    let client = Client::new(&server.installation().world, scenario.client.address);
    Client {
        name: Arc::from(scenario.client.name.as_str()),
        ..client
    }
}
