//! Restriction lists of `smtpd(8)` evaluated into traces: no session, no
//! socket, no clock. The facts come in as a [`Request`], the answer is an
//! [`Outcome`] whose reply is read off its trace.

pub mod interim;
mod request;
mod rules;
mod trace;
mod world;

pub use request::{Client, Login, NameStatus, Request};
pub use rules::Rules;
pub use trace::{Check, Outcome, Refusal, Trace, Verdict};
pub use world::{Dns, DnsAnswer, Interface, Record, World};
