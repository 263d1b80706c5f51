//! The licences and sources of all dependencies, held against `deny.toml`: what
//! cargo-deny checks as well, but on machines that do not have it.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};
use serde::Deserialize;
use spdx::{Expression, ParseMode};

use crate::metadata::{self, Package};
use crate::repo::Repo;

/// What Cargo writes for its default registry, also where a mirror stands in for it.
const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

#[derive(Deserialize)]
struct Deny {
    licenses: Licenses,
}

#[derive(Deserialize)]
struct Licenses {
    allow: Vec<String>,
    #[serde(default)]
    exceptions: Vec<Exception>,
}

#[derive(Deserialize)]
struct Exception {
    #[serde(rename = "crate")]
    package: String,
    allow: Vec<String>,
}

/// One sentence for each dependency that `deny.toml` does not allow.
pub(crate) fn complaints(repo: &Repo) -> Result<Vec<String>> {
    let path = repo.root().join("deny.toml");
    let deny: Deny = toml::from_str(&fs::read_to_string(&path)?).context("deny.toml")?;
    let rules = Rules::new(deny.licenses);
    let packages = metadata::with_dependencies()?.packages;
    Ok(packages
        .iter()
        .flat_map(|package| complaints_about(package, &rules))
        .collect())
}

struct Rules {
    everyone: Vec<String>,
    exceptions: BTreeMap<String, Vec<String>>,
}

impl Rules {
    fn new(licenses: Licenses) -> Self {
        let exceptions = licenses
            .exceptions
            .into_iter()
            .map(|one| (one.package, one.allow));
        Self {
            everyone: licenses.allow,
            exceptions: exceptions.collect(),
        }
    }

    fn allow(&self, package: &str, licence: &str) -> bool {
        let mine = self.exceptions.get(package).into_iter().flatten();
        self.everyone
            .iter()
            .chain(mine)
            .any(|allowed| allowed == licence)
    }
}

fn complaints_about(package: &Package, rules: &Rules) -> Vec<String> {
    let name = format!("{} {}", package.name, package.version);
    let mut complaints = Vec::new();
    if package
        .source
        .as_ref()
        .is_some_and(|source| source != CRATES_IO)
    {
        complaints.push(format!("{name} does not come from crates.io"));
    }
    match package.license.as_deref() {
        None => complaints.push(format!("{name} states no licence")),
        Some(text) if !is_allowed(text, &package.name, rules) => {
            complaints.push(format!("{name} has the licence {text}"));
        }
        Some(_) => {}
    }
    complaints
}

/// Old packages write `MIT/Apache-2.0`, which the lax reading takes for `OR`.
fn is_allowed(text: &str, package: &str, rules: &Rules) -> bool {
    let Ok(expression) = Expression::parse_mode(text, ParseMode::LAX) else {
        return false;
    };
    expression.evaluate(|requirement| rules.allow(package, &requirement.license.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules() -> Rules {
        Rules {
            everyone: vec!["MIT".to_owned()],
            exceptions: BTreeMap::from([("tables".to_owned(), vec!["Unicode-3.0".to_owned()])]),
        }
    }

    #[test]
    fn one_allowed_licence_is_enough_where_there_is_a_choice() {
        assert!(is_allowed("GPL-3.0-only OR MIT", "a", &rules()));
        assert!(is_allowed("MIT/Apache-2.0", "a", &rules()));
        assert!(!is_allowed("MIT AND Apache-2.0", "a", &rules()));
    }

    #[test]
    fn an_exception_holds_for_its_package_only() {
        assert!(is_allowed("MIT AND Unicode-3.0", "tables", &rules()));
        assert!(!is_allowed("MIT AND Unicode-3.0", "a", &rules()));
    }

    #[test]
    fn an_expression_that_nobody_can_read_is_not_allowed() {
        assert!(!is_allowed("see the file", "a", &rules()));
    }
}
