//! A value of a parameter together with where it comes from.

use crate::{Parameter, Span};
use saslab_release::Release;
use std::fmt;
use std::sync::Arc;

/// Where the value of a parameter comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// main.cf sets it.
    File {
        /// The line of the name, counted from 1.
        line: u32,
        /// Where the value stands, or the name if the value is empty.
        span: Span,
    },
    /// The release's default.
    Default {
        /// The releases, one per branch, that brought this default.
        arrivals: &'static [Release],
    },
    /// The release does not know the parameter; the value behaves the same.
    NotYet {
        /// The releases, one per branch, that brought the parameter.
        arrivals: &'static [Release],
    },
    /// `-o name=value` in master.cf.
    Service {
        /// The service's name in master.cf.
        service: Arc<str>,
        /// The override as written: `name=value`.
        text: Arc<str>,
    },
}

/// A parameter's value with its origin; `Display` names both in one phrase.
#[derive(Clone, Debug)]
pub struct Setting<T = Arc<str>> {
    /// The row of the table.
    pub parameter: &'static Parameter,
    /// The value, `$name` expanded.
    pub value: T,
    /// The text before expansion.
    pub written: Arc<str>,
    /// Where the text comes from.
    pub origin: Origin,
}

/// What stops a Postfix program at start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fatal {
    /// The text after `fatal: ` in the log.
    pub log: String,
    /// The setting that is at fault, if it is one.
    pub setting: Option<Setting>,
}

impl<T> Setting<T> {
    /// The same setting with another reading of its value.
    #[must_use]
    pub fn map<U>(self, read: impl FnOnce(T) -> U) -> Setting<U> {
        Setting {
            parameter: self.parameter,
            value: read(self.value),
            written: self.written,
            origin: self.origin,
        }
    }
}

impl<T: PartialEq> PartialEq for Setting<T> {
    fn eq(&self, other: &Self) -> bool {
        self.parameter.name == other.parameter.name
            && self.value == other.value
            && self.written == other.written
            && self.origin == other.origin
    }
}

impl<T: Eq> Eq for Setting<T> {}

impl<T> fmt::Display for Setting<T> {
    /// `name = text as written (main.cf line 3)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} =", self.parameter.name)?;
        for word in self.written.split_ascii_whitespace() {
            write!(f, " {word}")?;
        }
        write!(f, " ({})", self.origin)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { line, .. } => write!(f, "main.cf line {line}"),
            Self::Default { arrivals } => match arrivals.first() {
                Some(first) if *first > Release::OLDEST => {
                    write!(f, "default since Postfix {first}")
                }
                _oldest => f.write_str("default"),
            },
            Self::NotYet { arrivals } => match arrivals.first() {
                Some(first) => write!(f, "the parameter came with Postfix {first}"),
                None => f.write_str("no such parameter"),
            },
            Self::Service { service, .. } => write!(f, "-o of service {service} in master.cf"),
        }
    }
}
