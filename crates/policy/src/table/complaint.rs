//! What is logged about the lines of a regexp_table(5) or pcre_table(5) when it is opened:
//! `dict_regexp.c` and `dict_pcre.c`.
//! Left out: what the library says about an expression.

use super::lines::lines;
use super::pattern::{Fault, Flavor, Pattern, Reading};
use super::rules::keyword;
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

/// The lines of the log behind `warning: `, for the table `name`.
#[inline(never)]
pub(super) fn complaints(name: &str, text: &str, flavor: Flavor) -> Vec<String> {
    let kind = flavor.table_type();
    let mut found = Vec::new();
    let mut open = Vec::new();
    for line in lines(text) {
        let (number, line) = (line.number, line.text);
        let mut about = Vec::new();
        if let Some(rest) = keyword(&line, "IF") {
            if condition(rest, flavor, &mut about) {
                open.push(number);
            }
        } else if let Some(rest) = keyword(&line, "ENDIF") {
            match (open.pop(), rest) {
                (None, _) => about.push("ignoring ENDIF without matching IF".to_owned()),
                (Some(_), "") => {}
                (Some(_), _) => about.push("ignoring extra text after ENDIF".to_owned()),
            }
        } else if line.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            about.push("ignoring unrecognized request".to_owned());
        } else {
            rule(&line, flavor, &mut about);
        }
        found.extend(about.into_iter().map(|what| (number, what)));
    }
    let unclosed = open.into_iter().rev();
    found.extend(unclosed.map(|number| (number, "IF has no matching ENDIF".to_owned())));
    let line = |(number, what)| format!("{kind} map {name}, line {number}: {what}");
    found.into_iter().map(line).collect()
}

/// Whether the condition can be read.
fn condition(text: &str, flavor: Flavor, about: &mut Vec<String>) -> bool {
    match Pattern::read(text, flavor) {
        Err(fault) => {
            about.push(fault.says(flavor));
            false
        }
        Ok((_, rest)) => {
            let rest = rest.trim_matches(is_space);
            if !rest.is_empty() {
                about.push(format!(
                    "ignoring extra text after IF statement: \"{rest}\""
                ));
                let advice = "do not prepend whitespace to statements between IF and ENDIF";
                about.push(advice.to_owned());
            }
            true
        }
    }
}

fn rule(line: &str, flavor: Flavor, about: &mut Vec<String>) {
    let (first, mut rest) = match Pattern::read(line, flavor) {
        Ok(read) => read,
        Err(fault) => return about.push(fault.says(flavor)),
    };
    if flavor == Flavor::Posix && rest.starts_with('!') {
        match Pattern::read(rest, flavor) {
            Ok((_, after)) => rest = after,
            Err(fault) => return about.push(fault.says(flavor)),
        }
    }
    let value = rest.trim_matches(is_space);
    if value.is_empty() {
        about.push("no replacement text: using empty string".to_owned());
    }
    match first.reading(value) {
        Reading::Good => {}
        Reading::NoNumber(name) => {
            about.push(format!("non-numeric replacement index \"{name}\""));
            about.push("bad replacement syntax: skipping this rule".to_owned());
        }
        Reading::Syntax => about.push("bad replacement syntax: skipping this rule".to_owned()),
        Reading::Negated => about.push(
            "$number found in negative match replacement text: skipping this rule".to_owned(),
        ),
        Reading::TooHigh(number) => about.push(format!(
            "out of range replacement index \"{number}\": skipping this rule"
        )),
    }
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
    use super::*;

    #[test]
    fn each_line_that_is_skipped_says_why() {
        let text =
            "/a/q x\n/b x\n!\n/c/\n/d/ $e\nif /f/ g\nendif\nendif\nword\nif /h/\n!/(i)/ $1\n";
        let says = complaints("/etc/postfix/x", text, Flavor::Perl);
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
