//! What one input leads to.

use std::sync::Arc;

use saslab_policy::Fact;

use super::{Expect, Session};
use crate::{LogEvent, Reply, Withheld};

/// What one input leads to.
#[derive(Debug)]
pub struct Step {
    /// What the server says: mostly one reply; none inside a message; two when
    /// it adds a 421 without being asked.
    pub replies: Vec<Reply>,
    /// The session after it.
    pub after: Session,
    /// What the server waits for next.
    pub next: Expect,
    /// What a reader may expect in the replies and does not find.
    pub withheld: Arc<[Withheld]>,
    /// What the server logs.
    pub log: Vec<LogEvent>,
    /// What the restriction lists asked of the outside and nobody has supposed: the real
    /// server may say something else.
    pub unknown: Option<Fact>,
}

/// Not derived: other crates would have the code that copies a session once more.
impl Clone for Step {
    fn clone(&self) -> Self {
        Self {
            replies: self.replies.clone(),
            after: self.after.clone(),
            next: self.next,
            withheld: Arc::clone(&self.withheld),
            log: self.log.clone(),
            unknown: self.unknown.clone(),
        }
    }
}
