//! A release number, and the rule by which a release includes a change.

use std::fmt;
use std::str::FromStr;

/// A Postfix release by number, from 1.1.0 on. Snapshots are not modelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Release {
    major: u16,
    minor: u16,
    patch: u16,
}

/// The release `major.minor.patch`, short because the tables are full of them.
#[must_use]
pub const fn v(major: u16, minor: u16, patch: u16) -> Release {
    Release {
        major,
        minor,
        patch,
    }
}

impl Release {
    /// The first release with the numbering used today; earlier ones are dates.
    pub const OLDEST: Self = v(1, 1, 0);
    /// Debian 12's release, the one that anyone can install and compare with.
    pub const DEFAULT: Self = v(3, 7, 11);
    /// Those of which sessions of real servers have been recorded, oldest first.
    pub const RECORDED: [Self; 4] = [v(1, 1, 7), v(2, 3, 19), v(3, 7, 11), v(3, 11, 6)];

    /// Whether a change with these arrivals is part of this release.
    ///
    /// A fix reaches each maintained branch at its own patch level, so a list
    /// holds one arrival per branch, oldest first; branches younger than the
    /// last arrival have the change from their start.
    #[must_use]
    pub fn includes(self, arrivals: &[Self]) -> bool {
        includes(self, arrivals)
    }

    fn branch(self) -> (u16, u16) {
        (self.major, self.minor)
    }
}

/// See [`Release::includes`].
#[must_use]
pub fn includes(release: Release, arrivals: &[Release]) -> bool {
    let own_branch = arrivals
        .iter()
        .find(|arrival| arrival.branch() == release.branch());
    match own_branch {
        Some(arrival) => release >= *arrival,
        None => arrivals
            .last()
            .is_some_and(|last| release.branch() > last.branch()),
    }
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

/// Why a text is no release number that is modelled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParseReleaseError {
    /// Not two or three numbers with dots between them.
    Syntax(String),
    /// Older than 1.1.0: those releases are named by date and not modelled.
    TooOld(Release),
}

impl fmt::Display for ParseReleaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax(text) => write!(
                f,
                "\"{text}\" is not a Postfix release: write three numbers, as in 3.7.11"
            ),
            Self::TooOld(release) => write!(
                f,
                "Postfix {release} is not modelled: the oldest release is {}",
                Release::OLDEST
            ),
        }
    }
}

impl std::error::Error for ParseReleaseError {}

impl FromStr for Release {
    type Err = ParseReleaseError;

    /// Reads `3.7.11`; `3.7` means `3.7.0`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let syntax = || ParseReleaseError::Syntax(text.to_owned());
        let mut numbers = text.trim().split('.').map(str::parse::<u16>);
        let mut next = || numbers.next().transpose().map_err(|_| syntax());
        let (major, minor, patch, rest) = (next()?, next()?, next()?, next()?);
        let (Some(major), Some(minor), None) = (major, minor, rest) else {
            return Err(syntax());
        };
        let release = v(major, minor, patch.unwrap_or(0));
        if release < Self::OLDEST {
            return Err(ParseReleaseError::TooOld(release));
        }
        Ok(release)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIX: &[Release] = &[v(2, 6, 17), v(2, 9, 4), v(2, 10, 0)];

    #[test]
    fn a_fix_is_included_from_its_arrival_in_the_own_branch() {
        assert!(!v(2, 6, 16).includes(FIX));
        assert!(v(2, 6, 17).includes(FIX));
        assert!(v(2, 6, 18).includes(FIX));
        assert!(!v(2, 9, 3).includes(FIX));
        assert!(v(2, 9, 4).includes(FIX));
    }

    #[test]
    fn a_branch_without_an_arrival_never_got_the_fix() {
        assert!(!v(2, 8, 99).includes(FIX));
        assert!(!v(2, 5, 17).includes(FIX));
    }

    #[test]
    fn younger_branches_have_the_fix_from_their_start() {
        assert!(v(2, 10, 0).includes(FIX));
        assert!(v(2, 11, 0).includes(FIX));
        assert!(v(3, 0, 0).includes(FIX));
    }

    #[test]
    fn release_numbers_are_read_and_shown() {
        assert_eq!("3.7.11".parse(), Ok(v(3, 7, 11)));
        assert_eq!(" 2.10 ".parse(), Ok(v(2, 10, 0)));
        assert_eq!(v(1, 1, 7).to_string(), "1.1.7");
    }

    #[test]
    fn what_is_no_release_is_named() {
        for text in ["", "3", "3.x", "3.7.11.2", "snapshot", "70000.1"] {
            assert_eq!(
                text.parse::<Release>(),
                Err(ParseReleaseError::Syntax(text.to_owned())),
                "{text}"
            );
        }
        assert_eq!(
            "0.9.1".parse::<Release>(),
            Err(ParseReleaseError::TooOld(v(0, 9, 1)))
        );
    }
}
