//! One mail system as an administrator would describe it: a release, its
//! `main.cf`, the overrides of one service, the SASL side and the world around.

use std::sync::Arc;

use saslab_maincf::{MainCf, Settings, Warning};
use saslab_policy::World;
use saslab_release::Release;
use saslab_sasl::{Implementation, Setup};

/// Everything that decides what a server says, apart from the client.
#[derive(Clone, Debug)]
pub struct Installation {
    /// The Postfix release.
    pub release: Release,
    /// `/etc/postfix/main.cf`.
    pub main_cf: Arc<MainCf>,
    /// What is odd in `main.cf`; Postfix would log it, or say nothing.
    pub warnings: Vec<Warning>,
    /// Its settings, where somebody has resolved them already; those of another file,
    /// release or service do not count.
    pub settings: Option<Settings>,
    /// The name of the service in `master.cf`.
    pub service: Arc<str>,
    /// The `-o name=value` options of the service in `master.cf`.
    pub overrides: Vec<(Arc<str>, Arc<str>)>,
    /// `smtpd.conf` with its accounts, or Dovecot.
    pub sasl: Setup,
    /// Accounts, tables and names that smtpd asks for.
    pub world: World,
}

impl Installation {
    /// The little world's server with this `main.cf`: port 25 without
    /// overrides, Cyrus SASL with PLAIN, LOGIN, CRAM-MD5 and DIGEST-MD5, and
    /// the account `test` with the password `testpass`.
    #[must_use]
    pub fn new(release: Release, main_cf: &str) -> Self {
        let (file, warnings) = MainCf::parse(main_cf);
        let mechanisms = ["PLAIN", "LOGIN", "CRAM-MD5", "DIGEST-MD5"];
        Self {
            release,
            main_cf: Arc::new(file),
            warnings,
            settings: None,
            service: Arc::from("smtp"),
            overrides: Vec::new(),
            sasl: Setup::new(Implementation::Cyrus, &mechanisms).with_account(
                "test",
                "mail.example.com",
                "testpass",
            ),
            world: World::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Server;
    use saslab_release::v;

    fn banner(installation: &Installation) -> String {
        let server = Server::start(installation).unwrap();
        server.settings().text("smtpd_banner").value.to_string()
    }

    #[test]
    fn settings_count_for_what_they_were_resolved_from_alone() {
        let main_cf = "compatibility_level = 3.6\nsmtpd_banner = $service_name $mail_version\n";
        let mut plain = Installation::new(Release::DEFAULT, main_cf);
        let known = Settings::resolve(&plain.main_cf, &[], plain.release).unwrap();
        plain.settings = Some(known);
        assert_eq!(banner(&plain), "smtp 3.7.11");
        let mut other = plain.clone();
        other.release = v(3, 8, 0);
        assert_eq!(banner(&other), "smtp 3.8.0");
        let mut other = plain.clone();
        other.service = Arc::from("submission");
        assert_eq!(banner(&other), "submission 3.7.11");
        let mut other = plain.clone();
        let option = |name: &str, value: &str| (Arc::from(name), Arc::from(value));
        other.overrides.push(option("smtpd_banner", "here"));
        assert_eq!(banner(&other), "here");
        let again = Installation::new(Release::DEFAULT, "compatibility_level = 3.6\n");
        plain.main_cf = again.main_cf;
        assert_eq!(banner(&plain), "mail.example.com ESMTP Postfix");
    }
}
