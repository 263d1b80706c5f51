//! `$name` in values: `mac_parse.c`, `mac_expand.c`, and `dict_eval` of 2.1
//! and earlier, which knows names only.
//! Left out: the functions of 3.11 (`${name{text}}`), and that smtpd(8) does
//! not know the defaults of parameters that it reads later than others.

use crate::Sourced;
use crate::cursor::{Cursor, clip, closing, is_blank};
use crate::relation::Operator;
pub(crate) use saslab_release::Syntax;
use std::borrow::Cow;
use std::ops::Range;

/// Where `$name` is looked up: the text of a name, not expanded.
pub(crate) trait Dictionary {
    fn lookup(&self, name: &str) -> Option<Cow<'_, Sourced>>;
}

/// Why a text cannot be expanded: what Postfix logs before it gives up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// A warning, followed by "macro processing error".
    Macro(String),
    /// The whole text after `fatal: `.
    Fatal(String),
}

impl Failure {
    /// The text after `fatal: ` (`src/global/mail_dict.c`).
    pub(crate) fn log(self) -> String {
        match self {
            Self::Fatal(log) => log,
            Self::Macro(warning) => {
                format!("dictionary mail_dict: macro processing error: {warning}")
            }
        }
    }
}

/// Calls inside each other before Postfix speaks of unreasonable nesting
/// (`src/util/mac_expand.c`).
const MAX_NESTING: usize = 100;

/// Postfix would go on until memory runs out; nobody writes this much.
const MAX_STEPS: usize = 200_000;
const MAX_BYTES: usize = 8_000_000;

/// The text with every `$name` replaced, each piece with its place.
pub(crate) fn expand(
    text: &Sourced,
    syntax: Syntax,
    dictionary: &dyn Dictionary,
) -> Result<Sourced, Failure> {
    let mut expander = Expander {
        syntax,
        dictionary,
        steps: 0,
        bytes: 0,
    };
    let mut out = Sourced::default();
    expander.text(text, 0..text.len(), 0, &mut out)?;
    Ok(out)
}

struct Expander<'a> {
    syntax: Syntax,
    dictionary: &'a dyn Dictionary,
    steps: usize,
    bytes: usize,
}

/// What stands behind `$name`.
enum Branch {
    /// Nothing: the value itself.
    Value,
    /// `?`: a text for a value that is not empty, and one for all others.
    IfSet,
    /// `:`: a text for an empty or absent value.
    Unless,
}

impl Expander<'_> {
    /// `mac_parse`: literal text and expressions by turns.
    fn text(
        &mut self,
        from: &Sourced,
        range: Range<usize>,
        level: usize,
        out: &mut Sourced,
    ) -> Result<(), Failure> {
        let whole = from.as_str().get(range.clone()).unwrap_or_default();
        self.enter(level, whole)?;
        let mut at = range.start;
        while at < range.end {
            let rest = from.as_str().get(at..range.end).unwrap_or_default();
            let literal = rest.find('$').unwrap_or(rest.len());
            self.literal(from, at..at + literal, out)?;
            let rest = rest.get(literal..).unwrap_or_default();
            at += literal;
            if rest.is_empty() {
                break;
            }
            if rest.starts_with("$$") {
                self.literal(from, at..at + 1, out)?;
                at += 2;
                continue;
            }
            let Some((expression, after)) = self.reference(rest, whole)? else {
                break;
            };
            self.call(level, rest.get(expression.clone()).unwrap_or_default())?;
            let inside = at + expression.start..at + expression.end;
            self.expression(from, inside, level, out)?;
            at += after;
        }
        Ok(())
    }

    /// The part of `$name`, `${…}` or `$(…)` that is no bracket, and the end
    /// of it all; none where an old release stops reading.
    fn reference(&self, rest: &str, whole: &str) -> Result<Option<(Range<usize>, usize)>, Failure> {
        let bytes = rest.as_bytes();
        let (expression, after) = match bytes.get(1).copied() {
            Some(b'(') => match closing(bytes, 1, b')') {
                Some(end) => (2..end, end + 1),
                None => return self.malformed("truncated macro reference", whole),
            },
            Some(b'{') => match closing(bytes, 1, b'}') {
                Some(end) => (2..end, end + 1),
                None => return self.malformed("truncated macro reference", whole),
            },
            _name => {
                let name = bytes.iter().skip(1);
                let end = 1 + name.take_while(|byte| is_name(**byte)).count();
                (1..end, end)
            }
        };
        if expression.is_empty() {
            return self.malformed("empty macro name", whole);
        }
        Ok(Some((expression, after)))
    }

    /// `dict_eval` of 2.1 and earlier warns, and drops the rest of the value.
    fn malformed<T>(&self, what: &str, whole: &str) -> Result<Option<T>, Failure> {
        match self.syntax {
            Syntax::Names => Ok(None),
            Syntax::Conditions | Syntax::Relations | Syntax::Levels => {
                Err(Failure::Macro(format!("{what}: \"{whole}\"")))
            }
        }
    }

    fn expression(
        &mut self,
        from: &Sourced,
        range: Range<usize>,
        level: usize,
        out: &mut Sourced,
    ) -> Result<(), Failure> {
        let text = from.as_str().get(range.clone()).unwrap_or_default();
        let braces = self.syntax >= Syntax::Relations;
        let blank = text.len() - text.trim_start_matches(is_blank).len();
        if braces && text.get(blank..).is_some_and(|rest| rest.starts_with('{')) {
            let mut cursor = Cursor {
                from,
                at: range.start + blank,
                end: range.end,
            };
            let holds = self.relation(&mut cursor, level)?;
            let branch = match cursor.next_byte() {
                None => {
                    out.push_elsewhere(if holds { "true" } else { "" });
                    return Ok(());
                }
                Some(b'?') => Branch::IfSet,
                Some(b':') => Branch::Unless,
                Some(_) => {
                    let at = clip(cursor.rest());
                    return fail(format!("\"?\" or \":\" expected at: \"...}}>>>{at}\""));
                }
            };
            cursor.at += 1;
            return self.branch(&branch, holds, cursor, level, out);
        }
        let (name, branch, rest) = self.name(text)?;
        let value = self.dictionary.lookup(name);
        match branch {
            Branch::Value => match value {
                Some(value) => self.text(&value, 0..value.len(), level + 1, out),
                None => Ok(()),
            },
            Branch::IfSet | Branch::Unless => {
                let cursor = Cursor {
                    from,
                    at: range.start + rest,
                    end: range.end,
                };
                let holds = value.is_some_and(|value| !value.as_str().is_empty());
                self.branch(&branch, holds, cursor, level, out)
            }
        }
    }

    /// The name at the start of an expression, and where the text behind its
    /// `?` or `:` begins.
    fn name<'t>(&self, text: &'t str) -> Result<(&'t str, Branch, usize), Failure> {
        let spaces = self.syntax >= Syntax::Relations;
        let skipped = if spaces {
            text.len() - text.trim_start_matches(is_blank).len()
        } else {
            0
        };
        let body = text.get(skipped..).unwrap_or_default();
        if self.syntax == Syntax::Names {
            return Ok((body, Branch::Value, text.len()));
        }
        let length = body.bytes().take_while(|byte| is_name(*byte)).count();
        let (name, tail) = body.split_at(length);
        let end = if spaces {
            tail.trim_start_matches(is_blank)
        } else {
            tail
        };
        let rest = text.len() - end.len() + 1;
        match end.bytes().next() {
            None => Ok((name, Branch::Value, text.len())),
            Some(b'?') => Ok((name, Branch::IfSet, rest)),
            Some(b':') => Ok((name, Branch::Unless, rest)),
            Some(_) if spaces => fail(format!(
                "attribute name syntax error at: \"...{}>>>{}\"",
                text.get(..skipped + length).unwrap_or_default(),
                clip(tail)
            )),
            Some(_) => fail(format!("macro name syntax error: \"{text}\"")),
        }
    }

    /// The texts behind `?` and `:`; with braces both may stand.
    fn branch(
        &mut self,
        branch: &Branch,
        holds: bool,
        mut cursor: Cursor<'_>,
        level: usize,
        out: &mut Sourced,
    ) -> Result<(), Failure> {
        if matches!(branch, Branch::IfSet) {
            let chosen = self.operand(&mut cursor)?;
            if holds {
                self.text(cursor.from, chosen.clone(), level + 1, out)?;
            }
            match cursor.next_byte() {
                None => return Ok(()),
                Some(b':') => cursor.at += 1,
                Some(_) => {
                    let before = cursor.from.as_str().get(chosen).unwrap_or_default();
                    let at = clip(cursor.rest());
                    return fail(format!("\":\" expected at: \"...{before}}}>>>{at}\""));
                }
            }
        }
        let chosen = self.operand(&mut cursor)?;
        if !holds {
            self.text(cursor.from, chosen.clone(), level + 1, out)?;
        }
        if cursor.next_byte().is_some() {
            let before = cursor.from.as_str().get(chosen).unwrap_or_default();
            let at = clip(cursor.rest());
            return fail(format!("unexpected input at: \"...{before}}}>>>{at}\""));
        }
        Ok(())
    }

    /// `{text}`, or all that is left.
    fn operand(&self, cursor: &mut Cursor<'_>) -> Result<Range<usize>, Failure> {
        if self.syntax >= Syntax::Relations && cursor.at_brace() {
            return cursor.braces();
        }
        let all = cursor.at..cursor.end;
        cursor.at = cursor.end;
        Ok(all)
    }

    /// `{a} == {b}`.
    fn relation(&mut self, cursor: &mut Cursor<'_>, level: usize) -> Result<bool, Failure> {
        let left = cursor.braces()?;
        let shown = cursor.from.as_str().get(left.clone()).unwrap_or_default();
        let Some((operator, length)) = Operator::read(cursor.rest(), self.syntax) else {
            return fail(Operator::expected(shown, cursor.rest()));
        };
        let symbol = cursor.rest().get(..length).unwrap_or_default();
        cursor.at += length;
        if !cursor.at_brace() {
            let at = clip(cursor.rest());
            return fail(format!(
                "\"{{expression}}\" expected at: \"...{{{shown}}} {symbol}>>>{at}\""
            ));
        }
        let right = cursor.braces()?;
        let (mut a, mut b) = (Sourced::default(), Sourced::default());
        self.text(cursor.from, left, level + 1, &mut a)?;
        self.text(cursor.from, right, level + 1, &mut b)?;
        operator.holds(a.as_str(), b.as_str())
    }

    fn literal(
        &mut self,
        from: &Sourced,
        range: Range<usize>,
        out: &mut Sourced,
    ) -> Result<(), Failure> {
        self.bytes += range.len();
        out.push_part(from, range);
        self.bound()
    }

    /// `dict_eval` of 2.1 and earlier counts texts inside each other.
    fn enter(&self, level: usize, whole: &str) -> Result<(), Failure> {
        if self.syntax == Syntax::Names && level > MAX_NESTING {
            return Err(Failure::Fatal(format!(
                "unreasonable macro nesting: \"{whole}\""
            )));
        }
        Ok(())
    }

    /// `mac_expand_callback` counts calls inside each other.
    fn call(&mut self, level: usize, called: &str) -> Result<(), Failure> {
        self.steps += 1;
        if self.syntax > Syntax::Names && level > MAX_NESTING {
            return fail(format!("unreasonable macro call nesting: \"{called}\""));
        }
        self.bound()
    }

    fn bound(&self) -> Result<(), Failure> {
        if self.steps > MAX_STEPS || self.bytes > MAX_BYTES {
            return fail("the macros expand to more text than any server could hold".to_owned());
        }
        Ok(())
    }
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

pub(crate) fn fail<T>(warning: String) -> Result<T, Failure> {
    Err(Failure::Macro(warning))
}

#[cfg(test)]
#[path = "expand_tests.rs"]
mod tests;
