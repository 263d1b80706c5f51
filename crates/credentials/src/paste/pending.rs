//! An exchange that is still being read.
use super::{Exchange, Mechanism, Said, SaidIn, Verdict, Word};
use saslab_sasl::Secret;
use saslab_sasl::client::Speaker;
use std::ops::Range;

/// Where commands cut their Base64: `openssl base64`, PEM, `base64 -w 72`, `base64`.
pub(super) const CUTS: [usize; 4] = [60, 64, 72, 76];

/// No mechanism has more than six messages; what follows so many is no AUTH exchange.
const LONGEST: usize = 64;

#[derive(Debug, Default)]
pub(super) struct Pending {
    mechanism: Option<String>,
    command: Option<Range<usize>>,
    said: Vec<Line>,
    pub(super) verdict: Option<Verdict>,
}

#[derive(Debug)]
struct Line {
    speaker: Speaker,
    place: SaidIn,
    pieces: Vec<Range<usize>>,
}

impl Pending {
    /// An exchange that begins with a command.
    pub(super) fn named(mechanism: &[u8], command: Range<usize>) -> Self {
        let name = String::from_utf8_lossy(mechanism).into_owned();
        Self {
            mechanism: Some(name),
            command: Some(command),
            ..Self::default()
        }
    }

    pub(super) fn say(&mut self, speaker: Speaker, place: SaidIn, range: Range<usize>) {
        if self.said.len() >= LONGEST {
            return;
        }
        self.said.push(Line {
            speaker,
            place,
            pieces: vec![range],
        });
    }

    /// The last message goes on in another line.
    pub(super) fn go_on(&mut self, range: Range<usize>) {
        if let Some(last) = self.said.last_mut() {
            last.pieces.push(range);
        }
    }

    /// Whether `content` may be the rest of the last message: it was cut where commands
    /// cut, and all lines but the last are equally long.
    pub(super) fn is_cut_before(&self, content: &[u8]) -> bool {
        let Some(Line {
            speaker: Speaker::Client,
            pieces,
            ..
        }) = self.said.last()
        else {
            return false;
        };
        let first = pieces.first().map_or(0, Range::len);
        let last = pieces.last().map_or(0, Range::len);
        first == last && CUTS.contains(&first) && content.trim_ascii().len() <= first
    }

    pub(super) fn awaits_answer(&self) -> bool {
        self.said
            .last()
            .is_some_and(|line| line.speaker == Speaker::Server)
    }

    /// Whether nothing has followed the command yet.
    pub(super) fn is_only_a_command(&self) -> bool {
        self.said.is_empty()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.said.is_empty() && self.command.is_none()
    }

    pub(super) fn finish(self, text: &[u8]) -> Exchange {
        let lines = self.lines(text);
        let said = self.said.into_iter().map(|line| Said {
            speaker: line.speaker,
            place: line.place,
            word: Word::read(text, &line.pieces),
        });
        Exchange {
            mechanism: match self.mechanism {
                Some(name) => Mechanism::Named(name.to_ascii_uppercase()),
                None => Mechanism::Unknown,
            },
            command: self.command,
            said: said.collect(),
            verdict: self.verdict,
            lines,
        }
    }

    /// The client's lines as they reach the server: a text in several lines is several
    /// lines there too.
    fn lines(&self, text: &[u8]) -> Vec<Secret> {
        let at = |range: &Range<usize>| text.get(range.clone()).unwrap_or_default();
        let mut lines: Vec<Secret> = Vec::new();
        if let Some(name) = &self.mechanism {
            let initial = self.said.iter().find(|line| line.place == SaidIn::Command);
            let pieces = initial.map_or(&[][..], |line| &line.pieces);
            let first = pieces.first().map(at).unwrap_or_default();
            let blank: &[u8] = if first.is_empty() { b"" } else { b" " };
            lines.push([b"AUTH ", name.as_bytes(), blank, first].concat().into());
            lines.extend(pieces.iter().skip(1).map(|piece| at(piece).into()));
        }
        let said = self.said.iter();
        let rest = said
            .filter(|line| line.speaker == Speaker::Client && line.place == SaidIn::Line)
            .flat_map(|line| &line.pieces);
        lines.extend(rest.map(|piece| at(piece).into()));
        lines
    }
}
