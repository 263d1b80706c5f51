//! Stand-in for `saslab-maincf` until that crate exists.
#![allow(missing_docs, reason = "goes away with the real crate")]

use std::fmt;
use std::sync::Arc;

use saslab_release::Release;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Word {
    pub text: Arc<str>,
    pub span: Option<Span>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting<T = Arc<str>> {
    pub name: &'static str,
    pub value: T,
    pub written: Arc<str>,
    pub explicit: bool,
}

impl<T: fmt::Display> fmt::Display for Setting<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} = {}", self.name, self.value)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fatal {
    pub log: String,
    pub setting: Option<Setting>,
}

#[derive(Clone, Debug)]
pub struct Settings {
    release: Release,
    values: std::collections::BTreeMap<String, String>,
}

impl Settings {
    #[must_use]
    pub fn release(&self) -> Release {
        self.release
    }
}
