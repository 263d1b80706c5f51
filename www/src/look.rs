//! The four views of one session, and a place in any of them.

use yew::AttrValue;

use crate::bench::Transcript;
use crate::why::Why;

/// How the session is shown. The steps and the place are the same in each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Look {
    /// With marks and reasons.
    #[default]
    Dialogue,
    /// What crossed the wire, as books print it.
    Raw,
    /// The same, octet by octet.
    Bytes,
    /// Two lines of life and an arrow a line.
    Diagram,
}

impl Look {
    /// In the order of the tabs.
    pub(crate) const ALL: [Self; 4] = [Self::Dialogue, Self::Raw, Self::Bytes, Self::Diagram];

    /// What the tab says.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Dialogue => "Dialogue",
            Self::Raw => "Raw",
            Self::Bytes => "Bytes",
            Self::Diagram => "Diagram",
        }
    }

    /// The class of the log.
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Dialogue => "transcript dialogue",
            Self::Raw => "transcript raw",
            Self::Bytes => "transcript octets",
            Self::Diagram => "transcript diagram",
        }
    }

    /// The view of this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|look| look.name() == name)
    }
}

/// A line of the server, or something that it does not offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) turn: usize,
    pub(crate) kind: Kind,
    /// Among its kind.
    pub(crate) at: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Line,
    Missing,
}

impl Kind {
    const fn sign(self) -> char {
        match self {
            Self::Line => '-',
            Self::Missing => '+',
        }
    }
}

impl Place {
    /// The place as an attribute: `3-0`.
    pub(crate) fn word(self) -> AttrValue {
        let mut word = self.turn.to_string();
        word.push(self.kind.sign());
        word.push_str(&self.at.to_string());
        word.into()
    }

    /// The way back.
    pub(crate) fn read(word: &str) -> Option<Self> {
        let mut kinds = [Kind::Line, Kind::Missing].into_iter();
        kinds.find_map(|kind| {
            let (turn, at) = word.split_once(kind.sign())?;
            let (turn, at) = (turn.parse().ok()?, at.parse().ok()?);
            Some(Self { turn, kind, at })
        })
    }

    /// What stands there, and why.
    pub(crate) fn find(self, transcript: &Transcript) -> Option<(&AttrValue, &Why)> {
        let turn = transcript.turns.get(self.turn)?;
        match self.kind {
            Kind::Line => turn.lines.get(self.at).map(|line| (&line.text, &line.why)),
            Kind::Missing => turn.missing.get(self.at).map(|one| (&one.what, &one.why)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_written_and_read() {
        for (word, turn, kind, at) in [("0-12", 0, Kind::Line, 12), ("7+0", 7, Kind::Missing, 0)] {
            let place = Place { turn, kind, at };
            assert_eq!(place.word(), word);
            assert_eq!(Place::read(word), Some(place));
        }
        for word in ["", "-", "1-", "-1", "1", "a-b", "1-2-3"] {
            assert_eq!(Place::read(word), None, "{word}");
        }
    }
}
