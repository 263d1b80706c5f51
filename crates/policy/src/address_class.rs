//! The classes of ADDRESS_CLASS_README.

/// Which parameter takes responsibility for a domain: ADDRESS_CLASS_README.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// `mydestination`, and the server's own addresses.
    Local,
    /// `virtual_alias_domains`
    VirtualAlias,
    /// `virtual_mailbox_domains`
    VirtualMailbox,
    /// `relay_domains`
    Relay,
    /// None: somebody else's.
    Default,
}

impl Class {
    /// The parameter that lists the domains of this class.
    pub(crate) const fn parameter(self) -> Option<&'static str> {
        match self {
            Self::Local => Some("mydestination"),
            Self::VirtualAlias => Some("virtual_alias_domains"),
            Self::VirtualMailbox => Some("virtual_mailbox_domains"),
            Self::Relay => Some("relay_domains"),
            Self::Default => None,
        }
    }
}
