//! What is worth saying about a main.cf that Postfix reads all the same, or
//! that it refuses as a whole.
//! Postfix logs the first three kinds, each release in its own words; the
//! others are remarks of `postconf`, or of none.

use crate::{Repair, Span, is_space, parameter};
use std::fmt;
use std::sync::Arc;

/// A remark on one place of main.cf; `Display` is one English sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The line, counted from 1.
    pub line: u32,
    /// The text it is about.
    pub span: Span,
    /// What is wrong.
    pub kind: WarningKind,
}

/// What a warning is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WarningKind {
    /// A logical line without `=`: no Postfix program starts.
    MissingEquals,
    /// A logical line that begins with `=`: no Postfix program starts.
    MissingName,
    /// White space at the start of the first logical line: nothing to continue.
    NothingToContinue,
    /// The same name again: this entry wins.
    Duplicate {
        /// The name.
        name: Arc<str>,
        /// The line of the entry that loses.
        earlier: u32,
    },
    /// A NUL byte: Postfix reads the logical line up to it.
    Nul,
}

impl Warning {
    fn lacks_equals(&self) -> bool {
        self.kind == WarningKind::MissingEquals
    }
}

/// More lines are not taken for one value.
const LINES: usize = 100;

/// An edit that settles the first of these warnings on a text: `=` behind the name of a
/// parameter, or white space before lines that go on with the value above them, all at
/// once. Texts that are copied from a page lose it.
#[must_use]
pub fn repair(text: &str, warnings: &[Warning]) -> Option<Repair> {
    let (first, others) = warnings.split_first()?;
    let line = text.get(first.span.start..first.span.end)?;
    if !first.lacks_equals() {
        return None;
    }
    let name = line.split(is_space).next()?;
    let place = |start, end, text| {
        Some(Repair {
            span: Span { start, end },
            text,
        })
    };
    if parameter(name).is_some() {
        let end = first.span.start + name.len();
        return place(end, end, " =".to_owned());
    }
    let above = text.get(..first.span.start)?.trim_end();
    if !above.ends_with([',', '=']) {
        return None;
    }
    let mut end = first.span.end;
    for other in others.iter().take(LINES) {
        let between = text.get(end..other.span.start)?;
        if !other.lacks_equals() || !between.trim().is_empty() {
            break;
        }
        end = other.span.end;
    }
    let lines = text.get(first.span.start..end)?.replace('\n', "\n    ");
    place(first.span.start, end, ["    ", &lines].concat())
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Line {}: ", self.line)?;
        match &self.kind {
            WarningKind::MissingEquals => f.write_str(
                "there is no \"=\" after the name, and Postfix does not start. What goes on with \
                 the value above begins with white space.",
            ),
            WarningKind::MissingName => {
                f.write_str("there is no name before \"=\", and Postfix does not start.")
            }
            WarningKind::NothingToContinue => f.write_str(
                "a line that begins with white space continues the one before, but there is none; \
                 it is ignored.",
            ),
            WarningKind::Duplicate { name, earlier } => {
                write!(
                    f,
                    "{name} is set again; the value of line {earlier} is lost."
                )
            }
            WarningKind::Nul => f.write_str("the line ends at a NUL byte; the rest is ignored."),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{MainCf, repair};

    fn repaired(text: &str) -> Option<String> {
        let warnings = MainCf::parse(text).1;
        Some(repair(text, &warnings)?.apply(text))
    }

    #[test]
    fn lines_that_lost_their_white_space_get_it_back_at_once() {
        let list = "smtpd_recipient_restrictions =\npermit_sasl_authenticated,\n\
                    permit_mynetworks,\ncheck_relay_domains\nmyhostname = a.example\n";
        let mended = repaired(list).unwrap();
        assert_eq!(
            mended,
            "smtpd_recipient_restrictions =\n    permit_sasl_authenticated,\n    \
             permit_mynetworks,\n    check_relay_domains\nmyhostname = a.example\n"
        );
        assert_eq!(MainCf::parse(&mended).1, []);
        let other = "mydestination = a.example,\nb.example\n# c\nmynetworks 192.0.2.0/24\n";
        assert_eq!(
            repaired(other).unwrap(),
            "mydestination = a.example,\n    b.example\n# c\nmynetworks 192.0.2.0/24\n"
        );
    }

    #[test]
    fn a_parameter_gets_its_sign_and_other_words_nothing() {
        let sign = repaired("mynetworks 192.0.2.0/24\n");
        assert_eq!(sign.as_deref(), Some("mynetworks = 192.0.2.0/24\n"));
        assert_eq!(repaired("biff = no\nhello world\n"), None);
        assert_eq!(repaired("= x\n"), None);
    }
}
