//! What no file of the mail system answers: other people's tables, DNS lists, policy
//! services, and restrictions that are not simulated. Each can be supposed.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// A question to the outside.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fact {
    /// What a table says that a server holds, or whose patterns are not simulated.
    Table {
        /// `mysql:/etc/postfix/domains.cf`
        table: Arc<str>,
        /// What is looked up.
        key: Arc<str>,
    },
    /// Whether a list in the DNS names something.
    DnsList {
        /// `zen.example-dnsbl.test`, with its filter if there is one.
        zone: Arc<str>,
        /// The address or the name.
        of: Arc<str>,
    },
    /// What a policy service answers.
    Service {
        /// `unix:private/policy`
        endpoint: Arc<str>,
    },
    /// What a restriction says that is not simulated.
    Restriction {
        /// `permit_mx_backup`
        word: Arc<str>,
    },
}

/// A fact with its answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Supposed {
    /// The question.
    pub fact: Fact,
    /// The value, the action, or that something is listed; `None`: nothing is there, and
    /// the next restriction decides.
    pub says: Option<Arc<str>>,
}

/// Who answers questions to the outside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Outside {
    /// The world: its DNS, and the policy services that run. The rest is not modelled.
    #[default]
    World,
    /// Only what is supposed here; any other question stops the trace, which names it.
    Supposed(Arc<BTreeMap<Fact, Option<Arc<str>>>>),
    /// What is supposed here, where a [`Fact::source`] stands for every question to it;
    /// anybody else says nothing.
    Silent(Arc<BTreeMap<Fact, Option<Arc<str>>>>),
    /// The world, but for what is supposed here, where a [`Fact::source`] stands for every
    /// question to it.
    Beside(Arc<BTreeMap<Fact, Option<Arc<str>>>>),
}

/// What comes of a question to the outside.
pub(crate) enum Told {
    /// This is supposed.
    Says(Option<Arc<str>>),
    /// Nobody knows.
    Unknown,
    /// The world is to be asked.
    OfTheWorld,
}

/// The kinds of facts, for whoever writes them down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactKind {
    /// [`Fact::Table`]
    Table,
    /// [`Fact::DnsList`]
    DnsList,
    /// [`Fact::Service`]
    Service,
    /// [`Fact::Restriction`]
    Restriction,
}

impl Outside {
    /// These facts and no other.
    #[must_use]
    pub fn supposing<'s>(facts: impl IntoIterator<Item = &'s Supposed>) -> Self {
        Self::Supposed(Arc::new(mapped(facts)))
    }

    /// The world with these facts in place of its own.
    #[must_use]
    pub fn beside<'s>(facts: impl IntoIterator<Item = &'s Supposed>) -> Self {
        Self::Beside(Arc::new(mapped(facts)))
    }

    /// The same with these facts more.
    #[must_use]
    pub fn with<'s>(&self, facts: impl IntoIterator<Item = &'s Supposed>) -> Self {
        let mut all = mapped(facts);
        let known = match self {
            Self::World => return Self::Beside(Arc::new(all)),
            Self::Supposed(known) | Self::Silent(known) | Self::Beside(known) => known,
        };
        all.extend(
            known
                .iter()
                .map(|(fact, says)| (fact.clone(), says.clone())),
        );
        let all = Arc::new(all);
        match self {
            Self::World | Self::Beside(_) => Self::Beside(all),
            Self::Supposed(_) => Self::Supposed(all),
            Self::Silent(_) => Self::Silent(all),
        }
    }

    /// What comes of a question that the world, too, may answer.
    pub(crate) fn answer(&self, fact: &Fact) -> Told {
        match (self, self.says(fact)) {
            (_, Some(says)) => Told::Says(says),
            (Self::World | Self::Beside(_), None) => Told::OfTheWorld,
            (Self::Supposed(_) | Self::Silent(_), None) => Told::Unknown,
        }
    }

    /// Whether a table that is not at hand is asked here all the same.
    pub(crate) fn stands_for(&self, table: &str) -> bool {
        match self {
            Self::World => false,
            Self::Supposed(_) | Self::Silent(_) => true,
            Self::Beside(facts) => facts
                .keys()
                .any(|fact| matches!(fact, Fact::Table { table: own, .. } if **own == *table)),
        }
    }

    /// What is supposed of a fact. `None`: nothing is, and the fact is not known.
    pub(crate) fn says(&self, fact: &Fact) -> Option<Option<Arc<str>>> {
        match self {
            Self::World => None,
            Self::Supposed(facts) => facts.get(fact).cloned(),
            Self::Silent(facts) => {
                let said = facts.get(fact).or_else(|| facts.get(&fact.source()));
                Some(said.cloned().flatten())
            }
            Self::Beside(facts) => {
                let said = facts.get(fact).or_else(|| facts.get(&fact.source()));
                said.cloned()
            }
        }
    }
}

fn mapped<'s>(facts: impl IntoIterator<Item = &'s Supposed>) -> BTreeMap<Fact, Option<Arc<str>>> {
    let mut map = BTreeMap::new();
    for Supposed { fact, says } in facts {
        map.insert(fact.clone(), says.clone());
    }
    map
}

impl FactKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Table, Self::DnsList, Self::Service, Self::Restriction];
}

impl Fact {
    /// The fact of a kind: who is asked, and what about. Services and restrictions are
    /// asked about whatever comes; an empty text stands for that elsewhere, too.
    #[must_use]
    pub fn of(kind: FactKind, source: &str, about: &str) -> Self {
        let (source, about) = (Arc::from(source), Arc::from(about));
        match kind {
            FactKind::Table => Self::Table {
                table: source,
                key: about,
            },
            FactKind::DnsList => Self::DnsList {
                zone: source,
                of: about,
            },
            FactKind::Service => Self::Service { endpoint: source },
            FactKind::Restriction => Self::Restriction { word: source },
        }
    }

    /// What [`Fact::of`] makes it from: the kind, who is asked, and what about.
    #[must_use]
    pub fn parts(&self) -> (FactKind, &str, &str) {
        match self {
            Self::Table { table, key } => (FactKind::Table, table, key),
            Self::DnsList { zone, of } => (FactKind::DnsList, zone, of),
            Self::Service { endpoint } => (FactKind::Service, endpoint, ""),
            Self::Restriction { word } => (FactKind::Restriction, word, ""),
        }
    }

    /// Who is asked, without what about.
    #[must_use]
    pub fn source(&self) -> Self {
        let nothing = || Arc::from("");
        match self {
            Self::Table { table, .. } => Self::Table {
                table: Arc::clone(table),
                key: nothing(),
            },
            Self::DnsList { zone, .. } => Self::DnsList {
                zone: Arc::clone(zone),
                of: nothing(),
            },
            Self::Service { .. } | Self::Restriction { .. } => self.clone(),
        }
    }
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Table { table, key } => write!(f, "what {table} says to {key}"),
            Self::DnsList { zone, of } => write!(f, "whether {zone} lists {of}"),
            Self::Service { endpoint } => write!(f, "what {endpoint} answers"),
            Self::Restriction { word } => write!(f, "what {word} decides"),
        }
    }
}

impl fmt::Display for Supposed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.fact, &self.says) {
            (Fact::Table { table, key }, None) => write!(f, "{table} does not hold {key}"),
            (Fact::Table { table, key }, Some(value)) => write!(f, "{table} says {value} to {key}"),
            (Fact::DnsList { zone, of }, None) => write!(f, "{zone} does not list {of}"),
            (Fact::DnsList { zone, of }, Some(_)) => write!(f, "{zone} lists {of}"),
            (Fact::Service { endpoint }, None) => write!(f, "{endpoint} answers DUNNO"),
            (Fact::Service { endpoint }, Some(action)) => write!(f, "{endpoint} answers {action}"),
            (Fact::Restriction { word }, None) => write!(f, "{word} decides nothing"),
            (Fact::Restriction { word }, Some(action)) => write!(f, "{word} says {action}"),
        }
    }
}
