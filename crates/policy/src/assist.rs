//! What an editor of main.cf may offer: names and values at a place, and what is known
//! about a word. From the table of parameters and the words of restriction lists.
//! Left out: words that a value expands to, and names that the text itself defines.

use crate::restriction::Restriction;
use saslab_maincf::{Kind, Modelled, Parameter, is_space, parameter, parameters};
use saslab_release::{Dialect, Release};

/// What can stand at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// How many octets before the place it replaces.
    pub replaces: usize,
    /// The words, each with a short remark.
    pub words: Vec<(&'static str, &'static str)>,
}

/// The types of tables that are asked for most (DATABASE_README).
const TABLES: [&str; 14] = [
    "hash:",
    "lmdb:",
    "texthash:",
    "inline:",
    "static:",
    "cidr:",
    "pcre:",
    "regexp:",
    "mysql:",
    "pgsql:",
    "ldap:",
    "sqlite:",
    "unix:",
    "proxy:",
];

/// What can stand at the end of `before`, the text up to there or the end of it.
#[must_use]
pub fn offer(before: &str, release: Release) -> Offer {
    let line = before.rsplit('\n').next().unwrap_or("");
    if line.trim_start_matches(is_space).starts_with('#') {
        return Offer::of("", Vec::new());
    }
    let entry = entry(before);
    let Some((name, value)) = entry.split_once('=') else {
        return Offer::of(entry, names(release));
    };
    let ends = |c: char| is_space(c) || matches!(c, ',' | '=' | '{' | '}' | '(' | ')');
    let word = value.rsplit(ends).next().unwrap_or("");
    if let Some((_, word)) = value.rsplit_once('$') {
        let word = word.trim_start_matches(['{', '(']);
        if word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
            return Offer::of(word, names(release));
        }
    }
    let row = parameter(name.trim_matches(is_space));
    Offer::of(word, row.map_or_else(Vec::new, |row| values(row, release)))
}

impl Offer {
    fn of(word: &str, words: Vec<(&'static str, &'static str)>) -> Self {
        Self {
            replaces: word.len(),
            words,
        }
    }
}

/// The text of the entry that the end of a text belongs to.
fn entry(before: &str) -> &str {
    let mut start = before.len();
    for line in before.rsplit('\n') {
        start -= line.len();
        let is_remark = line.trim_start_matches(is_space).starts_with('#');
        if !is_remark && line.starts_with(|c| !is_space(c)) {
            break;
        }
        if start == before.len() && line.is_empty() {
            break;
        }
        start = start.saturating_sub(1);
    }
    before.get(start..).unwrap_or("")
}

fn names(release: Release) -> Vec<(&'static str, &'static str)> {
    let rows = parameters().filter(|row| row.default_of(release).is_some());
    rows.map(|row| {
        let remark = match row.modelled {
            Modelled::Yes => row.group.title(),
            Modelled::NotSimulated => "not simulated",
        };
        (row.name, remark)
    })
    .collect()
}

fn values(row: &Parameter, release: Release) -> Vec<(&'static str, &'static str)> {
    if row.kind_of(release) == Kind::Boolean {
        return vec![("yes", ""), ("no", "")];
    }
    if row.name.starts_with("smtpd_") && row.name.ends_with("_restrictions") {
        let dialect = Dialect::of(release);
        let words = Restriction::names(&dialect);
        return words.map(|word| (word, "restriction")).collect();
    }
    if row.name.ends_with("_maps") {
        return TABLES.map(|kind| (kind, "table")).to_vec();
    }
    let words = row.one_of().iter().chain(row.some_of());
    words.map(|word| (*word, "")).collect()
}

/// What is known about a word of main.cf, as lines: its name, its meaning, its default in
/// this release, and whether it is simulated.
#[must_use]
pub fn describe(word: &str, release: Release) -> Option<Vec<String>> {
    if let Some(row) = parameter(word) {
        let default = match row.default_of(release) {
            Some(default) if default.text.is_empty() => "Empty by default.".to_owned(),
            Some(default) => ["Default: ", default.text].concat(),
            None => "This release does not have it.".to_owned(),
        };
        let mut lines = vec![row.name.to_owned(), row.meaning().to_owned(), default];
        if row.modelled == Modelled::NotSimulated {
            lines.push("Not simulated here.".to_owned());
        }
        return Some(lines);
    }
    let restriction = Restriction::named(word, &Dialect::of(release))?;
    let mut lines = vec![word.to_owned(), "A restriction of this release.".to_owned()];
    if restriction == Restriction::NotModelled {
        lines.push("Not simulated here: the trace stops at it.".to_owned());
    }
    Some(lines)
}

#[cfg(test)]
mod tests {
    use super::*;
    use saslab_release::v;

    const R: Release = v(3, 7, 11);

    fn offered(before: &str) -> (usize, Vec<&str>) {
        let Offer { replaces, words } = offer(before, R);
        (replaces, words.into_iter().map(|(word, _)| word).collect())
    }

    #[test]
    fn names_are_offered_where_a_line_begins() {
        let (replaces, words) = offered("a = b\nsmtpd_s");
        assert_eq!(replaces, 7);
        assert!(words.contains(&"smtpd_sasl_auth_enable"));
        assert_eq!(offered("a = b\n").0, 0);
        assert!(!offered("").1.contains(&"smtpd_hide_client_session"));
    }

    #[test]
    fn values_are_offered_behind_the_name() {
        assert_eq!(
            offered("x=y\nsmtpd_sasl_auth_enable = y"),
            (1, vec!["yes", "no"])
        );
        let (replaces, words) =
            offered("smtpd_relay_restrictions =\n  permit_mynetworks,\n# x\n  rej");
        assert_eq!(replaces, 3);
        assert!(words.contains(&"reject_unauth_destination"));
        assert_eq!(offered("inet_protocols = ip").1, ["all", "ipv4", "ipv6"]);
        let (replaces, words) = offered("mydestination = a, $myh");
        assert_eq!(replaces, 3);
        assert!(words.contains(&"myhostname"));
        assert!(offered("alias_maps = h").1.contains(&"hash:"));
    }

    #[test]
    fn nothing_is_offered_in_remarks_and_to_strangers() {
        assert_eq!(offered("# smtpd"), (0, vec![]));
        assert_eq!(offered("mine = y"), (1, vec![]));
    }

    #[test]
    fn a_word_is_described() {
        let lines = describe("smtpd_sasl_auth_enable", R).unwrap();
        assert_eq!(lines[0], "smtpd_sasl_auth_enable");
        assert_eq!(lines[2], "Default: no");
        assert_eq!(lines.len(), 3);
        let lines = describe("reject_unverified_sender", R).unwrap();
        assert_eq!(lines[2], "Not simulated here: the trace stops at it.");
        assert_eq!(describe("nonsense", R), None);
    }
}
