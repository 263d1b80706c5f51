//! `known_differences.toml`: where the simulator still differs from a recording, and
//! why. Each entry names its reason, and one that differs no longer has to go.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::here;

/// The head of the file, written anew with it.
const HEAD: &str = "\
# Where the simulator differs from recorded servers. `file` is below recorded/, `ids`
# are its scenarios, `reason` says what is missing; `log = true`: it is about
# the log only. An entry that matches by now fails the tests, and so does one without
# a reason. `BLESS=1` takes away what matches; it adds nothing.
";

/// All known differences.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// In the order of the file.
    #[serde(default)]
    pub difference: Vec<Difference>,
}

/// Scenarios of one file that differ for one reason.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Difference {
    /// The recording, as a path below `recorded`.
    pub file: String,
    /// What is missing, one sentence.
    pub reason: String,
    /// Whether it is about the log only.
    #[serde(default)]
    pub log: bool,
    /// The scenarios.
    pub ids: Vec<String>,
}

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Compared {
    /// What crossed the wire.
    Transcript,
    /// What smtpd logged.
    Log,
}

/// One scenario of one file.
pub type Place = (String, String);

impl Known {
    /// Where the list stands.
    #[must_use]
    pub fn path() -> PathBuf {
        here().join("known_differences.toml")
    }

    /// Reads the list.
    ///
    /// # Errors
    /// When it cannot be read, is no such list, or an entry has no reason or no id.
    pub fn read(path: &Path) -> Result<Self, String> {
        let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
        Self::parse(&text)
    }

    /// The list in a text.
    ///
    /// # Errors
    /// As [`Known::read`].
    pub fn parse(text: &str) -> Result<Self, String> {
        let known: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        for entry in &known.difference {
            if entry.reason.trim().is_empty() {
                return Err(format!("{}: an entry has no reason", entry.file));
            }
            if entry.ids.is_empty() {
                return Err(format!("{}: an entry has no ids", entry.file));
            }
        }
        Ok(known)
    }

    /// The scenarios listed for one comparison.
    #[must_use]
    pub fn places(&self, compared: Compared) -> BTreeSet<Place> {
        let entries = self.difference.iter().filter(|e| e.compared() == compared);
        let places = entries.flat_map(|e| e.ids.iter().map(|id| (e.file.clone(), id.clone())));
        places.collect()
    }

    /// The list without the scenarios that match.
    #[must_use]
    pub fn without(self, compared: Compared, differing: &BTreeSet<Place>) -> Self {
        let mut difference = self.difference;
        for entry in difference.iter_mut().filter(|e| e.compared() == compared) {
            let file = entry.file.clone();
            entry
                .ids
                .retain(|id| differing.contains(&(file.clone(), id.clone())));
        }
        difference.retain(|entry| !entry.ids.is_empty());
        Self { difference }
    }

    /// The list as text.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = HEAD.to_owned();
        for entry in &self.difference {
            entry.write(&mut text);
        }
        text
    }
}

impl Difference {
    fn compared(&self) -> Compared {
        match self.log {
            true => Compared::Log,
            false => Compared::Transcript,
        }
    }

    fn write(&self, text: &mut String) {
        let log = if self.log { "log = true\n" } else { "" };
        // Writing to a string cannot fail.
        let _written = write!(
            text,
            "\n[[difference]]\nfile = {:?}\n{log}reason = {:?}\nids = [\n",
            self.file, self.reason
        );
        for id in &self.ids {
            let _written = writeln!(text, "    {id:?},");
        }
        text.push_str("]\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENTRY: &str = "[[difference]]\nfile = \"f\"\nreason = \"why\"\nids = [\"a\", \"b\"]\n";

    fn place(id: &str) -> Place {
        ("f".to_owned(), id.to_owned())
    }

    #[test]
    fn an_entry_without_a_reason_or_an_id_is_refused() {
        let error = |old, new| Known::parse(&ENTRY.replace(old, new)).unwrap_err();
        assert_eq!(error("why", " "), "f: an entry has no reason");
        assert_eq!(error("\"a\", \"b\"", ""), "f: an entry has no ids");
        assert!(error("reason", "cause").contains("cause"));
    }

    #[test]
    fn what_matches_is_taken_away_and_nothing_is_added() {
        let known = Known::parse(ENTRY).unwrap();
        let shorter = known
            .clone()
            .without(Compared::Transcript, &[place("b"), place("c")].into());
        assert_eq!(
            shorter.places(Compared::Transcript),
            [place("b")].into_iter().collect()
        );
        let none = known.without(Compared::Transcript, &BTreeSet::new());
        assert_eq!(none, Known::default());
    }

    #[test]
    fn the_list_is_read_as_it_is_written() {
        let text = format!(
            "{ENTRY}[[difference]]\nfile = \"g\"\nlog = true\nreason = \"a \\\"word\\\"\"\nids = [\"c\"]\n"
        );
        let known = Known::parse(&text).unwrap();
        assert_eq!(Known::parse(&known.text()), Ok(known));
    }
}
