//! Restriction lists of `smtpd(8)` evaluated into traces: no session, no
//! socket, no clock. The facts come in as a [`Request`], the answer is an
//! [`Outcome`] whose reply is read off its trace.

mod address;
mod address_class;
mod assist;
mod classes;
mod codes;
mod destination;
mod evaluation;
mod finding;
mod hostname;
mod judge;
mod letters;
mod listed;
mod maps;
mod match_list;
mod network;
mod note;
mod older;
mod opening;
mod reading;
mod refusal;
mod request;
mod required;
mod restriction;
mod review;
mod rules;
mod table;
mod template;
mod trace;
mod world;

pub use address_class::Class;
pub use assist::{Offer, describe, offer};
pub use classes::{Context, Marker, Named, Place};
pub use hostname::literal;
pub use note::{Action, Compatible, Instead, Note, Said, Warning};
pub use request::{Client, Login, NameStatus, Request};
pub use restriction::restrictions_not_simulated;
pub use review::review_restrictions;
pub use rules::Rules;
pub use table::brace_words;
pub use template::{expand, is_expandable};
pub use trace::{Check, Outcome, Refusal, Trace, Verdict, Wording, decides_relaying};
pub use world::{
    Build, Dns, DnsAnswer, Fact, FactKind, Outside, Record, Services, Supposed, World,
};
