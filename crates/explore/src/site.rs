//! What is asked about: a main.cf, the services of its master.cf, and how the server
//! sees the addresses of its clients.

use std::net::IpAddr;
use std::sync::Arc;

use saslab_smtpd::maincf::{MasterCf, Program, Service, Transport};
use saslab_smtpd::sasl::{Implementation, Setup};
use saslab_smtpd::{Installation, Server, StartError, in_service};

/// A mail system as an administrator would hand it over.
#[derive(Clone, Debug)]
pub struct Site {
    /// The release, main.cf, SASL and the world. Its overrides are not looked at: each
    /// service has its own.
    pub installation: Installation,
    /// The services.
    pub master: MasterCf,
    /// Which address of a client the server sees.
    pub lens: Lens,
    /// Who answers what no file answers.
    pub outsiders: Outsiders,
}

/// Who answers questions to the outside: lists in the DNS, policy services, tables of
/// servers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Outsiders {
    /// Each is supposed to say nothing, and then to permit: both outcomes are tried.
    #[default]
    Supposed,
    /// The little world, with its DNS and the policy services that run in it. What it
    /// does not know makes an answer unknown.
    OfTheWorld,
}

/// What stands between the clients and the server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lens {
    /// Nothing that hides an address.
    #[default]
    Direct,
    /// Every connection seems to come from this address: a NAT gateway, Docker's
    /// userland proxy, a load balancer without the PROXY protocol.
    Gateway(IpAddr),
    /// The same, but only for clients that speak IPv6: the port is published on IPv6,
    /// while the container has IPv4 alone.
    Ipv6Gateway(IpAddr),
}

impl Lens {
    /// The address that the server takes the client's to be.
    #[must_use]
    pub const fn seen(self, peer: IpAddr) -> IpAddr {
        match self {
            Self::Direct => peer,
            Self::Gateway(gateway) => gateway,
            Self::Ipv6Gateway(gateway) => match peer {
                IpAddr::V4(_) => peer,
                IpAddr::V6(_) => gateway,
            },
        }
    }
}

impl Site {
    /// A mail system with one service on port 25 without overrides, and no lens.
    #[must_use]
    pub fn new(installation: Installation) -> Self {
        Self {
            installation,
            master: MasterCf::stock(),
            lens: Lens::Direct,
            outsiders: Outsiders::Supposed,
        }
    }

    /// The services that clients can reach and that smtpd(8) serves.
    pub fn services(&self) -> impl Iterator<Item = &Service> {
        let services = self.master.services().iter();
        services.filter(|service| {
            service.program == Program::Smtpd && service.transport == Transport::Inet
        })
    }

    /// The installation as one service runs it.
    #[must_use]
    pub fn of(&self, service: &Service) -> Installation {
        Installation {
            service: Arc::clone(&service.name),
            overrides: service.pairs(),
            ..self.installation.clone()
        }
    }

    /// Starts one service.
    ///
    /// # Errors
    /// What stops it: main.cf, or its line of master.cf.
    pub fn start(&self, service: &Service) -> Result<Arc<Server>, StartError> {
        in_service(Server::start(&self.of(service)), service)
    }

    /// The same with the SASL software that its services ask for, which no file of
    /// Postfix tells: Dovecot where they name it, at their socket, and the account of the
    /// laboratory in their realm. The first service with AUTH counts.
    #[must_use]
    pub fn with_sasl_as_asked(mut self) -> Self {
        let Some(server) = self.asking() else {
            return self;
        };
        let sasl = match dovecot(&server) {
            Some(socket) => Setup {
                socket,
                ..Setup::new(Implementation::Dovecot, &DOVECOT).with_account("test", "", "testpass")
            },
            None => {
                let text = |name| server.settings().text(name).value;
                let realm = Some(text("smtpd_sasl_local_domain")).filter(|realm| !realm.is_empty());
                let realm = realm.unwrap_or_else(|| text("myhostname"));
                let sasl = Setup {
                    accounts: Vec::new(),
                    ..self.installation.sasl.clone()
                };
                sasl.with_account("test", &realm, "testpass")
            }
        };
        self.installation.sasl = sasl;
        self
    }

    /// Where its services expect Dovecot to listen; none where they ask Cyrus SASL, or
    /// nobody. The first service with AUTH counts.
    #[must_use]
    pub fn dovecot(&self) -> Option<String> {
        dovecot(&*self.asking()?)
    }

    /// The first service with AUTH.
    fn asking(&self) -> Option<Arc<Server>> {
        let asks = |one: &Arc<Server>| one.settings().boolean("smtpd_sasl_auth_enable").value;
        let mut servers = self.services().filter_map(|one| self.start(one).ok());
        servers.find(asks)
    }

    /// The service of a name.
    #[must_use]
    pub fn service(&self, name: &str) -> Option<&Service> {
        self.services().find(|service| *service.name == *name)
    }
}

/// What most installations of Dovecot offer: their passwords are stored as hashes.
pub const DOVECOT: [&str; 2] = ["PLAIN", "LOGIN"];

fn dovecot(server: &Server) -> Option<String> {
    let text = |name| server.settings().text(name).value;
    let path = text("smtpd_sasl_path");
    let socket = path.strip_prefix("unix:").unwrap_or(&path);
    (*text("smtpd_sasl_type") == *"dovecot").then(|| socket.to_owned())
}
