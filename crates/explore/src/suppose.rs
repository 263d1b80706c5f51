//! Searches under suppositions: what no file answers is first supposed to say nothing,
//! as it mostly does; then each fact is supposed to permit, alone and all together.
//! Left out: every further combination, and answers that refuse, which lead no message
//! further than silence does.

use std::collections::BTreeMap;
use std::sync::Arc;

use saslab_smtpd::maincf::Service;
use saslab_smtpd::policy::{Fact, Outside, Supposed};

use crate::alphabet::Alphabet;
use crate::search::{self, Bound, Found, Predicate};
use crate::{Limit, Proviso, Site};

type Assignment = BTreeMap<Fact, Option<Arc<str>>>;

/// What the searches of one service have come to.
pub(crate) struct Searched {
    /// With nothing said from outside.
    pub(crate) found: Found,
    /// One per predicate: under which answers from outside it holds all the same.
    pub(crate) provided: Vec<Vec<Proviso>>,
}

/// How often new questions may follow from the answers to earlier ones.
const ROUNDS: u32 = 16;

/// How many facts are flipped one by one.
const FACTS: usize = 64;

/// Table types whose contents a server has: any Postfix may have them.
const SERVERS: [&str; 5] = ["mysql", "pgsql", "ldap", "sqlite", "mongodb"];

struct Supposing<'s> {
    site: &'s Site,
    service: &'s Service,
    predicates: &'s [Predicate],
    bound: Bound,
    sessions: u32,
}

/// Asks the predicates about one service; `None`: it does not start.
pub(crate) fn search(
    site: &Site,
    service: &Service,
    predicates: &[Predicate],
    bound: Bound,
) -> Option<Searched> {
    let mut supposing = Supposing {
        site,
        service,
        predicates,
        bound,
        sessions: 0,
    };
    let mut plain = given(site);
    let mut found = supposing.complete(&mut plain)?;
    let provided = supposing.flips(&plain, &mut found);
    found.sessions = supposing.sessions;
    Some(Searched { found, provided })
}

/// What the site itself supposes, and the policy services that run.
fn given(site: &Site) -> Assignment {
    let world = &site.installation.world;
    let mut facts = match &world.outside {
        Outside::World => Assignment::new(),
        Outside::Supposed(facts) => (**facts).clone(),
    };
    for (endpoint, action) in &world.policy_services {
        let endpoint = Arc::clone(endpoint);
        facts
            .entry(Fact::Service { endpoint })
            .or_insert_with(|| Some(Arc::clone(action)));
    }
    facts
}

impl Supposing<'_> {
    fn run(&mut self, facts: &Assignment) -> Option<Found> {
        let mut site = self.site.clone();
        let world = &mut site.installation.world;
        world.outside = Outside::Supposed(Arc::new(facts.clone()));
        world.table_types.extend(SERVERS.map(Arc::from));
        let server = site.start(self.service).ok()?;
        let alphabet = Alphabet::of(&server, site.lens);
        let name = &self.service.name;
        let mut found = search::search(&server, name, &alphabet, self.predicates, self.bound);
        self.sessions = self.sessions.saturating_add(found.sessions);
        for witness in found.witnesses.iter_mut().flatten() {
            witness.supposing = listed(facts);
        }
        Some(found)
    }

    /// Supposes that nothing is said to each question that comes up.
    fn complete(&mut self, facts: &mut Assignment) -> Option<Found> {
        for _round in 0..ROUNDS {
            let found = self.run(facts)?;
            if found.unknown.is_empty() {
                return Some(found);
            }
            for fact in found.unknown {
                facts.insert(fact, None);
            }
        }
        let mut found = self.run(facts)?;
        found.limit = Some(Limit::Suppositions(ROUNDS));
        Some(found)
    }

    /// Supposes that facts permit, and keeps what holds then and did not before.
    fn flips(&mut self, plain: &Assignment, found: &mut Found) -> Vec<Vec<Proviso>> {
        let mut provided = vec![Vec::new(); self.predicates.len()];
        let silent = plain.iter().filter(|(_, says)| says.is_none());
        let facts: Vec<Fact> = silent.map(|(fact, _)| fact.clone()).collect();
        if facts.len() > FACTS {
            let tried = u32::try_from(FACTS).unwrap_or(u32::MAX);
            found.limit.get_or_insert(Limit::Suppositions(tried));
            return provided;
        }
        let mut harmless = Vec::new();
        for fact in facts {
            if !self.flip(plain, std::slice::from_ref(&fact), found, &mut provided) {
                harmless.push(fact);
            }
        }
        if harmless.len() > 1 {
            self.flip(plain, &harmless, found, &mut provided);
        }
        provided
    }

    /// Whether a predicate holds that did not hold before.
    fn flip(
        &mut self,
        plain: &Assignment,
        facts: &[Fact],
        before: &Found,
        provided: &mut [Vec<Proviso>],
    ) -> bool {
        let mut assignment = plain.clone();
        for fact in facts {
            assignment.insert(fact.clone(), Some(permission(fact)));
        }
        let Some(found) = self.complete(&mut assignment) else {
            return false;
        };
        let mut new = false;
        let pairs = before.witnesses.iter().zip(found.witnesses);
        for ((was, is), provisos) in pairs.zip(provided) {
            if let (None, Some(witness)) = (was, is) {
                let otherwise = facts.iter().map(|fact| Supposed {
                    fact: fact.clone(),
                    says: Some(permission(fact)),
                });
                provisos.push(Proviso {
                    otherwise: otherwise.collect(),
                    witness,
                });
                new = true;
            }
        }
        new
    }
}

/// The answer that lets most through.
fn permission(fact: &Fact) -> Arc<str> {
    Arc::from(match fact {
        Fact::Table { .. } | Fact::Service { .. } | Fact::Restriction { .. } => "OK",
        Fact::DnsList { .. } => "127.0.0.2",
    })
}

fn listed(facts: &Assignment) -> Vec<Supposed> {
    let facts = facts.iter().map(|(fact, says)| Supposed {
        fact: fact.clone(),
        says: says.clone(),
    });
    facts.collect()
}

#[cfg(test)]
#[path = "suppose_tests.rs"]
mod tests;
