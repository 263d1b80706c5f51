//! What to send instead.
use saslab_sasl::Secret;

/// The client's lines without the fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// The name that is meant, as the repaired text says.
    pub user: Vec<u8>,
    /// The password that is meant.
    pub password: Secret,
    /// What the client sends from AUTH on, line by line.
    pub lines: Vec<Secret>,
}
