//! What the tables of other servers say to domains that are not served: nothing. A table
//! that lists what is the server's own does not hold a foreign domain, whatever else it
//! holds; what such a session rests on is said in its witness.
//! Left out: tables that a restriction asks, whose answers decide.

use std::sync::Arc;

use saslab_smtpd::Server;
use saslab_smtpd::policy::{Fact, Supposed};

use super::talk::{Door, Talk};
use super::{REVERSE_DOMAIN, REVERSE_PATH, Verdict, Who};
use crate::alphabet::foreign_domain;
use crate::{Lens, Witness};

/// The most facts that one session asks for.
const ROUNDS: usize = 32;

/// A server, and what it would be if something of this kind were known.
pub(super) struct Strangers<'s> {
    server: &'s Arc<Server>,
    lens: Lens,
    known: Vec<(Vec<Supposed>, Arc<Server>)>,
}

impl<'s> Strangers<'s> {
    pub(super) const fn of(server: &'s Arc<Server>, lens: Lens) -> Self {
        Self {
            server,
            lens,
            known: Vec::new(),
        }
    }

    /// How a session ends that has ended like this, once nothing is said to strangers.
    pub(super) fn end(
        &mut self,
        who: Who,
        line: &Arc<str>,
        mut ended: (Verdict, Talk),
    ) -> (Verdict, Talk) {
        let mut facts = Vec::new();
        while let Some(fact) = ended.1.unknown().filter(|fact| self.is_strange(fact))
            && facts.len() < ROUNDS
        {
            facts.push(Supposed {
                fact: fact.clone(),
                says: None,
            });
            let Some(server) = self.supposing(&facts) else {
                break;
            };
            let mut door = Door::open(&server, self.lens, who.origin.address());
            ended = door.ready(who.identity, REVERSE_PATH).end(line);
        }
        ended.1.suppose(facts);
        ended
    }

    /// Whether it is asked what the server's own tables say to a foreign domain.
    fn is_strange(&self, fact: &Fact) -> bool {
        let Fact::Table { table, key } = fact else {
            return false;
        };
        let domain = key.rsplit_once('@').map_or(&**key, |(_, domain)| domain);
        let foreign = foreign_domain(self.server);
        let is_of = |own: &str| {
            let above = own.strip_suffix(domain);
            above.is_some_and(|above| {
                above.is_empty() || above.ends_with('.') || domain.starts_with('.')
            })
        };
        let mut own = [foreign, REVERSE_DOMAIN].into_iter();
        (domain == "*" || own.any(is_of)) && self.server.rules().lists_own(table)
    }

    fn supposing(&mut self, facts: &[Supposed]) -> Option<Arc<Server>> {
        let mut known = self.known.iter();
        if let Some((_, server)) = known.find(|(known, _)| known == facts) {
            return Some(Arc::clone(server));
        }
        let mut installation = self.server.installation().clone();
        let outside = &mut installation.world.outside;
        *outside = outside.with(facts);
        let server = Server::start(&installation).ok()?;
        self.known.push((facts.to_vec(), Arc::clone(&server)));
        Some(server)
    }
}

impl Witness {
    /// On which condition the session of a relay table ends as it does; none: on none.
    #[must_use]
    pub fn provided(&self) -> Option<String> {
        let mut tables: Vec<&str> = Vec::new();
        for supposed in &self.supposing {
            let (_, table, _) = supposed.fact.parts();
            if !tables.contains(&table) {
                tables.push(table);
            }
        }
        let all = tables.join(", ");
        (!all.is_empty()).then(|| ["provided that no foreign domain is in ", &all].concat())
    }
}
