//! The lines of a regexp_table(5) or pcre_table(5), and what is logged about them when it
//! is opened: `dict_regexp.c` and `dict_pcre.c`.
//! Left out: what the library says about an expression.

use super::pattern::{Fault, Flavor, Pattern, Reading};
use super::rules::Rule;
use super::{Content, Table};
use saslab_maincf::is_space;

impl Table {
    /// What is logged about its lines, behind `warning: `, when it is opened.
    pub(crate) fn complaints(&self) -> Vec<String> {
        match &self.content {
            Content::Patterns(patterns, _) => {
                let name = self.name.split_once(':').map_or("", |(_, name)| name);
                patterns.complaints(name)
            }
            Content::Keys(_)
            | Content::Source(_)
            | Content::Static(_)
            | Content::Accounts(_)
            | Content::Networks(_)
            | Content::Union(_)
            | Content::Pipe(_)
            | Content::Broken(_)
            | Content::Outside(_) => Vec::new(),
        }
    }
}

/// The condition behind an IF.
pub(super) fn condition(text: &str, flavor: Flavor, about: &mut Vec<String>) -> Option<Pattern> {
    let (pattern, rest) = pattern(text, flavor, about)?;
    let rest = rest.trim_matches(is_space);
    if !rest.is_empty() {
        about.push(format!(
            "ignoring extra text after IF statement: \"{rest}\""
        ));
        let advice = "do not prepend whitespace to statements between IF and ENDIF";
        about.push(advice.to_owned());
    }
    Some(pattern)
}

/// A line with a value.
pub(super) fn rule(line: &str, flavor: Flavor, about: &mut Vec<String>) -> Option<Rule<Pattern>> {
    let (first, mut rest) = pattern(line, flavor, about)?;
    let mut conditions = vec![first];
    // regexp_table(5) of old: `/pattern1/!/pattern2/`.
    if flavor == Flavor::Posix && rest.starts_with('!') {
        let (second, after) = pattern(rest, flavor, about)?;
        conditions.push(second);
        rest = after;
    }
    let value = rest.trim_matches(is_space);
    if value.is_empty() {
        about.push("no replacement text: using empty string".to_owned());
    }
    let skips = match conditions.first()?.reading(value) {
        Reading::Good => {
            let value = value.to_owned();
            return Some(Rule::Value { conditions, value });
        }
        Reading::NoNumber(name) => {
            about.push(format!("non-numeric replacement index \"{name}\""));
            "bad replacement syntax: skipping this rule".to_owned()
        }
        Reading::Syntax => "bad replacement syntax: skipping this rule".to_owned(),
        Reading::Negated => {
            "$number found in negative match replacement text: skipping this rule".to_owned()
        }
        Reading::TooHigh(number) => {
            format!("out of range replacement index \"{number}\": skipping this rule")
        }
    };
    about.push(skips);
    None
}

#[inline(never)] // three call it
fn pattern<'l>(
    text: &'l str,
    flavor: Flavor,
    about: &mut Vec<String>,
) -> Option<(Pattern, &'l str)> {
    let read = Pattern::read(text, flavor);
    read.map_err(|fault| about.push(fault.says(flavor))).ok()
}

impl Fault {
    fn says(self, flavor: Flavor) -> String {
        let skips = match flavor {
            Flavor::Posix => "skipping",
            Flavor::Perl => "ignoring",
        };
        match self {
            Self::Empty => "no regexp: skipping this rule".to_owned(),
            Self::Unclosed(c) => {
                format!("no closing regexp delimiter \"{c}\": {skips} this rule")
            }
            Self::Flag(c) => format!("unknown regexp option \"{c}\": skipping this rule"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::table::pattern::Flavor;
    use crate::table::rules::Patterns;

    #[test]
    fn each_line_that_is_skipped_says_why() {
        let text =
            "/a/q x\n/b x\n!\n/c/\n/d/ $e\nif /f/ g\nendif\nendif\nword\nif /h/\n!/(i)/ $1\n";
        let says = Patterns::new(&Arc::from(text), Flavor::Perl).complaints("/etc/postfix/x");
        let says: Vec<&str> = says
            .iter()
            .filter_map(|line| line.strip_prefix("pcre map /etc/postfix/x, line "))
            .collect();
        assert_eq!(
            says,
            [
                "1: unknown regexp option \"q\": skipping this rule",
                "2: no closing regexp delimiter \"/\": ignoring this rule",
                "3: no regexp: skipping this rule",
                "4: no replacement text: using empty string",
                "5: non-numeric replacement index \"e\"",
                "5: bad replacement syntax: skipping this rule",
                "6: ignoring extra text after IF statement: \"g\"",
                "6: do not prepend whitespace to statements between IF and ENDIF",
                "8: ignoring ENDIF without matching IF",
                "9: ignoring unrecognized request",
                "11: $number found in negative match replacement text: skipping this rule",
                "10: IF has no matching ENDIF",
            ]
        );
    }
}
