//! The start-up check: `smtpd(8)` does not start without a restriction that
//! protects against relaying. The texts are those of `fail_required`.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::Arc;

use saslab_release::StartUpCheck;

use crate::note::{Note, Warning};
use crate::rules::Lists;
use saslab_maincf::{Fatal, Settings, Word};

/// Fails as the server would, unless a list protects.
pub(crate) fn check(
    lists: &Lists,
    classes: &BTreeMap<Arc<str>, Vec<Word>>,
    mode: StartUpCheck,
    settings: &Settings,
) -> Result<(), Fatal> {
    let search = Search::of(classes, mode, settings);
    let required = search.required;
    if search.of_lists(lists).0 {
        return Ok(());
    }
    let (parameter, place) = match mode {
        StartUpCheck::Anywhere => (
            "smtpd_recipient_restrictions",
            "parameter \"smtpd_recipient_restrictions\":",
        ),
        StartUpCheck::Reachable => (
            "smtpd_relay_restrictions",
            "in parameter smtpd_relay_restrictions or smtpd_recipient_restrictions,",
        ),
    };
    let words = match required.split_last() {
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    };
    Err(Fatal {
        log: format!("{place} specify at least one working instance of: {words}"),
        setting: Some(settings.text(parameter)),
    })
}

/// What the search for protection says about words that `permit` hides.
pub(crate) fn hidden(
    lists: &Lists,
    classes: &BTreeMap<Arc<str>, Vec<Word>>,
    mode: StartUpCheck,
    settings: &Settings,
) -> Vec<Note> {
    Search::of(classes, mode, settings).of_lists(lists).1
}

struct Search<'a> {
    required: &'a [&'static str],
    classes: &'a BTreeMap<Arc<str>, Vec<Word>>,
    mode: StartUpCheck,
    /// The lists that were looked at.
    lists: Cell<u32>,
}

/// A class that names itself would be followed for ever.
const MAX_DEPTH: u32 = 100;

/// Two classes that name each other twice would be as many lists as 2 to the depth.
const MAX_LISTS: u32 = 10_000;

impl<'a> Search<'a> {
    fn of(
        classes: &'a BTreeMap<Arc<str>, Vec<Word>>,
        mode: StartUpCheck,
        settings: &Settings,
    ) -> Self {
        let required = settings.dialect().relay_protection;
        Self {
            required,
            classes,
            mode,
            lists: Cell::new(0),
        }
    }

    /// Whether a list protects, and what the way there says about hidden words.
    fn of_lists(&self, lists: &Lists) -> (bool, Vec<Note>) {
        let mut log = Vec::new();
        let protects = self.protects(&lists.recipient, &mut log, 0)
            || self.protects(&lists.relay, &mut log, 0);
        (protects, log)
    }

    fn protects(&self, words: &[Word], log: &mut Vec<Note>, depth: u32) -> bool {
        self.lists.set(self.lists.get() + 1);
        if depth > MAX_DEPTH || self.lists.get() > MAX_LISTS {
            return false;
        }
        let mut words = words.iter().peekable();
        while let Some(word) = words.next() {
            if self.is(&word.text, "warn_if_reject") && words.peek().is_some() {
                words.next();
                continue;
            }
            if self.mode == StartUpCheck::Reachable && self.is(&word.text, "permit") {
                if let Some(next) = words.peek() {
                    let ignored = Warning::IgnoredAfter(Arc::clone(&next.text), "permit");
                    log.push(Note::Warning(ignored));
                }
                return false;
            }
            if self.required.iter().any(|name| self.is(&word.text, name)) {
                return true;
            }
            let class = self.classes.get(&word.text);
            if class.is_some_and(|class| self.protects(class, log, depth + 1)) {
                return true;
            }
        }
        false
    }

    /// The older check compares letters exactly.
    fn is(&self, word: &str, name: &str) -> bool {
        match self.mode {
            StartUpCheck::Anywhere => word == name,
            StartUpCheck::Reachable => word.eq_ignore_ascii_case(name),
        }
    }
}
