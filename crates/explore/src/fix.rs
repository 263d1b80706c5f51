//! Fixes: edits of main.cf that are tried until the finding is gone, while everybody who
//! was served before is served still. Each is proven by asking the question again.

use std::sync::Arc;

use saslab_smtpd::maincf::MainCf;

use crate::question::Ask;
use crate::relay::{Destination, Identity, Verdict, relay_table};
use crate::{Finding, Site, ask};

mod candidates;
mod edit;

pub use edit::{DiffLine, Edit};

/// An edit that is proven to remove a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// The edits, one or more.
    pub edits: Vec<Edit>,
    /// main.cf with them.
    pub main_cf: Arc<str>,
    /// What they change in it, line by line, with a line around.
    pub diff: Vec<DiffLine>,
    /// The same as commands for a shell, one per edit.
    pub postconf: Vec<Arc<str>>,
    /// How many edits were tried until this one.
    pub tried: u32,
}

/// The smallest edits that remove a finding and break no permitted use, the best first;
/// empty: none of the candidates does.
#[must_use]
pub fn fixes(site: &Site, finding: &Finding) -> Vec<Fix> {
    let uses = permitted(site);
    let mut fixes: Vec<Fix> = Vec::new();
    for (tried, edits) in (1..).zip(candidates::of(site, finding)) {
        let old = site.installation.main_cf.text();
        let main_cf = edit::apply(old, &edits);
        let changed = with_main_cf(site, &main_cf);
        if !removes(&changed, finding) || !keeps(&uses, &permitted(&changed)) {
            continue;
        }
        fixes.push(Fix {
            diff: edit::diff(old, &main_cf),
            postconf: edits
                .iter()
                .map(|edit| Arc::from(edit.to_string()))
                .collect(),
            main_cf: Arc::from(main_cf),
            edits,
            tried,
        });
    }
    fixes.sort_by_key(|fix| fix.diff.iter().filter(|line| line.is_change()).count());
    fixes
}

fn with_main_cf(site: &Site, text: &str) -> Site {
    let (main_cf, warnings) = MainCf::parse(text);
    let mut changed = site.clone();
    changed.installation.main_cf = Arc::new(main_cf);
    changed.installation.warnings = warnings;
    changed
}

/// Whether the question finds nothing more in the service of the finding.
fn removes(site: &Site, finding: &Finding) -> bool {
    let reported = ask(site, finding.question);
    let mut left = reported.findings.iter();
    match finding.question.ask {
        Ask::Step(_) => !left.any(|other| other.service == finding.service),
        Ask::Case(_) => {
            !left.any(|other| other.service == finding.service && other.places == finding.places)
        }
    }
}

/// Who is served and should be: mail that comes in, and mail that goes out for those
/// with a login or in the server's own network.
fn permitted(site: &Site) -> Vec<bool> {
    let mut uses = Vec::new();
    for service in site.services() {
        let Ok(server) = site.start(service) else {
            continue;
        };
        for row in relay_table(&server, site.lens) {
            for cell in &row.cells {
                let outsider = row.who.origin == crate::Origin::Outsider;
                let wanted = match (row.who.identity, cell.destination) {
                    (Identity::None, Destination::Local | Destination::Relay) => true,
                    (Identity::None, Destination::Foreign) => !outsider,
                    (Identity::Account, _) => true,
                    (Identity::Anonymous | Identity::WrongPassword, _) => false,
                };
                uses.push(wanted && cell.verdict == Verdict::Accepted);
            }
        }
    }
    uses
}

fn keeps(before: &[bool], after: &[bool]) -> bool {
    before.len() <= after.len() && before.iter().zip(after).all(|(was, is)| *is || !was)
}

#[cfg(test)]
#[path = "fix_tests.rs"]
mod tests;
