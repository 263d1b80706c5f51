//! What is known about one mail client, as data: the columns of the table.

use crate::exchange::needs;
use crate::{CLIENTS, Offer};

/// A mail client or library, with a user who has typed a name and a password.
#[derive(Debug, PartialEq, Eq)]
pub struct MailClient {
    /// What people call it.
    pub name: &'static str,
    /// When its source was read, or when it was in use: `2026-08`, `1999`.
    pub seen: &'static str,
    /// Where it says so.
    pub source: &'static str,
    /// Which mechanism comes first.
    pub order: Order,
    /// Whether it understands `AUTH=`.
    pub old_form: OldForm,
    /// What it does after a mechanism was refused.
    pub refused: AfterRefusal,
    /// What it does on a connection without TLS.
    pub in_clear: InClear,
    /// Whether it begins TLS by itself.
    pub starttls: Starttls,
    /// Whether the first message comes with the command.
    pub initial: Initial,
}

/// Which of the offered mechanisms comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// This order, whatever the server's is; what is not in it is never used.
    Own(&'static [&'static str]),
    /// The order of the server, among these.
    Servers(&'static [&'static str]),
    /// No negotiation: this one, offered or not.
    Fixed(&'static str),
}

/// Whether a client reads the line `AUTH=` of `broken_sasl_auth_clients`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OldForm {
    /// Only `AUTH ` counts.
    Ignored,
    /// Both count.
    Understood,
    /// `AUTH ` counts, and `AUTH=LOGIN`.
    LoginOnly,
    /// Only `AUTH=` counts.
    Needed,
}

/// What a client does after 535.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterRefusal {
    /// It tells the user that the login has failed.
    GivesUp,
    /// It tries the next mechanism.
    TriesNext,
}

/// What a client does on a connection without TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InClear {
    /// The same as inside TLS: the password goes out readable.
    Sends,
    /// These mechanisms are not used.
    Without(&'static [&'static str]),
    /// Only these mechanisms are used.
    Only(&'static [&'static str]),
}

/// Whether a client begins TLS by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Starttls {
    /// When the server offers it.
    WhenOffered,
    /// When the user or the calling program has said so.
    WhenTold,
}

/// Whether the first message of PLAIN and the like comes with the command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Initial {
    /// `AUTH PLAIN AHRlc3Q…`
    WithCommand,
    /// The same, and the name with `AUTH LOGIN` as well.
    WithLoginToo,
    /// `AUTH PLAIN`, and the message after 334.
    Apart,
}

/// The row of a name.
#[must_use]
pub fn client_named(name: &str) -> Option<&'static MailClient> {
    CLIENTS.iter().find(|client| client.name == name)
}

impl MailClient {
    /// The mechanisms that the client would try, in its order, after this offer.
    /// What a name and a password do not suffice for is left out: no client begins
    /// Kerberos without a ticket, or OAuth without a token.
    #[must_use]
    pub fn choices<'o>(&self, offer: &Offer<'o>) -> Vec<&'o str> {
        let offered = offer.to(self.old_form);
        let usable = |name: &&str| self.allows(name, offer) && needs(name).is_none();
        let named = |name: &&'static str| {
            let mut all = offered.iter().copied();
            all.find(|one| one.eq_ignore_ascii_case(name))
        };
        match self.order {
            Order::Own(order) => order.iter().filter_map(named).filter(usable).collect(),
            Order::Servers(known) => {
                let known = |name: &&str| known.iter().any(|one| one.eq_ignore_ascii_case(name));
                offered.into_iter().filter(known).filter(usable).collect()
            }
            Order::Fixed(one) => Some(one).into_iter().filter(usable).collect(),
        }
    }

    /// Whether the client uses a mechanism on this channel.
    fn allows(&self, name: &str, offer: &Offer<'_>) -> bool {
        if offer.is_encrypted() {
            return true;
        }
        let listed = |list: &[&str]| list.iter().any(|one| one.eq_ignore_ascii_case(name));
        match self.in_clear {
            InClear::Sends => true,
            InClear::Without(list) => !listed(list),
            InClear::Only(list) => listed(list),
        }
    }
}
