//! The text of a parameter, from the first of master.cf, main.cf and the defaults that
//! has one, and what it expands to.

use std::borrow::Cow;
use std::sync::Arc;

use saslab_release::Release;

use super::{Merged, Resolved};
use crate::expand::{self, Dictionary, Failure};
use crate::parameter::{EXPANDED, place};
use crate::{Entry, Kind, Origin, PARAMETERS, Parameter, Reader, Setting, Sourced, parameter};

impl Merged {
    /// The text that main.cf or master.cf has for a name.
    pub(super) fn written(&self, name: &str) -> Option<Cow<'_, Sourced>> {
        if let Some(text) = self.overrides.get(name) {
            return Some(Cow::Owned(Sourced::elsewhere(text)));
        }
        self.in_file(name).map(|entry| Cow::Borrowed(&entry.value))
    }

    /// What counts of main.cf: the process is told these two when it starts
    /// (`master_ent.c`, `single_server.c`), be they set there or not.
    fn in_file(&self, name: &str) -> Option<&Entry> {
        let is_told = matches!(name, "stress" | "service_name");
        self.file.get(name).filter(|_| !is_told)
    }

    fn default(&self, row: &'static Parameter) -> Option<Sourced> {
        let default = row.default_of(self.release)?;
        let computed = self.computed.get(row.name).map(AsRef::as_ref);
        Some(Sourced::elsewhere(computed.unwrap_or(default.text)))
    }

    pub(super) fn expand(&self, text: &Sourced) -> Result<Sourced, Failure> {
        expand::expand(text, self.dialect.main_cf.syntax, self)
    }

    /// For each row of the table, whether its value may be another than the text in it.
    pub(super) fn rows_to_read(&self) -> Vec<bool> {
        let many = self.file.entries().len() > PARAMETERS.len();
        let mut rows = EXPANDED.map(|expanded| many || expanded).to_vec();
        let names = self.file.entries().iter().map(|entry| &entry.name);
        let names = names.take(PARAMETERS.len()).chain(self.overrides.keys());
        for name in names.chain(self.computed.keys()) {
            if let Some(row) = place(name).and_then(|at| rows.get_mut(at)) {
                *row = true;
            }
        }
        rows
    }

    /// A parameter's value, or its text and what is wrong with it.
    pub(super) fn resolve(
        &self,
        row: &'static Parameter,
    ) -> Result<Resolved, Box<(Resolved, Failure)>> {
        let (origin, written, sourced) = self.source(row);
        let resolved = |value, sourced| Resolved {
            setting: Setting {
                parameter: row,
                value,
                written: Arc::clone(&written),
                origin,
            },
            sourced,
        };
        if row.kind == Kind::Raw || !written.contains('$') {
            return Ok(resolved(Arc::clone(&written), sourced.cloned()));
        }
        let text = sourced.map_or_else(|| Cow::Owned(Sourced::elsewhere(&written)), Cow::Borrowed);
        match self.expand(&text) {
            Ok(expanded) => Ok(resolved(Arc::from(expanded.as_str()), Some(expanded))),
            Err(failure) => {
                let text = Some(text.into_owned());
                Err(Box::new((resolved(Arc::clone(&written), text), failure)))
            }
        }
    }

    /// The text of a parameter, with its places if a file has it. A release that does not
    /// know a parameter does not look at main.cf.
    fn source(&self, row: &'static Parameter) -> (Origin, Arc<str>, Option<&Sourced>) {
        let (origin, text) = row.plain_text(self.release);
        if matches!(origin, Origin::NotYet { .. }) {
            return (origin, Arc::from(text), None);
        }
        if let Some(value) = self.overrides.get(row.name) {
            let origin = Origin::Service {
                service: Arc::clone(&self.service),
                text: Arc::from(format!("{}={value}", row.name)),
            };
            return (origin, Arc::clone(value), None);
        }
        match self.in_file(row.name) {
            Some(entry) => {
                let text = Arc::from(entry.value.as_str());
                (file_origin(entry), text, Some(&entry.value))
            }
            None => {
                let computed = self.computed.get(row.name).map(Arc::clone);
                (origin, computed.unwrap_or_else(|| Arc::from(text)), None)
            }
        }
    }
}

impl Dictionary for Merged {
    /// smtpd(8) knows the names that main.cf sets, and the defaults of the
    /// parameters that it reads itself.
    fn lookup(&self, name: &str) -> Option<Cow<'_, Sourced>> {
        self.written(name).or_else(|| {
            let row = parameter(name).filter(|row| row.reader != Reader::Others)?;
            self.default(row).map(Cow::Owned)
        })
    }
}

fn file_origin(entry: &Entry) -> Origin {
    let empty = entry.value.as_str().is_empty();
    Origin::File {
        line: entry.line,
        span: if empty {
            entry.name_span
        } else {
            entry.value_span
        },
    }
}

impl Parameter {
    /// Where its value comes from if nothing is written, and the text.
    pub(super) fn plain_text(&self, release: Release) -> (Origin, &'static str) {
        match self.default_of(release) {
            Some(default) => {
                let arrivals = default.arrivals;
                (Origin::Default { arrivals }, default.text)
            }
            None => {
                let arrivals = self.arrivals();
                (Origin::NotYet { arrivals }, self.before)
            }
        }
    }

    /// The setting with that text as its value.
    pub(super) fn plain(&'static self, release: Release) -> Setting {
        let (origin, text) = self.plain_text(release);
        let value: Arc<str> = Arc::from(text);
        Setting {
            parameter: self,
            written: Arc::clone(&value),
            value,
            origin,
        }
    }
}
