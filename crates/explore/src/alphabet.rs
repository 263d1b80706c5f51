//! What clients can be and say: one value per class that the configuration can tell
//! apart. Candidates are familiar ones and whatever lists and tables name; two that
//! every restriction answers alike are one class, and the first stands for it.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use saslab_smtpd::Server;
use saslab_smtpd::maincf::Service;
use saslab_smtpd::policy::{Class, Client, Context, Login as LoggedIn, Marker, Named};

use crate::{Destination, Lens};

mod address;
mod peer;

pub(crate) use address::{domain_of, foreign_domain, own_domain};
pub(crate) use peer::{Peer, Reach, as_seen, is_public, reaches};

/// The inputs of a search on one server.
#[derive(Clone, Debug)]
pub(crate) struct Alphabet {
    pub(crate) peers: Vec<Peer>,
    pub(crate) hellos: Vec<Word>,
    pub(crate) logins: Vec<Login>,
    pub(crate) senders: Vec<Word>,
    pub(crate) recipients: Vec<Recipient>,
    /// Whether a restriction tells clear text from TLS.
    pub(crate) channels: Channels,
    /// What could not be tried.
    pub(crate) unmade: Vec<Arc<str>>,
}

/// Whether sessions with and without TLS are classes of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Channels {
    Alike,
    Apart,
}

/// A word that a client may say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) text: Arc<str>,
    /// The whole line.
    pub(crate) line: Arc<str>,
}

/// How a client logs in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Login {
    None,
    Anonymous,
    WrongPassword { user: Arc<str> },
    Account { user: Arc<str>, password: Arc<str> },
}

/// Where a message shall go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Recipient {
    pub(crate) address: Arc<str>,
    pub(crate) line: Arc<str>,
    pub(crate) destination: Destination,
    pub(crate) form: Form,
}

/// How the address is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Form {
    Plain,
    /// The foreign address is hidden in the local part of one of the server's own.
    Routed,
    /// Nobody of the server's own has this name.
    Nobody,
}

/// Addresses that stand for their classes.
pub(crate) const OUTSIDER: IpAddr = IpAddr::V4(Ipv4Addr::new(203, 0, 113, 9));
pub(crate) const OUTSIDER6: IpAddr = IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0x113, 0, 0, 0, 0, 9));
pub(crate) const LAPTOP: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 77));

/// The most rows of one table, and names of one kind, that are looked at.
const ROWS: usize = 50_000;

/// The most restrictions that are asked for their marks: fewer names are looked at
/// where there are many restrictions.
const STEPS: usize = 1_000_000;

/// The most accounts that are classes of their own.
const ACCOUNTS: usize = 16;

/// What makes two candidates one.
enum Telling<'m> {
    /// Every restriction answers them alike.
    ByRestrictions(&'m Marker<'m>),
    /// They are the same.
    ByName,
}

impl Telling<'_> {
    fn client(&self, client: &Client) -> String {
        match self {
            Self::ByRestrictions(marker) => marker.client(client),
            Self::ByName => client.to_string(),
        }
    }

    fn helo(&self, helo: &str) -> String {
        match self {
            Self::ByRestrictions(marker) => marker.helo(helo),
            Self::ByName => helo.to_owned(),
        }
    }

    fn without_helo(&self) -> String {
        match self {
            Self::ByRestrictions(marker) => marker.without_helo(),
            Self::ByName => String::new(),
        }
    }

    fn sender(&self, sender: &str) -> String {
        match self {
            Self::ByRestrictions(marker) => marker.sender(sender),
            Self::ByName => sender.to_owned(),
        }
    }

    fn recipient(&self, recipient: &str) -> String {
        match self {
            Self::ByRestrictions(marker) => marker.recipient(recipient),
            Self::ByName => recipient.to_owned(),
        }
    }
}

impl Alphabet {
    /// One of each class.
    pub(crate) fn of(server: (&Server, &Service), lens: Lens) -> Self {
        Self::read(server, lens, |marker| Telling::ByRestrictions(marker))
    }

    /// Every candidate, whatever restrictions make of it.
    pub(crate) fn all(server: (&Server, &Service), lens: Lens) -> Self {
        Self::read(server, lens, |_marker| Telling::ByName)
    }

    fn read(
        (server, service): (&Server, &Service),
        lens: Lens,
        telling: for<'m> fn(&'m Marker<'m>) -> Telling<'m>,
    ) -> Self {
        let words = server.rules().words().max(1);
        let named = server.rules().named(ROWS.min(STEPS / words));
        let own = address::own_domain(server);
        let foreign = format!("friend@{}", foreign_domain(server));
        let context = Context {
            client: Client::new(&server.installation().world, OUTSIDER),
            helo: Arc::from(HELLOS[0]),
            sender: Arc::from(SENDER),
            recipients: vec![Arc::from(&*foreign), Arc::from(format!("alice@{own}"))],
            logins: accounts(server).collect(),
        };
        let marker = Marker::new(server.rules(), &context);
        let telling = telling(&marker);
        let mut unmade = named.unmade.clone();
        let logins = logins(server, &marker, &mut unmade);
        Self {
            peers: peer::peers((server, service), lens, &telling, &named),
            hellos: hellos(&telling, &named),
            senders: senders(&telling, &named, &own),
            recipients: recipients(server, &telling, &named, &own),
            logins,
            channels: match marker.looks_at_channel() {
                true => Channels::Apart,
                false => Channels::Alike,
            },
            unmade,
        }
    }
}

impl Word {
    fn new(command: &str, text: &str) -> Self {
        Self {
            text: Arc::from(text),
            line: Arc::from([command, text].concat()),
        }
    }

    fn in_brackets(command: &str, text: &str) -> Self {
        Self {
            text: Arc::from(text),
            line: Arc::from([command, "<", text, ">"].concat()),
        }
    }
}

impl Recipient {
    fn new(address: &str, destination: Destination, form: Form) -> Self {
        let Word { text, line } = Word::in_brackets("RCPT TO:", address);
        Self {
            address: text,
            line,
            destination,
            form,
        }
    }
}

/// Names that clients give: the first is what most sessions here say, then one that the
/// DNS knows, and what restrictions on names refuse.
const HELLOS: [&str; 5] = [
    "client.example.org",
    "mx.example.org",
    "localhost",
    "[203.0.113.9]",
    "203.0.113.9",
];

fn hellos(telling: &Telling<'_>, named: &Named) -> Vec<Word> {
    let mut all: Vec<String> = HELLOS.map(str::to_owned).into();
    for name in &named.helos {
        if is_sayable(name) {
            all.push(name.as_ref().to_owned());
        }
    }
    // The empty one stands for a client that says neither HELO nor EHLO.
    all.push(String::new());
    distinct(&mut all, |name| match name.is_empty() {
        true => telling.without_helo(),
        false => telling.helo(name),
    });
    let word = |name: &String| match name.is_empty() {
        true => Word::new("", ""),
        false => Word::new("EHLO ", name),
    };
    all.iter().map(word).collect()
}

/// A name that no table of users has.
const NOBODY: &str = "no-such-user";

/// An address that exists, and is not the server's.
const SENDER: &str = "sender@example.org";

fn senders(telling: &Telling<'_>, named: &Named, own: &str) -> Vec<Word> {
    let mut all = vec![
        SENDER.to_owned(),
        String::new(),
        ["alice@", own].concat(),
        [NOBODY, "@", own].concat(),
        "sender@nosuch.example".to_owned(),
        "sender".to_owned(),
    ];
    for key in &named.senders {
        all.extend(address::of_key(key, "someone", own));
    }
    distinct(&mut all, |sender| telling.sender(sender));
    let word = |sender: &String| Word::in_brackets("MAIL FROM:", sender);
    all.iter().map(word).collect()
}

fn recipients(server: &Server, telling: &Telling<'_>, named: &Named, own: &str) -> Vec<Recipient> {
    let stranger = foreign_domain(server);
    let mut addresses = vec![
        "postmaster".to_owned(),
        ["alice@", own].concat(),
        ["friend@", stranger].concat(),
        ["friend%", stranger, "@", own].concat(),
        ["friend@", stranger, "@", own].concat(),
        [stranger, "!friend@", own].concat(),
        [NOBODY, "@", own].concat(),
        "friend@nosuch.example".to_owned(),
    ];
    let relay = domain_of(server, "relay_domains");
    addresses.extend(relay.map(|domain| ["alice@", domain.as_ref()].concat()));
    for key in &named.recipients {
        addresses.extend(address::of_key(key, NOBODY, own));
    }
    let recipient = |address: &String| {
        let (destination, form) = place(server, address, own);
        Recipient::new(address, destination, form)
    };
    let mut all: Vec<Recipient> = addresses.iter().map(recipient).collect();
    distinct(&mut all, |to| {
        let mut mark = telling.recipient(&to.address);
        mark.extend([to.destination as u8, to.form as u8].map(char::from));
        mark
    });
    all
}

/// Where an address leads, and whether by a route.
fn place(server: &Server, address: &str, own: &str) -> (Destination, Form) {
    let local = address.rsplit_once('@').map_or(address, |(local, _)| local);
    let hides = local.contains(['@', '%', '!']) && address.ends_with(own);
    match server.rules().class_of(address) {
        // RFC 5321 section 4.5.1: accepted by every server, and delivered there.
        _ if address.eq_ignore_ascii_case("postmaster") => (Destination::Local, Form::Plain),
        _ if hides => (Destination::Foreign, Form::Routed),
        Some((_, true)) => (Destination::Foreign, Form::Routed),
        Some((Class::Local | Class::VirtualAlias | Class::VirtualMailbox, false)) => {
            let form = match local == NOBODY {
                true => Form::Nobody,
                false => Form::Plain,
            };
            (Destination::Local, form)
        }
        Some((Class::Relay, false)) => (Destination::Relay, Form::Plain),
        Some((Class::Default, false)) | None => (Destination::Foreign, Form::Plain),
    }
}

/// The accounts as restrictions see them, with the realm and without.
fn accounts(server: &Server) -> impl Iterator<Item = LoggedIn> + '_ {
    let accounts = server.installation().sasl.accounts.iter().take(ACCOUNTS);
    accounts.flat_map(|account| {
        let with_realm = format!("{}@{}", account.name, account.realm);
        [account.name.clone(), with_realm].map(|username| LoggedIn {
            username: Arc::from(username),
            method: Arc::from("PLAIN"),
        })
    })
}

fn logins(server: &Server, marker: &Marker<'_>, unmade: &mut Vec<Arc<str>>) -> Vec<Login> {
    let accounts = &server.installation().sasl.accounts;
    let mut logins = vec![Login::None];
    let most = match marker.looks_at_names_of_logins() {
        true => ACCOUNTS,
        false => 1,
    };
    for account in accounts.iter().take(most) {
        let password = String::from_utf8_lossy(account.password.reveal()).into_owned();
        logins.push(Login::Account {
            user: Arc::from(account.name.as_str()),
            password: Arc::from(password),
        });
    }
    if most > 1 && accounts.len() > most {
        let what = format!("what accounts beyond {most} may do");
        unmade.push(Arc::from(what));
    }
    let first = accounts.first().map_or("test", |account| &account.name);
    logins.push(Login::WrongPassword {
        user: Arc::from(first),
    });
    logins.push(Login::Anonymous);
    logins
}

/// Whether a word can stand in a command as it is.
fn is_sayable(word: &str) -> bool {
    !word.is_empty() && word.len() < 256 && word.bytes().all(|byte| byte.is_ascii_graphic())
}

/// The first of each mark.
fn distinct<T>(all: &mut Vec<T>, mark: impl Fn(&T) -> String) {
    let mut seen = BTreeSet::new();
    all.retain(|one| seen.insert(mark(one)));
}

#[cfg(test)]
mod tests;
