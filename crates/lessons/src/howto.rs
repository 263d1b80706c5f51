//! The classic SMTP AUTH HOWTO of 2002: its server before the first step and
//! after the last, and the two dialogues that it prints.

mod steps;

pub use steps::{STEPS, Step, after};

use saslab_release::{Release, v};
use saslab_smtpd::Installation;
use saslab_smtpd::sasl::{Implementation, Setup};

/// The release that the HOWTO was written with.
pub const RELEASE: Release = v(1, 1, 7);

/// `main.cf` before the first step: AUTH is off. `compatibility_level` is
/// there because current releases do not serve without relay protection;
/// 1.1.7 does not know it and ignores it.
pub const BEFORE: &str = include_str!("../text/howto/before.cf");

/// `main.cf` after the last step.
pub const AFTER: &str = include_str!("../text/howto/after.cf");

/// `master.cf`: one service on port 25, and the two for mail programs as remarks.
pub const MASTER: &str = include_str!("../text/howto/master.cf");

/// What AFTER needs besides to greet as in the second dialogue, which comes
/// from a server whose banner shows the release.
pub const BANNER_OF_SECOND: &str = "smtpd_banner = $myhostname ESMTP $mail_name ($mail_version)\n";

/// The credentials of the HOWTO, `test` and `testpass`, as PLAIN sends them:
/// no identity to act for, or rather the name itself, then name and password.
pub const CREDENTIALS: &str = "dGVzdAB0ZXN0AHRlc3RwYXNz";

/// What the HOWTO's command gives as it is printed on the web, where the
/// NULs between the three words were lost.
pub const CREDENTIALS_WITHOUT_NULS: &str = "dGVzdHRlc3R0ZXN0cGFzcw==";

/// A dialogue of the HOWTO: what it shows, and the mechanisms that were
/// installed on the server that it was taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialogue {
    /// Lines that begin with `S: ` or `C: `.
    pub text: &'static str,
    /// In the order that the server announced.
    pub mechanisms: &'static [&'static str],
}

/// The dialogue that checks what EHLO announces.
pub const FIRST: Dialogue = Dialogue {
    text: include_str!("../text/howto/first.dialogue"),
    mechanisms: &["PLAIN", "LOGIN", "DIGEST-MD5", "CRAM-MD5", "GSSAPI"],
};

/// The dialogue that logs in.
pub const SECOND: Dialogue = Dialogue {
    text: include_str!("../text/howto/second.dialogue"),
    mechanisms: &["DIGEST-MD5", "CRAM-MD5", "GSSAPI", "PLAIN", "LOGIN"],
};

impl Dialogue {
    /// The lines of the client, in order.
    pub fn client(&self) -> impl Iterator<Item = &'static str> {
        self.lines("C: ")
    }

    /// The lines of the server, in order.
    pub fn server(&self) -> impl Iterator<Item = &'static str> {
        self.lines("S: ")
    }

    fn lines(&self, prefix: &'static str) -> impl Iterator<Item = &'static str> {
        let lines = self.text.lines();
        lines.filter_map(move |line| line.strip_prefix(prefix))
    }
}

/// A server of the HOWTO: release, `main.cf`, the mechanisms installed, and
/// the account `test` with the password `testpass` in sasldb.
#[must_use]
pub fn installation(release: Release, main_cf: &str, mechanisms: &[&str]) -> Installation {
    let sasl = Setup::new(Implementation::Cyrus, mechanisms);
    Installation {
        sasl: sasl.with_account("test", "mail.example.com", "testpass"),
        ..Installation::new(release, main_cf)
    }
}
