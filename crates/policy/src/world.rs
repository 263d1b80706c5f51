//! The little world around the server: accounts, files, DNS, network
//! interfaces and policy services, all data. [`World::little`] is the world in
//! which the transcripts of the corpus were recorded.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, LazyLock};

use saslab_maincf::Host;

mod dns;
mod outside;

pub(crate) use dns::listed_name;
pub use dns::{Dns, DnsAnswer, Record};
pub(crate) use outside::Told;
pub use outside::{Fact, FactKind, Outside, Supposed};

/// Everything outside `main.cf` that a restriction can ask. Clones share it until one of
/// them is changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct World(Arc<Contents>);

/// What there is in a world.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contents {
    /// Names in `/etc/passwd`.
    pub accounts: BTreeSet<Arc<str>>,
    /// Path → text. A `hash:` table is compiled from the text of its path.
    pub files: BTreeMap<Arc<str>, Arc<str>>,
    /// What the name server says.
    pub dns: Arc<Dns>,
    /// The name and the network interfaces of the machine.
    pub host: Host,
    /// The table types that this Postfix can open, besides those built in.
    pub table_types: BTreeSet<Arc<str>>,
    /// Whose Postfix it is.
    pub build: Build,
    /// Octets that are free where the mail queue is.
    pub queue_space: u64,
    /// Policy services that run: endpoint → the action given to any question.
    pub policy_services: BTreeMap<Arc<str>, Arc<str>>,
    /// Who answers what no file answers.
    pub outside: Outside,
    /// Who answers where it names nobody.
    pub services: Services,
}

/// What the world does not name and Postfix needs: mail filters and policy services, none
/// of which is simulated, and the files of TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Services {
    /// Nobody listens, and no file is there: what Postfix does by default decides.
    Away,
    /// They run. Filters object to nothing; what a policy service says is not known.
    /// Certificates and keys are where main.cf has them.
    Running,
}

/// Whose Postfix it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Build {
    /// Debian's package, which reads `myorigin` from the file that it names.
    Debian,
    /// Built from the source as it is.
    Plain,
    /// The same without TLS: it knows no STARTTLS.
    WithoutTls,
}

impl Default for World {
    fn default() -> Self {
        Self::little()
    }
}

impl Deref for World {
    type Target = Contents;

    fn deref(&self) -> &Contents {
        &self.0
    }
}

impl DerefMut for World {
    fn deref_mut(&mut self) -> &mut Contents {
        Arc::make_mut(&mut self.0)
    }
}

impl World {
    /// The little world: `mail.example.com` at 192.0.2.25, four people, three
    /// mail domains, and clients near and far.
    #[must_use]
    pub fn little() -> Self {
        static LITTLE: LazyLock<World> = LazyLock::new(|| World(Arc::new(Contents::little())));
        LITTLE.clone()
    }

    /// Adds or replaces a file.
    #[must_use]
    pub fn with_file(mut self, path: &str, text: &str) -> Self {
        self.files.insert(Arc::from(path), Arc::from(text));
        self
    }

    /// Adds the table types that are plug-ins, whose tables a server has: any Postfix may
    /// have them.
    pub fn add_plug_ins(&mut self) {
        self.table_types.extend(names(PLUG_INS));
    }

    /// The addresses of a name as the machine's resolver has them: it looks for a name
    /// without a dot in the machine's own domain, too.
    #[must_use]
    pub fn resolved(&self, name: &str) -> DnsAnswer<Vec<IpAddr>> {
        let domain = self.host.name.split_once('.').map(|(_, domain)| domain);
        match (self.dns.addresses(name), domain) {
            (DnsAnswer::NotFound, Some(domain)) if !name.contains('.') => {
                self.dns.addresses(&format!("{name}.{domain}"))
            }
            (answer, _) => answer,
        }
    }

    /// What `myorigin` stands for.
    #[must_use]
    pub fn origin(&self, written: &str) -> String {
        let line = self.files.get(written).and_then(|file| file.lines().next());
        match (self.build, line) {
            (Build::Debian, Some(line)) => line.trim().to_owned(),
            (Build::Debian | Build::Plain | Build::WithoutTls, _) => written.to_owned(),
        }
    }

    /// Whether one of the machine's own interfaces has this address.
    #[must_use]
    pub fn owns(&self, address: IpAddr) -> bool {
        self.host.interfaces.iter().any(|i| i.address == address)
    }
}

impl Contents {
    fn little() -> Self {
        let mut files = BTreeMap::new();
        files.extend(
            FILES
                .iter()
                .map(|(path, text)| (Arc::from(*path), Arc::from(*text))),
        );
        Self {
            accounts: names(ACCOUNTS),
            files,
            dns: Arc::new(Dns::little()),
            host: Host::little_world(),
            table_types: names(TABLE_TYPES),
            build: Build::Debian,
            queue_space: 8 << 30,
            policy_services: BTreeMap::new(),
            services: Services::Away,
            outside: Outside::World,
        }
    }
}

/// Not collected: that would add a sort of its own to the page.
fn names(names: &[&str]) -> BTreeSet<Arc<str>> {
    let mut set = BTreeSet::new();
    set.extend(names.iter().map(|name| Arc::from(*name)));
    set
}

/// The accounts of a fresh Debian with Postfix, and four people.
const ACCOUNTS: &[&str] = &[
    "root", "daemon", "bin", "sys", "sync", "games", "man", "lp", "mail", "news", "uucp", "proxy",
    "www-data", "backup", "list", "irc", "_apt", "nobody", "postfix", "test", "alice", "bob",
    "carol",
];

/// The types of Debian's package without its database plug-ins.
const TABLE_TYPES: &[&str] = &[
    "environ",
    "fail",
    "internal",
    "memcache",
    "nis",
    "pcre",
    "pipemap",
    "randmap",
    "regexp",
    "socketmap",
    "tcp",
    "unionmap",
    "unix",
];

/// Tables of servers, each in a package of its own.
const PLUG_INS: &[&str] = &["mysql", "pgsql", "ldap", "sqlite", "mongodb"];

const FILES: &[(&str, &str)] = &[
    (
        "/etc/aliases",
        "mailer-daemon: postmaster\npostmaster: root\nabuse: postmaster\ninfo: alice\n",
    ),
    ("/etc/mailname", "mail.example.com\n"),
];
