//! Answers to EHLO that are the same in many sessions with one server, made once.

use std::sync::{Arc, OnceLock};

use super::keywords::Discards;
use super::{Channel, Session};
use crate::{Reply, Withheld};

/// An answer to EHLO, and what it leaves out.
#[derive(Clone, Debug)]
pub(super) struct Announcement {
    pub(super) reply: Reply,
    pub(super) withheld: Arc<[Withheld]>,
}

/// The answers of one server, each made when it is first asked for: for both channels,
/// with AUTH shown, hidden, and perhaps hidden. Services that object do so every time.
#[derive(Debug, Default)]
pub(crate) struct Announcements([OnceLock<Announcement>; 6]);

impl Announcements {
    /// The answer in one session; `make` makes it where it is new, or where a table has
    /// keywords for this client.
    pub(super) fn of(
        &self,
        session: &Session,
        make: impl FnOnce() -> Announcement,
    ) -> Announcement {
        if session.server.rules.has_special_clients() {
            return make();
        }
        match session.discards {
            Discards::OfAll => {}
            Discards::OfClient(_) | Discards::Unknown => return make(),
        }
        let server = &session.server;
        let [a, b, c, d, e, f] = &self.0;
        let [shown, hidden, unknown] = match session.channel {
            Channel::Clear => [a, b, c],
            Channel::Encrypted => [d, e, f],
        };
        let hides = server.config.sasl_enable.value;
        let place = match hides.then(|| server.rules.hides_auth(&session.client)) {
            None | Some(Some(false)) => shown,
            Some(Some(true)) => hidden,
            Some(None) => unknown,
        };
        place.get_or_init(make).clone()
    }
}
