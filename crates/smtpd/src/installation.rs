//! One mail system as an administrator would describe it: a release, its
//! `main.cf`, the overrides of one service, the SASL side and the world around.

use std::sync::Arc;

use saslab_maincf::{MainCf, Warning};
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
