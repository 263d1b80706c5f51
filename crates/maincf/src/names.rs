//! The files that the text of a configuration names: whatever follows a `/` at the start
//! of a word or behind `type:`, outside the remarks.

use std::collections::BTreeSet;

/// Every path in these texts, except where a line is a remark (`src/util/readlline.c`: the first
/// octet that is no blank is `#`).
#[must_use]
pub fn paths_in<'t>(texts: &[&'t str]) -> BTreeSet<&'t str> {
    let ends = |c: char| c.is_whitespace() || matches!(c, ',' | '{' | '=' | '"' | '$');
    let lines = texts.iter().flat_map(|text| text.lines());
    let lines = lines.filter(|line| !line.trim_start().starts_with('#'));
    let words = lines.flat_map(|line| line.split(ends));
    let paths = words.filter_map(|word| {
        let (before, path) = word.split_at_checked(word.find('/')?)?;
        let path = path.trim_end_matches('}');
        (before.is_empty() || before.ends_with(':')).then_some(path)
    });
    let mut found = BTreeSet::new();
    found.extend(paths.filter(|path| path.len() > 1));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_hold_a_path_name_a_file() {
        let text = "alias_maps = hash:/etc/aliases, proxy:mysql:/etc/postfix/a.cf\n\
                    smtpd_tls_cert_file=/etc/ssl/c.pem\n\
                    # relay_domains = hash:/etc/gone\n \t#/etc/gone\nmynetworks = 10.0.0.0/8\nx = / $y/z\n\
                    smtpd_tls_session_cache_database = btree:${data_directory}/smtpd_scache\n\
                    -o {relay_domains=hash:/etc/own}\n";
        let found: Vec<&str> = paths_in(&[text]).into_iter().collect();
        assert_eq!(
            found,
            [
                "/etc/aliases",
                "/etc/own",
                "/etc/postfix/a.cf",
                "/etc/ssl/c.pem"
            ]
        );
    }
}
