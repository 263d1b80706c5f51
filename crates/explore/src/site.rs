//! What is asked about: a main.cf, the services of its master.cf, and how the server
//! sees the addresses of its clients.

use std::net::IpAddr;
use std::sync::Arc;

use saslab_smtpd::maincf::{MasterCf, Program, Service, Settings, Transport};
use saslab_smtpd::sasl::Implementation;
use saslab_smtpd::{Installation, Server, StartError, in_service, realm};

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
    /// Postfix tells: Dovecot where they name it, at their socket, and its accounts have no
    /// realm; or Cyrus SASL, whose accounts are in the server's realm where they have none.
    #[must_use]
    pub fn with_sasl_as_asked(mut self, mechanisms: Mechanisms) -> Self {
        let Some(settings) = self.asking() else {
            return self;
        };
        let sasl = &mut self.installation.sasl;
        let realm = match dovecot(&settings) {
            Some(socket) => {
                (sasl.implementation, sasl.socket) = (Implementation::Dovecot, socket);
                if mechanisms == Mechanisms::Stock {
                    sasl.mech_list = Some(DOVECOT.map(str::to_owned).into());
                }
                sasl.accounts.iter_mut().for_each(|one| one.realm.clear());
                String::new()
            }
            None => realm(&settings),
        };
        let without = sasl.accounts.iter_mut().filter(|one| one.realm.is_empty());
        without.for_each(|one| one.realm.clone_from(&realm));
        self
    }

    /// The realm in which Cyrus SASL looks up a name without one: in the first service with
    /// AUTH, or else in the first. None: Postfix reads nothing.
    #[must_use]
    pub fn realm(&self) -> Option<String> {
        let settings = self.asking().or_else(|| self.settings().next())?;
        Some(realm(&settings))
    }

    /// The settings of the first service with AUTH, whether it starts or not.
    fn asking(&self) -> Option<Settings> {
        let mut all = self.settings();
        all.find(|settings| settings.boolean("smtpd_sasl_auth_enable").value)
    }

    fn settings(&self) -> impl Iterator<Item = Settings> {
        let services = self.services();
        services.filter_map(|one| self.of(one).settings().ok())
    }

    /// The service of a name.
    #[must_use]
    pub fn service(&self, name: &str) -> Option<&Service> {
        self.services().find(|service| *service.name == *name)
    }
}

/// Who has chosen the mechanisms of an installation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mechanisms {
    /// Nobody: they are those of the laboratory's Cyrus SASL, and Dovecot has its own.
    Stock,
    /// Somebody, whichever software they are for.
    Chosen,
}

/// What most installations of Dovecot offer: their passwords are stored as hashes.
const DOVECOT: [&str; 2] = ["PLAIN", "LOGIN"];

/// Where it is expected to listen; none where nobody asks it.
fn dovecot(settings: &Settings) -> Option<String> {
    let text = |name| settings.text(name).value;
    let path = text("smtpd_sasl_path");
    let socket = path.strip_prefix("unix:").unwrap_or(&path);
    (*text("smtpd_sasl_type") == *"dovecot").then(|| socket.to_owned())
}
