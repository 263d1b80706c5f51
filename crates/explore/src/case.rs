//! What the questions look at: the services of a site as they run, each searched once.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use saslab_smtpd::maincf::{Bound, Origin, Service, Setting, Span};
use saslab_smtpd::{Channel, Server, StartError};

use crate::alphabet::{OUTSIDER, reaches};
use crate::{Place, Severity, Site, Witness};

mod talks;

pub(crate) use talks::{Fared, Talks};

/// A site with its services started.
pub(crate) struct Case<'c> {
    pub(crate) site: &'c Site,
    pub(crate) services: Vec<Running<'c>>,
}

/// One service, running or not.
pub(crate) struct Running<'c> {
    pub(crate) service: &'c Service,
    pub(crate) server: Result<Arc<Server>, StartError>,
    talks: Talks,
}

/// What a question has found, before it becomes a finding.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// Where it was found; `None`: in main.cf, whatever the service.
    pub(crate) service: Option<Arc<str>>,
    /// One sentence, without its full stop.
    pub(crate) says: String,
    /// The lines at fault.
    pub(crate) places: Vec<Place>,
    /// A session that shows it.
    pub(crate) witness: Option<Witness>,
    /// If not that of the question.
    pub(crate) severity: Option<Severity>,
}

impl<'c> Case<'c> {
    pub(crate) fn of(site: &'c Site) -> Self {
        let services = site.services().map(|service| Running {
            service,
            server: site.start(service),
            talks: Talks::default(),
        });
        Self {
            site,
            services: services.collect(),
        }
    }

    /// The services that serve somebody on other machines.
    pub(crate) fn running(&self) -> impl Iterator<Item = (&'c Service, &Arc<Server>)> {
        self.serving()
            .filter(|(service, server)| reaches(server, service, OUTSIDER))
    }

    /// The services that serve.
    pub(crate) fn serving(&self) -> impl Iterator<Item = (&'c Service, &Arc<Server>)> {
        let services = self.services.iter();
        services.filter_map(|running| Some((running.service, running.server.as_ref().ok()?)))
    }

    /// How the mail clients of the table fare with one of its servers.
    pub(crate) fn talks(&self, server: &Arc<Server>) -> Option<&Talks> {
        let same = |running: &&Running<'_>| {
            let own = running.server.as_ref();
            own.is_ok_and(|own| Arc::ptr_eq(own, server))
        };
        self.services
            .iter()
            .find(same)
            .map(|running| &running.talks)
    }

    /// A session of whoever reaches a service that does not start.
    pub(crate) fn waiting(&self, service: &Service) -> Witness {
        let interfaces = self.site.installation.main_cf.get("inet_interfaces");
        let local = interfaces.is_some_and(|entry| entry.value.as_str().contains("loopback-only"));
        match local || service.bound() == Bound::ToAddress {
            true => self.session(service, IpAddr::V4(Ipv4Addr::LOCALHOST), &[]),
            false => self.outsider(service, &[]),
        }
    }

    /// A session in which an outsider says these lines.
    pub(crate) fn outsider(&self, service: &Service, lines: &[&str]) -> Witness {
        self.session(service, OUTSIDER, lines)
    }

    pub(crate) fn session(&self, service: &Service, client: IpAddr, lines: &[&str]) -> Witness {
        let seen = self.site.lens.seen(client);
        Witness {
            lines: lines.iter().map(|line| Arc::from(*line)).collect(),
            ..Witness::begin(&service.name, client, seen)
        }
    }
}

/// The lines that lead to AUTH on a channel, EHLO included.
pub(crate) const fn greeting(channel: Channel) -> &'static [&'static str] {
    match channel {
        Channel::Clear => &["EHLO client.example.org"],
        Channel::Encrypted => &[
            "EHLO client.example.org",
            "STARTTLS",
            "EHLO client.example.org",
        ],
    }
}

impl Found {
    pub(crate) fn new(says: impl Into<String>) -> Self {
        Self {
            service: None,
            says: says.into(),
            places: Vec::new(),
            witness: None,
            severity: None,
        }
    }

    pub(crate) fn in_service(mut self, service: &Service) -> Self {
        self.service = Some(Arc::clone(&service.name));
        self
    }

    pub(crate) fn at<T>(mut self, setting: &Setting<T>) -> Self {
        self.places.push(place(setting));
        self
    }

    pub(crate) fn at_line(mut self, name: &str, line: u32, span: Span) -> Self {
        self.places.push(Place {
            parameter: Arc::from(name),
            line: Some(line),
            span: Some(span),
            service: None,
        });
        self
    }

    pub(crate) fn shown_by(mut self, witness: Witness) -> Self {
        self.witness = Some(witness);
        self
    }
}

/// Where a setting comes from.
pub(crate) fn place<T>(setting: &Setting<T>) -> Place {
    let (line, span, service) = match &setting.origin {
        Origin::File { line, span } => (Some(*line), Some(*span), None),
        Origin::Default { .. } | Origin::NotYet { .. } => (None, None, None),
        Origin::Service { service, .. } => (None, None, Some(Arc::clone(service))),
    };
    Place {
        parameter: Arc::from(setting.parameter.name),
        line,
        span,
        service,
    }
}
