//! main.cf as edited: what the controls of the page show, and what is odd about it.

use std::collections::BTreeSet;
use std::sync::Arc;

use saslab_smtpd::maincf::{
    Entry, Fatal, MainCf, Origin, Settings, Sourced, Word, item_texts, parameter,
};
use saslab_smtpd::release::Release;
use yew::AttrValue;

/// A text and how one release reads it.
#[derive(Debug)]
pub(crate) struct Draft {
    file: Arc<MainCf>,
    /// The settings, or those of an empty file where Postfix cannot read this one.
    settings: Option<Settings>,
    /// Why Postfix cannot read it.
    pub(crate) fatal: Option<Fatal>,
    /// What Postfix, or postconf, would remark.
    pub(crate) remarks: Vec<AttrValue>,
}

/// A parameter as a control shows it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Control {
    /// The value as written.
    pub(crate) written: AttrValue,
    /// The value as a list.
    pub(crate) words: Vec<Word>,
    /// The items of the list as written, `$name` not expanded: what an edit counts.
    pub(crate) items: Vec<String>,
    /// Where it comes from.
    pub(crate) note: AttrValue,
}

impl Draft {
    pub(crate) fn read(text: &str, release: Release) -> Self {
        let (file, warnings) = MainCf::parse(text);
        let file = Arc::new(file);
        let (settings, fatal) = match Settings::resolve(&file, &[], release) {
            Ok(settings) => (Some(settings), file.fatal()),
            Err(fatal) => {
                let empty = Arc::new(MainCf::parse("").0);
                (Settings::resolve(&empty, &[], release).ok(), Some(fatal))
            }
        };
        let warnings = warnings.iter().map(|warning| warning.to_string().into());
        Self {
            remarks: warnings.chain(unknown(&file, release)).collect(),
            file,
            settings,
            fatal,
        }
    }

    /// The parameter as far as it can be read; nothing if the release has none
    /// of this name.
    pub(crate) fn control(&self, name: &'static str) -> Option<Control> {
        let settings = self.settings.as_ref()?;
        let setting = settings.text(name);
        if matches!(setting.origin, Origin::NotYet { .. }) {
            return None;
        }
        let entry = self.file.get(name);
        let (written, words, note) = match (&self.fatal, entry) {
            (Some(_), Some(entry)) => (
                entry.value.as_str().to_owned(),
                entry.value.words(),
                ["main.cf line ", &entry.line.to_string()].concat(),
            ),
            (Some(_), None) | (None, _) => (
                setting.written.trim().to_owned(),
                settings.list(name).value,
                setting.origin.to_string(),
            ),
        };
        let items = match entry {
            Some(entry) => item_texts(&entry.value.words()),
            None => item_texts(&words),
        };
        Some(Control {
            written: written.into(),
            words,
            items,
            note: note.into(),
        })
    }
}

impl Control {
    /// `yes`, as Postfix reads it: in any case of letters.
    pub(crate) fn is_on(&self) -> bool {
        matches!(self.words.as_slice(), [word] if word.text.eq_ignore_ascii_case("yes"))
    }
}

/// Names that this release does not know and that no other line uses.
fn unknown(file: &MainCf, release: Release) -> Vec<AttrValue> {
    let values = file.entries().iter().map(|entry| &entry.value);
    let mut used = BTreeSet::new();
    used.extend(values.flat_map(names));
    let entries = file.entries().iter();
    entries
        .filter(|entry| !used.contains(&*entry.name))
        .filter_map(|entry| remark(entry, release))
        .collect()
}

/// All that may be a name in a value.
fn names(value: &Sourced) -> impl Iterator<Item = &str> {
    value
        .as_str()
        .split(|letter: char| !letter.is_alphanumeric() && letter != '_')
}

fn remark(entry: &Entry, release: Release) -> Option<AttrValue> {
    let why = match parameter(&entry.name) {
        None => "is no parameter of Postfix that is known here, and nothing uses it.".to_owned(),
        Some(known) => {
            let arrivals = known.defaults.first()?.arrivals;
            if release.includes(arrivals) {
                return None;
            }
            let first = arrivals.first()?;
            [
                "came with Postfix ",
                &first.to_string(),
                "; this release ignores it.",
            ]
            .concat()
        }
    };
    let line = entry.line.to_string();
    Some(
        ["Line ", &line, ": ", &entry.name, " ", &why]
            .concat()
            .into(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use saslab_lessons::howto;

    fn draft(text: &str) -> Draft {
        Draft::read(text, Release::DEFAULT)
    }

    #[test]
    fn a_control_shows_the_default_and_its_origin() {
        let control = draft("").control("smtpd_sasl_auth_enable").unwrap();
        assert_eq!(control.written, "no");
        assert_eq!(control.note, "default");
        assert!(!control.is_on());
    }

    #[test]
    fn a_file_that_postfix_cannot_read_keeps_its_controls() {
        let draft = draft("smtpd_sasl_auth_enable = maybe\nbroken_sasl_auth_clients = yes\n");
        let fatal = draft.fatal.as_ref().unwrap();
        assert_eq!(
            fatal.log,
            "bad boolean configuration: smtpd_sasl_auth_enable = maybe"
        );
        let control = draft.control("smtpd_sasl_auth_enable").unwrap();
        assert_eq!(control.written, "maybe");
        assert!(draft.control("broken_sasl_auth_clients").unwrap().is_on());
    }

    #[test]
    fn a_parameter_that_the_release_does_not_have_has_no_control() {
        let draft = Draft::read(howto::BEFORE, howto::RELEASE);
        assert_eq!(draft.control("smtpd_relay_restrictions"), None);
        assert_eq!(
            draft.remarks,
            ["Line 2: compatibility_level came with Postfix 3.0.0; this release ignores it."]
        );
    }

    #[test]
    fn an_unknown_name_is_remarked_unless_a_line_uses_it() {
        let text = "smtp_sasl_enabled = yes\nmynet = 192.0.2.0/24\nmynetworks = $mynet\n";
        let remarks = draft(text).remarks;
        assert_eq!(
            remarks,
            [
                "Line 1: smtp_sasl_enabled is no parameter of Postfix that is known here, \
              and nothing uses it."
            ]
        );
    }
}
