//! Who may connect: four machines of the little world, and whoever a proof names.

use std::net::{IpAddr, Ipv4Addr};
use std::rc::Rc;
use std::sync::Arc;

use saslab_explore::Witness;
use saslab_smtpd::Server;
use saslab_smtpd::policy::Client;
use yew::AttrValue;

/// A client that the picker offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Person {
    /// Somewhere on the Internet, without a name.
    Outsider,
    /// A customer of a provider, with a name.
    Dialup,
    /// In the server's own network.
    LanLaptop,
    /// On the server itself.
    Localhost,
    /// At another address, with a name that leads there and back if one is given.
    Other(IpAddr, Option<Rc<str>>),
}

impl Person {
    pub(crate) const ALL: [Self; 4] = [
        Self::Outsider,
        Self::Dialup,
        Self::LanLaptop,
        Self::Localhost,
    ];

    pub(crate) const fn address(&self) -> IpAddr {
        IpAddr::V4(match self {
            Self::Outsider => Ipv4Addr::new(203, 0, 113, 9),
            Self::Dialup => Ipv4Addr::new(198, 51, 100, 7),
            Self::LanLaptop => Ipv4Addr::new(192, 0, 2, 77),
            Self::Localhost => Ipv4Addr::LOCALHOST,
            Self::Other(address, _) => return *address,
        })
    }

    /// What the picker calls it.
    pub(crate) fn label(&self) -> AttrValue {
        AttrValue::Static(match self {
            Self::Outsider => "outsider 203.0.113.9",
            Self::Dialup => "dialup 198.51.100.7",
            Self::LanLaptop => "LAN laptop 192.0.2.77",
            Self::Localhost => "localhost 127.0.0.1",
            Self::Other(..) => return ["another, ", &self.word()].concat().into(),
        })
    }

    /// Address and name, for a link.
    pub(crate) fn word(&self) -> String {
        let mut word = self.address().to_string();
        if let Self::Other(_, Some(name)) = self {
            word.extend([" ", name]);
        }
        word
    }

    /// What [`Person::word`] says.
    pub(crate) fn of_word(word: &str) -> Option<Self> {
        let (address, name) = match word.split_once(' ') {
            Some((address, name)) => (address, Some(Rc::from(name))),
            None => (word, None),
        };
        Some(Self::at(address.parse().ok()?, name))
    }

    /// The machine with this address, and with this name if one is given.
    pub(crate) fn at(address: IpAddr, name: Option<Rc<str>>) -> Self {
        let known = Self::ALL.into_iter();
        let known = { known }.find(|person| name.is_none() && person.address() == address);
        known.unwrap_or(Self::Other(address, name))
    }

    /// The client of a session that proves something, and what it sends.
    pub(crate) fn proving(witness: &Witness) -> (Self, Vec<AttrValue>) {
        let name = witness.name.as_deref().map(Rc::from);
        let line = |line: &Arc<str>| Rc::<str>::from(&**line).into();
        let lines = witness.lines.iter().map(line).collect();
        (Self::at(witness.client, name), lines)
    }

    /// The client that a server sees at an address.
    pub(crate) fn peer(&self, server: &Server, seen: IpAddr) -> Client {
        let name = match self {
            Self::Other(_, name) => name.as_deref().map(Arc::from),
            Self::Outsider | Self::Dialup | Self::LanLaptop | Self::Localhost => None,
        };
        let witness = Witness {
            service: Arc::from(""),
            client: self.address(),
            seen,
            name,
            lines: Vec::new(),
            supposing: Vec::new(),
        };
        witness.peer(server)
    }
}
