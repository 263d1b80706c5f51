//! The operators of `${{a} op {b} ? {x} : {y}}` (3.0 and later), and those
//! that compare compatibility levels (3.6 and later, `compat_level.c`).

use crate::cursor::clip;
use crate::expand::{Failure, Syntax};
use std::cmp::Ordering;

/// One operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Operator {
    relation: Relation,
    operands: Operands,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Relation {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    GreaterOrEqual,
    Greater,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operands {
    NumbersOrText,
    Levels,
}

/// Longer symbols first.
const SYMBOLS: &[(&str, Relation)] = &[
    ("==", Relation::Equal),
    ("!=", Relation::NotEqual),
    ("<=", Relation::LessOrEqual),
    (">=", Relation::GreaterOrEqual),
    ("<", Relation::Less),
    (">", Relation::Greater),
];

/// What Postfix takes for an operator before it looks which one.
const OPERATOR_CHARACTERS: &str = "<>!=?+-*/~&|%";

/// What follows an operator that compares levels.
const LEVEL: &str = "level";

impl Operator {
    /// The operator at the start of a text, and its length.
    pub(crate) fn read(text: &str, syntax: Syntax) -> Option<(Self, usize)> {
        let after = text.trim_start_matches(|c| OPERATOR_CHARACTERS.contains(c));
        let symbol = text.strip_suffix(after)?;
        let (_, relation) = SYMBOLS.iter().find(|(known, _)| *known == symbol)?;
        let suffix = after.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
        let suffix = after.strip_suffix(suffix)?;
        let operands = match suffix {
            "" => Operands::NumbersOrText,
            LEVEL if syntax >= Syntax::Levels => Operands::Levels,
            _unknown => return None,
        };
        let operator = Self {
            relation: *relation,
            operands,
        };
        Some((operator, symbol.len() + suffix.len()))
    }

    /// The warning for a text that begins with no operator.
    pub(crate) fn expected(left: &str, rest: &str) -> String {
        let at = clip(rest);
        format!(
            "\"==\" or \"!=\" or \"<\" or \"<=\" or \">=\" or \">\" expected at: \
             \"...{left}}}>>>{at}\""
        )
    }

    pub(crate) fn holds(self, left: &str, right: &str) -> Result<bool, Failure> {
        let order = match self.operands {
            Operands::Levels => level(left)?.cmp(&level(right)?),
            Operands::NumbersOrText if digits(left) && digits(right) => {
                number(left)?.cmp(&number(right)?)
            }
            Operands::NumbersOrText => left.as_bytes().cmp(right.as_bytes()),
        };
        Ok(match self.relation {
            Relation::Equal => order == Ordering::Equal,
            Relation::NotEqual => order != Ordering::Equal,
            Relation::Less => order == Ordering::Less,
            Relation::LessOrEqual => order != Ordering::Greater,
            Relation::GreaterOrEqual => order != Ordering::Less,
            Relation::Greater => order == Ordering::Greater,
        })
    }
}

/// Whether a text is a number without sign.
pub(crate) fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `major`, `major.minor` or `major.minor.patch`, the latter two below 1024.
pub(crate) fn level(text: &str) -> Result<(i64, i64, i64), Failure> {
    let malformed = || {
        let log = format!("malformed compatibility level syntax: \"{text}\"");
        Err(Failure::Macro(log))
    };
    let mut numbers = [0; 3];
    let mut parts = text.split('.');
    for (slot, max) in numbers.iter_mut().zip([i64::from(i32::MAX), 1023, 1023]) {
        let Some(part) = parts.next() else { break };
        // strtol skips white space and takes a plus sign.
        let part = part.trim_start_matches(crate::file::is_space);
        match part.parse() {
            Ok(number) if (0..=max).contains(&number) => *slot = number,
            _bad => return malformed(),
        }
    }
    if parts.next().is_some() {
        return malformed();
    }
    Ok(numbers.into())
}

fn number(text: &str) -> Result<i64, Failure> {
    text.parse()
        .map_err(|_| Failure::Fatal(format!("mac_exp_eval: bad conversion: {text}")))
}
