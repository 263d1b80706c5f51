//! Mail clients: which mechanism each picks, and what it does after a refusal.
//! [`CLIENTS`] is the one table; [`Conversation::run`] lets a row of it talk to a
//! server. Left out: what comes after the login, and settings that a user changes.

mod client;
mod conversation;
mod exchange;
mod offer;
mod reception;
mod table;

pub use client::{
    AfterRefusal, InClear, Initial, MailClient, OldForm, Order, Starttls, client_named,
};
pub use conversation::{Conversation, End, Reason, Turn, Way};
pub use exchange::{Credentials, Needs};
pub use offer::Offer;
pub use reception::Reception;
pub use table::CLIENTS;
