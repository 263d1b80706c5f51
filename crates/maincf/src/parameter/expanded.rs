//! Which defaults are more than their text: the compiler looks, so that no start has to.

use super::{COUNT, Kind, PARAMETERS, Parameter};

/// Whether `$name` is expanded in one of its defaults, in the order of the parameters.
pub(crate) static EXPANDED: [bool; COUNT] = expanded();

#[expect(
    clippy::indexing_slicing,
    reason = "the compiler evaluates and checks it"
)]
const fn expanded() -> [bool; COUNT] {
    let (mut column, mut at) = ([false; COUNT], 0);
    while at < COUNT {
        column[at] = PARAMETERS[at].expands();
        at += 1;
    }
    column
}

const fn has_dollar(text: &str) -> bool {
    let mut rest = text.as_bytes();
    while let [letter, behind @ ..] = rest {
        if *letter == b'$' {
            return true;
        }
        rest = behind;
    }
    false
}

impl Parameter {
    const fn expands(&self) -> bool {
        let (mut any, mut defaults) = (has_dollar(self.before), self.defaults);
        while let [default, rest @ ..] = defaults {
            any |= has_dollar(default.text);
            defaults = rest;
        }
        any && !matches!(self.kind, Kind::Raw)
    }
}
