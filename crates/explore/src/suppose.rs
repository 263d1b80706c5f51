//! Searches under suppositions: whoever is asked outside is first supposed to say
//! nothing, as they mostly do; then each is supposed to permit, alone and all together.
//! Left out: every further combination, and answers that refuse, which lead no message
//! further than silence does.

use std::collections::BTreeMap;
use std::sync::Arc;

use saslab_smtpd::Server;
use saslab_smtpd::maincf::Service;
use saslab_smtpd::policy::{Fact, Outside, Supposed};

use crate::alphabet::Alphabet;
use crate::search::{self, Bound, Found, Predicate};
use crate::{Limit, Outsiders, Proviso, Site, Witness};

type Assignment = BTreeMap<Fact, Option<Arc<str>>>;

/// What the searches of one service have come to.
pub(crate) struct Searched {
    /// With nothing said from outside.
    pub(crate) found: Found,
    /// One per predicate: under which answers from outside it holds all the same.
    pub(crate) provided: Vec<Vec<Proviso>>,
}

/// How many sources are asked what if they permit.
const SOURCES: usize = 64;

struct Supposing<'s> {
    site: &'s Site,
    service: &'s Service,
    predicates: &'s [Predicate],
    bound: Bound,
    sessions: u32,
    /// Who outside is asked.
    sources: Vec<Fact>,
}

/// A site as it is asked about: whoever is outside says nothing, and tables of servers
/// can be opened.
pub(crate) fn prepared(site: &Site) -> Site {
    match site.outsiders {
        Outsiders::Supposed => with(site, given(site)),
        Outsiders::OfTheWorld => site.clone(),
    }
}

fn with(site: &Site, facts: Assignment) -> Site {
    let mut site = site.clone();
    let world = &mut site.installation.world;
    world.outside = Outside::Silent(Arc::new(facts));
    world.add_plug_ins();
    site
}

/// Asks the predicates about one service of a prepared site, which runs.
pub(crate) fn search(
    site: &Site,
    (service, server): (&Service, &Arc<Server>),
    predicates: &[Predicate],
    bound: Bound,
) -> Searched {
    let mut supposing = Supposing {
        site,
        service,
        predicates,
        bound,
        sessions: 0,
        sources: server.rules().sources(),
    };
    let mut provided = vec![Vec::new(); predicates.len()];
    let mut found;
    match site.outsiders {
        Outsiders::Supposed => {
            let plain = given(site);
            found = supposing.run_on(server, &plain);
            supposing.flips(&plain, &mut found, &mut provided);
        }
        Outsiders::OfTheWorld => {
            found = supposing.run_on(server, &Assignment::new());
            let unknown = found.unknown.first().map(ToString::to_string);
            let limit = unknown.map(|fact| Limit::NotSimulated(fact.into()));
            found.limit = limit.or(found.limit);
        }
    }
    found.sessions = supposing.sessions;
    Searched { found, provided }
}

/// What the site itself supposes, and the policy services that run.
fn given(site: &Site) -> Assignment {
    let world = &site.installation.world;
    let mut facts = match &world.outside {
        Outside::World => Assignment::new(),
        Outside::Supposed(facts) | Outside::Silent(facts) | Outside::Beside(facts) => {
            (**facts).clone()
        }
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
        let site = with(self.site, facts.clone());
        let server = site.start(self.service).ok()?;
        Some(self.run_on(&server, facts))
    }

    fn run_on(&mut self, server: &Arc<Server>, facts: &Assignment) -> Found {
        let alphabet = Alphabet::of((server, self.service), self.site.lens);
        let name = &self.service.name;
        let mut found = search::search(server, name, &alphabet, self.predicates, self.bound);
        self.sessions = self.sessions.saturating_add(found.sessions);
        if !self.sources.is_empty() && self.site.outsiders == Outsiders::Supposed {
            for witness in found.witnesses.iter_mut().flatten() {
                witness.supposing = self.asked(witness, facts);
            }
        }
        found
    }

    /// What a session asks of the outside, with what is supposed of it.
    fn asked(&self, witness: &Witness, facts: &Assignment) -> Vec<Supposed> {
        let mut asked = Assignment::new();
        for _round in 0..ROUNDS {
            let mut site = self.site.clone();
            site.installation.world.outside = Outside::Supposed(Arc::new(asked.clone()));
            let Ok(server) = site.start(self.service) else {
                break;
            };
            let steps = witness.replay_on(&server);
            let Some(fact) = steps.into_iter().find_map(|step| step.unknown) else {
                break;
            };
            let said = facts.get(&fact).or_else(|| facts.get(&fact.source()));
            let said = said.cloned().flatten();
            asked.insert(fact, said);
        }
        listed(&asked)
    }

    /// Supposes that sources permit, and keeps what holds then and did not before.
    fn flips(&mut self, plain: &Assignment, found: &mut Found, provided: &mut [Vec<Proviso>]) {
        let sources = self.sources.iter();
        let silent: Vec<Fact> = sources
            .filter(|source| !plain.contains_key(source))
            .cloned()
            .collect();
        if silent.len() > SOURCES {
            let tried = u32::try_from(SOURCES).unwrap_or(u32::MAX);
            found.limit.get_or_insert(Limit::Suppositions(tried));
            return;
        }
        let mut harmless = Vec::new();
        let most = self.bound.sessions;
        for source in silent {
            if self.sessions > most {
                found.limit.get_or_insert(Limit::Sessions(self.sessions));
                return;
            }
            if !self.flip(plain, std::slice::from_ref(&source), found, provided) {
                harmless.push(source);
            }
        }
        if harmless.len() > 1 {
            self.flip(plain, &harmless, found, provided);
        }
    }

    /// Whether a predicate holds that did not hold before.
    fn flip(
        &mut self,
        plain: &Assignment,
        sources: &[Fact],
        before: &mut Found,
        provided: &mut [Vec<Proviso>],
    ) -> bool {
        let mut facts = plain.clone();
        for source in sources {
            facts.insert(source.clone(), Some(permission(source)));
            if let Fact::Table { table, .. } = source {
                // The name of clients without one: no table means them by it.
                let (table, key) = (Arc::clone(table), Arc::from("unknown"));
                facts.insert(Fact::Table { table, key }, None);
            }
        }
        let Some(found) = self.run(&facts) else {
            return false;
        };
        before.limit = before.limit.take().or(found.limit);
        let mut new = false;
        let pairs = before.witnesses.iter().zip(found.witnesses);
        for ((was, is), provisos) in pairs.zip(provided) {
            if let (None, Some(witness)) = (was, is) {
                let supposing = witness.supposing.iter();
                let otherwise = supposing.filter(|supposed| supposed.says.is_some());
                provisos.push(Proviso {
                    otherwise: otherwise.cloned().collect(),
                    witness,
                });
                new = true;
            }
        }
        new
    }
}

/// The most facts that one session asks for.
const ROUNDS: u32 = 64;

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
