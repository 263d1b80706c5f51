//! What a server can tell apart: the names and networks in its lists and tables, and a
//! mark for each client, name and address that is equal where every restriction answers
//! alike. Whoever tries one of each mark has tried all.
//! Left out: two recipients in one transaction, and what milters see.

use std::net::IpAddr;
use std::sync::Arc;

mod blocks;
mod mark;
mod named;
mod probe;
mod sources;

pub use mark::{Context, Marker};

/// What the lists and tables of a server name, as clients could be it or say it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// Where blocks of addresses begin, and the first address behind each.
    pub addresses: Vec<Place>,
    /// Names of clients.
    pub hosts: Vec<Arc<str>>,
    /// Names in HELO and EHLO.
    pub helos: Vec<Arc<str>>,
    /// Addresses in MAIL, and their parts.
    pub senders: Vec<Arc<str>>,
    /// Addresses in RCPT, and their parts.
    pub recipients: Vec<Arc<str>>,
    /// What of it stays unknown, and could let somebody through.
    pub unmade: Vec<Arc<str>>,
}

/// An address at the edge of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The address.
    pub address: IpAddr,
    /// How many bits the addresses of its block share; `None`: it is the one behind.
    pub prefix: Option<u8>,
}

#[cfg(test)]
mod tests;
