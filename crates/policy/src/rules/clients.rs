//! Lists about every client that no reply shows, but the log when they cannot be used:
//! `smtpd_service` and `smtpd_proto` of `smtpd.c`.

use super::*;
use crate::match_list::Match;

impl Rules {
    /// What is logged because a list about bare newlines cannot be used, when a client
    /// comes.
    #[must_use]
    pub fn bare_newline_trouble(&self, client: &Client) -> Vec<Note> {
        trouble(self.0.bare_newlines.as_ref(), client)
    }

    /// What is logged because the list of clients that no limit counts cannot be used,
    /// when one comes and when it goes.
    #[must_use]
    pub fn limit_trouble(&self, client: &Client) -> Vec<Note> {
        trouble(self.0.event_limits.as_ref(), client)
    }
}

/// A list that may fail, if the release knows the parameter; none otherwise.
pub(super) fn unsound(
    name: &'static str,
    settings: &Settings,
    world: &World,
) -> Result<Option<MatchList>, Fatal> {
    if matches!(settings.text(name).origin, Origin::NotYet { .. }) {
        return Ok(None);
    }
    let list = MatchList::read(name, settings, world)?;
    Ok((!list.is_sound()).then_some(list))
}

fn trouble(list: Option<&MatchList>, client: &Client) -> Vec<Note> {
    match list.map(|list| list.match_client(&client.name, client.address)) {
        Some(Match::Failed(_, log)) => log,
        Some(Match::Yes(_) | Match::No(_) | Match::NotModelled(_)) | None => Vec::new(),
    }
}
