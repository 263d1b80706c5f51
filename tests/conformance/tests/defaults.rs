//! The table of parameters against `facts.tsv`: what the source of every release has.
//! Both sides of each arrival are in there, and every release between.

use std::collections::{BTreeMap, BTreeSet};

use saslab_conformance::facts::{Fact, Facts};
use saslab_maincf::{Kind, Parameter, Reader, parameter, parameters};
use saslab_release::Release;

/// Defaults that this machine's C preprocessor cannot tell, or that are not constant.
const DEFAULT_ELSEWHERE: [(&str, &str); 12] = [
    ("mydomain", "computed from myhostname"),
    ("myhostname", "computed from the host"),
    ("mynetworks", "computed from the interfaces"),
    ("process_name", "computed: the program"),
    ("service_name", "computed: the service of master.cf"),
    ("smtp_tls_security_level", "depends on USE_TLS"),
    ("smtpd_tls_eecdh_grade", "depends on OpenSSL's version"),
    ("tls_high_cipherlist", "depends on OpenSSL's version"),
    ("tls_medium_cipherlist", "depends on OpenSSL's version"),
    ("mail_spool_directory", "the system's mail folder"),
    ("debugger_command", "no default in the source"),
    ("postscreen_access_list", "in a table of its own program"),
];

/// Names that later releases know only as `$name` in a default: `postconf_builtin.c`.
const OLD_NAMES: [&str; 5] = [
    "authorized_verp_clients",
    "program_directory",
    "smtpd_client_connection_limit_exceptions",
    "smtpd_sasl_application_name",
    "virtual_maps",
];

/// Read by every program and not in our table: none of them is seen by a client, save
/// that a value that cannot be read keeps the mail system from starting.
const NOT_IN_THE_TABLE: &str = include_str!("../not_in_the_table.txt");

/// `2.2` had tables of TLS for every program; a wrong value is silence there, too.
const READ_BY_ALL_IN_2_2: [&str; 2] = ["smtpd_tls_", "smtp_tls_"];

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Difference {
    name: &'static str,
    release: String,
    table: String,
    source: String,
}

fn differences(
    facts: &Facts,
    compare: impl Fn(&'static Parameter, Release, Option<&Fact>) -> Option<(String, String)>,
) -> Vec<Difference> {
    let none = BTreeMap::new();
    let mut found = Vec::new();
    for row in parameters() {
        let own = facts.parameters.get(row.name).unwrap_or(&none);
        for release in &facts.releases {
            let different = compare(row, *release, own.get(release));
            found.extend(different.map(|(table, source)| Difference {
                name: row.name,
                release: release.to_string(),
                table,
                source,
            }));
        }
    }
    found
}

fn none() -> Vec<Difference> {
    Vec::new()
}

#[test]
fn each_default_is_that_of_the_source() {
    let facts = Facts::committed();
    let wrong = differences(&facts, |row, release, fact| {
        let elsewhere = DEFAULT_ELSEWHERE.iter().any(|(name, _)| *name == row.name);
        let theirs = fact.map(|fact| spelt(row, fact.default));
        let ours = row.default_of(release).map(|default| default.text);
        let gone = OLD_NAMES.contains(&row.name) && theirs.is_none();
        let number = release.to_string();
        let ours = match ours {
            Some("the release number") => Some(number.as_str()),
            ours => ours,
        };
        (ours != theirs && !elsewhere && !gone)
            .then(|| (format!("{ours:?}"), format!("{theirs:?}")))
    });
    assert_eq!(wrong, none());
}

/// A default outside of the tables of C text has no type: 0 and 1 are no and yes then.
fn spelt<'a>(row: &Parameter, default: &'a str) -> &'a str {
    match (row.kind, default) {
        (Kind::Boolean, "0") => "no",
        (Kind::Boolean, "1") => "yes",
        (_, default) => default,
    }
}

#[test]
fn each_kind_and_its_bounds_are_those_of_the_source() {
    let facts = Facts::committed();
    let wrong = differences(&facts, |row, release, fact| {
        let fact = fact.filter(|fact| fact.kind != "-")?;
        let theirs = format!("{} {} {}", fact.kind, fact.least, fact.greatest);
        let ours = match row.kind_of(release) {
            Kind::Boolean => "bool 0 0".to_owned(),
            Kind::Integer { min, max } => format!("int {min} {max}"),
            Kind::Time { min, max } => format!("time {min} {max}"),
            Kind::Raw => "raw 0 0".to_owned(),
            Kind::List => "text 0 0".to_owned(),
            Kind::Text { min, max } => {
                // A default that is shorter than the bound proves that there is none.
                let empty = row.default_of(release).is_some_and(|d| d.text.is_empty());
                let min = if empty && row.name != "mynetworks" {
                    0
                } else {
                    min
                };
                format!("text {min} {max}")
            }
        };
        let others = row.reader == Reader::Others || OLD_NAMES.contains(&row.name);
        (ours != theirs && !others).then_some((ours, theirs))
    });
    let names: BTreeSet<&str> = wrong.iter().map(|wrong| wrong.name).collect();
    // An empty list of prefixes stops the programs; no client is near then.
    assert_eq!(
        names,
        BTreeSet::from(["maillog_file_prefixes"]),
        "{wrong:?}"
    );
}

#[test]
fn each_reader_is_that_of_the_source() {
    let facts = Facts::committed();
    let wrong = differences(&facts, |row, _, fact| {
        let fact = fact.filter(|fact| fact.kind != "-")?;
        let ours = match row.reader {
            Reader::Everyone => "all",
            Reader::Smtpd => "smtpd",
            Reader::Others => "others",
        };
        let tls = READ_BY_ALL_IN_2_2
            .iter()
            .any(|prefix| row.name.starts_with(prefix));
        let old = OLD_NAMES.contains(&row.name) || row.name == "default_transport";
        (ours != fact.reader && !tls && !old).then(|| (ours.to_owned(), fact.reader.to_owned()))
    });
    assert_eq!(wrong, none());
}

#[test]
fn every_parameter_of_smtpd_is_in_the_table() {
    let facts = Facts::committed();
    let newest = facts.releases.last();
    let missing = |reader: &str| -> Vec<&str> {
        let rows = facts.parameters.iter();
        let missing = rows.filter(|(name, own)| {
            let last = newest.and_then(|newest| own.get(newest));
            parameter(name).is_none() && last.is_some_and(|fact| fact.reader == reader)
        });
        missing.map(|(name, _)| *name).collect()
    };
    assert_eq!(missing("smtpd"), Vec::<&str>::new());
    let listed: Vec<&str> = NOT_IN_THE_TABLE.lines().collect();
    assert_eq!(missing("all"), listed);
}

#[test]
fn names_without_a_fact_are_known_to_have_none() {
    let facts = Facts::committed();
    let without: Vec<&str> = parameters()
        .map(|row| row.name)
        .filter(|name| !facts.parameters.contains_key(name))
        .collect();
    for name in &without {
        let known = DEFAULT_ELSEWHERE.iter().any(|(known, _)| known == name);
        assert!(known, "{name}");
    }
}

#[test]
fn facts_of_each_release_are_there() {
    let facts = Facts::committed();
    assert_eq!(facts.releases.len(), 444);
    assert_eq!(facts.releases.first(), Some(&Release::OLDEST));
    let banner = facts.parameters.get("smtpd_banner").map(BTreeMap::len);
    assert_eq!(banner, Some(444));
}
