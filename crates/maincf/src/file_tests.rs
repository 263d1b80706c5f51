//! Logical lines as `readlline.c` and `split_nameval.c` make them.

use super::*;

fn value<'a>(file: &'a MainCf, name: &str) -> &'a str {
    file.get(name).unwrap().value.as_str()
}

#[test]
fn a_line_that_begins_with_white_space_continues_the_one_before() {
    let (file, warnings) = MainCf::parse("smtpd_banner = $myhostname ESMTP\n   continued\n");
    assert_eq!(
        value(&file, "smtpd_banner"),
        "$myhostname ESMTP   continued"
    );
    assert_eq!(warnings, []);
}

#[test]
fn remarks_and_blank_lines_do_not_end_a_value() {
    let text = "a = x,\n# remark\n\n \t\n  # indented remark\n  y\n#b = 1\n\nc=z";
    let (file, warnings) = MainCf::parse(text);
    assert_eq!(value(&file, "a"), "x,  y");
    assert_eq!(value(&file, "c"), "z");
    assert_eq!(file.entries().len(), 2);
    assert_eq!(file.get("c").unwrap().line, 9);
    assert_eq!(warnings, []);
}

#[test]
fn text_after_a_number_sign_in_a_value_belongs_to_it() {
    let (file, _) = MainCf::parse("mynetworks = 127.0.0.0/8 # local\n");
    assert_eq!(value(&file, "mynetworks"), "127.0.0.0/8 # local");
}

#[test]
fn carriage_returns_are_white_space() {
    let (file, warnings) = MainCf::parse("a = x,\r\n\ty\r\n\r\nb = \r\n");
    assert_eq!(value(&file, "a"), "x,\r\ty");
    assert_eq!(value(&file, "b"), "");
    assert_eq!(warnings, []);
    let words: Vec<_> = file.get("a").unwrap().value.words();
    assert_eq!(words.len(), 2);
}

#[test]
fn a_word_of_a_list_knows_its_place_in_the_file() {
    let text = "smtpd_relay_restrictions =\n  permit_mynetworks,\n# remark\n  reject\n";
    let (file, _) = MainCf::parse(text);
    for word in file.entries()[0].value.words() {
        let span = word.span.unwrap();
        assert_eq!(text.get(span.start..span.end), Some(&*word.text));
    }
    let span = file.entries()[0].value_span;
    assert!(
        text.get(span.start..span.end)
            .unwrap()
            .starts_with("permit_mynetworks,")
    );
    assert!(text.get(span.start..span.end).unwrap().ends_with("reject"));
}

#[test]
fn a_line_without_equals_stops_postfix_and_is_named() {
    let (file, warnings) = MainCf::parse("myhostname = a.example\nsmtpd_banner hello\n");
    assert_eq!(
        file.fatal().unwrap().log,
        "/etc/postfix/main.cf, line 2: missing '=' after attribute name: \"smtpd_banner hello\""
    );
    assert_eq!(warnings.len(), 1);
    assert_eq!(warnings[0].kind, WarningKind::MissingEquals);
    assert_eq!(warnings[0].span, Span { start: 23, end: 41 });
    assert_eq!(file.entries().len(), 1);
}

#[test]
fn a_line_without_a_name_stops_postfix() {
    let (file, _) = MainCf::parse("= x\n");
    assert_eq!(
        file.fatal().unwrap().log,
        "/etc/postfix/main.cf, line 1: missing attribute name: \"= x\""
    );
}

#[test]
fn the_last_of_two_entries_counts() {
    let (file, warnings) = MainCf::parse("a = 1\nb = 2\na = 3\n");
    assert_eq!(value(&file, "a"), "3");
    assert_eq!(
        warnings[0].to_string(),
        "Line 3: a is set again; the value of line 1 is lost."
    );
    assert_eq!(file.fatal(), None);
}

#[test]
fn white_space_at_the_start_of_the_file_has_nothing_to_continue() {
    let (file, warnings) = MainCf::parse("  a = 1\n  b = 2\nc = 3\n");
    assert_eq!(file.entries().len(), 1);
    assert_eq!(value(&file, "c"), "3");
    assert_eq!(warnings[0].kind, WarningKind::NothingToContinue);
}

#[test]
fn a_nul_byte_ends_a_logical_line() {
    let (file, warnings) = MainCf::parse("a = x\0y\n z\nb = 1\n");
    assert_eq!(value(&file, "a"), "x");
    assert_eq!(value(&file, "b"), "1");
    assert_eq!(warnings[0].kind, WarningKind::Nul);
}

#[test]
fn spaces_around_the_name_and_equals_in_the_value_are_allowed() {
    let (file, _) = MainCf::parse("a\t =x=y=\nb=\n");
    assert_eq!(value(&file, "a"), "x=y=");
    assert_eq!(value(&file, "b"), "");
}

#[test]
fn large_files_are_read_in_one_pass() {
    let mut text = format!("a = {}\n", "x".repeat(100_000));
    while text.len() < 1_000_000 {
        text.push_str(" y,\n#\0\n");
    }
    text.push_str(&"\0".repeat(1000));
    let (file, _) = MainCf::parse(&text);
    assert_eq!(file.entries()[0].value.words().len(), 128_572);
}
