//! Fixes: edits of main.cf that are tried until the finding is gone, while everybody who
//! was served before is served still. Each is proven by asking the question again.

use std::sync::Arc;

use saslab_smtpd::maincf::MainCf;
use saslab_smtpd::policy::Client;

use crate::alphabet::LAPTOP;
use crate::question::Ask;
use crate::relay::{Destination, Identity, Verdict, own_sender, relay_table};
use crate::{Answer, Finding, Site, ask, suppose};

mod candidates;
mod edit;
mod needed;
mod owners;

pub use edit::{DiffLine, Edit};
pub use needed::needed;

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

/// How many candidates are tried.
const MOST: usize = 64;

/// The smallest edits that remove a finding and break no permitted use, the best first;
/// empty: none of the candidates does.
#[must_use]
pub fn fixes(site: &Site, finding: &Finding) -> Vec<Fix> {
    let site = &suppose::prepared(site);
    let uses = permitted(site, finding);
    let prove = |(tried, edits): (u32, Vec<Edit>)| proven(site, finding, &uses, edits, tried);
    let repairs = (1..).zip(candidates::repairs(site, finding));
    let mut fixes: Vec<Fix> = repairs.filter_map(prove).collect();
    let others = candidates::of(site, finding).into_iter().take(MOST);
    let first = fixes.len();
    for fix in (1..).zip(others).filter_map(prove) {
        let size = fix.size();
        let before = fixes.iter().skip(first).filter(|one| one.size() <= size);
        fixes.insert(first + before.count(), fix);
    }
    fixes
}

/// The fix that these edits are, if they remove the finding and break nothing.
fn proven(
    site: &Site,
    finding: &Finding,
    uses: &[bool],
    edits: Vec<Edit>,
    tried: u32,
) -> Option<Fix> {
    let old = site.installation.main_cf.text();
    let main_cf = edit::apply(old, &edits);
    let changed = Site {
        master: edit::apply_to_services(&site.master, &edits),
        ..with_main_cf(site, &main_cf)
    };
    let good = removes(&changed, finding) && keeps(uses, &permitted(&changed, finding));
    good.then(|| Fix {
        diff: edit::diff(old, &main_cf),
        postconf: edits
            .iter()
            .map(|edit| Arc::from(edit.to_string()))
            .collect(),
        main_cf: Arc::from(main_cf),
        edits,
        tried,
    })
}

impl Fix {
    /// What it makes of the text of master.cf, and what it changes there; none: nothing.
    #[must_use]
    pub fn master_cf(&self, text: &str) -> Option<(String, Vec<DiffLine>)> {
        let changed = edit::apply_to_master(text, &self.edits);
        let diff = edit::diff(text, &changed);
        (changed != text).then_some((changed, diff))
    }

    /// The lines that change, of main.cf and of master.cf.
    fn size(&self) -> usize {
        let lines = self.diff.iter().filter(|line| line.is_change()).count();
        let options = self.edits.iter().filter(|edit| match edit {
            Edit::Set { .. } | Edit::Remove { .. } => false,
            Edit::RemoveOption { .. } => true,
        });
        lines + options.count()
    }
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
    let parameters = |one: &Finding| -> Vec<Arc<str>> {
        let places = one.places.iter();
        let mut all: Vec<_> = places.map(|place| Arc::clone(&place.parameter)).collect();
        all.dedup();
        all
    };
    let own = parameters(finding);
    let mut left = reported.findings.iter();
    let same = |other: &Finding| match finding.question.ask {
        Ask::Step(_) => other.service == finding.service,
        Ask::Case(_) => other.service == finding.service && parameters(other) == own,
    };
    !matches!(reported.answer, Answer::Unknown(_)) && !left.any(same)
}

/// Who is served and should be: mail that comes in, and mail that goes out for those
/// with a login or in the server's own network, if it is trusted.
fn permitted(site: &Site, finding: &Finding) -> Vec<bool> {
    let mut uses = Vec::new();
    let any_sender = finding.question.name != "send-as-anyone";
    for service in site.services() {
        let Ok(server) = site.start(service) else {
            continue;
        };
        let laptop = Client::new(&site.installation.world, site.lens.seen(LAPTOP));
        // What only the options of the service grant was not meant for it.
        let meant = finding.question.name != "service-undoes";
        let trusted = meant && server.rules().trusts(&laptop) == Some(true);
        for row in relay_table(&server, site.lens) {
            for cell in &row.cells {
                let outsider = row.who.origin == crate::Origin::Outsider;
                let wanted = match (row.who.identity, cell.destination) {
                    (Identity::None, Destination::Local | Destination::Relay) => true,
                    (Identity::None, Destination::Foreign) => !outsider && trusted,
                    (Identity::Account, _) => any_sender,
                    (Identity::Anonymous | Identity::WrongPassword, _) => false,
                };
                uses.push(wanted && cell.verdict == Verdict::Accepted);
            }
        }
        uses.push(own_sender(&server, site.lens) == Verdict::Accepted);
    }
    uses
}

fn keeps(before: &[bool], after: &[bool]) -> bool {
    before.len() <= after.len() && before.iter().zip(after).all(|(was, is)| *is || !was)
}

#[cfg(test)]
#[path = "fix_tests.rs"]
mod tests;
