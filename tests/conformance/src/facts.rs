//! `facts.tsv`: what every release has as parameters, read from the source of each by
//! `tests/oracle/facts.py`. Facts of others, which the tables are held against.

use std::collections::BTreeMap;

use saslab_release::Release;

/// What one release says of one parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Which programs read it: `all`, `smtpd` or `others`.
    pub reader: &'static str,
    /// `bool`, `int`, `text`, `raw` or `time`; `-`: no table of C text has it.
    pub kind: &'static str,
    /// The least value or length as C has it.
    pub least: &'static str,
    /// The greatest value or length.
    pub greatest: &'static str,
    /// The default as main.cf text; `?`: computed when the program starts.
    pub default: &'static str,
}

/// The file: which releases there are, and what each says.
#[derive(Debug)]
pub struct Facts {
    /// Every release, oldest first.
    pub releases: Vec<Release>,
    /// By name, then by release.
    pub parameters: BTreeMap<&'static str, BTreeMap<Release, Fact>>,
}

impl Facts {
    /// The committed facts.
    ///
    /// # Panics
    /// When a line is none.
    #[must_use]
    pub fn committed() -> Self {
        Self::read(include_str!("../facts.tsv"))
    }

    fn read(text: &'static str) -> Self {
        let mut lines = text.lines();
        let head = lines.next().unwrap_or_default();
        let releases: Vec<Release> = head
            .trim_start_matches("# releases:")
            .split_whitespace()
            .map(release)
            .collect();
        let mut parameters: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
        for line in lines {
            let fields: Vec<&str> = line.split('\t').collect();
            let [name, ranges, reader, kind, least, greatest, default] = *fields else {
                panic!("no fact: {line}");
            };
            let fact = Fact {
                reader,
                kind,
                least,
                greatest,
                default,
            };
            for release in held(ranges, &releases) {
                let own = parameters.entry(name).or_default();
                own.insert(release, fact.clone());
            }
        }
        Self {
            releases,
            parameters,
        }
    }
}

fn release(text: &str) -> Release {
    text.parse()
        .unwrap_or_else(|error| panic!("facts.tsv: {error}"))
}

/// The releases in `2.5.0-2.9.3 2.10.0-3.11.6`.
fn held(ranges: &str, releases: &[Release]) -> Vec<Release> {
    let bounds: Vec<(Release, Release)> = ranges
        .split_whitespace()
        .filter_map(|range| range.split_once('-'))
        .map(|(first, last)| (release(first), release(last)))
        .collect();
    let inside = |at: &&Release| bounds.iter().any(|(a, b)| (a..=b).contains(at));
    releases.iter().filter(inside).copied().collect()
}
