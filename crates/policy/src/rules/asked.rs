//! What whoever examines a server asks of its lists, besides the session.

use super::*;
use crate::Class;

impl Rules {
    /// Which parameter is responsible for an address, and whether its local part holds a
    /// route; `None` if a table decides that fails or is not known.
    #[must_use]
    pub fn class_of(&self, address: &str) -> Option<(Class, bool)> {
        let destination = self.0.destinations.of(address).ok()?;
        Some((destination.class, destination.routed))
    }

    /// Whether `mynetworks` names this client; `None` as with [`Rules::flushes`].
    #[must_use]
    pub fn trusts(&self, client: &Client) -> Option<bool> {
        let networks = &self.0.mynetworks;
        networks
            .match_client(&client.name, client.address)
            .decided()
    }

    /// How many words the restriction lists and classes hold.
    #[must_use]
    pub fn words(&self) -> usize {
        let lists = self.0.lists.all().into_iter().map(<[Word]>::len);
        lists.chain(self.0.classes.values().map(Vec::len)).sum()
    }
}
