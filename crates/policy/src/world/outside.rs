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
}

impl Outside {
    /// These facts and no other.
    #[must_use]
    pub fn supposing<'s>(facts: impl IntoIterator<Item = &'s Supposed>) -> Self {
        let mut map = BTreeMap::new();
        for Supposed { fact, says } in facts {
            map.insert(fact.clone(), says.clone());
        }
        Self::Supposed(Arc::new(map))
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
        }
    }
}

impl Fact {
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
