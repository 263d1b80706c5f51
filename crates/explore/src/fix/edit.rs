//! Edits of main.cf: the file stays as it is written, but for the lines that change.

use std::fmt;
use std::sync::Arc;

use saslab_smtpd::maincf;

/// One change of main.cf. `Display` is a line for a shell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// The parameter gets this value.
    Set {
        /// The parameter.
        name: Arc<str>,
        /// The value.
        value: Arc<str>,
    },
    /// The parameter goes, and its default counts.
    Remove {
        /// The parameter.
        name: Arc<str>,
    },
}

/// One line of a difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DiffLine {
    /// It stays.
    Same(Arc<str>),
    /// It goes.
    Removed(Arc<str>),
    /// It comes.
    Added(Arc<str>),
}

impl Edit {
    pub(crate) fn set(name: &str, value: &str) -> Self {
        Self::Set {
            name: Arc::from(name),
            value: Arc::from(value),
        }
    }

    pub(crate) fn remove(name: &str) -> Self {
        Self::Remove {
            name: Arc::from(name),
        }
    }
}

impl fmt::Display for Edit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Set { name, value } => {
                write!(f, "postconf -e '{name} = {}'", value.replace('\'', "'\\''"))
            }
            Self::Remove { name } => write!(f, "postconf -X {name}"),
        }
    }
}

impl DiffLine {
    /// Whether it comes or goes.
    #[must_use]
    pub const fn is_change(&self) -> bool {
        match self {
            Self::Same(_) => false,
            Self::Removed(_) | Self::Added(_) => true,
        }
    }
}

impl fmt::Display for DiffLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Same(line) => write!(f, " {line}"),
            Self::Removed(line) => write!(f, "-{line}"),
            Self::Added(line) => write!(f, "+{line}"),
        }
    }
}

/// The text with the edits, one after the other.
pub(super) fn apply(text: &str, edits: &[Edit]) -> String {
    edits.iter().fold(text.to_owned(), |text, edit| match edit {
        Edit::Set { name, value } => maincf::set(&text, name, value),
        Edit::Remove { name } => maincf::unset(&text, name),
    })
}

/// Lines that differ, with one line before and after: an edit changes one place.
pub(super) fn diff(old: &str, new: &str) -> Vec<DiffLine> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let common =
        |pairs: &mut dyn Iterator<Item = (&&str, &&str)>| pairs.take_while(|(a, b)| a == b).count();
    let before = common(&mut old.iter().zip(&new));
    let most = old.len().min(new.len()) - before;
    let after = common(&mut old.iter().rev().zip(new.iter().rev())).min(most);
    let line = |lines: &[&str], from: usize, to: usize, kind: fn(Arc<str>) -> DiffLine| {
        let range = lines.get(from..to).unwrap_or_default();
        range
            .iter()
            .map(|text| kind(Arc::from(*text)))
            .collect::<Vec<_>>()
    };
    let (gone, come) = (old.len() - after, new.len() - after);
    [
        line(&old, before.saturating_sub(1), before, DiffLine::Same),
        line(&old, before, gone, DiffLine::Removed),
        line(&new, before, come, DiffLine::Added),
        line(&old, gone, old.len().min(gone + 1), DiffLine::Same),
    ]
    .concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_lines_that_change_do() {
        let text = "# remark\nmynetworks = 0.0.0.0/0\n  127.0.0.0/8\nmyorigin = x\n";
        let edits = [Edit::set("mynetworks", "127.0.0.0/8")];
        let new = apply(text, &edits);
        assert_eq!(new, "# remark\nmynetworks = 127.0.0.0/8\nmyorigin = x\n");
        let lines: Vec<String> = diff(text, &new).iter().map(DiffLine::to_string).collect();
        assert_eq!(
            lines,
            [
                " # remark",
                "-mynetworks = 0.0.0.0/0",
                "-  127.0.0.0/8",
                "+mynetworks = 127.0.0.0/8",
                " myorigin = x",
            ]
        );
    }

    #[test]
    fn a_parameter_is_added_at_the_end_and_removed_with_its_lines() {
        assert_eq!(apply("a = 1", &[Edit::set("b", "2")]), "a = 1\nb = 2\n");
        assert_eq!(
            apply("a = 1\n x\nb = 2\na = 3", &[Edit::remove("a")]),
            "b = 2\n"
        );
        assert_eq!(
            Edit::set("x", "it's").to_string(),
            "postconf -e 'x = it'\\''s'"
        );
    }
}
