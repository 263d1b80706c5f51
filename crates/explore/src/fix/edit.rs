//! Edits of main.cf: the file stays as it is written, but for the lines that change.

use std::fmt;
use std::sync::Arc;

use saslab_smtpd::maincf::{self, Compared, MasterCf};

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
    /// The option of a service in master.cf goes, and main.cf counts.
    RemoveOption {
        /// The service, as its line begins.
        service: Arc<str>,
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

    pub(crate) fn remove_option(service: &str, name: &str) -> Self {
        Self::RemoveOption {
            service: Arc::from(service),
            name: Arc::from(name),
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
                write!(
                    f,
                    "postconf -e {}",
                    maincf::shell_word(&format!("{name} = {value}"))
                )
            }
            Self::Remove { name } => write!(f, "postconf -X {name}"),
            // postconf(1): service-name/service-type/parameter-name
            Self::RemoveOption { service, name } => {
                let word = maincf::shell_word(&format!("{service}/inet/{name}"));
                write!(f, "postconf -PX {word}")
            }
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
        Edit::RemoveOption { .. } => text,
    })
}

/// The services with the edits that are about them.
pub(super) fn apply_to_services(master: &MasterCf, edits: &[Edit]) -> MasterCf {
    let mut services = master.services().to_vec();
    for edit in edits {
        let Edit::RemoveOption { service, name } = edit else {
            continue;
        };
        let named = services.iter_mut().filter(|one| one.name == *service);
        for one in named {
            one.overrides.retain(|option| option.name != *name);
        }
    }
    MasterCf::of(services)
}

/// The text of master.cf with them.
pub(super) fn apply_to_master(text: &str, edits: &[Edit]) -> String {
    edits.iter().fold(text.to_owned(), |text, edit| match edit {
        Edit::Set { .. } | Edit::Remove { .. } => text,
        Edit::RemoveOption { service, name } => maincf::remove_option(&text, service, name),
    })
}

/// Lines that differ, with one line before and after each.
pub(super) fn diff(old: &str, new: &str) -> Vec<DiffLine> {
    // A line without its end is the same line.
    let (old, new) = (ended(old), ended(new));
    let lines: Vec<DiffLine> = maincf::compare(&old, &new)
        .into_iter()
        .map(DiffLine::from)
        .collect();
    let is_change = |at: usize| lines.get(at).is_some_and(DiffLine::is_change);
    let near = |at: usize| is_change(at) || is_change(at + 1) || (at > 0 && is_change(at - 1));
    let shown = lines.iter().enumerate().filter(|(at, _)| near(*at));
    shown.map(|(_, line)| line.clone()).collect()
}

fn ended(text: &str) -> String {
    let mut ended = text.to_owned();
    if !text.is_empty() && !text.ends_with('\n') {
        ended.push('\n');
    }
    ended
}

impl From<Compared<'_>> for DiffLine {
    fn from(line: Compared<'_>) -> Self {
        let (kind, text): (fn(Arc<str>) -> Self, &str) = match line {
            Compared::Same(text) => (Self::Same, text),
            Compared::Gone(text) => (Self::Removed, text),
            Compared::New(text) => (Self::Added, text),
        };
        // As `str::lines` has it.
        kind(Arc::from(text.lines().next().unwrap_or("")))
    }
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
