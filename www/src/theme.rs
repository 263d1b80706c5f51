//! Dark or light: the system's choice until the learner makes another, which is
//! the only thing that the page ever stores.

use web_sys::{Element, Storage};

const KEY: &str = "saslab-theme";

/// The two looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Theme {
    Light,
    Dark,
}

impl Theme {
    const fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    pub(crate) const fn other(self) -> Self {
        match self {
            Self::Light => Self::Dark,
            Self::Dark => Self::Light,
        }
    }

    /// What the button says that leads here.
    pub(crate) const fn invitation(self) -> &'static str {
        match self {
            Self::Light => "Light colours",
            Self::Dark => "Dark colours",
        }
    }
}

/// Puts the remembered choice back before anything is shown.
pub(crate) fn restore() {
    if let Some(theme) = remembered() {
        mark(theme);
    }
}

/// What is shown now.
pub(crate) fn current() -> Theme {
    remembered().unwrap_or_else(|| match matches("(prefers-color-scheme: dark)") {
        true => Theme::Dark,
        false => Theme::Light,
    })
}

/// Whether the regions stand below each other (`lab.css` has the same width).
pub(crate) fn is_narrow() -> bool {
    matches("(width < 46rem)")
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
        drop(storage.set_item(KEY, theme.name()));
    }
}

fn remembered() -> Option<Theme> {
    let name = storage()?.get_item(KEY).ok()??;
    [Theme::Light, Theme::Dark]
        .into_iter()
        .find(|theme| theme.name() == name)
}

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

fn mark(theme: Theme) {
    let root = || -> Option<Element> { web_sys::window()?.document()?.document_element() };
    if let Some(root) = root() {
        drop(root.set_attribute("data-theme", theme.name()));
    }
}
