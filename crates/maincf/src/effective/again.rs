//! The settings of a text that differs little from one whose settings are known: what an
//! edit has not touched is not read again.

use std::sync::Arc;

use saslab_release::Release;

use super::{MAIL_VERSION, MYDOMAIN, MYHOSTNAME, MYNETWORKS, Merged, Settings};
use crate::parameter::{EXPANDED, place};
use crate::{Fatal, MainCf, PARAMETERS, Parameter, Reader, checks, parameters};

/// What is computed when Postfix starts, and what that depends on.
const COMPUTED: [&str; 8] = [
    "compatibility_level",
    MAIL_VERSION,
    MYDOMAIN,
    MYHOSTNAME,
    MYNETWORKS,
    "mynetworks_style",
    "inet_interfaces",
    "inet_protocols",
];

impl Settings {
    /// As [`Settings::resolve`] without overrides; what is known of another text is made
    /// use of.
    ///
    /// # Errors
    /// As [`Settings::resolve`].
    pub fn resolve_again(
        file: &Arc<MainCf>,
        release: Release,
        known: Option<&Self>,
    ) -> Result<Self, Fatal> {
        let again = known.and_then(|known| known.edited(file, release));
        again.map_or_else(|| Self::resolve(file, &[], release), Ok)
    }

    /// The settings of another file, unless they have to be resolved from the start: where
    /// others depend on what differs, and where Postfix does not start.
    fn edited(&self, file: &Arc<MainCf>, release: Release) -> Option<Self> {
        let own = &self.dictionary;
        let most = PARAMETERS.len();
        // The values of names that are gone stay, but not for ever.
        let is_small = file.entries().len() <= most && self.values.read.len() <= most;
        if !is_small || file.fatal().is_some() || !self.are_of(&own.file, "smtp", release) {
            return None;
        }
        let changed = changed(&own.file, file);
        if changed.iter().any(|name| is_used(name, file)) {
            return None;
        }
        let mut settings = self.clone();
        let dictionary = Arc::make_mut(&mut settings.dictionary);
        dictionary.file = Arc::clone(file);
        let values = Arc::make_mut(&mut settings.values);
        for at in changed.into_iter().filter_map(place) {
            let (row, place) = (PARAMETERS.get(at)?, values.places.get_mut(at)?);
            *place = 0;
            if !dictionary.is_read(at) {
                continue;
            }
            let resolved = dictionary.resolve(row).ok()?;
            if row.reader != Reader::Others {
                checks::kind(&resolved.setting, release).ok()?;
            }
            values.read.push(Arc::new(resolved));
            *place = u16::try_from(values.read.len()).ok()?;
        }
        Some(settings)
    }
}

impl Merged {
    /// Whether the value of a row may be another than the text in it.
    fn is_read(&self, at: usize) -> bool {
        let name = PARAMETERS.get(at).map_or("", |row| row.name);
        EXPANDED.get(at) == Some(&true) || self.file.get(name).is_some()
    }
}

/// The names that one file sets and the other does not, or elsewhere, or to something else.
fn changed<'f>(one: &'f MainCf, other: &'f MainCf) -> Vec<&'f str> {
    let mut names = Vec::new();
    for file in [one, other] {
        for entry in file.entries() {
            let name = &*entry.name;
            if one.get(name) != other.get(name) && !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

/// Whether a default or a value may expand a name.
fn is_used(name: &str, file: &MainCf) -> bool {
    let expands = |text: &str| text.contains('$') && text.contains(name);
    let mut rows = parameters().zip(&EXPANDED);
    let in_row = |row: &Parameter| {
        expands(row.before) || row.defaults.iter().any(|default| expands(default.text))
    };
    COMPUTED.contains(&name)
        || rows.any(|(row, expanded)| *expanded && in_row(row))
        || file
            .entries()
            .iter()
            .any(|entry| expands(entry.value.as_str()))
}
