//! A text that a pattern matches, made from the pattern: the first branch of each
//! choice, one of each repetition. Whether it does match is for the caller to try.
//! Left out: look-around, back references, and what the library cannot express.

use std::str::Chars;

use super::pattern::Pattern;
use super::rules::{Condition, Holds};

/// What is put around a member so that it may be an address or a name.
const AROUND: [(&str, &str); 5] = [
    ("", ""),
    ("", "@example.org"),
    ("user@", ""),
    ("user@x", ""),
    ("", "x@example.org"),
];

impl Pattern {
    /// Texts that it matches; none if none could be made.
    pub(crate) fn members(&self) -> Vec<String> {
        let member = match self.is_negated() {
            true => Some("zz9".to_owned()),
            false => member(&mut self.source.chars(), 0),
        };
        let Some(member) = member else {
            return Vec::new();
        };
        let texts = AROUND
            .iter()
            .map(|(before, after)| [before, &*member, after].concat());
        texts
            .filter(|text| self.holds(text) == Holds::Yes)
            .collect()
    }
}

/// Groups inside each other, as many as the library takes.
const MAX_DEPTH: usize = 50;

/// The longest member: no line of a client holds a longer one.
const MAX_LENGTH: usize = 4096;

/// The text of a pattern up to the end of its group.
fn member(rest: &mut Chars<'_>, depth: usize) -> Option<String> {
    if depth > MAX_DEPTH {
        return None;
    }
    let mut out = String::new();
    // Set when the first branch is over, and the others are only passed.
    let mut over = false;
    while let Some(c) = rest.next() {
        let piece = match c {
            '(' => group(rest, depth + 1)?,
            ')' => break,
            '|' => {
                over = true;
                continue;
            }
            '^' | '$' => String::new(),
            '\\' => escaped(rest.next()?)?,
            '[' => bracket(rest)?,
            '.' => "x".to_owned(),
            _ => c.to_string(),
        };
        let times = repetition(rest)?;
        if !over {
            if out.len() + piece.len() * times > MAX_LENGTH {
                return None;
            }
            out.push_str(&piece.repeat(times));
        }
    }
    Some(out)
}

fn group(rest: &mut Chars<'_>, depth: usize) -> Option<String> {
    if let Some(after) = rest.as_str().strip_prefix('?') {
        // Only `(?:` is a group like others.
        *rest = after.strip_prefix(':')?.chars();
    }
    member(rest, depth)
}

fn escaped(c: char) -> Option<String> {
    Some(match c {
        'd' => "1".to_owned(),
        'w' => "w".to_owned(),
        's' => " ".to_owned(),
        'b' | 'A' | 'z' | 'Z' => String::new(),
        c if c.is_ascii_alphanumeric() => return None,
        c => c.to_string(),
    })
}

/// What may stand for a bracket expression, the likeliest first.
const LETTERS: &str = "xa1-._@A0z~ ";

fn bracket(rest: &mut Chars<'_>) -> Option<String> {
    let text = rest.as_str();
    let from = text.find(|c| c != '^').unwrap_or(0);
    // A bracket that stands first is a member; classes have brackets of their own.
    let mut end = from + 1;
    loop {
        let at = end + text.get(end..)?.find(']')?;
        if text.get(..at)?.ends_with(':') {
            end = at + 1;
            continue;
        }
        end = at;
        break;
    }
    let inside = text.get(..end)?;
    *rest = text.get(end + 1..)?.chars();
    let set = regex_lite::Regex::new(&format!("^[{inside}]$")).ok()?;
    let first = inside.chars().find(|c| c.is_ascii_alphanumeric());
    let mut letters = LETTERS.chars().chain(first);
    let found = letters.find(|c| set.is_match(c.encode_utf8(&mut [0; 4])))?;
    Some(found.to_string())
}

/// How often what stands before is to be said.
fn repetition(rest: &mut Chars<'_>) -> Option<usize> {
    let text = rest.as_str();
    let (times, after) = match text.chars().next() {
        Some('*' | '+' | '?') => (1, text.get(1..)?),
        Some('{') => {
            let (bounds, after) = text.get(1..)?.split_once('}')?;
            let least = bounds.split(',').next()?.parse().ok()?;
            (usize::max(least, 1).min(64), after)
        }
        Some(_) | None => return Some(1),
    };
    *rest = after.trim_start_matches(['?', '+']).chars();
    Some(times)
}

#[cfg(test)]
mod tests {
    use crate::World;
    use crate::table::{RowKey, Table};

    fn member(pattern: &str) -> Option<String> {
        let world = World::little().with_file("/p", &format!("{pattern} OK\n"));
        let table = Table::open("pcre:/p", &world);
        let mut rows = table.rows();
        match rows.next()?.key {
            RowKey::Pattern(members) => members.into_iter().next(),
            RowKey::Text(_) | RowKey::Block(_) => None,
        }
    }

    #[test]
    fn a_member_is_what_the_pattern_matches() {
        for (pattern, text) in [
            ("/^10\\.1\\.\\d+\\.\\d{1,3}$/", "10.1.1.1"),
            ("/\\.dyn[0-9]{2}\\.example$/", ".dyn11.example"),
            ("/^(abuse|postmaster)@/", "abuse@"),
            ("/(?:foo)?bar[^@]*@x[[:alpha:]]\\.org/", "foobarx@xx.org"),
            ("/^.*$/", "x"),
        ] {
            assert_eq!(member(pattern).as_deref(), Some(text), "{pattern}");
        }
    }

    #[test]
    fn a_pattern_that_goes_too_far_has_no_member() {
        let deep = |depth| ["/", &"(".repeat(depth), "a", &")".repeat(depth), "/"].concat();
        assert_eq!(member(&deep(40)).as_deref(), Some("a"));
        assert_eq!(member(&deep(100_000)), None);
        let long = ["/", &"(".repeat(12), "a", &"{60})".repeat(12), "/"].concat();
        assert_eq!(member(&long), None);
    }

    #[test]
    fn a_pattern_that_looks_around_has_no_member() {
        assert_eq!(member("/^(?!x)y/"), None);
        assert_eq!(member("/^(a)\\1$/"), None);
    }
}
