//! A line of main.cf in parts, for an editor that colours it: no line needs another one,
//! since white space at its start alone says that it continues a value (postconf(5)).

use std::ops::Range;

use crate::file::is_space;
use crate::parameter;

/// What a part of a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token {
    /// A remark, to the end of the line.
    Remark,
    /// The name of a parameter.
    Name,
    /// A name that is no parameter.
    OtherName,
    /// `$name`, `${name}`.
    Reference,
    /// A table: `hash:/etc/aliases`.
    Table,
    /// `yes`, `no`, a number.
    Plain,
}

/// The parts that are worth a colour, in their order.
#[must_use]
pub fn tokens(line: &str) -> Vec<(Range<usize>, Token)> {
    let indent = line.len() - line.trim_start_matches(is_space).len();
    let content = line.get(indent..).unwrap_or("");
    if content.starts_with('#') {
        return vec![(indent..line.len(), Token::Remark)];
    }
    let mut found = Vec::new();
    let mut value = indent;
    if indent == 0 {
        let end = line.find('=').unwrap_or(line.len());
        let name = line.get(..end).unwrap_or("").trim_end_matches(is_space);
        if !name.is_empty() {
            let kind = match parameter(name) {
                Some(_) => Token::Name,
                None => Token::OtherName,
            };
            found.push((0..name.len(), kind));
        }
        value = (end + 1).min(line.len());
    }
    words(line, value, &mut found);
    found
}

fn words(line: &str, from: usize, found: &mut Vec<(Range<usize>, Token)>) {
    let mut start = from;
    let rest = line.get(from..).unwrap_or("");
    for word in rest.split_inclusive(|c| is_space(c) || c == ',') {
        let text = word.trim_end_matches(|c| is_space(c) || c == ',');
        let range = start..start + text.len();
        start += word.len();
        let is_plain = matches!(text, "yes" | "no")
            || (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()));
        if is_plain {
            found.push((range, Token::Plain));
        } else if text.contains('$') {
            references(text, range.start, found);
        } else if is_table(text) {
            found.push((range, Token::Table));
        }
    }
}

/// `type:` and something.
fn is_table(word: &str) -> bool {
    word.split_once(':').is_some_and(|(kind, rest)| {
        let letters = |byte: u8| byte.is_ascii_lowercase() || byte == b'-';
        !kind.is_empty() && kind.bytes().all(letters) && !rest.is_empty()
    })
}

fn references(word: &str, start: usize, found: &mut Vec<(Range<usize>, Token)>) {
    for (at, _) in word.match_indices('$') {
        let rest = word.get(at + 1..).unwrap_or("");
        let open = rest.starts_with(['{', '(']);
        let name = rest.get(usize::from(open)..).unwrap_or("");
        let letters = |c: char| !c.is_ascii_alphanumeric() && c != '_';
        let length = name.find(letters).unwrap_or(name.len());
        if length > 0 {
            let close = usize::from(open && name.get(length..).is_some_and(|r| !r.is_empty()));
            let end = at + 1 + usize::from(open) + length + close;
            found.push((start + at..start + end, Token::Reference));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(line: &str) -> Vec<(&str, Token)> {
        let parts = tokens(line).into_iter();
        let text = |range| line.get(range).unwrap_or("");
        parts.map(|(range, token)| (text(range), token)).collect()
    }

    #[test]
    fn a_line_has_a_name_and_words() {
        assert_eq!(
            parts("mydestination = $myhostname, ${mydomain} hash:/etc/x, yes 25 a:b"),
            [
                ("mydestination", Token::Name),
                ("$myhostname", Token::Reference),
                ("${mydomain}", Token::Reference),
                ("hash:/etc/x", Token::Table),
                ("yes", Token::Plain),
                ("25", Token::Plain),
                ("a:b", Token::Table),
            ]
        );
        assert_eq!(
            parts("mydestinaton=a"),
            [("mydestinaton", Token::OtherName)]
        );
    }

    #[test]
    fn remarks_and_continuations_are_known_by_their_start() {
        assert_eq!(parts("  # a = b"), [("# a = b", Token::Remark)]);
        assert_eq!(parts("\tno"), [("no", Token::Plain)]);
        assert_eq!(parts(""), []);
        assert_eq!(parts("= \u{e9}$\u{e9} ${"), []);
    }
}
