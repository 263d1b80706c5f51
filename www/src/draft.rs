//! main.cf as edited: what the controls of the page show, and what is odd about it.

use std::cell::{OnceCell, RefCell};
use std::sync::Arc;

use saslab_smtpd::maincf::{
    self, Fatal, MainCf, Origin, Repair, Settings, Span, Warning, Word, item_texts,
};
use saslab_smtpd::policy::review_restrictions;
use saslab_smtpd::release::Release;
use yew::AttrValue;

/// A text and how one release reads it.
#[derive(Debug)]
pub(crate) struct Draft {
    file: Arc<MainCf>,
    release: Release,
    /// The settings, or those of an empty file where Postfix cannot read this one.
    settings: Option<Settings>,
    /// Why Postfix cannot read it.
    pub(crate) fatal: Option<Fatal>,
    /// What Postfix itself would remark.
    warnings: Vec<Warning>,
    /// All that there is to remark, once somebody has asked.
    remarks: OnceCell<Vec<Remark>>,
}

/// Something odd in main.cf.
#[derive(Debug)]
pub(crate) struct Remark {
    /// One or two sentences.
    pub(crate) says: AttrValue,
    pub(crate) line: u32,
    pub(crate) span: Span,
    pub(crate) repair: Option<Repair>,
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

/// A text that has been read.
#[derive(Clone, Debug)]
pub(crate) struct Read {
    pub(crate) file: Arc<MainCf>,
    /// What Postfix itself would remark.
    pub(crate) warnings: Vec<Warning>,
    /// The settings, where a draft was made of it and Postfix can read it.
    pub(crate) settings: Option<Settings>,
}

thread_local! {
    /// The last draft: mostly a server is started from the same text next.
    static LAST: RefCell<Option<Read>> = const { RefCell::new(None) };
}

impl Read {
    /// A text, which may be that of the last draft.
    pub(crate) fn of(text: &str) -> Self {
        let last = LAST.with_borrow(|last| last.clone().filter(|last| last.file.text() == text));
        last.unwrap_or_else(|| {
            let (file, warnings) = MainCf::parse(text);
            Self {
                file: Arc::new(file),
                warnings,
                settings: None,
            }
        })
    }
}

impl Draft {
    pub(crate) fn read(text: &str, release: Release) -> Self {
        let known = LAST.with_borrow(|last| last.as_ref()?.settings.clone());
        let mut read = Read::of(text);
        let resolved = Settings::resolve_again(&read.file, release, known.as_ref());
        let (settings, fatal) = match resolved {
            Ok(settings) => (Some(settings), None),
            Err(fatal) => (None, Some(fatal)),
        };
        read.settings.clone_from(&settings);
        let Read { file, warnings, .. } = read.clone();
        LAST.set(Some(read));
        let settings = settings.or_else(|| {
            let empty = Arc::new(MainCf::parse("").0);
            Settings::resolve(&empty, &[], release).ok()
        });
        Self {
            warnings,
            remarks: OnceCell::new(),
            file,
            release,
            settings,
            fatal,
        }
    }

    /// What there is to remark: what Postfix would say, then what a reader would.
    pub(crate) fn remarks(&self) -> &[Remark] {
        self.remarks.get_or_init(|| {
            let mut remarks = Vec::new();
            let mut warnings = &self.warnings[..];
            while let [first, others @ ..] = warnings {
                remarks.push(Remark {
                    says: first.to_string().into(),
                    line: first.line,
                    span: first.span,
                    repair: maincf::repair(self.file.text(), warnings),
                });
                warnings = others;
            }
            let settings = self.settings.as_ref().filter(|_| self.fatal.is_none());
            let words = settings.map(review_restrictions).unwrap_or_default();
            let read = maincf::review(&self.file, self.release);
            remarks.extend(read.into_iter().chain(words).map(Remark::from));
            remarks
        })
    }

    /// Where the value stands that stops Postfix, and what it logs.
    pub(crate) fn fault(&self) -> Option<(Span, &str)> {
        let fatal = self.fatal.as_ref()?;
        match fatal.setting.as_ref()?.origin {
            Origin::File { span, .. } => Some((span, &fatal.log)),
            Origin::Default { .. } | Origin::NotYet { .. } | Origin::Service { .. } => None,
        }
    }

    /// Whether main.cf sets it.
    pub(crate) fn sets(&self, name: &str) -> bool {
        self.file.get(name).is_some()
    }

    pub(crate) const fn release(&self) -> Release {
        self.release
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

impl From<maincf::Remark> for Remark {
    fn from(remark: maincf::Remark) -> Self {
        Self {
            says: remark.to_string().into(),
            line: remark.line,
            span: remark.span,
            repair: remark.repair,
        }
    }
}

impl Control {
    /// `yes`, as Postfix reads it: in any case of letters.
    pub(crate) fn is_on(&self) -> bool {
        matches!(self.words.as_slice(), [word] if word.text.eq_ignore_ascii_case("yes"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use saslab_lessons::howto;

    fn says(draft: &Draft) -> Vec<&str> {
        draft.remarks().iter().map(|one| &*one.says).collect()
    }

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
        assert!(
            says(&draft).is_empty(),
            "the page's own file: {:?}",
            says(&draft)
        );
        let draft = Draft::read("smtpd_relay_restrictions = permit\n", howto::RELEASE);
        assert_eq!(
            says(&draft),
            ["Line 1: smtpd_relay_restrictions came with Postfix 2.10.0; this release ignores it."]
        );
    }

    #[test]
    fn an_unknown_name_is_remarked_unless_a_line_uses_it() {
        let text = "smtp_sasl_enabled = yes\nmynet = 192.0.2.0/24\nmynetworks = $mynet\n";
        assert_eq!(
            says(&draft(text)),
            [
                "Line 1: smtp_sasl_enabled is no parameter of Postfix that is known here, \
              and nothing uses it."
            ]
        );
    }
}
