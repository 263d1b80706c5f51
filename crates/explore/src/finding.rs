//! The report on a site: an answer to every question, and what was found.

use std::sync::Arc;

use saslab_smtpd::Server;
use saslab_smtpd::maincf::Span;

use crate::case::{Case, Found, place};
use crate::question::{Ask, permits, questions};
use crate::search::{Bound, Predicate};
use crate::{Answer, Limit, Proviso, Question, Severity, Site, Witness, suppose};

/// Every question with its answer.
#[derive(Clone, Debug)]
pub struct Report {
    /// In the order of the table.
    pub answers: Vec<Reported>,
    /// How many sessions were run in all.
    pub sessions: u32,
}

/// One question with its answer.
#[derive(Clone, Debug)]
pub struct Reported {
    /// The question.
    pub question: &'static Question,
    /// The answer.
    pub answer: Answer,
    /// What was found, one entry for each service or line; empty unless it happens.
    pub findings: Vec<Finding>,
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The question behind it.
    pub question: &'static Question,
    /// How bad it is here.
    pub severity: Severity,
    /// The service of master.cf; `None`: it is about main.cf as a whole.
    pub service: Option<Arc<str>>,
    /// What is the case, one sentence without its full stop.
    pub says: Arc<str>,
    /// The lines at fault.
    pub places: Vec<Place>,
    /// A session that shows it; none if it does not show in any.
    pub witness: Option<Witness>,
}

/// A line of the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The parameter, as written.
    pub parameter: Arc<str>,
    /// The line of main.cf, counted from 1; none: main.cf does not set it.
    pub line: Option<u32>,
    /// Where the value stands in main.cf.
    pub span: Option<Span>,
    /// The service of master.cf that sets it.
    pub service: Option<Arc<str>>,
}

impl Report {
    /// What was found, the worst first.
    #[must_use]
    pub fn findings(&self) -> Vec<&Finding> {
        let all = self.answers.iter().flat_map(|answer| &answer.findings);
        let mut all: Vec<&Finding> = all.collect();
        // Stable: questions stay in the order of the table.
        all.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        all
    }

    /// The answer to the question of a name.
    #[must_use]
    pub fn answer(&self, name: &str) -> Option<&Reported> {
        self.answers
            .iter()
            .find(|reported| reported.question.name == name)
    }
}

/// How many sessions are run for one service.
const BOUND: Bound = Bound { sessions: 20_000 };

/// Asks every question about a site.
#[must_use]
pub fn examine(site: &Site) -> Report {
    let all: Vec<&'static Question> = questions().collect();
    report(site, &all)
}

/// Asks these questions about a site: a part of an examination. One of [`QUESTIONS`] is
/// meant, since what searches do for one question they do for all of its theme.
///
/// [`QUESTIONS`]: crate::QUESTIONS
#[must_use]
pub fn examine_these(site: &Site, questions: &'static [Question]) -> Report {
    let these: Vec<&'static Question> = questions.iter().collect();
    report(site, &these)
}

fn report(site: &Site, questions: &[&'static Question]) -> Report {
    let site = suppose::prepared(site);
    let case = Case::of(&site);
    let searched = searched(&case, questions.iter().copied());
    let sessions = searched.sessions;
    let questions = questions.iter();
    let answers = questions.map(|question| searched.answer(&case, question));
    Report {
        answers: answers.collect(),
        sessions,
    }
}

/// Asks one question about a site.
#[must_use]
pub fn ask(site: &Site, question: &'static Question) -> Reported {
    let site = suppose::prepared(site);
    let case = Case::of(&site);
    searched(&case, std::iter::once(question)).answer(&case, question)
}

/// What the searches of all services have found.
struct Searched {
    questions: Vec<&'static Question>,
    sessions: u32,
    limit: Option<Limit>,
    witnesses: Vec<Vec<(Witness, Vec<Place>)>>,
    provided: Vec<Vec<Proviso>>,
}

fn searched(case: &Case<'_>, questions: impl Iterator<Item = &'static Question>) -> Searched {
    let mut asked = Vec::new();
    let mut predicates: Vec<Predicate> = Vec::new();
    for question in questions {
        if let Ask::Step(predicate) = question.ask {
            asked.push(question);
            predicates.push(predicate);
        }
    }
    let mut searched = Searched {
        witnesses: vec![Vec::new(); asked.len()],
        provided: vec![Vec::new(); asked.len()],
        questions: asked,
        sessions: 0,
        limit: None,
    };
    if predicates.is_empty() {
        return searched;
    }
    for running in case.serving() {
        let one = suppose::search(case.site, running, &predicates, BOUND);
        searched.sessions = searched.sessions.saturating_add(one.found.sessions);
        searched.limit = searched.limit.or(one.found.limit);
        let (_, server) = running;
        for (all, witness) in searched.witnesses.iter_mut().zip(one.found.witnesses) {
            all.extend(witness.map(|witness| {
                let places = at_fault(server, &witness);
                (witness, places)
            }));
        }
        for (all, provisos) in searched.provided.iter_mut().zip(one.provided) {
            all.extend(provisos);
        }
    }
    searched
}

/// The words that have let a session pass, and the settings behind them.
fn at_fault(server: &Arc<Server>, witness: &Witness) -> Vec<Place> {
    let mut places = Vec::new();
    for step in witness.replay_on(server) {
        for check in permits(&step) {
            let list = server.settings().text(check.list);
            places.push(Place {
                span: check.restriction.span,
                ..place(&list)
            });
            places.extend(check.setting.as_ref().map(place));
        }
    }
    places
}

impl Searched {
    fn answer(&self, case: &Case<'_>, question: &'static Question) -> Reported {
        match question.ask {
            Ask::Step(_) => self.reported(question),
            Ask::Case(look) => reported(question, look(case)),
        }
    }

    fn reported(&self, question: &'static Question) -> Reported {
        let at = self.questions.iter().position(|asked| *asked == question);
        let witnesses = at.and_then(|at| self.witnesses.get(at));
        let witnesses = witnesses.map_or(&[][..], Vec::as_slice);
        let provided = at.and_then(|at| self.provided.get(at));
        let findings = witnesses.iter().map(|(witness, places)| Finding {
            question,
            severity: question.severity,
            service: Some(Arc::clone(&witness.service)),
            says: Arc::from(question.title),
            places: places.clone(),
            witness: Some(witness.clone()),
        });
        let answer = match (witnesses.first(), &self.limit) {
            (Some((witness, _)), _) => Answer::Happens(witness.clone()),
            (None, Some(limit)) => Answer::Unknown(limit.clone()),
            (None, None) => Answer::Never {
                sessions: self.sessions,
                provided: provided.cloned().unwrap_or_default(),
            },
        };
        Reported {
            question,
            answer,
            findings: findings.collect(),
        }
    }
}

fn reported(question: &'static Question, found: Vec<Found>) -> Reported {
    let findings: Vec<Finding> = found
        .into_iter()
        .map(|found| Finding {
            question,
            severity: found.severity.unwrap_or(question.severity),
            service: found.service,
            says: found.says.into(),
            places: found.places,
            witness: found.witness,
        })
        .collect();
    let answer = match findings.first() {
        None => Answer::never(0),
        Some(first) => Answer::Happens(first.witness.clone().unwrap_or_else(|| {
            let service = first.service.as_deref().unwrap_or(Witness::STOCK);
            let outsider = crate::alphabet::OUTSIDER;
            Witness::begin(service, outsider, outsider)
        })),
    };
    Reported {
        question,
        answer,
        findings,
    }
}
