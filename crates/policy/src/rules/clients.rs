//! Lists about every client that no reply shows, but the log when they cannot be used:
//! `smtpd_service` and `smtpd_proto` of `smtpd.c`.

use super::*;
use crate::destination::Trouble;
use crate::match_list::Match;
use crate::table::Key;

impl Rules {
    /// What is logged because a list about bare newlines cannot be used, when a client
    /// comes.
    #[must_use]
    pub fn bare_newline_trouble(&self, client: &Client) -> Vec<Note> {
        trouble(self.0.bare_newlines.as_ref(), client)
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
    // A search is dear beside a look at every entry.
    let unsound = list.filter(|list| !list.is_sound());
    match unsound.map(|list| list.match_client(&client.name, client.address)) {
        Some(Match::Failed(_, log)) => log,
        Some(Match::Yes(_) | Match::No(_) | Match::NotModelled(_)) | None => Vec::new(),
    }
}
