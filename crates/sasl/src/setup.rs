//! The SASL side of an installation: `smtpd.conf` and sasldb, or Dovecot's auth service.
use crate::Secret;

/// The software behind Postfix's XSASL interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Implementation {
    /// The Cyrus SASL library 2.1.28, inside the smtpd process.
    Cyrus,
    /// Dovecot 2.3, asked over a socket.
    Dovecot,
}

/// One account of the password source.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Account {
    /// The name, without the realm (Dovecot: the whole user name).
    pub name: String,
    /// The realm of sasldb; empty for Dovecot, which knows none.
    pub realm: String,
    /// The password as stored, in clear.
    pub password: Secret,
}

/// The socket of most installations, below the queue directory.
pub const SOCKET: &str = "private/auth";

/// What the SASL software was told, apart from what Postfix tells it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Setup {
    /// Cyrus or Dovecot.
    pub implementation: Implementation,
    /// The `mech_list` line (Dovecot: `auth_mechanisms`); `None`: the line is absent.
    pub mech_list: Option<Vec<String>>,
    /// Every account.
    pub accounts: Vec<Account>,
    /// Further lines of `smtpd.conf`, as written. `pwcheck_method` counts; other
    /// options change nothing here.
    pub options: Vec<String>,
    /// Whether there is a `smtpd.conf`.
    pub config: Config,
    /// Where Dovecot's auth service listens, as `smtpd_sasl_path` names it.
    pub socket: String,
    /// What sasldb holds beside Dovecot's users, for a server that asks Cyrus SASL.
    pub beside: Vec<Account>,
    /// The machine's own name, which Dovecot shows; `None`: it is `myhostname`.
    pub hostname: Option<String>,
}

/// Whether the configuration file of the SASL software exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Config {
    /// The file is there.
    Present,
    /// There is none: `mech_list` and `options` do not count, defaults do.
    Absent,
}

impl Setup {
    /// An installation without accounts that offers `mechanisms`, in that order.
    #[must_use]
    pub fn new(implementation: Implementation, mechanisms: &[&str]) -> Self {
        Self {
            implementation,
            mech_list: Some(mechanisms.iter().map(|name| (*name).to_owned()).collect()),
            accounts: Vec::new(),
            options: Vec::new(),
            config: Config::Present,
            socket: SOCKET.to_owned(),
            beside: Vec::new(),
            hostname: None,
        }
    }

    /// The same with one account more.
    #[must_use]
    pub fn with_account(mut self, name: &str, realm: &str, password: &str) -> Self {
        self.accounts.push(Account {
            name: name.to_owned(),
            realm: realm.to_owned(),
            password: Secret::from(password),
        });
        self
    }

    /// The further lines that count.
    pub(crate) fn options(&self) -> impl Iterator<Item = &str> {
        let lines: &[String] = match self.config {
            Config::Present => &self.options,
            Config::Absent => &[],
        };
        lines.iter().map(String::as_str)
    }
}
