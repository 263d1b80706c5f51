//! What holds for every edit of main.cf: the value is there afterwards, every other
//! setting and every remark is what it was, and what can be taken back leaves no trace.

use saslab_lessons::howto;
use saslab_maincf::{Edit, MainCf, parameters};

/// Files as people write them: remarks inside values, CR LF, the same name twice, no end
/// of line, names that Postfix does not know.
const FILES: [&str; 6] = [
    howto::BEFORE,
    "",
    "# head\r\nmyhostname = a.example\r\nsmtpd_banner = hi\r\n",
    "smtpd_sasl_auth_enable = no\n# again\nsmtpd_sasl_auth_enable=yes",
    "mynetworks =\n\t127.0.0.0/8,\n# the laptop\n\t192.0.2.77\nmy_own = $mynetworks\n",
    "smtpd_recipient_restrictions = check_client_access hash:/a,\n\n  permit_mynetworks reject",
];

fn remarks(text: &str) -> Vec<&str> {
    let lines = text.lines().map(str::trim);
    lines.filter(|line| line.starts_with('#')).collect()
}

/// Name and value of every entry but those of one name.
fn others(file: &MainCf, name: &str) -> Vec<(String, String)> {
    let entries = file
        .entries()
        .iter()
        .filter(|entry| &*entry.name != name)
        .map(|entry| (entry.name.to_string(), entry.value.as_str().to_owned()));
    let mut entries: Vec<_> = entries.collect();
    entries.sort();
    entries
}

fn check(text: &str, edit: &Edit) -> String {
    let after = edit.apply(text, &[]);
    let (before, now) = (MainCf::parse(text).0, MainCf::parse(&after).0);
    let name = edit.name();
    assert_eq!(others(&before, name), others(&now, name), "{edit:?} {text}");
    assert_eq!(remarks(text), remarks(&after), "{edit:?} {text}");
    after
}

fn value(text: &str, name: &str) -> Option<String> {
    let file = MainCf::parse(text).0;
    Some(file.get(name)?.value.as_str().to_owned())
}

#[test]
fn a_setting_is_what_was_set_and_nothing_else_moves() {
    for text in FILES {
        for row in parameters() {
            let name = row.name;
            for wanted in ["yes", "", "a, b c"] {
                let wanted = wanted.to_owned();
                let edit = Edit::Set {
                    name,
                    value: wanted.clone(),
                };
                let after = check(text, &edit);
                assert_eq!(value(&after, name), Some(wanted), "{name} in {text}");
                assert_eq!(check(&after, &edit), after, "{name} set twice in {text}");
            }
        }
    }
}

#[test]
fn what_is_set_and_unset_again_leaves_the_text_as_it_was() {
    for text in FILES {
        for row in parameters() {
            let name = row.name;
            if value(text, name).is_some() {
                assert_eq!(value(&check(text, &Edit::Unset { name }), name), None);
                continue;
            }
            let value = "yes".to_owned();
            let set = check(text, &Edit::Set { name, value });
            let unset = check(&set, &Edit::Unset { name });
            // A last line without an end has one afterwards.
            assert_eq!(unset.trim_end(), text.trim_end(), "{name}");
        }
    }
}

#[test]
fn items_come_back_where_they_were() {
    let name = "smtpd_recipient_restrictions";
    let text = FILES.last().unwrap();
    for item in 0..3 {
        for to in 0..3 {
            let there = check(text, &Edit::Move { name, item, to });
            let back = Edit::Move {
                name,
                item: to,
                to: item,
            };
            assert_eq!(check(&there, &back), **text, "{item} to {to}");
        }
        let gone = check(text, &Edit::Remove { name, item });
        assert!(gone.len() < text.len());
    }
}
