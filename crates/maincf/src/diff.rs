//! What changed between two texts of main.cf: line by line, as a unified diff that
//! patch(1) takes, and as postconf(1) commands.
//! The shortest script is found by E. W. Myers, "An O(ND) difference algorithm and its
//! variations" (1986); texts further apart than a bound are not compared inside.

use crate::MainCf;
use std::fmt::Write as _;

/// Lines that differ; beyond them the changed middle is given as a whole.
const FURTHEST: usize = 500;

/// Lines around a change, as diff(1) has them.
const CONTEXT: usize = 3;

/// One line of either text, its end included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compared<'a> {
    /// In both.
    Same(&'a str),
    /// In the old text only.
    Gone(&'a str),
    /// In the new text only.
    New(&'a str),
}

/// Both texts as one list of lines.
#[must_use]
pub fn compare<'a>(old: &'a str, new: &'a str) -> Vec<Compared<'a>> {
    let (old, new): (Vec<_>, Vec<_>) = (lines(old), lines(new));
    let head = alike(old.iter(), new.iter());
    let (same, old) = old.split_at_checked(head).unwrap_or((&[], &old));
    let new = new.get(head..).unwrap_or(&[]);
    let tail = alike(old.iter().rev(), new.iter().rev());
    let (old, end) = old.split_at_checked(old.len() - tail).unwrap_or((old, &[]));
    let new = new.get(..new.len() - tail).unwrap_or(new);
    let mut compared: Vec<_> = same.iter().copied().map(Compared::Same).collect();
    match shortest(old, new) {
        Some(middle) => compared.extend(middle),
        None => {
            compared.extend(old.iter().copied().map(Compared::Gone));
            compared.extend(new.iter().copied().map(Compared::New));
        }
    }
    compared.extend(end.iter().copied().map(Compared::Same));
    compared
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

fn alike<'a>(
    old: impl Iterator<Item = &'a &'a str>,
    new: impl Iterator<Item = &'a &'a str>,
) -> usize {
    old.zip(new).take_while(|(old, new)| old == new).count()
}

/// How far each diagonal reaches, by its number shifted to be no negative one.
struct Reach {
    furthest: Vec<usize>,
    middle: usize,
}

impl Reach {
    fn at(&self, diagonal: usize) -> usize {
        self.furthest.get(diagonal).copied().unwrap_or(0)
    }

    /// From which diagonal `diagonal` is best reached by one more line.
    fn before(&self, diagonal: usize, lines: usize) -> usize {
        let is_lowest = diagonal + lines == self.middle;
        let is_highest = diagonal == self.middle + lines;
        let (lower, higher) = (diagonal - 1, diagonal + 1);
        if is_lowest || (!is_highest && self.at(lower) < self.at(higher)) {
            higher
        } else {
            lower
        }
    }

    fn new_line(&self, old_line: usize, diagonal: usize) -> usize {
        (old_line + self.middle).saturating_sub(diagonal)
    }
}

/// The shortest script; none if it is longer than the bound.
fn shortest<'a>(old: &[&'a str], new: &[&'a str]) -> Option<Vec<Compared<'a>>> {
    let bound = FURTHEST.min(old.len() + new.len());
    let mut reach = Reach {
        furthest: vec![0; 2 * bound + 3],
        middle: bound + 1,
    };
    let mut history: Vec<Vec<usize>> = Vec::new();
    for lines in 0..=bound {
        history.push(reach.furthest.clone());
        for diagonal in (reach.middle - lines..=reach.middle + lines).step_by(2) {
            let before = reach.before(diagonal, lines);
            let mut x = match lines {
                0 => 0,
                _ => reach.at(before) + usize::from(before < diagonal),
            };
            let mut y = reach.new_line(x, diagonal);
            while old.get(x).is_some_and(|line| new.get(y) == Some(line)) {
                (x, y) = (x + 1, y + 1);
            }
            if let Some(furthest) = reach.furthest.get_mut(diagonal) {
                *furthest = x;
            }
            if x >= old.len() && y >= new.len() {
                return Some(script(old, new, history, reach.middle));
            }
        }
    }
    None
}

/// Goes the way back from the end.
fn script<'a>(
    old: &[&'a str],
    new: &[&'a str],
    history: Vec<Vec<usize>>,
    middle: usize,
) -> Vec<Compared<'a>> {
    let (mut x, mut y) = (old.len(), new.len());
    let mut steps = Vec::new();
    for (lines, furthest) in history.into_iter().enumerate().rev() {
        let reach = Reach { furthest, middle };
        let diagonal = x + middle - y;
        let before = reach.before(diagonal, lines);
        let (from_x, from_y) = match lines {
            0 => (0, 0),
            _ => {
                let from = reach.at(before);
                (from, reach.new_line(from, before))
            }
        };
        while x > from_x && y > from_y {
            (x, y) = (x - 1, y - 1);
            steps.extend(old.get(x).copied().map(Compared::Same));
        }
        if lines > 0 && before > diagonal {
            y = from_y;
            steps.extend(new.get(y).copied().map(Compared::New));
        } else if lines > 0 {
            x = from_x;
            steps.extend(old.get(x).copied().map(Compared::Gone));
        }
    }
    steps.reverse();
    steps
}

/// The changes as patch(1) takes them, under the name of the file; empty if there are none.
#[must_use]
pub fn unified(old: &str, new: &str, name: &str) -> String {
    let compared = compare(old, new);
    let mut text = String::new();
    let changes = compared.iter().enumerate();
    let mut changes = changes
        .filter(|(_, line)| !matches!(line, Compared::Same(_)))
        .map(|(place, _)| place)
        .peekable();
    while let Some(first) = changes.next() {
        if text.is_empty() {
            text = format!("--- {name}\n+++ {name}\n");
        }
        let mut last = first;
        while let Some(next) = changes.next_if(|next| next - last <= 2 * CONTEXT + 1) {
            last = next;
        }
        let start = first.saturating_sub(CONTEXT);
        hunk(&mut text, &compared, start, last + 1 + CONTEXT);
    }
    text
}

fn hunk(text: &mut String, compared: &[Compared<'_>], start: usize, end: usize) {
    let (before, rest) = compared.split_at_checked(start).unwrap_or((&[], compared));
    let lines = rest.get(..end - start).unwrap_or(rest);
    let old = |line: &&Compared<'_>| !matches!(line, Compared::New(_));
    let new = |line: &&Compared<'_>| !matches!(line, Compared::Gone(_));
    let range = |before: usize, length: usize| match length {
        0 => format!("{before},0"),
        1 => format!("{}", before + 1),
        _ => format!("{},{length}", before + 1),
    };
    let old = range(
        before.iter().filter(old).count(),
        lines.iter().filter(old).count(),
    );
    let new = range(
        before.iter().filter(new).count(),
        lines.iter().filter(new).count(),
    );
    // Writing to a `String` cannot fail.
    let _ = writeln!(text, "@@ -{old} +{new} @@");
    for line in lines {
        let (sign, line) = match line {
            Compared::Same(line) => (' ', line),
            Compared::Gone(line) => ('-', line),
            Compared::New(line) => ('+', line),
        };
        text.push(sign);
        text.push_str(line);
        if !line.ends_with('\n') {
            text.push_str("\n\\ No newline at end of file\n");
        }
    }
}

/// The commands that bring one main.cf to the settings of another, quoted for a POSIX
/// shell: `postconf -e`, and `-X` (Postfix 2.10 and later) for what is no longer set.
#[must_use]
pub fn postconf_edits(old: &MainCf, new: &MainCf) -> Vec<String> {
    let counts = |file: &MainCf, name: &str| {
        let entry = file.get(name)?;
        Some(entry.value.as_str().to_owned())
    };
    // Each name once, where the entry stands that counts.
    let wins = |file: &MainCf, line, name: &str| file.get(name).is_some_and(|e| e.line == line);
    let set = new.entries().iter().filter(|entry| {
        let name = &*entry.name;
        wins(new, entry.line, name) && counts(old, name) != counts(new, name)
    });
    let gone = old.entries().iter().filter(|entry| {
        let name = &*entry.name;
        wins(old, entry.line, name) && new.get(name).is_none()
    });
    let set = set.map(|entry| {
        let setting = match entry.value.as_str() {
            "" => format!("{} =", entry.name),
            value => format!("{} = {value}", entry.name),
        };
        format!("postconf -e {}", shell_word(&setting))
    });
    let gone = gone.map(|entry| format!("postconf -X {}", shell_word(&entry.name)));
    set.chain(gone).collect()
}

/// A text as one word of a POSIX shell.
#[must_use]
pub fn shell_word(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
#[path = "diff_tests.rs"]
mod tests;
