//! Dark or light: the system's choice until the learner makes another, which is
//! remembered.

use web_sys::{Element, Storage};

const KEY: &str = "saslab-theme";

/// Which look was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Theme {
    /// What the system says, now and when it changes its mind.
    System,
    Light,
    Dark,
}

impl Theme {
    /// As it is remembered; nothing is, for the system's.
    const fn name(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }

    /// What the button leads to: from the system's look the other one, then the same by
    /// choice, then back to the system's.
    pub(crate) fn next(self) -> Self {
        match (self, is_dark()) {
            (Self::System, true) | (Self::Dark, false) => Self::Light,
            (Self::System, false) | (Self::Light, true) => Self::Dark,
            (Self::Light, false) | (Self::Dark, true) => Self::System,
        }
    }

    /// What the button says that leads here.
    pub(crate) const fn invitation(self) -> &'static str {
        match self {
            Self::System => "System colours",
            Self::Light => "Light colours",
            Self::Dark => "Dark colours",
        }
    }
}

/// Puts the remembered choice back before anything is shown.
pub(crate) fn restore() {
    mark(current());
}

/// What was chosen.
pub(crate) fn current() -> Theme {
    let name = storage().and_then(|storage| storage.get_item(KEY).ok()?);
    [Theme::Light, Theme::Dark]
        .into_iter()
        .find(|theme| theme.name() == name.as_deref())
        .unwrap_or(Theme::System)
}

fn is_dark() -> bool {
    matches("(prefers-color-scheme: dark)")
}

fn matches(query: &str) -> bool {
    web_sys::window()
        .and_then(|window| window.match_media(query).ok()?)
        .is_some_and(|query| query.matches())
}

/// Shows a theme and remembers it.
pub(crate) fn choose(theme: Theme) {
    mark(theme);
    if let Some(storage) = storage() {
        // A browser without storage forgets the choice; the page works all the same.
        drop(match theme.name() {
            Some(name) => storage.set_item(KEY, name),
            None => storage.remove_item(KEY),
        });
    }
}

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

fn mark(theme: Theme) {
    let root = || -> Option<Element> { web_sys::window()?.document()?.document_element() };
    if let Some(root) = root() {
        drop(match theme.name() {
            Some(name) => root.set_attribute("data-theme", name),
            None => root.remove_attribute("data-theme"),
        });
    }
}
