//! What clients can be and say: one value per class that the configuration can tell
//! apart.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use saslab_smtpd::Server;

use crate::{Destination, Lens};

/// The inputs of a search on one server.
#[derive(Clone, Debug)]
pub(crate) struct Alphabet {
    pub(crate) peers: Vec<Peer>,
    pub(crate) hellos: Vec<Word>,
    pub(crate) logins: Vec<Login>,
    pub(crate) senders: Vec<Word>,
    pub(crate) recipients: Vec<Recipient>,
}

/// Where a client connects from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Peer {
    pub(crate) address: IpAddr,
    pub(crate) seen: IpAddr,
    pub(crate) reach: Reach,
}

/// Who can be such a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Anybody on the Internet.
    Anyone,
    /// Somebody in the server's own networks.
    Own,
}

/// A word that a client may say, and whether saying it is a claim that a table rewards.
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Plain,
    /// The foreign address is hidden in the local part of one of the server's own.
    Routed,
}

/// Addresses that stand for their classes.
pub(crate) const OUTSIDER: IpAddr = IpAddr::V4(Ipv4Addr::new(203, 0, 113, 9));
pub(crate) const OUTSIDER6: IpAddr = IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0x113, 0, 0, 0, 0, 9));
pub(crate) const LAPTOP: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 77));

impl Alphabet {
    pub(crate) fn of(server: &Server, lens: Lens) -> Self {
        Self {
            peers: peers(server, lens),
            hellos: vec![Word::new("EHLO ", "client.example.org")],
            logins: logins(server),
            senders: vec![
                Word::in_brackets("MAIL FROM:", "sender@example.org"),
                Word::in_brackets("MAIL FROM:", ""),
            ],
            recipients: recipients(server),
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
    pub(crate) fn new(address: &str, destination: Destination, form: Form) -> Self {
        let Word { text, line } = Word::in_brackets("RCPT TO:", address);
        Self {
            address: text,
            line,
            destination,
            form,
        }
    }
}

fn peers(server: &Server, lens: Lens) -> Vec<Peer> {
    let peer = |address, reach| Peer {
        address,
        seen: lens.seen(address),
        reach,
    };
    let host = &server.installation().world.host;
    let own = host.interfaces.iter().map(|interface| interface.address);
    let mut peers = vec![
        peer(OUTSIDER, Reach::Anyone),
        peer(OUTSIDER6, Reach::Anyone),
        peer(LAPTOP, Reach::Own),
    ];
    peers.extend(own.map(|address| peer(address, Reach::Own)));
    peers
}

fn logins(server: &Server) -> Vec<Login> {
    let accounts = &server.installation().sasl.accounts;
    let mut logins = vec![Login::None];
    for account in accounts {
        let password = String::from_utf8_lossy(account.password.reveal()).into_owned();
        logins.push(Login::Account {
            user: Arc::from(account.name.as_str()),
            password: Arc::from(password),
        });
    }
    let first = accounts.first().map_or("test", |account| &account.name);
    logins.push(Login::WrongPassword {
        user: Arc::from(first),
    });
    logins.push(Login::Anonymous);
    logins
}

/// Domains that no list of the little world's server names.
const FOREIGN: [&str; 3] = ["example.net", "example.org", "www.example.org"];

/// The domain that the server has nothing to do with.
pub(crate) fn foreign_domain(server: &Server) -> &'static str {
    let lists = [
        "mydestination",
        "relay_domains",
        "virtual_alias_domains",
        "virtual_mailbox_domains",
    ];
    let lists = lists.map(|name| server.settings().list(name).value);
    let named = |domain: &str| {
        let mut words = lists.iter().flatten();
        words.any(|word| word.text.eq_ignore_ascii_case(domain))
    };
    let domain = FOREIGN.into_iter().find(|domain| !named(domain));
    domain.unwrap_or("foreign.example")
}

/// The first plain domain of a list.
pub(crate) fn domain_of(server: &Server, list: &'static str) -> Option<Arc<str>> {
    let words = server.settings().list(list).value;
    let plain = |text: &str| text.contains('.') && !text.contains([':', '/', '!', '*']);
    let word = words.into_iter().find(|word| plain(&word.text))?;
    Some(Arc::from(word.text.trim_start_matches('.')))
}

fn recipients(server: &Server) -> Vec<Recipient> {
    let foreign = format!("friend@{}", foreign_domain(server));
    let own = domain_of(server, "mydestination")
        .unwrap_or_else(|| server.settings().text("myhostname").value);
    let mut all = vec![
        Recipient::new("postmaster", Destination::Local, Form::Plain),
        Recipient::new(&format!("alice@{own}"), Destination::Local, Form::Plain),
        Recipient::new(&foreign, Destination::Foreign, Form::Plain),
    ];
    let percent = foreign.replacen('@', "%", 1);
    for routed in [
        format!("{percent}@{own}"),
        format!("{foreign}@{own}"),
        format!("{}!friend@{own}", foreign_domain(server)),
    ] {
        all.push(Recipient::new(&routed, Destination::Foreign, Form::Routed));
    }
    if let Some(domain) = domain_of(server, "relay_domains") {
        let address = format!("alice@{domain}");
        all.push(Recipient::new(&address, Destination::Relay, Form::Plain));
    }
    all
}
