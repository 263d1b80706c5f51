//! Edits of main.cf as a person would make them: in place, remarks kept, nothing
//! reformatted. Pure functions over the entries and spans of `saslab-maincf`.

use std::ops::Range;

use saslab_smtpd::maincf::{Entry, MainCf, Span, Word};

use crate::restriction;

/// One edit, asked for by a control of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Edit {
    /// `name = value`.
    Set {
        /// The parameter.
        name: &'static str,
        /// The new value.
        value: String,
    },
    /// One word more in a list.
    Add {
        /// The parameter.
        name: &'static str,
        /// The word.
        word: String,
    },
    /// One item less in a list.
    Remove {
        /// The parameter.
        name: &'static str,
        /// Which item, counted from 0.
        item: usize,
    },
    /// An item of a list changes places with the one after it.
    Swap {
        /// The parameter.
        name: &'static str,
        /// Which item, counted from 0.
        item: usize,
    },
}

impl Edit {
    /// The parameter.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Set { name, .. }
            | Self::Add { name, .. }
            | Self::Remove { name, .. }
            | Self::Swap { name, .. } => name,
        }
    }
}

/// The text after an edit. A list that the text does not set is first written
/// out with the items it has by default.
pub(crate) fn apply(text: &str, edit: &Edit, defaults: &[Word]) -> String {
    let name = edit.name();
    if let Edit::Set { value, .. } = edit {
        return set(text, name, value);
    }
    let written = match MainCf::parse(text).0.get(name) {
        Some(_) => text.to_owned(),
        None => set(text, name, &restriction::items(defaults).join(", ")),
    };
    let (file, _) = MainCf::parse(&written);
    let Some(entry) = file.get(name) else {
        return written;
    };
    match edit {
        Edit::Set { value, .. } => set(&written, name, value),
        Edit::Add { word, .. } => add(&written, entry, word),
        Edit::Remove { item, .. } => remove_item(&written, entry, *item),
        Edit::Swap { item, .. } => swap(&written, entry, *item),
    }
}

/// Sets a parameter: in the entry that counts (the last one), or in a new line
/// after the parameter's relatives.
pub(crate) fn set(text: &str, name: &str, value: &str) -> String {
    let (file, _) = MainCf::parse(text);
    match file.get(name) {
        Some(entry) => set_entry(text, entry, value),
        None => insert(text, &file, name, value),
    }
}

fn set_entry(text: &str, entry: &Entry, value: &str) -> String {
    let span = entry.value_span;
    let old = slice(text, span.start..span.end);
    let (before, rest) = text.split_at_checked(span.start).unwrap_or((text, ""));
    let after = rest.get(old.len()..).unwrap_or("");
    let gap = match (value.is_empty(), before.ends_with([' ', '\t'])) {
        (false, false) => " ",
        _ => "",
    };
    // Remarks between the lines of the old value stay, below the new one.
    let remarks: String = old
        .lines()
        .skip(1)
        .filter(|line| line.trim_start().starts_with('#'))
        .map(|remark| format!("{}{remark}", newline(text)))
        .collect();
    let before = if value.is_empty() {
        before.trim_end_matches([' ', '\t'])
    } else {
        before
    };
    [before, gap, value, &remarks, after].concat()
}

/// A new line: after the last entry whose name begins alike, or at the end.
fn insert(text: &str, file: &MainCf, name: &str, value: &str) -> String {
    let family = family(name);
    let relative = file
        .entries()
        .iter()
        .rfind(|entry| self::family(&entry.name) == family);
    let at = relative.map_or(text.len(), |entry| line_end(text, end(entry)));
    let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
    let newline = newline(text);
    let gap = if before.is_empty() || before.ends_with('\n') {
        ""
    } else {
        newline
    };
    let line = if value.is_empty() {
        [name, " ="].concat()
    } else {
        [name, " = ", value].concat()
    };
    [before, gap, &line, newline, after].concat()
}

/// Parameters that stand together in a file written by hand.
fn family(name: &str) -> &str {
    const FAMILIES: [&str; 4] = ["smtpd_sasl_", "smtpd_tls_", "smtpd_", "my"];
    match name {
        // The HOWTO writes it among the settings of SASL.
        "broken_sasl_auth_clients" => "smtpd_sasl_",
        "smtpd_recipient_restrictions" | "smtpd_relay_restrictions" => "restrictions",
        _ => FAMILIES
            .into_iter()
            .find(|family| name.starts_with(family))
            .unwrap_or(name),
    }
}

fn end(entry: &Entry) -> usize {
    entry.value_span.end.max(entry.name_span.end)
}

/// Behind the line feed of the line that holds `at`.
fn line_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or("");
    rest.find('\n')
        .map_or(text.len(), |feed| at + feed + '\n'.len_utf8())
}

fn newline(text: &str) -> &'static str {
    match text.find('\n') {
        Some(at) if text.get(..at).is_some_and(|line| line.ends_with('\r')) => "\r\n",
        _ => "\n",
    }
}

fn add(text: &str, entry: &Entry, word: &str) -> String {
    let spans = spans(entry);
    let Some(last) = spans.last() else {
        return set_entry(text, entry, word);
    };
    // The list goes on as it was written, be it by commas, spaces or lines.
    let separator = match spans.as_slice() {
        [.., before, last] => slice(text, before.end..last.start),
        _ => ", ",
    };
    let separator = if separator.contains('#') {
        ", "
    } else {
        separator
    };
    let (at, separator) = match text.get(last.end..).unwrap_or("").starts_with(',') {
        true => (last.end + 1, separator.trim_start_matches(',')),
        false => (last.end, separator),
    };
    replace(text, at..at, &[separator, word].concat())
}

fn remove_item(text: &str, entry: &Entry, item: usize) -> String {
    let spans = spans(entry);
    let Some(gone) = spans.get(item) else {
        return text.to_owned();
    };
    let before = item.checked_sub(1).and_then(|index| spans.get(index));
    let range = match (before, spans.get(item + 1)) {
        (Some(before), _) => before.end..gone.end,
        (None, Some(after)) => gone.start..after.start,
        (None, None) => return set_entry(text, entry, ""),
    };
    // A remark between the two stays where it is.
    let range = if slice(text, range.clone()).contains('#') {
        gone.start..gone.end
    } else {
        range
    };
    replace(text, range, "")
}

fn swap(text: &str, entry: &Entry, item: usize) -> String {
    let spans = spans(entry);
    let (Some(first), Some(second)) = (spans.get(item), spans.get(item + 1)) else {
        return text.to_owned();
    };
    [
        slice(text, 0..first.start),
        slice(text, second.start..second.end),
        slice(text, first.end..second.start),
        slice(text, first.start..first.end),
        slice(text, second.end..text.len()),
    ]
    .concat()
}

/// Where the items of a list stand, arguments included.
fn spans(entry: &Entry) -> Vec<Span> {
    let words = entry.value.words();
    restriction::group(&words)
        .into_iter()
        .filter_map(|item| {
            let start = item.first()?.span?.start;
            let end = item.last()?.span?.end;
            Some(Span { start, end })
        })
        .collect()
}

fn slice(text: &str, range: Range<usize>) -> &str {
    text.get(range).unwrap_or("")
}

fn replace(text: &str, range: Range<usize>, with: &str) -> String {
    let before = slice(text, 0..range.start);
    let after = slice(text, range.end..text.len());
    [before, with, after].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: &str = "smtpd_recipient_restrictions";

    fn edit(text: &str, edit: &Edit) -> String {
        apply(text, edit, &[])
    }

    fn add_word(text: &str, word: &str) -> String {
        let word = word.to_owned();
        edit(text, &Edit::Add { name: NAME, word })
    }

    fn remove(text: &str, item: usize) -> String {
        edit(text, &Edit::Remove { name: NAME, item })
    }

    fn swap(text: &str, item: usize) -> String {
        edit(text, &Edit::Swap { name: NAME, item })
    }

    #[test]
    fn a_value_is_changed_in_place() {
        let text = "# one\nsmtpd_sasl_auth_enable =  no  \n# two\nmyhostname = a\n";
        assert_eq!(
            set(text, "smtpd_sasl_auth_enable", "yes"),
            "# one\nsmtpd_sasl_auth_enable =  yes  \n# two\nmyhostname = a\n"
        );
    }

    #[test]
    fn the_last_entry_is_the_one_that_changes() {
        assert_eq!(set("a = 1\na = 2\n", "a", "3"), "a = 1\na = 3\n");
    }

    #[test]
    fn a_value_over_several_lines_gives_way_and_its_remarks_stay() {
        let text = "a =\n  one,\n# why two\n  two\nb = 1\n";
        assert_eq!(set(text, "a", "three"), "a =\n  three\n# why two\nb = 1\n");
    }

    #[test]
    fn an_empty_value_and_back() {
        let empty = set("a = 1\nb = 2\n", "a", "");
        assert_eq!(empty, "a =\nb = 2\n");
        assert_eq!(set(&empty, "a", "1"), "a = 1\nb = 2\n");
    }

    #[test]
    fn a_new_parameter_joins_its_relatives() {
        let text = "smtpd_sasl_auth_enable = yes\n\nmyhostname = a\n";
        assert_eq!(
            set(text, "broken_sasl_auth_clients", "yes"),
            "smtpd_sasl_auth_enable = yes\nbroken_sasl_auth_clients = yes\n\nmyhostname = a\n"
        );
    }

    #[test]
    fn a_new_parameter_without_relatives_comes_last() {
        let name = "smtpd_sasl_auth_enable";
        assert_eq!(
            set("relayhost = a", name, "yes"),
            "relayhost = a\nsmtpd_sasl_auth_enable = yes\n"
        );
        assert_eq!(set("", name, "yes"), "smtpd_sasl_auth_enable = yes\n");
        assert_eq!(
            set("relayhost = a\r\n", name, "yes"),
            "relayhost = a\r\nsmtpd_sasl_auth_enable = yes\r\n"
        );
    }

    const HOWTO: &str = "smtpd_recipient_restrictions =\n    permit_sasl_authenticated,\n    \
                         permit_mynetworks,\n    check_relay_domains\nb = 1\n";

    #[test]
    fn a_word_is_added_in_the_way_of_the_list() {
        assert_eq!(
            add_word(HOWTO, "permit"),
            HOWTO.replace("relay_domains", "relay_domains,\n    permit")
        );
        assert_eq!(
            add_word("smtpd_recipient_restrictions = a b\n", "c"),
            "smtpd_recipient_restrictions = a b c\n"
        );
        assert_eq!(
            add_word("smtpd_recipient_restrictions =\n", "c"),
            "smtpd_recipient_restrictions = c\n"
        );
        assert_eq!(
            add_word("smtpd_recipient_restrictions = a, b,\n", "c"),
            "smtpd_recipient_restrictions = a, b, c\n"
        );
    }

    #[test]
    fn a_word_is_removed_with_one_separator() {
        let text = "smtpd_recipient_restrictions = a, b, c\n";
        assert_eq!(remove(text, 0), "smtpd_recipient_restrictions = b, c\n");
        assert_eq!(remove(text, 1), "smtpd_recipient_restrictions = a, c\n");
        assert_eq!(remove(text, 2), "smtpd_recipient_restrictions = a, b\n");
        assert_eq!(remove(text, 3), text);
        assert_eq!(
            remove("smtpd_recipient_restrictions = a\n", 0),
            "smtpd_recipient_restrictions =\n"
        );
    }

    #[test]
    fn items_change_places_and_the_layout_stays() {
        assert_eq!(
            swap(HOWTO, 0),
            "smtpd_recipient_restrictions =\n    permit_mynetworks,\n    \
             permit_sasl_authenticated,\n    check_relay_domains\nb = 1\n"
        );
        assert_eq!(swap(HOWTO, 2), HOWTO);
    }

    #[test]
    fn an_item_moves_with_its_argument() {
        assert_eq!(
            swap(
                "smtpd_recipient_restrictions = check_client_access hash:/a, reject\n",
                0
            ),
            "smtpd_recipient_restrictions = reject, check_client_access hash:/a\n"
        );
    }

    #[test]
    fn a_list_that_stands_nowhere_is_written_out_first() {
        let defaults: Vec<Word> = ["permit_mynetworks", "reject_unauth_destination"]
            .map(|text| Word {
                text: text.into(),
                span: None,
            })
            .into();
        let edit = Edit::Swap {
            name: NAME,
            item: 0,
        };
        assert_eq!(
            apply("", &edit, &defaults),
            "smtpd_recipient_restrictions = reject_unauth_destination, permit_mynetworks\n"
        );
    }
}
