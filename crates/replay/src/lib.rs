//! Recorded scenarios run against the simulated server.
//!
//! A [`Scenario`] is a configuration, a client's script, and what a real Postfix
//! answered. [`run`] drives the one simulated session with that script, and
//! [`compare`] holds what it said against the recording, entry by entry. The format is
//! one JSON object per line; [`read`] takes a file apart. Left out: the time that a
//! real server takes.

mod compare;
mod entry;
mod exchange;
mod fields;
mod latin1;
mod placeholder;
mod player;
mod read;
mod run;
mod scenario;
mod script;
mod wire;

pub use compare::{FirstDifference, Verdict, compare, compare_logs};
pub use entry::{Entry, Handshake, Text};
pub use fields::FieldError;
pub use read::{Fault, LineError, read};
pub use run::{Obstacle, Run, installation, run};
pub use scenario::{Client, Connect, Sasl, Scenario, SmtpdConf, Speaks, User};
pub use script::{Action, Credentials, DigestMd5, FirstMessage, Scram, Step};
