//! Lists about every client that no reply shows, but the log when they cannot be used:
//! `smtpd_service` and `smtpd_proto` of `smtpd.c`.

use super::*;
use crate::destination::Trouble;
use crate::match_list::Match;
use crate::note::Warning;
use crate::table::Key;

impl Rules {
    /// `permit_inet_interfaces`: whether an address is one of this server.
    #[must_use]
    pub fn is_own_address(&self, address: IpAddr) -> bool {
        self.0.destinations.is_own_address(address)
    }

    /// Whether `fast_flush_domains` names the domain of ETRN (`flush_clnt.c`); `None`
    /// if an entry decides that is not simulated or cannot be used.
    #[must_use]
    pub fn flushes(&self, domain: &str) -> Option<bool> {
        self.0.flush_domains.match_domain(domain).decided()
    }

    /// What is logged when only an older default of `relay_domains` lets ETRN name it.
    #[must_use]
    pub fn flushed_by_default(&self, domain: &str) -> Option<Note> {
        let older = self.0.older.flush_domains;
        older.then(|| Note::Compatible(crate::Compatible::FlushDomains(Arc::from(domain))))
    }

    /// Whether `smtpd_authorized_verp_clients` names this client.
    #[must_use]
    pub fn may_verp(&self, client: &Client) -> bool {
        names(Some(&self.0.verp_clients), client)
    }

    /// Whether EHLO announces something to some clients only.
    #[must_use]
    pub fn has_special_clients(&self) -> bool {
        let policy = &self.0;
        [
            &policy.verp_clients,
            &policy.xclient_hosts,
            &policy.xforward_hosts,
        ]
        .iter()
        .any(|list| !list.is_empty())
    }

    /// What is logged because it cannot be told whether a client may use XCLIENT or
    /// XFORWARD, when it comes.
    #[must_use]
    pub fn proxy_trouble(&self, client: &Client) -> Vec<Note> {
        let mut log = trouble(Some(&self.0.xclient_hosts), client);
        log.extend(trouble(Some(&self.0.xforward_hosts), client));
        log
    }

    /// The footer that `smtpd_reject_footer_maps` has for a reply.
    #[must_use]
    pub fn footer(&self, reply: &str) -> Option<String> {
        let found = self.0.footer_maps.value(reply, Key::Full).ok().flatten();
        // Nothing at all is no result (`maps.c`).
        found.filter(|text| !text.is_empty())
    }

    /// What is logged where they have nothing, which is no result.
    #[must_use]
    pub fn empty_footer(&self, reply: &str) -> Vec<Note> {
        let maps = &self.0.footer_maps;
        if maps.value(reply, Key::Full).ok().flatten().as_deref() != Some("") {
            return Vec::new();
        }
        let name = maps.name;
        [
            format!("{name} lookup of {reply} returns an empty string result"),
            format!("{name} should return NO RESULT in case of NOT FOUND"),
        ]
        .map(|what| Note::Warning(Warning::Said(what.into())))
        .into()
    }

    /// Whether `smtpd_authorized_xclient_hosts` names this client; `None` as with
    /// [`Rules::flushes`].
    #[must_use]
    pub fn may_xclient(&self, client: &Client) -> Option<bool> {
        let hosts = &self.0.xclient_hosts;
        hosts.match_client(&client.name, client.address).decided()
    }

    /// The same of `smtpd_authorized_xforward_hosts`.
    #[must_use]
    pub fn may_xforward(&self, client: &Client) -> Option<bool> {
        let hosts = &self.0.xforward_hosts;
        hosts.match_client(&client.name, client.address).decided()
    }

    /// Whether `smtpd_sasl_exceptions_networks` hides AUTH from this client; `None` as
    /// with [`Rules::flushes`].
    #[must_use]
    pub fn hides_auth(&self, client: &Client) -> Option<bool> {
        let exceptions = &self.0.sasl_exceptions;
        let found = exceptions.match_client(&client.name, client.address);
        found.decided()
    }

    /// What is logged because a list about bare newlines cannot be used, when a client
    /// comes.
    #[must_use]
    pub fn bare_newline_trouble(&self, client: &Client) -> Vec<Note> {
        trouble(self.0.bare_newlines.as_ref(), client)
    }

    /// Whether `inet_protocols` has the family of an address.
    #[must_use]
    pub fn speaks(&self, address: IpAddr) -> bool {
        self.0.speaks(address)
    }

    /// An address of `inet_interfaces` that the machine does not have.
    #[must_use]
    pub fn foreign_interface(&self) -> Option<IpAddr> {
        let mut words = self.0.settings.list("inet_interfaces").value.into_iter();
        words.find_map(|word| {
            let bare = word.text.trim_start_matches('[').trim_end_matches(']');
            let address = bare.parse().ok()?;
            (!self.0.world.owns(address)).then_some(address)
        })
    }

    /// Whether `smtpd_forbid_bare_newline_exclusions` names this client.
    #[must_use]
    pub fn may_send_bare_newlines(&self, client: &Client) -> bool {
        names(self.0.bare_newline_exclusions.as_ref(), client)
    }

    /// The keywords that `smtpd_discard_ehlo_keyword_address_maps` hides from this client,
    /// if it says something about it.
    ///
    /// # Errors
    /// A lookup that fails, or that nobody knows: what is logged.
    pub fn discarded_keywords(&self, client: &Client) -> Result<Option<String>, Vec<Note>> {
        let maps = &self.0.discarded_keywords;
        if maps.is_empty() {
            return Ok(None);
        }
        let value = maps.value(&client.address.to_string(), Key::Full);
        value.map_err(|trouble| match trouble {
            Trouble::Failed(_, log) => log,
            Trouble::NotModelled(_) => Vec::new(),
        })
    }

    /// The filters that `smtpd_milter_maps` has for this client, if it has any.
    #[must_use]
    pub fn milters(&self, client: &Client) -> Option<String> {
        let maps = &self.0.milter_maps;
        if maps.is_empty() {
            return None;
        }
        let found = maps.value(&client.address.to_string(), Key::Full);
        found.ok().flatten()
    }

    /// Whether no limit counts what this client does. A list that cannot be used excepts
    /// nobody.
    #[must_use]
    pub fn is_unlimited(&self, client: &Client) -> bool {
        names(self.0.event_limits.as_ref(), client)
    }

    /// What is logged because the list of clients that no limit counts cannot be used,
    /// when one comes and when it goes.
    #[must_use]
    pub fn limit_trouble(&self, client: &Client) -> Vec<Note> {
        trouble(self.0.event_limits.as_ref(), client)
    }
}

impl Policy {
    /// What the warnings call Postfix.
    pub(crate) fn mail_name(&self) -> Arc<str> {
        self.settings.text("mail_name").value
    }

    /// Whether `inet_protocols` has the family of an address.
    pub(crate) fn speaks(&self, address: IpAddr) -> bool {
        self.settings.speaks(address)
    }
}

/// A list that may fail; none otherwise.
pub(super) fn unsound(name: &'static str, reading: &Reading<'_>) -> Option<MatchList> {
    known(name, reading).filter(|list| !list.is_sound())
}

/// A list, if the release knows the parameter.
pub(super) fn known(name: &'static str, reading: &Reading<'_>) -> Option<MatchList> {
    let is_known = !matches!(reading.settings.text(name).origin, Origin::NotYet { .. });
    is_known.then(|| MatchList::read(name, reading))
}

fn names(list: Option<&MatchList>, client: &Client) -> bool {
    list.is_some_and(|list| {
        let found = list.match_client(&client.name, client.address);
        found.decided() == Some(true)
    })
}

fn trouble(list: Option<&MatchList>, client: &Client) -> Vec<Note> {
    let unsound = list.filter(|list| !list.is_sound());
    match unsound.map(|list| list.match_client(&client.name, client.address)) {
        Some(Match::Failed(_, log)) => log,
        Some(Match::Yes(_) | Match::No(_) | Match::NotModelled(_)) | None => Vec::new(),
    }
}
