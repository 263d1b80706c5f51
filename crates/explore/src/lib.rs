//! Questions about a server, answered by running sessions: no second evaluator.
//! Answered so far: who may relay to where.

mod relay;

pub use relay::{Cell, Destination, Row, Verdict, Who, Witness, relay_table};
