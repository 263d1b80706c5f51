//! A command line as `smtpd_token.c` splits it: words, with `<...>` and
//! `"..."` kept whole, and a word that ends behind `to:` or `from:`.

use std::borrow::Cow;

/// One line of the client, without its line end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// The octets before the line end.
    pub bytes: &'a [u8],
    /// What the client had already sent behind it when the line was read.
    pub ahead: &'a [u8],
    /// How it ended.
    pub end: LineEnd,
}

/// How a line ended (RFC 5321 section 2.3.8).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineEnd {
    /// As the standard wants it.
    CrLf,
    /// With a line feed alone.
    BareLf,
}

impl<'a> Line<'a> {
    /// A line that ends well and after which the client waits.
    pub(crate) const fn plain(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            ahead: b"",
            end: LineEnd::CrLf,
        }
    }
}

/// One word of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// A word.
    Word(&'a [u8]),
    /// A word that opens a bracket or a quote and never closes it.
    Unclosed(&'a [u8]),
}

impl<'a> Token<'a> {
    /// The octets of the word.
    #[must_use]
    pub fn bytes(&self) -> &'a [u8] {
        match self {
            Self::Word(bytes) | Self::Unclosed(bytes) => bytes,
        }
    }

    /// Whether the word is `text`, in any letter case.
    #[must_use]
    pub fn is(&self, text: &str) -> bool {
        self.bytes().eq_ignore_ascii_case(text.as_bytes())
    }

    /// The word as text, for replies that repeat it. What is not UTF-8 becomes `?`.
    #[must_use]
    pub fn text(&self) -> Cow<'a, str> {
        printable(self.bytes())
    }
}

/// `printable.c`: control characters and what is not UTF-8 become `?`.
pub(crate) fn printable(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) if !bytes.iter().any(u8::is_ascii_control) => Cow::Borrowed(text),
        Ok(_) | Err(_) => Cow::Owned(replaced(bytes)),
    }
}

fn replaced(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.extend(chunk.valid().chars().map(|c| match c {
            '\0'..='\x1f' | '\x7f' => '?',
            other => other,
        }));
        text.extend(chunk.invalid().iter().map(|_| '?'));
    }
    text
}

/// The words of a line. A NUL ends the line, as in any C string.
#[must_use]
pub fn tokens(line: &[u8]) -> Vec<Token<'_>> {
    let line = line.split(|b| *b == 0).next().unwrap_or(line);
    let mut rest = Scanner { line, at: 0 };
    std::iter::from_fn(|| rest.token()).collect()
}

struct Scanner<'a> {
    line: &'a [u8],
    at: usize,
}

impl<'a> Scanner<'a> {
    fn next(&mut self) -> Option<u8> {
        let byte = self.line.get(self.at).copied()?;
        self.at += 1;
        Some(byte)
    }

    fn skip_white_space(&mut self) {
        while self.line.get(self.at).copied().is_some_and(is_space) {
            self.at += 1;
        }
    }

    fn token(&mut self) -> Option<Token<'a>> {
        self.skip_white_space();
        let start = self.at;
        let mut closed = true;
        loop {
            self.skip_plain();
            let byte = self.line.get(self.at).copied();
            let Some(byte) = byte.filter(|byte| !is_space(*byte)) else {
                break;
            };
            self.skip();
            match byte {
                b'<' => closed &= self.quoted(b'>'),
                b'"' => closed &= self.quoted(b'"'),
                b'\\' => self.skip(),
                _ if ends_command(self.since(start)) => break,
                _ => {}
            }
        }
        match (self.since(start), closed) {
            ([], _) => None,
            (word, true) => Some(Token::Word(word)),
            (word, false) => Some(Token::Unclosed(word)),
        }
    }

    /// Passes over what means nothing.
    fn skip_plain(&mut self) {
        let means = |byte: &u8| is_space(*byte) || matches!(byte, b'<' | b'"' | b':' | b'\\');
        let rest = self.line.get(self.at..).unwrap_or_default();
        self.at += rest.iter().position(means).unwrap_or(rest.len());
    }

    fn since(&self, start: usize) -> &'a [u8] {
        self.line.get(start..self.at).unwrap_or_default()
    }

    fn skip(&mut self) {
        self.at = (self.at + 1).min(self.line.len());
    }

    /// Reads up to `last`; quotes and further brackets nest. False: the line ended first.
    fn quoted(&mut self, last: u8) -> bool {
        let mut wanted = vec![last];
        while let (Some(byte), Some(&innermost)) = (self.next(), wanted.last()) {
            match byte {
                b'\\' => self.skip(),
                _ if byte == innermost => {
                    wanted.pop();
                    if wanted.is_empty() {
                        return true;
                    }
                }
                b'"' => wanted.push(b'"'),
                b'<' if innermost == b'>' => wanted.push(b'>'),
                _ => {}
            }
        }
        false
    }
}

fn ends_command(word: &[u8]) -> bool {
    word.eq_ignore_ascii_case(b"to:") || word.eq_ignore_ascii_case(b"from:")
}

/// `isspace(3)` in the C locale.
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        let words = tokens(line.as_bytes());
        words.iter().map(|word| word.text().into_owned()).collect()
    }

    #[test]
    fn an_address_keeps_its_blanks_and_the_colon_ends_a_word() {
        assert_eq!(
            words("MAIL FROM:<a b@example.com> SIZE=1"),
            ["MAIL", "FROM:", "<a b@example.com>", "SIZE=1"]
        );
        assert_eq!(words("rcpt to: x"), ["rcpt", "to:", "x"]);
    }

    #[test]
    fn what_never_closes_is_marked() {
        assert_eq!(
            tokens(b"MAIL FROM:<a@b").last(),
            Some(&Token::Unclosed(b"<a@b"))
        );
    }

    #[test]
    fn a_backslash_takes_the_next_octet_along() {
        assert_eq!(
            words("RCPT TO:<\"a\\\" b\"@example.com> x\\ y"),
            ["RCPT", "TO:", "<\"a\\\" b\"@example.com>", "x\\ y"]
        );
        assert_eq!(words("a\\"), ["a\\"]);
        assert_eq!(words("\"a\\"), ["\"a\\"]);
    }

    #[test]
    fn a_colon_ends_nothing_but_to_and_from() {
        assert_eq!(words("a:b <x:>to:y"), ["a:b", "<x:>to:y"]);
        assert_eq!(words(" to:to:z"), ["to:", "to:", "z"]);
    }

    #[test]
    fn a_nul_ends_the_line() {
        assert_eq!(words("NOOP\0QUIT x"), ["NOOP"]);
    }

    #[test]
    fn blank_lines_have_no_words() {
        assert!(words(" \t ").is_empty());
    }
}
