//! Tables that are read from top to bottom: `regexp:`, `pcre:` and `cidr:` with their
//! IF blocks, from `dict_regexp.c`, `dict_pcre.c` and `dict_cidr.c`. What Postfix
//! skips with a warning is skipped here. Each reader stays a function of its own, since
//! the page loads only what it needs.
//! Left out: that `cidr:` had neither IF nor `!` before 3.2.

use std::net::IpAddr;
use std::sync::{Arc, OnceLock};

use saslab_maincf::is_space;

use super::complaint::complaints;
use super::lines::lines;
use super::pattern::{Flavor, Pattern, Reading};
use crate::network::Network;

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Rule<P> {
    /// What is found if all patterns hold.
    Value {
        conditions: Vec<P>,
        value: String,
    },
    /// Skip to the matching ENDIF, or to the end of all, unless the pattern holds.
    If {
        condition: P,
        end: Option<usize>,
    },
    EndIf,
}

/// Whether one pattern holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    Yes,
    No,
    /// It needs something that is not simulated.
    Unknown,
}

/// What a search gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Search {
    Found(String),
    Missing,
    NotModelled,
}

/// A condition of a rule on a key.
pub(super) trait Condition {
    /// What is looked up.
    type Key: ?Sized;

    fn holds(&self, key: &Self::Key) -> Holds;

    /// The value of a rule that holds, with what it takes from the key.
    fn value(&self, key: &Self::Key, value: &str) -> String;
}

/// The first rule that holds.
pub(super) fn search<P: Condition>(rules: &[Rule<P>], key: &P::Key) -> Search {
    let mut at = 0;
    while let Some(rule) = rules.get(at) {
        at += 1;
        match rule {
            Rule::EndIf => {}
            Rule::If { condition, end } => match (condition.holds(key), end) {
                (Holds::Yes, _) => {}
                (Holds::No, Some(end)) => at = *end,
                (Holds::No, None) => return Search::Missing,
                (Holds::Unknown, _) => return Search::NotModelled,
            },
            Rule::Value { conditions, value } => {
                let mut held = conditions.iter().map(|condition| condition.holds(key));
                match held.find(|holds| *holds != Holds::Yes) {
                    Some(Holds::Unknown) => return Search::NotModelled,
                    Some(Holds::No | Holds::Yes) => {}
                    None => {
                        let value = conditions
                            .first()
                            .map_or_else(|| value.clone(), |first| first.value(key, value));
                        return Search::Found(value);
                    }
                }
            }
        }
    }
    Search::Missing
}

/// `IF` and `ENDIF`, in any letter case, before anything that is no letter or digit.
pub(super) fn keyword<'l>(line: &'l str, word: &str) -> Option<&'l str> {
    let (head, rest) = line.split_at_checked(word.len())?;
    let ends = !rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    (head.eq_ignore_ascii_case(word) && ends).then(|| rest.trim_matches(is_space))
}

/// Puts the place of its ENDIF into each IF.
struct Builder<P> {
    rules: Vec<Rule<P>>,
    open: Vec<usize>,
}

impl<P> Builder<P> {
    fn new() -> Self {
        Self {
            rules: Vec::new(),
            open: Vec::new(),
        }
    }

    fn open(&mut self, condition: P) {
        self.open.push(self.rules.len());
        self.rules.push(Rule::If {
            condition,
            end: None,
        });
    }

    fn close(&mut self) {
        let Some(index) = self.open.pop() else {
            return;
        };
        let here = self.rules.len();
        if let Some(Rule::If { end, .. }) = self.rules.get_mut(index) {
            *end = Some(here);
        }
        self.rules.push(Rule::EndIf);
    }
}

/// A regexp_table(5) or pcre_table(5), which is read when it is first asked: every server
/// of today has one (`smtpd_forbidden_commands`), and few clients make it ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Patterns {
    text: Arc<str>,
    flavor: Flavor,
    rules: OnceLock<Vec<Rule<Pattern>>>,
}

impl Patterns {
    pub(super) fn new(text: &Arc<str>, flavor: Flavor) -> Self {
        Self {
            text: Arc::clone(text),
            flavor,
            rules: OnceLock::new(),
        }
    }

    /// The first rule that holds.
    pub(super) fn search(&self, key: &str) -> Search {
        search(self.rules(), key)
    }

    /// What is logged when the table is opened.
    pub(super) fn complaints(&self, name: &str) -> Vec<String> {
        complaints(name, &self.text, self.flavor)
    }

    pub(super) fn rules(&self) -> &[Rule<Pattern>] {
        let read = || patterns(&self.text, self.flavor);
        self.rules.get_or_init(read)
    }
}

/// The rules of such a table.
fn patterns(text: &str, flavor: Flavor) -> Vec<Rule<Pattern>> {
    let mut builder = Builder::new();
    for line in lines(text).map(|line| line.text) {
        if let Some(rest) = keyword(&line, "IF") {
            if let Ok((pattern, _ignored)) = Pattern::read(rest, flavor) {
                builder.open(pattern);
            }
        } else if keyword(&line, "ENDIF").is_some() {
            builder.close();
        } else if !line.starts_with(|c: char| c.is_ascii_alphanumeric())
            && let Some(rule) = pattern_rule(&line, flavor)
        {
            builder.rules.push(rule);
        }
    }
    builder.rules
}

fn pattern_rule(line: &str, flavor: Flavor) -> Option<Rule<Pattern>> {
    let (first, mut rest) = Pattern::read(line, flavor).ok()?;
    let mut conditions = vec![first];
    // regexp_table(5) of old: `/pattern1/!/pattern2/`.
    if flavor == Flavor::Posix && rest.starts_with('!') {
        let (second, after) = Pattern::read(rest, flavor).ok()?;
        conditions.push(second);
        rest = after;
    }
    let value = rest.trim_matches(is_space);
    let first = conditions.first()?;
    (first.reading(value) == Reading::Good).then(|| Rule::Value {
        value: value.to_owned(),
        conditions,
    })
}

/// A network of a cidr_table(5), or any other one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Block {
    network: Network,
    negated: bool,
}

impl Block {
    fn read(text: &str) -> Option<Self> {
        let bare = text.trim_start_matches(|c| c == '!' || is_space(c));
        let marks = text.len() - bare.len();
        let negations = text
            .bytes()
            .take(marks)
            .filter(|byte| *byte == b'!')
            .count();
        Some(Self {
            network: Network::parse(bare).ok()?,
            negated: negations % 2 == 1,
        })
    }
}

impl Block {
    pub(super) const fn network(&self) -> Network {
        self.network
    }

    pub(super) const fn is_negated(&self) -> bool {
        self.negated
    }
}

impl Condition for Block {
    type Key = IpAddr;

    fn holds(&self, address: &IpAddr) -> Holds {
        let same_family = self.network.is_of_family(*address);
        if same_family && self.network.contains(*address) != self.negated {
            return Holds::Yes;
        }
        Holds::No
    }

    fn value(&self, _address: &IpAddr, value: &str) -> String {
        value.to_owned()
    }
}

/// A cidr_table(5), which is read when it is first asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Networks {
    text: Arc<str>,
    rules: OnceLock<Vec<Rule<Block>>>,
}

impl Networks {
    pub(super) fn new(text: &Arc<str>) -> Self {
        Self {
            text: Arc::clone(text),
            rules: OnceLock::new(),
        }
    }

    /// The first rule that holds.
    pub(super) fn search(&self, key: &IpAddr) -> Search {
        search(self.rules(), key)
    }

    pub(super) fn rules(&self) -> &[Rule<Block>] {
        self.rules.get_or_init(|| networks(&self.text))
    }
}

/// The rules of a cidr_table(5).
#[inline(never)]
fn networks(text: &str) -> Vec<Rule<Block>> {
    let mut builder = Builder::new();
    for line in lines(text).map(|line| line.text) {
        if let Some(rest) = keyword(&line, "IF") {
            if let Some(block) = Block::read(rest) {
                builder.open(block);
            }
        } else if let Some(rest) = keyword(&line, "ENDIF") {
            if rest.is_empty() {
                builder.close();
            }
        } else if let Some(rule) = network_rule(&line) {
            builder.rules.push(rule);
        }
    }
    builder.rules
}

fn network_rule(line: &str) -> Option<Rule<Block>> {
    let bare = line.trim_start_matches(|c| c == '!' || is_space(c));
    let end = line.len() - bare.len() + bare.find(is_space).unwrap_or(bare.len());
    let (pattern, value) = line.split_at(end);
    let value = value.trim_matches(is_space);
    let block = Block::read(pattern)?;
    (!value.is_empty()).then(|| Rule::Value {
        conditions: vec![block],
        value: value.to_owned(),
    })
}
