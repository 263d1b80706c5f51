//! SASL mechanisms and credential encoding.
//!
//! The *server's* side is SASL as Postfix sees it through its XSASL interface: a
//! [`Setup`] announces mechanisms ([`Setup::offer`]) and runs AUTH ([`Setup::first`],
//! [`Exchange::respond`]), as the Cyrus library or Dovecot would. The *client's* side
//! is in [`client`]. No SMTP, no clock, no chance: what is random comes in as a
//! [`Nonce`].
//!
//! ```
//! use saslab_sasl::{Implementation, Progress, SecurityOptions, Setup};
//! let setup = Setup::new(Implementation::Cyrus, &["PLAIN", "ANONYMOUS"]);
//! let options = SecurityOptions::parse("noanonymous").unwrap();
//! assert_eq!(setup.offer(&options).mechanisms, ["PLAIN"]);
//! ```
pub mod base64;
pub mod client;
pub mod mechanism;
pub mod message;

mod cyrus;
mod digest;
mod dovecot;
mod exchange;
mod failure;
mod hash;
mod latin_1;
mod nonce;
mod offer;
mod printable;
mod scram;
mod secret;
mod security;
mod setup;

pub use base64::Base64Error;
pub use exchange::{Context, Exchange, InvalidMechanism, Login, Memory, Progress};
pub use failure::{Failure, FailureKind, LibraryLevel, LibraryLine, Why};
pub use hash::ScramHash;
pub use nonce::Nonce;
pub use offer::{NothingLeft, Offer, WhyWithheld, WithheldMechanism};
pub use printable::Printable;
pub use secret::Secret;
pub use security::{Case, NoWord, SecurityOption, SecurityOptions, UnknownOption, Vocabulary};
pub use setup::{Account, Config, Implementation, SOCKET, Setup};
