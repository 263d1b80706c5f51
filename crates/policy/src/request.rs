//! The facts that a restriction can ask about: the client, and what it has
//! said so far. Names are those of `SMTPD_STATE` and SMTPD_POLICY_README.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use crate::{DnsAnswer, Refusal, World};

/// The other side of the connection, as `smtpd_peer.c` sees it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Client {
    /// Where it connects from.
    pub address: IpAddr,
    /// Its verified name, or `unknown`.
    pub name: Arc<str>,
    /// Why the name is what it is.
    pub name_status: NameStatus,
    /// The name of its PTR record, verified or not, or `unknown`.
    pub reverse_name: Arc<str>,
    /// Why the reverse name is what it is.
    pub reverse_name_status: NameStatus,
}

impl Client {
    /// The client at `address`, with the names that the DNS of `world` gives.
    #[must_use]
    pub fn new(world: &World, address: IpAddr) -> Self {
        let unknown = || Arc::from("unknown");
        let (reverse_name, reverse_name_status) = match world.dns.pointer(address) {
            DnsAnswer::Found(name) => (name, NameStatus::Verified),
            DnsAnswer::NotFound => (unknown(), NameStatus::Missing),
            DnsAnswer::Failed => (unknown(), NameStatus::TryAgain),
        };
        let name_status = match reverse_name_status {
            NameStatus::Verified => match world.dns.addresses(&reverse_name) {
                DnsAnswer::Found(all) if all.contains(&address) => NameStatus::Verified,
                DnsAnswer::Found(_) => NameStatus::Forged,
                DnsAnswer::NotFound => NameStatus::Missing,
                DnsAnswer::Failed => NameStatus::TryAgain,
            },
            NameStatus::TryAgain | NameStatus::Missing | NameStatus::Forged => reverse_name_status,
        };
        let name = match name_status {
            NameStatus::Verified => Arc::clone(&reverse_name),
            NameStatus::TryAgain | NameStatus::Missing | NameStatus::Forged => unknown(),
        };
        Self {
            address,
            name,
            name_status,
            reverse_name,
            reverse_name_status,
        }
    }

    /// The same of a server that asks for no names.
    #[must_use]
    pub fn nameless(self) -> Self {
        Self {
            name: Arc::from("unknown"),
            name_status: NameStatus::Missing,
            reverse_name: Arc::from("unknown"),
            reverse_name_status: NameStatus::Missing,
            ..self
        }
    }

    /// Whether its address has a name that does not lead back to it.
    #[must_use]
    pub fn has_unverified_name(&self) -> bool {
        self.reverse_name_status == NameStatus::Verified && self.name_status != NameStatus::Verified
    }

    /// `unknown[203.0.113.9]`, as replies and log lines have it.
    #[must_use]
    pub fn name_and_address(&self) -> String {
        self.to_string()
    }
}

impl fmt::Display for Client {
    /// `unknown[203.0.113.9]`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // XCLIENT may say that there is none.
        if self.address.is_unspecified() && self.address.is_ipv4() {
            return write!(f, "{}[unknown]", self.name);
        }
        write!(f, "{}[{}]", self.name, self.address)
    }
}

/// What looking up the client's name has shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameStatus {
    /// The name leads back to the address.
    Verified,
    /// The name server gave no answer.
    TryAgain,
    /// There is no name, or the name does not exist.
    Missing,
    /// The name exists but has other addresses.
    Forged,
}

/// A login that succeeded.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Login {
    /// `sasl_username`.
    pub username: Arc<str>,
    /// The mechanism: `PLAIN`. ANONYMOUS gives a name but no rights.
    pub method: Arc<str>,
}

/// Everything a restriction may look at. Addresses are bare: no angle
/// brackets, the null reverse-path is `Some("")`.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The other side.
    pub client: &'a Client,
    /// The name of HELO or EHLO; `None` before either.
    pub helo: Option<&'a str>,
    /// `SMTP` or `ESMTP`.
    pub protocol: &'a str,
    /// The reverse-path of MAIL.
    pub sender: Option<&'a str>,
    /// The forward-path of RCPT, or the address of VRFY.
    pub recipient: Option<&'a str>,
    /// How many recipients were accepted before this command.
    pub recipient_count: usize,
    /// The domain of ETRN.
    pub etrn_domain: Option<&'a str>,
    /// The login of this session.
    pub login: Option<&'a Login>,
    /// Whether the connection is inside TLS.
    pub encrypted: bool,
    /// Whether the client has pipelined where it may not.
    pub pipelined: bool,
    /// What the size of the message is refused for, where that waits for RCPT.
    pub size_refusal: Option<&'a Refusal>,
}

impl<'a> Request<'a> {
    /// What is known when the client has just connected.
    #[must_use]
    pub const fn connected(client: &'a Client) -> Self {
        Self {
            client,
            helo: None,
            protocol: "SMTP",
            sender: None,
            recipient: None,
            recipient_count: 0,
            etrn_domain: None,
            login: None,
            encrypted: false,
            pipelined: false,
            size_refusal: None,
        }
    }
}
