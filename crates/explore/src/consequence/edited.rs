//! The edit behind a change: the one setting in which the main.cf of two servers differ.
//! Left out: settings that only others name, by `$name`; two releases; and what stands
//! around main.cf.

use saslab_smtpd::Server;
use saslab_smtpd::maincf::{Setting, parameter};

/// The setting, as the second server has it; none if they differ in several, or if the one
/// does nothing: a service overrides it, or it expands to the same.
#[must_use]
pub fn edited(before: &Server, after: &Server) -> Option<Setting> {
    let (was, is) = (before.settings(), after.settings());
    let mut found = None;
    for entry in was.file().entries().iter().chain(is.file().entries()) {
        let name = &*entry.name;
        let [old, new] = [was, is].map(|one| Some(one.file().get(name)?.value.as_str()));
        if old != new && found.replace(name).is_some_and(|other| other != name) {
            return None;
        }
    }
    let name = parameter(found?)?.name;
    let now = is.text(name);
    (was.release() == is.release() && was.text(name).value != now.value).then_some(now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use saslab_smtpd::Installation;
    use saslab_smtpd::release::Release;

    /// A server of a small company, as Debian's file becomes one.
    const MAIN_CF: &str = "myhostname = mail.example.com\n\
        mydestination = $myhostname, localhost\n\
        mynetworks = 127.0.0.0/8 192.0.2.0/24\n\
        smtpd_banner = $myhostname ESMTP $mail_name (Debian/GNU)\n\
        smtpd_tls_security_level = may\n\
        smtpd_recipient_restrictions = permit_mynetworks,\n   permit_sasl_authenticated,\n   \
        reject_unauth_destination\n";

    fn installation(release: Release, text: &str) -> Installation {
        Installation::new(release, text)
    }

    /// Name, value and line of what is found between the server and an edited one.
    fn between(old: &str, new: &str) -> Option<(&'static str, String)> {
        assert!(MAIN_CF.contains(old));
        let [before, after] = [MAIN_CF, &MAIN_CF.replace(old, new)]
            .map(|text| Server::start(&installation(Release::DEFAULT, text)).unwrap());
        let setting = edited(&before, &after)?;
        Some((setting.parameter.name, setting.value.to_string()))
    }

    #[test]
    fn one_setting_with_another_value_is_the_edit() {
        assert_eq!(
            between("192.0.2.0/24", "198.51.100.0/24"),
            Some(("mynetworks", "127.0.0.0/8 198.51.100.0/24".to_owned()))
        );
    }

    #[test]
    fn a_setting_that_is_taken_away_has_its_default() {
        let line = "smtpd_tls_security_level = may\n";
        let gone = Some(("smtpd_tls_security_level", String::new()));
        assert_eq!(between(line, ""), gone);
        assert_eq!(between(line, &["#", line].concat()), gone);
    }

    #[test]
    fn the_last_of_two_lines_counts() {
        let line = "smtpd_tls_security_level = may\n";
        let twice = [line, "smtpd_tls_security_level = none\n"].concat();
        assert_eq!(
            between(line, &twice),
            Some(("smtpd_tls_security_level", "none".to_owned()))
        );
        let first = ["smtpd_tls_security_level = none\n", line].concat();
        assert_eq!(between(line, &first), None);
    }

    #[test]
    fn two_edits_are_none() {
        let two = "mail.example.net\nsmtpd_helo_required = yes";
        assert_eq!(between("mail.example.com", two), None);
        assert_eq!(
            between("mail.example.com", "mail.example.net"),
            Some(("myhostname", "mail.example.net".to_owned()))
        );
    }

    #[test]
    fn the_same_in_other_words_is_none() {
        assert_eq!(
            between("$myhostname, localhost", "mail.example.com, localhost"),
            None
        );
        assert_eq!(between("mynetworks =", "# edited\nmynetworks ="), None);
        assert_eq!(between("smtpd_banner", "my_banner = x\nsmtpd_banner"), None);
    }

    #[test]
    fn what_a_service_overrides_is_none() {
        let start = |release, networks: &str| {
            let mut installation = installation(release, &MAIN_CF.replace("192.0.2.0", networks));
            installation.overrides = vec![("mynetworks".into(), "127.0.0.1".into())];
            Server::start(&installation).unwrap()
        };
        let before = start(Release::DEFAULT, "192.0.2.0");
        assert_eq!(
            edited(&before, &start(Release::DEFAULT, "192.0.2.128")),
            None
        );
    }

    #[test]
    fn another_release_may_be_what_changed() {
        let start = |release, text: &str| Server::start(&installation(release, text)).unwrap();
        let before = start(Release::DEFAULT, MAIN_CF);
        let text = [MAIN_CF, "smtpd_helo_required = yes\n"].concat();
        assert_eq!(
            edited(&before, &start("3.4.0".parse().unwrap(), &text)),
            None
        );
        let same = edited(&before, &start(Release::DEFAULT, &text)).unwrap();
        assert_eq!(same.parameter.name, "smtpd_helo_required");
    }
}
