//! Tables that are read from top to bottom: `regexp:`, `pcre:` and `cidr:` with their
//! IF blocks, from `dict_regexp.c`, `dict_pcre.c` and `dict_cidr.c`. What Postfix
//! skips with a warning is skipped here. Each reader stays a function of its own, since
//! the page loads only what it needs.
//! Left out: that `cidr:` had neither IF nor `!` before 3.2.

use std::net::IpAddr;
use std::sync::{Arc, OnceLock};

use saslab_maincf::is_space;

use super::complaint::{condition, rule};
use super::lines::lines;
use super::pattern::{Flavor, Pattern};
use crate::network::Network;

/// One line.
#[derive(Debug)]
pub(super) enum Rule<P> {
    /// What is found if all patterns hold.
    Value { conditions: Vec<P>, value: String },
    /// Skip to the matching ENDIF, or to the end of all, unless the pattern holds.
    If { condition: P, end: usize },
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
            Rule::If { condition, end } => match condition.holds(key) {
                Holds::Yes => {}
                Holds::No => at = *end,
                Holds::Unknown => return Search::NotModelled,
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
            end: usize::MAX,
        });
    }

    fn close(&mut self) {
        let here = self.rules.len();
        let opened = self.open.pop().and_then(|index| self.rules.get_mut(index));
        if let Some(Rule::If { end, .. }) = opened {
            *end = here;
        }
    }
}

/// A regexp_table(5) or pcre_table(5), which is read when it is first asked: every server
/// of today has one (`smtpd_forbidden_commands`), and few clients make it ask.
#[derive(Debug)]
pub(super) struct Patterns {
    text: Arc<str>,
    flavor: Flavor,
    read: OnceLock<Read>,
}

/// Its rules, and what is logged about its lines.
#[derive(Debug)]
struct Read {
    rules: Vec<Rule<Pattern>>,
    complaints: Vec<(usize, String)>,
}

impl Patterns {
    pub(super) fn new(text: &Arc<str>, flavor: Flavor) -> Self {
        Self {
            text: Arc::clone(text),
            flavor,
            read: OnceLock::new(),
        }
    }

    /// The first rule that holds.
    pub(super) fn search(&self, key: &str) -> Search {
        search(self.rules(), key)
    }

    /// What is logged behind `warning: ` when the table `name` is opened.
    pub(super) fn complaints(&self, name: &str) -> Vec<String> {
        let kind = self.flavor.table_type();
        let line = |(number, what): &_| format!("{kind} map {name}, line {number}: {what}");
        self.read().complaints.iter().map(line).collect()
    }

    pub(super) fn rules(&self) -> &[Rule<Pattern>] {
        &self.read().rules
    }

    fn read(&self) -> &Read {
        self.read.get_or_init(|| read(&self.text, self.flavor))
    }
}

impl PartialEq for Patterns {
    fn eq(&self, other: &Self) -> bool {
        self.flavor == other.flavor && self.text == other.text
    }
}

impl Eq for Patterns {}

#[inline(never)]
fn read(text: &str, flavor: Flavor) -> Read {
    let mut builder = Builder::new();
    let mut open = Vec::new();
    let mut complaints = Vec::new();
    for line in lines(text) {
        let (number, line) = (line.number, line.text);
        let mut about = Vec::new();
        if let Some(rest) = keyword(&line, "IF") {
            if let Some(pattern) = condition(rest, flavor, &mut about) {
                open.push(number);
                builder.open(pattern);
            }
        } else if let Some(rest) = keyword(&line, "ENDIF") {
            builder.close();
            match (open.pop(), rest) {
                (None, _) => about.push("ignoring ENDIF without matching IF".to_owned()),
                (Some(_), "") => {}
                (Some(_), _) => about.push("ignoring extra text after ENDIF".to_owned()),
            }
        } else if line.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            about.push("ignoring unrecognized request".to_owned());
        } else {
            builder.rules.extend(rule(&line, flavor, &mut about));
        }
        complaints.extend(about.into_iter().map(|what| (number, what)));
    }
    let unclosed = open.into_iter().rev();
    complaints.extend(unclosed.map(|number| (number, "IF has no matching ENDIF".to_owned())));
    Read {
        rules: builder.rules,
        complaints,
    }
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
#[derive(Debug)]
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

impl PartialEq for Networks {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Networks {}

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
