//! What a change of the server did to a session: the lines of two transcripts,
//! held against each other turn by turn.

use std::iter;

use saslab_explore::edited;
use saslab_smtpd::{Cause, Session};
use yew::AttrValue;

use crate::bench::{Line, Transcript, Turn};
use crate::shared::Shared;
use crate::why::Why;

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// It was there before.
    Same,
    /// It is new.
    Added,
    /// It says something else than before.
    Changed,
    /// It is gone: shown, but no longer part of the session.
    Removed,
}

/// Whether a change of the server is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Changes {
    None,
    Marked,
}

/// Marks what is different in `now`; the lines that are gone come back, marked.
pub(crate) fn mark(before: &Transcript, now: &mut Transcript) {
    let mut sessions = before.session.clone().zip(now.session.clone());
    let mut setting = None;
    for (before, now) in before.turns.iter().zip(&mut now.turns) {
        if before.sent == now.sent {
            mark_turn(before, now);
            blame(before, now, &mut sessions, &mut setting);
        }
    }
}

/// A line that has the same cause as before has changed for another one: what was edited.
/// So is a line that is gone, unless the reply says why its keyword is missing: said with
/// the line, it need not be said once more.
#[inline(never)] // or it would be loaded with what calls it
fn blame(
    before: &Turn,
    now: &mut Turn,
    sessions: &mut Option<(Shared<Session>, Shared<Session>)>,
    setting: &mut Option<Why>,
) {
    let same = |line: &Line| before.lines.iter().any(|old| old.why == line.why);
    let missing = &mut now.missing;
    for line in &mut now.lines {
        let is_gone = line.mark == Mark::Removed;
        let word = keyword(line).1.filter(|_| is_gone);
        if let Some(at) = missing.iter().position(|one| Some(&*one.what) == word) {
            line.why = missing.remove(at).why;
        } else if (is_gone || line.mark == Mark::Changed) && same(line) {
            // Asked once, since both servers stay the same.
            if let Some((old, new)) = sessions.take() {
                let edited = edited(old.server(), new.server());
                *setting = edited.map(|one| Why::from(&Cause::Setting(one)));
            }
            if let Some(why) = setting {
                line.why = why.clone();
            }
        }
    }
}

fn mark_turn(before: &Turn, now: &mut Turn) {
    let (old, new) = (&before.lines, &now.lines);
    if old
        .iter()
        .map(|line| &line.text)
        .eq(new.iter().map(|line| &line.text))
    {
        return;
    }
    let marked = pairs(old, new).into_iter().filter_map(|pair| {
        let same = pair.is_same();
        match (pair.left, pair.right) {
            (_, Some(line)) if same => Some(line),
            (Some(_), Some(line)) => Some(line.with(Mark::Changed)),
            (None, Some(line)) => Some(line.with(Mark::Added)),
            (left, None) => left.map(|line| line.with(Mark::Removed)),
        }
    });
    now.lines = marked.collect();
}

/// Two lines in the same place; one may be missing.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pair {
    pub(crate) left: Option<Line>,
    pub(crate) right: Option<Line>,
}

impl Pair {
    pub(crate) fn is_same(&self) -> bool {
        match (&self.left, &self.right) {
            (Some(left), Some(right)) => content(left) == content(right),
            (Some(_), None) | (None, Some(_)) | (None, None) => false,
        }
    }
}

/// What both servers said to one line of the client.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Both {
    pub(crate) sent: Option<AttrValue>,
    pub(crate) lines: Vec<Pair>,
}

/// Two sessions with the same client, line beside line; the longer one goes on alone.
pub(crate) fn beside(left: &Transcript, right: &Transcript) -> Vec<Both> {
    let turns = left.turns.len().max(right.turns.len());
    let empty = Turn::default();
    (0..turns)
        .map(|at| {
            let (left, right) = (left.turns.get(at), right.turns.get(at));
            let sent = left.or(right).and_then(|turn| turn.sent.clone());
            let (left, right) = (left.unwrap_or(&empty), right.unwrap_or(&empty));
            let lines = pairs(&left.lines, &right.lines);
            Both { sent, lines }
        })
        .collect()
}

fn pairs(left: &[Line], right: &[Line]) -> Vec<Pair> {
    let mut pairs = Vec::with_capacity(left.len().max(right.len()));
    let (mut from, mut at) = (0, 0);
    let end = iter::once((left.len(), right.len()));
    for (kept, here) in common(left, right).into_iter().chain(end) {
        let first = from.max(at) == 0;
        let gone = left.get(from..kept).unwrap_or(&[]);
        let come = right.get(at..here).unwrap_or(&[]);
        pairs.extend(gap(gone, come, first));
        if let (Some(left), Some(right)) = (left.get(kept), right.get(here)) {
            pairs.push(Pair {
                left: Some(left.clone()),
                right: Some(right.clone()),
            });
        }
        (from, at) = (kept + 1, here + 1);
    }
    pairs
}

/// Between two lines that both have: those with the same keyword stand beside each other,
/// and so do two single answers.
fn gap(gone: &[Line], come: &[Line], first: bool) -> Vec<Pair> {
    let single = first && gone.len() == 1 && come.len() == 1;
    let mut left: Vec<&Line> = gone.iter().collect();
    let mut pairs = Vec::new();
    for line in come {
        let twin = left
            .iter()
            .position(|other| single || keyword(other) == keyword(line));
        pairs.push(Pair {
            left: twin.map(|at| left.remove(at).clone()),
            right: Some(line.clone()),
        });
    }
    let alone = left.into_iter().map(|line| Pair {
        left: Some(line.clone()),
        right: None,
    });
    pairs.splice(0..0, alone);
    pairs
}

impl Line {
    fn with(self, mark: Mark) -> Self {
        Self { mark, ..self }
    }
}

/// The text without what only the place in the reply decides: `250-` or `250 `.
fn content(line: &Line) -> (Option<&str>, Option<&str>) {
    (line.text.get(..3), line.text.get(4..))
}

/// The code and the first word, where `AUTH=` is not `AUTH`.
fn keyword(line: &Line) -> (Option<&str>, Option<&str>) {
    let (code, rest) = content(line);
    let word = rest.and_then(|rest| rest.split_inclusive([' ', '=']).next());
    (code, word.map(str::trim_end))
}

/// The pairs of a longest common subsequence.
fn common(old: &[Line], new: &[Line]) -> Vec<(usize, usize)> {
    let width = new.len() + 1;
    let mut lengths = vec![0_usize; (old.len() + 1) * width];
    let length =
        |lengths: &[usize], i: usize, j: usize| lengths.get(i * width + j).copied().unwrap_or(0);
    for (i, one) in old.iter().enumerate().rev() {
        for (j, other) in new.iter().enumerate().rev() {
            let best = if content(one) == content(other) {
                length(&lengths, i + 1, j + 1) + 1
            } else {
                length(&lengths, i + 1, j).max(length(&lengths, i, j + 1))
            };
            if let Some(cell) = lengths.get_mut(i * width + j) {
                *cell = best;
            }
        }
    }
    let mut pairs = Vec::new();
    let (mut i, mut j) = (0, 0);
    while let (Some(one), Some(other)) = (old.get(i), new.get(j)) {
        if content(one) == content(other) {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if length(&lengths, i + 1, j) >= length(&lengths, i, j + 1) {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use std::cell::OnceCell;

    use super::*;
    use crate::bench::{Missing, Next};

    fn transcript(lines: &[&'static str]) -> Transcript {
        let lines = lines.iter().map(|text| Line {
            text: (*text).into(),
            why: Why::from(&Cause::Sasl("".into())),
            mark: Mark::Same,
        });
        Transcript {
            turns: vec![Turn {
                lines: lines.collect(),
                ..Turn::default()
            }],
            next: Next::Command,
            log: Vec::new(),
            session: None,
            failure: None,
            candidates: OnceCell::new(),
        }
    }

    fn marked(before: &[&'static str], now: &[&'static str]) -> Vec<(String, Mark)> {
        let mut now = transcript(now);
        mark(&transcript(before), &mut now);
        let lines = now.turns[0].lines.iter();
        lines
            .map(|line| (line.text.to_string(), line.mark))
            .collect()
    }

    fn is(text: &str, mark: Mark) -> (String, Mark) {
        (text.to_owned(), mark)
    }

    #[test]
    fn a_keyword_more_is_the_only_line_marked() {
        assert_eq!(
            marked(
                &["250-mail", "250-ETRN", "250 8BITMIME"],
                &["250-mail", "250-ETRN", "250-AUTH PLAIN", "250 8BITMIME"]
            ),
            [
                is("250-mail", Mark::Same),
                is("250-ETRN", Mark::Same),
                is("250-AUTH PLAIN", Mark::Added),
                is("250 8BITMIME", Mark::Same)
            ]
        );
    }

    #[test]
    fn a_last_line_that_moves_up_is_the_same_line() {
        assert_eq!(
            marked(&["250-mail", "250 A"], &["250-mail", "250-A", "250 B"]),
            [
                is("250-mail", Mark::Same),
                is("250-A", Mark::Same),
                is("250 B", Mark::Added)
            ]
        );
    }

    #[test]
    fn a_keyword_with_other_words_has_changed() {
        assert_eq!(
            marked(
                &["250-AUTH PLAIN LOGIN", "250-AUTH=PLAIN LOGIN", "250 X"],
                &["250-AUTH LOGIN", "250 X"]
            ),
            [
                is("250-AUTH=PLAIN LOGIN", Mark::Removed),
                is("250-AUTH LOGIN", Mark::Changed),
                is("250 X", Mark::Same)
            ]
        );
    }

    #[test]
    fn of_two_lines_with_a_keyword_one_is_gone_when_one_is_left() {
        assert_eq!(
            marked(
                &["250-mail", "250-X a", "250 X b"],
                &["250-mail", "250 X c"]
            ),
            [
                is("250-mail", Mark::Same),
                is("250 X b", Mark::Removed),
                is("250 X c", Mark::Changed)
            ]
        );
    }

    #[test]
    fn one_answer_in_place_of_another_has_changed() {
        assert_eq!(
            marked(&["554 5.7.1 no"], &["250 2.1.5 Ok"]),
            [is("250 2.1.5 Ok", Mark::Changed)]
        );
    }

    #[test]
    fn a_keyword_that_is_gone_says_why_and_is_not_missing_once_more() {
        let without = |what: &'static str| Missing {
            what: what.into(),
            why: Why::from(&Cause::Sasl(what.into())),
        };
        let mut now = transcript(&["250-mail", "250 X"]);
        now.turns[0].missing = vec![without("STARTTLS"), without("AUTH")];
        mark(
            &transcript(&["250-mail", "250-AUTH PLAIN", "250 X"]),
            &mut now,
        );
        let turn = &now.turns[0];
        assert_eq!(turn.lines[1].mark, Mark::Removed);
        assert_eq!(turn.lines[1].why, without("AUTH").why);
        assert_eq!(turn.missing, [without("STARTTLS")]);
    }

    #[test]
    fn lines_stand_beside_their_twins() {
        let both = beside(
            &transcript(&["250-mail", "250-AUTH PLAIN", "250-VRFY", "250 DSN"]),
            &transcript(&["250-mail", "250-AUTH LOGIN", "250-AUTH=LOGIN", "250 DSN"]),
        );
        let text = |line: &Option<Line>| line.as_ref().map(|line| line.text.to_string());
        let lines: Vec<_> = both[0]
            .lines
            .iter()
            .map(|pair| (text(&pair.left), text(&pair.right), pair.is_same()))
            .collect();
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            lines,
            [
                (some("250-mail"), some("250-mail"), true),
                (some("250-VRFY"), None, false),
                (some("250-AUTH PLAIN"), some("250-AUTH LOGIN"), false),
                (None, some("250-AUTH=LOGIN"), false),
                (some("250 DSN"), some("250 DSN"), true),
            ]
        );
    }

    #[test]
    fn equal_replies_are_not_marked() {
        assert_eq!(marked(&["250 A"], &["250 A"]), [is("250 A", Mark::Same)]);
    }
}
