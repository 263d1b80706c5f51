//! The command line of saslab.
fn main() {}
