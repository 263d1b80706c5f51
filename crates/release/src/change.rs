//! The table of changes: every difference in behaviour between releases, with
//! the release of each branch that brought it, and the file it is in.
//! Sources are paths in the Postfix source tree of the first arrival.

use crate::dialect::Dialect;
use crate::{Keyword, Release};

mod checks;
mod dialogue;
mod log;
mod restrictions;

/// One difference in behaviour between releases.
#[derive(Clone, Copy)]
pub struct Change {
    /// The first release of each branch that has it, oldest first.
    pub arrivals: &'static [Release],
    /// One English sentence, in the present tense.
    pub summary: &'static str,
    /// The file in the Postfix source that shows it.
    pub source: &'static str,
    /// The edit of the dialect.
    pub apply: fn(&mut Dialect),
}

impl std::fmt::Debug for Change {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Change({:?} {:?})", self.arrivals, self.summary)
    }
}

impl PartialEq for Change {
    fn eq(&self, other: &Self) -> bool {
        self.summary == other.summary
    }
}

impl Eq for Change {}

/// Every change: those of the dialogue, oldest first, then those of the log; later
/// rows edit what earlier ones left.
pub static CHANGES: &[Change] = &ALL;

const SEEN: usize = dialogue::ROWS.len() + checks::ROWS.len();
const DIALOGUE: [Change; SEEN] = joined(dialogue::ROWS, checks::ROWS);
const POLICY: [Change; SEEN + restrictions::ROWS.len()] = joined(&DIALOGUE, restrictions::ROWS);
const ALL: [Change; POLICY.len() + log::ROWS.len()] = joined(&POLICY, log::ROWS);

/// What a server needs of the changes: when, and what. What they say to people is a
/// static of its own, so that the page can begin without it.
pub(crate) static EDITS: [Edit; ALL.len()] = edits();

/// The arrivals of a change, and its edit of the dialect.
#[derive(Clone, Copy)]
pub(crate) struct Edit {
    pub(crate) arrivals: &'static [Release],
    pub(crate) apply: fn(&mut Dialect),
}

impl Edit {
    const fn of(change: &Change) -> Self {
        Self {
            arrivals: change.arrivals,
            apply: change.apply,
        }
    }
}

/// The release of the youngest branch that each change reached, in the order of
/// [`CHANGES`].
pub fn latest_arrivals() -> impl Iterator<Item = Release> {
    EDITS
        .iter()
        .filter_map(|edit| edit.arrivals.last().copied())
}

#[expect(
    clippy::indexing_slicing,
    reason = "the compiler runs it, and refuses an index that is out of bounds"
)]
const fn edits() -> [Edit; ALL.len()] {
    let mut edits = [Edit::of(&ALL[0]); ALL.len()];
    let mut at = 1;
    while at < edits.len() {
        edits[at] = Edit::of(&ALL[at]);
        at += 1;
    }
    edits
}

/// One row behind the other.
#[expect(
    clippy::indexing_slicing,
    reason = "the compiler runs it, and refuses an index that is out of bounds"
)]
const fn joined<const N: usize>(first: &[Change], second: &[Change]) -> [Change; N] {
    let mut all = [first[0]; N];
    let mut at = 0;
    while at < N {
        all[at] = if at < first.len() {
            first[at]
        } else {
            second[at - first.len()]
        };
        at += 1;
    }
    all
}

fn announce_after(dialect: &mut Dialect, before: Keyword, new: &[Keyword]) {
    let position = dialect.keywords.iter().position(|k| *k == before);
    let at = position.map_or(dialect.keywords.len(), |at| at + 1);
    dialect.keywords.splice(at..at, new.iter().copied());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AuthDuringMail, v};

    #[test]
    fn every_row_has_sorted_arrivals_a_source_and_its_own_summary() {
        for (index, row) in CHANGES.iter().enumerate() {
            assert!(row.arrivals.is_sorted(), "{}", row.summary);
            assert!(!row.arrivals.is_empty(), "{}", row.summary);
            assert!(row.source.starts_with("src/"), "{}", row.summary);
            let twin = CHANGES.iter().skip(index + 1).find(|other| *other == row);
            assert!(twin.is_none(), "{}", row.summary);
        }
    }

    #[test]
    fn every_row_changes_the_dialect_of_its_first_arrival() {
        for row in CHANGES {
            let mut before = Dialect::of(Release::OLDEST);
            for earlier in CHANGES.iter().take_while(|earlier| *earlier != row) {
                (earlier.apply)(&mut before);
            }
            let mut after = before.clone();
            (row.apply)(&mut after);
            assert_ne!(before, after, "{}", row.summary);
        }
    }

    #[test]
    fn auth_during_mail_is_refused_in_each_branch_from_its_own_patch_level() {
        let rule = |release| Dialect::of(release).auth_during_mail;
        assert_eq!(rule(v(2, 9, 3)), AuthDuringMail::Allow);
        assert_eq!(rule(v(2, 9, 4)), AuthDuringMail::Refuse);
        assert_eq!(rule(v(2, 8, 11)), AuthDuringMail::Allow);
        assert_eq!(rule(v(2, 6, 17)), AuthDuringMail::Refuse);
        assert_eq!(rule(v(3, 7, 11)), AuthDuringMail::Refuse);
    }
}
