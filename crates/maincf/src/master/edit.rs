//! Edits of master.cf as a person would make them: what stays is as it was written.
//! A text goes in and a text comes out, as `postconf -PX` leaves it (`postconf_edit.c`),
//! but that remarks and the width of columns stay.

use std::ops::Range;

use super::{Logical, argument, entry, logical_lines, name_and_value, word};

/// Takes every `-o` of a parameter from the entries of a service, which is named as their
/// lines begin. A line that holds nothing else goes with it.
#[must_use]
pub fn remove_option(text: &str, service: &str, name: &str) -> String {
    let mut gone = Vec::new();
    for line in logical_lines(text) {
        if entry(&line).is_some_and(|entry| &*entry.name == service) {
            let places = options(&line, name).into_iter();
            gone.extend(places.map(|range| line.place(range.start)..end(&line, &range)));
        }
    }
    let mut text = text.to_owned();
    for range in gone.into_iter().rev() {
        let whole = with_surroundings(&text, range);
        text.replace_range(whole, "");
    }
    text
}

/// Where the line has the option, in the order of the line.
fn options(line: &Logical, name: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    // Name, type, five columns and the command come before.
    for _column in 0..8 {
        at = word(&line.text, at).map_or(line.text.len(), |(_, after)| after);
    }
    while let Some((word, after)) = argument(&line.text, at) {
        let start = words_from(&line.text, at);
        at = after;
        let Some(attached) = word.strip_prefix("-o") else {
            continue;
        };
        let mut pair = attached;
        if attached.is_empty() {
            let Some((next, after)) = argument(&line.text, at) else {
                break;
            };
            (pair, at) = (next, after);
        }
        if name_and_value(pair).is_ok_and(|(own, _)| own == name) {
            found.push(start..at);
        }
    }
    found
}

/// Where the next word begins.
fn words_from(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or("");
    at + (rest.len() - rest.trim_start().len())
}

/// Behind the last octet of a range, in the file.
fn end(line: &Logical, range: &Range<usize>) -> usize {
    line.place(range.end.saturating_sub(1)) + 1
}

/// The range with the lines that hold nothing but it, or else with the space before it.
fn with_surroundings(text: &str, Range { start, end }: Range<usize>) -> Range<usize> {
    let before = text.get(..start).unwrap_or("");
    let after = text.get(end..).unwrap_or("");
    let word_end = before.trim_end_matches([' ', '\t']).len();
    let rest = after.find('\n').map_or(after.len(), |at| at + 1);
    let begins = word_end == 0
        || before
            .get(..word_end)
            .is_some_and(|one| one.ends_with('\n'));
    match after.get(..rest) {
        Some(rest) if begins && rest.trim().is_empty() => word_end..end + rest.len(),
        Some(_) | None => word_end..end,
    }
}

#[cfg(test)]
mod tests {
    use super::remove_option;

    const OPTION: &str = "smtpd_relay_restrictions";

    #[test]
    fn a_line_of_its_own_goes_and_all_else_stays() {
        let text = "# mine\nsmtp  inet n - y - - smtpd\n587   inet n - y - - smtpd\n  \
                    -o smtpd_sasl_auth_enable=yes\n# a remark\n  \
                    -o smtpd_relay_restrictions=permit\n  -o syslog_name=x\n";
        assert_eq!(
            remove_option(text, "587", OPTION),
            "# mine\nsmtp  inet n - y - - smtpd\n587   inet n - y - - smtpd\n  \
             -o smtpd_sasl_auth_enable=yes\n# a remark\n  -o syslog_name=x\n"
        );
    }

    #[test]
    fn an_option_between_others_goes_with_the_space_before_it() {
        let text = "smtp inet n - y - - smtpd -v -o a=1 -o {smtpd_relay_restrictions = a b} -o c=2";
        assert_eq!(
            remove_option(text, "smtp", OPTION),
            "smtp inet n - y - - smtpd -v -o a=1 -o c=2"
        );
    }

    #[test]
    fn the_name_and_its_value_may_stand_in_two_lines() {
        let text = "smtp inet n - y - - smtpd\r\n -o\r\n  smtpd_relay_restrictions=permit\r\n";
        assert_eq!(
            remove_option(text, "smtp", OPTION),
            "smtp inet n - y - - smtpd\r\n"
        );
    }

    #[test]
    fn other_services_and_other_options_are_left_alone() {
        for text in [
            "smtp inet n - y - - smtpd\n -o smtpd_relay_restrictions=x\n",
            "587 unix n - y - - smtpd\n -o smtpd_relay_restrictions=x\n",
            "587 inet n - y - - smtpd\n -o smtpd_relay_restrictions_x=x\n -o\n",
            "587 inet\n",
            "",
        ] {
            assert_eq!(remove_option(text, "587", OPTION), text);
        }
    }
}
