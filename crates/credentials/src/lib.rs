//! The workbench for credentials, above the simulated server.
//!
//! [`decode`] finds the AUTH exchanges in pasted text and takes every message apart.
//! [`diagnose`] names what is wrong, with the octets and a repair; [`prove`] shows what
//! the simulated server says to the pasted text and to the repaired one. [`Pending`] has
//! the answer to a server that is asking. [`recipe`] has
//! the commands that encode given credentials. What a client computes is in
//! [`saslab_sasl::client`].
mod answer;
mod diagnosis;
mod paste;
pub mod recipe;
mod trial;

pub use answer::{Pending, command};
pub use diagnosis::{Certainty, Diagnosis, Fault, Proof, Repair, Where, diagnose, prove};
pub use paste::{
    Decoded, Exchange, MOST, Mechanism, Reading, Remark, Said, SaidIn, Shape, Verdict, Word, decode,
};
pub use saslab_sasl as sasl;
pub use trial::{Trial, Turn};
