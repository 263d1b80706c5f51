//! What master(8) and its lines of master.cf do to a server before it serves.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use saslab_maincf::{Bound, Fatal, Host, MasterCf, Service, Settings, Transport};
use saslab_policy::{DnsAnswer, World};

use super::{Seen, Server, StartError};
use crate::Installation;

/// A start as a service of master.cf has it: what stops master(8) comes first, then
/// what its line of master.cf does to smtpd(8).
///
/// # Errors
/// What stops it: the start itself, or the line.
pub fn in_service(
    started: Result<Arc<Server>, StartError>,
    service: &Service,
) -> Result<Arc<Server>, StartError> {
    let ends = |log, seen| {
        Err(StartError {
            log,
            seen,
            cause: None,
            before: Arc::default(),
        })
    };
    match (started, &service.fatal, &service.stray) {
        (Err(error), _, _) if error.seen == Seen::Refused => Err(error),
        (Ok(_) | Err(_), Some(fatal), _) => ends(fatal.to_string(), Seen::Silence),
        (Ok(_), None, Some(word)) => ends(
            format!("unexpected command-line argument: {word}"),
            Seen::Closed,
        ),
        (started, None, _) => started,
    }
}

/// Whether something listens at this address of the machine: `inet_protocols` and
/// `inet_interfaces`, which a service bound to an address of its own passes over.
pub(super) fn listens(settings: &Settings, world: &World, address: IpAddr, bound: Bound) -> bool {
    let named = || {
        let interfaces = settings.list("inet_interfaces").value;
        let mut words = interfaces.iter();
        words.any(|word| is_at(&word.text, world, address))
    };
    settings.speaks(address)
        && match bound {
            Bound::ToAddress => true,
            Bound::Nowhere => named(),
        }
}

/// Whether a word of `inet_interfaces` stands for an address.
fn is_at(word: &str, world: &World, address: IpAddr) -> bool {
    let literal = word.trim_start_matches('[').trim_end_matches(']');
    match word {
        "all" => true,
        "loopback-only" | "localhost" => address.is_loopback(),
        _ if literal.parse() == Ok(address) => true,
        name => match world.dns.addresses(name) {
            DnsAnswer::Found(all) => all.contains(&address),
            DnsAnswer::NotFound | DnsAnswer::Failed => false,
        },
    }
}

impl Installation {
    /// Its settings, as far as they can be read.
    ///
    /// # Errors
    /// What makes postconf(1), too, give up.
    pub fn settings(&self) -> Result<Settings, Fatal> {
        let fits = |known: &&Settings| known.are_of(&self.main_cf, &self.service, self.release);
        if self.overrides.is_empty()
            && let Some(known) = self.settings.as_ref().filter(fits)
        {
            return Ok(known.clone());
        }
        Settings::resolve_service(
            &self.main_cf,
            &self.service,
            &self.overrides,
            &Host::little_world(),
            self.release,
        )
    }

    /// As [`Server::listens_at`], of a server that may not start: master(8) listens before
    /// smtpd(8) does.
    #[must_use]
    pub fn listens_at(&self, address: IpAddr, bound: Bound) -> bool {
        let settings = self.settings().ok();
        settings.is_none_or(|settings| listens(&settings, &self.world, address, bound))
    }
}

/// What stops master(8) in the services that it is to open, and in the interfaces that it
/// is to open them on (`master_ent.c`, `own_inet_addr.c`).
#[must_use]
pub fn refused_by_master(server: &Server, services: &MasterCf) -> Option<StartError> {
    let log = services
        .services()
        .iter()
        .find(|service| {
            let literal = service.literal();
            literal.is_some_and(|address| !server.rules.speaks(address))
        })
        .map(|service| {
            format!(
                "/etc/postfix/master.cf: line {}: bad hostname or network address: {}",
                service.line, service.name
            )
        });
    let log = log.or_else(|| unknown_service(server, services));
    let log = log.or_else(|| {
        let foreign = server.rules.foreign_interface()?;
        Some(format!(
            "parameter inet_interfaces: no local interface found for {foreign}"
        ))
    })?;
    Some(StartError {
        log,
        seen: Seen::Refused,
        cause: None,
        before: Arc::default(),
    })
}

/// A service whose name is no port. Left out: what `inet_interfaces` puts before it.
fn unknown_service(server: &Server, services: &MasterCf) -> Option<String> {
    let nowhere =
        |service: &&Service| service.transport == Transport::Inet && service.port().is_none();
    let lost = services.services().iter().find(nowhere)?;
    let wildcard = match server.rules.speaks(IpAddr::V4(Ipv4Addr::UNSPECIFIED)) {
        true => "0.0.0.0",
        false => "::",
    };
    let host = lost
        .literal()
        .map_or_else(|| wildcard.to_owned(), |a| a.to_string());
    let port = lost.name.rsplit(':').next()?;
    Some(format!(
        "{host}:{port}: Servname not supported for ai_socktype"
    ))
}
