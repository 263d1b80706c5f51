//! Edits, each with the text before and after it.

use super::*;

const NAME: &str = "smtpd_recipient_restrictions";

fn edit(text: &str, edit: &Edit) -> String {
    edit.apply(text, &[])
}

fn add_word(text: &str, word: &str) -> String {
    let word = word.to_owned();
    edit(text, &Edit::Add { name: NAME, word })
}

fn remove(text: &str, item: usize) -> String {
    edit(text, &Edit::Remove { name: NAME, item })
}

fn swap(text: &str, item: usize) -> String {
    let to = item + 1;
    edit(
        text,
        &Edit::Move {
            name: NAME,
            item,
            to,
        },
    )
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
    let edit = Edit::Move {
        name: NAME,
        item: 0,
        to: 1,
    };
    assert_eq!(
        edit.apply("", &defaults),
        "smtpd_recipient_restrictions = reject_unauth_destination, permit_mynetworks\n"
    );
}

#[test]
fn an_item_goes_further_than_its_neighbour_and_back() {
    let text = "smtpd_recipient_restrictions = a,\n # why\n b, c d\n";
    let moved = |text: &str, item, to| {
        edit(
            text,
            &Edit::Move {
                name: NAME,
                item,
                to,
            },
        )
    };
    let last = moved(text, 0, 3);
    assert_eq!(last, "smtpd_recipient_restrictions = b,\n # why\n c, d a\n");
    assert_eq!(moved(&last, 3, 0), text);
    assert_eq!(moved(text, 0, 4), text);
}

#[test]
fn a_parameter_is_taken_out_with_every_line_that_sets_it() {
    let text = "# head\na = 1\nb = 2\na =\n  3\n# why\n  4\nc = 5\n";
    assert_eq!(
        edit(text, &Edit::Unset { name: "a" }),
        "# head\nb = 2\n# why\nc = 5\n"
    );
    assert_eq!(edit(text, &Edit::Unset { name: "d" }), text);
}
