//! Words of restriction lists that name no restriction, before the server meets them:
//! it reads a list word by word, and answers `451` when it gets there.
//! Left out: words that come from master.cf.

use crate::restriction::Restriction;
use saslab_maincf::{Remark, RemarkKind, Repair, Settings, Word, items, nearest, parameters};
use saslab_release::Dialect;
use std::sync::Arc;

/// A remark on each word of main.cf that stands where a restriction is expected and is
/// neither one of this release, nor a class, nor a table.
#[must_use]
pub fn review_restrictions(settings: &Settings) -> Vec<Remark> {
    let classes = settings.list("smtpd_restriction_classes").value;
    let mut names: Vec<&str> = classes.iter().map(|word| &*word.text).collect();
    names.sort_unstable();
    let is_list = |name: &str| name.starts_with("smtpd_") && name.ends_with("_restrictions");
    let rows = parameters().filter(|row| is_list(row.name));
    let lists = rows.map(|row| settings.grouped_list(row.name).value);
    let body = |class: &Word| Some(settings.defined(&class.text).ok()??.grouped_words());
    let bodies = classes.iter().filter_map(body);
    let dialect = Dialect::of(settings.release());
    let mut remarks = Vec::new();
    for list in lists.chain(bodies) {
        for item in items(&list) {
            let word = item.iter().find(|word| !is(word, "warn_if_reject"));
            remarks.extend(word.and_then(|word| remark(word, &names, &dialect)));
        }
    }
    remarks.sort_by_key(|remark| remark.span);
    remarks.dedup();
    number(&mut remarks, settings.file().text());
    remarks
}

fn is(word: &Word, name: &str) -> bool {
    word.text.eq_ignore_ascii_case(name)
}

/// Its line is not known yet.
fn remark(word: &Word, classes: &[&str], dialect: &Dialect) -> Option<Remark> {
    let is_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let span = word.span?;
    if !word.text.chars().all(is_name)
        || classes.binary_search(&&*word.text).is_ok()
        || Restriction::named(&word.text, dialect).is_some()
    {
        return None;
    }
    let meant = nearest(&word.text, Restriction::names(dialect));
    Some(Remark {
        line: 0,
        span,
        kind: RemarkKind::UnknownRestriction {
            word: Arc::clone(&word.text),
            meant,
        },
        repair: meant.map(|meant| Repair {
            span,
            text: meant.to_owned(),
        }),
    })
}

/// The lines of remarks that stand in the order of the text.
fn number(remarks: &mut [Remark], text: &str) {
    let (mut from, mut line) = (0, 1);
    for remark in remarks {
        let start = remark.span.start;
        let between = text.get(from..start).unwrap_or("");
        line += between.matches('\n').count();
        from = start;
        remark.line = u32::try_from(line).unwrap_or(u32::MAX);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use saslab_maincf::MainCf;
    use saslab_release::{Release, v};

    fn said(text: &str, release: Release) -> Vec<String> {
        let file = Arc::new(MainCf::parse(text).0);
        let settings = Settings::resolve(&file, &[], release).unwrap();
        let remarks = review_restrictions(&settings);
        remarks.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_misspelt_restriction_is_named_with_the_one_that_was_meant() {
        let text = "smtpd_recipient_restrictions =\n  warn_if_reject permit_mynetwork,\n  \
                    reject_unauth_destinations\n";
        assert_eq!(
            said(text, Release::DEFAULT),
            [
                "Line 2: permit_mynetwork is no restriction of this release. Did you mean \
                 permit_mynetworks?",
                "Line 3: reject_unauth_destinations is no restriction of this release. Did you \
                 mean reject_unauth_destination?"
            ]
        );
    }

    #[test]
    fn classes_tables_and_arguments_are_no_restrictions_and_need_be_none() {
        let text = "smtpd_restriction_classes = strict\nstrict = rejct, reject\n\
                    smtpd_client_restrictions = strict, check_client_access hash:/a, hash:/b,\n \
                    sleep 1, check_policy_service { inet:127.0.0.1:1, timeout = 1s }, reject\n";
        assert_eq!(
            said(text, Release::DEFAULT),
            ["Line 2: rejct is no restriction of this release. Did you mean reject?"]
        );
    }

    #[test]
    fn a_restriction_that_is_yet_to_come_or_gone_is_none() {
        let text = "smtpd_recipient_restrictions = check_relay_domains, defer_unauth_destination, \
                    reject\n";
        assert_eq!(
            said(text, v(3, 9, 0)),
            ["Line 1: check_relay_domains is no restriction of this release."]
        );
        assert_eq!(
            said(text, v(2, 9, 15)),
            ["Line 1: defer_unauth_destination is no restriction of this release."]
        );
    }
}
