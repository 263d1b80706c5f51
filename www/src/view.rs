//! The views of the page, each with its tab and its word in the address. To add one:
//! a variant here, a row in [`View::ALL`], an arm in `page.rs`.

use yew::AttrValue;

/// What the page shows below its masthead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum View {
    /// The bench: server, session, consequences.
    #[default]
    Lab,
    /// The HOWTO, step by step.
    Lessons,
    /// Credentials, encoded and decoded.
    Credentials,
    /// Two benches side by side.
    Compare,
}

impl View {
    /// In the order of the tabs.
    pub(crate) const ALL: [Self; 4] = [Self::Lab, Self::Lessons, Self::Credentials, Self::Compare];

    /// What the tab says.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Lab => "Lab",
            Self::Lessons => "Lessons",
            Self::Credentials => "Credentials",
            Self::Compare => "Compare",
        }
    }

    /// The word in the address.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Lab => "lab",
            Self::Lessons => "lessons",
            Self::Credentials => "credentials",
            Self::Compare => "compare",
        }
    }

    /// The id of the panel: another one than the word, or the browser would scroll there.
    pub(crate) fn panel(self) -> AttrValue {
        ["view-", self.word()].concat().into()
    }

    /// The id of the tab.
    pub(crate) fn tab(self) -> AttrValue {
        ["tab-", self.word()].concat().into()
    }

    /// The view that the fragment of an address asks for: `#compare`, `#compare&…`.
    pub(crate) fn of_fragment(fragment: &str) -> Self {
        let word = fragment.trim_start_matches('#').split('&').next();
        Self::ALL
            .into_iter()
            .find(|view| Some(view.word()) == word)
            .unwrap_or_default()
    }

    /// The neighbour to which a key leads from this tab.
    pub(crate) fn toward(self, key: &str) -> Option<Self> {
        let last = Self::ALL.len() - 1;
        let here = Self::ALL.iter().position(|view| *view == self)?;
        let there = match key {
            "ArrowRight" => (here + 1) % Self::ALL.len(),
            "ArrowLeft" => here.checked_sub(1).unwrap_or(last),
            "Home" => 0,
            "End" => last,
            _ => return None,
        };
        Self::ALL.get(there).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fragment_names_a_view_or_the_lab_is_shown() {
        assert_eq!(View::of_fragment("#compare"), View::Compare);
        assert_eq!(View::of_fragment("#credentials&x=1"), View::Credentials);
        for other in ["", "#", "#nonsense", "#s=compare"] {
            assert_eq!(View::of_fragment(other), View::Lab, "{other}");
        }
    }

    #[test]
    fn the_arrows_go_round() {
        assert_eq!(View::Compare.toward("ArrowRight"), Some(View::Lab));
        assert_eq!(View::Lab.toward("ArrowLeft"), Some(View::Compare));
        assert_eq!(View::Lessons.toward("End"), Some(View::Compare));
        assert_eq!(View::Lessons.toward("x"), None);
    }
}
