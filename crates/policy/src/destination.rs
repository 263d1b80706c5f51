//! Where an address leads: its class, by ADDRESS_CLASS_README and `resolve.c`
//! of trivial-rewrite(8); a local domain is stripped and what is left of the
//! address looked at again, so that routes inside local parts come to light.
//! Left out: `sender_dependent_default_transport_maps`.

use std::net::IpAddr;
use std::sync::Arc;

use crate::Class;
use crate::address::{Rewriter, Rule};
use crate::hostname::{in_brackets, literal, valid_hostname};
use crate::letters::lower;
use crate::maps::Maps;
use crate::match_list::{Match, MatchList};
use crate::note::Note;
use crate::reading::Reading;
use crate::table::{Key, Lookup, Table};
use crate::{Fact, World};
use saslab_maincf::Settings;

mod resolved;

use resolved::Resolved;

/// An address after rewriting and resolving.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Destination {
    /// `user@domain` in lower case.
    pub(crate) recipient: String,
    pub(crate) domain: String,
    pub(crate) class: Class,
    /// The local part holds a route: `user%example.net@example.org`.
    pub(crate) routed: bool,
    /// The domain cannot be one.
    pub(crate) invalid: bool,
    /// `error` and `retry` mean that nothing can be delivered.
    pub(crate) transport: String,
    pub(crate) nexthop: String,
}

/// Why an address has no destination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// A lookup failed: the reason, and what is logged.
    Failed(String, Vec<Note>),
    /// A table that is not modelled.
    NotModelled(Fact),
}

impl Trouble {
    /// The trouble of trivial-rewrite(8), which logs it itself.
    pub(crate) fn elsewhere(self) -> Self {
        match self {
            Self::Failed(fact, _log) => Self::Failed(fact, Vec::new()),
            Self::NotModelled(fact) => Self::NotModelled(fact),
        }
    }
}

/// The settings that say which domains are ours.
#[derive(Clone, Debug)]
pub(crate) struct Destinations {
    pub(crate) rewriter: Rewriter,
    mydestination: MatchList,
    virtual_alias_domains: MatchList,
    virtual_mailbox_domains: MatchList,
    pub(crate) relay_domains: MatchList,
    own_addresses: Vec<IpAddr>,
    proxy_addresses: Vec<IpAddr>,
    transports: Transports,
    /// `smtputf8_enable`
    utf8: bool,
    resolved: Resolved,
}

#[derive(Clone, Debug)]
struct Transports {
    of_class: [String; 4],
    maps: Maps,
    relocated: Maps,
    unknown_alias: &'static str,
}

impl Destinations {
    pub(crate) fn read(reading: &Reading<'_>) -> Self {
        let list = |name| MatchList::read(name, reading);
        let (settings, world) = (reading.settings, reading.world);
        Self {
            rewriter: Rewriter::read(settings, world),
            mydestination: list("mydestination"),
            virtual_alias_domains: list("virtual_alias_domains"),
            virtual_mailbox_domains: list("virtual_mailbox_domains"),
            relay_domains: list("relay_domains"),
            own_addresses: own_addresses(settings, world),
            proxy_addresses: settings
                .list("proxy_interfaces")
                .value
                .iter()
                .filter_map(|word| word.text.parse().ok())
                .collect(),
            transports: Transports::read(reading),
            utf8: settings.boolean("smtputf8_enable").value,
            resolved: Resolved::default(),
        }
    }

    /// The lists of domains.
    pub(crate) const fn lists(&self) -> [&MatchList; 4] {
        [
            &self.mydestination,
            &self.virtual_alias_domains,
            &self.virtual_mailbox_domains,
            &self.relay_domains,
        ]
    }

    /// The tables of `transport_maps`.
    pub(crate) fn routes(&self) -> &[Table] {
        self.transports.maps.tables()
    }

    /// Whether the domain that an address comes to can be one.
    pub(crate) fn leads_somewhere(&self, address: &str) -> Result<bool, Trouble> {
        Ok(!self.of(address)?.invalid)
    }

    fn is_valid(&self, domain: &str) -> bool {
        match in_brackets(domain) {
            Some(inside) => literal(inside).is_some(),
            None => valid_hostname(domain) || self.is_valid_utf8(domain),
        }
    }

    /// A domain beyond ASCII (RFC 6531), as far as its letters go.
    fn is_valid_utf8(&self, domain: &str) -> bool {
        let plain: String = domain
            .chars()
            .map(|c| if c.is_ascii() { c } else { 'x' })
            .collect();
        self.utf8 && !domain.is_ascii() && valid_hostname(&plain)
    }

    /// Whether `inet_interfaces` has this address.
    pub(crate) fn is_own_address(&self, address: IpAddr) -> bool {
        self.own_addresses.contains(&address)
    }

    /// Whether `inet_interfaces` or `proxy_interfaces` has this address.
    pub(crate) fn is_own_or_proxy(&self, address: IpAddr) -> bool {
        self.own_addresses.contains(&address) || self.proxy_addresses.contains(&address)
    }

    /// Rewrites and resolves an address.
    pub(crate) fn of(&self, address: &str) -> Result<Arc<Destination>, Trouble> {
        self.resolved.of(address, || self.resolve(address))
    }

    fn resolve(&self, address: &str) -> Result<Destination, Trouble> {
        let (user, domain, local) = self.strip_local(&self.rewriter.rewrite(address))?;
        let recipient = [&*user, "@", &domain].concat();
        let invalid = !self.is_valid(&domain);
        let first = recipient.find(['@', '!', '%']);
        let routed =
            !invalid && first.is_some_and(|at| recipient.get(at + 1..) != Some(domain.as_str()));
        let class = match local {
            _ if invalid => Class::Default,
            true => Class::Local,
            false => self.remote_class(&domain)?,
        };
        let mut destination = Destination {
            recipient: lower(&recipient),
            domain: lower(&domain),
            class,
            routed,
            invalid,
            transport: String::new(),
            nexthop: String::new(),
        };
        if !invalid {
            self.transports.choose(&mut destination)?;
        }
        Ok(destination)
    }

    /// Whether a domain is local: `resolve_local.c`.
    pub(crate) fn is_local(&self, domain: &str) -> Result<bool, Trouble> {
        let domain = domain.strip_suffix('.').unwrap_or(domain);
        if domain.is_empty() || domain.ends_with('.') {
            return Ok(false);
        }
        if found(&self.mydestination, self.mydestination.match_string(domain))? {
            return Ok(true);
        }
        let address = in_brackets(domain).and_then(literal);
        Ok(address.is_some_and(|address| self.is_own_or_proxy(address)))
    }

    /// Takes local domains off until a foreign one or a bare name is left:
    /// user, domain, and whether that is local.
    fn strip_local(&self, address: &str) -> Result<(String, String, bool), Trouble> {
        let mut rest = address.to_owned();
        let mut stripped: Option<String> = None;
        // Each round takes a domain or a route away, so this many will do.
        for _round in 0..address.len() + 100 {
            if let Some(bare) = rest.strip_suffix('.')
                && rest.contains('@')
                && !bare.ends_with(['.', '@'])
            {
                rest = bare.to_owned();
            }
            if self.rewriter.does(Rule::NullDomain) && rest.ends_with('@') {
                rest.pop();
            }
            if let Some((user, domain)) = rest.rsplit_once('@') {
                if !domain.is_empty() && !self.is_local(domain)? {
                    return Ok((user.to_owned(), domain.to_owned(), false));
                }
                stripped = Some(domain.to_owned());
                rest = user.to_owned();
            }
            if rest.contains('@')
                || (self.rewriter.does(Rule::SwapBangpath) && rest.contains('!'))
                || (self.rewriter.does(Rule::PercentHack) && rest.contains('%'))
            {
                rest = self.rewriter.rewrite(&rest);
                continue;
            }
            if rest.is_empty() {
                rest.clone_from(&self.rewriter.empty_address_recipient);
                continue;
            }
            match stripped {
                Some(domain) => return Ok((rest, domain, true)),
                None => rest = format!("{rest}@{}", self.rewriter.myhostname),
            }
        }
        let fact = format!("{address} cannot be resolved");
        Err(Trouble::Failed(fact, Vec::new()))
    }

    fn remote_class(&self, domain: &str) -> Result<Class, Trouble> {
        let alias = &self.virtual_alias_domains;
        if found(alias, alias.match_string(domain))? {
            return Ok(Class::VirtualAlias);
        }
        let mailbox = &self.virtual_mailbox_domains;
        if found(mailbox, mailbox.match_string(domain))? {
            return Ok(Class::VirtualMailbox);
        }
        let relay = &self.relay_domains;
        if found(relay, relay.match_domain(domain))? {
            return Ok(Class::Relay);
        }
        Ok(Class::Default)
    }
}

/// Whether a list has matched; its trouble otherwise.
fn found(list: &MatchList, result: Match) -> Result<bool, Trouble> {
    match result {
        Match::Yes(_) => Ok(true),
        Match::No(_) => Ok(false),
        Match::Failed(entry, log) => {
            let fact = format!("{entry} in {} cannot be looked up", list.name);
            Err(Trouble::Failed(fact, log))
        }
        Match::NotModelled(fact) => Err(Trouble::NotModelled(fact)),
    }
}

impl Transports {
    fn read(reading: &Reading<'_>) -> Self {
        let text = |name| reading.text(name);
        let named = reading.yes("show_user_unknown_table_name");
        Self {
            of_class: [
                text("local_transport"),
                text("virtual_transport"),
                text("relay_transport"),
                text("default_transport"),
            ],
            maps: Maps::read("transport_maps", reading),
            relocated: Maps::read("relocated_maps", reading),
            unknown_alias: if named {
                "5.1.1 User unknown in virtual alias table"
            } else {
                "5.1.1 User unknown"
            },
        }
    }

    fn choose(&self, destination: &mut Destination) -> Result<(), Trouble> {
        let [local, mailbox, relay, default] = &self.of_class;
        let transport = match destination.class {
            Class::VirtualAlias => {
                destination.transport = "error".to_owned();
                destination.nexthop = self.unknown_alias.to_owned();
                return Ok(());
            }
            Class::Local => local,
            Class::VirtualMailbox => mailbox,
            Class::Relay => relay,
            Class::Default => default,
        };
        destination.set_transport(transport);
        if let Some(route) = self.lookup(destination)? {
            destination.set_transport(&route);
        }
        if let Lookup::Found(new) = self
            .relocated
            .find_address(&destination.recipient, &|_| Ok(true))?
        {
            destination.transport = "error".to_owned();
            destination.nexthop = format!("5.1.6 User has moved to {new}");
        }
        Ok(())
    }

    /// transport(5): the address, its domain, the domains above with a dot
    /// before them, and `*`.
    fn lookup(&self, destination: &Destination) -> Result<Option<String>, Trouble> {
        if self.maps.is_empty() {
            return Ok(None);
        }
        let mut keys = vec![destination.recipient.clone(), destination.domain.clone()];
        let mut rest = destination.domain.as_str();
        while let Some((_, above)) = rest.split_once('.') {
            keys.push(format!(".{above}"));
            rest = above;
        }
        keys.push("*".to_owned());
        for (index, key) in keys.iter().enumerate() {
            let kind = if index == 0 { Key::Full } else { Key::Partial };
            if let Some(value) = self.maps.value(key, kind)? {
                return Ok(Some(value));
            }
        }
        Ok(None)
    }
}

impl Destination {
    /// Sets `transport:nexthop`; an empty half leaves what was there.
    fn set_transport(&mut self, text: &str) {
        let (transport, nexthop) = text.split_once(':').unwrap_or((text, ""));
        if !transport.is_empty() {
            transport.clone_into(&mut self.transport);
        }
        let nexthop = if nexthop.is_empty() {
            self.domain.as_str()
        } else {
            nexthop
        };
        self.nexthop = nexthop.to_owned();
    }
}

/// The addresses that `inet_interfaces` names: `own_inet_addr.c`.
fn own_addresses(settings: &Settings, world: &World) -> Vec<IpAddr> {
    let all = || world.host.interfaces.iter().map(|i| i.address);
    let mut own = Vec::new();
    for word in settings.list("inet_interfaces").value {
        match &*word.text {
            "all" => own.extend(all()),
            "loopback-only" => own.extend(all().filter(IpAddr::is_loopback)),
            name => {
                let bare = in_brackets(name).unwrap_or(name);
                match (bare.parse(), world.resolved(bare)) {
                    (Ok(address), _) => own.push(address),
                    (Err(_), crate::DnsAnswer::Found(addresses)) => own.extend(addresses),
                    (Err(_), crate::DnsAnswer::NotFound | crate::DnsAnswer::Failed) => {}
                }
            }
        }
    }
    own
}

#[cfg(test)]
#[path = "destination_tests.rs"]
mod tests;
