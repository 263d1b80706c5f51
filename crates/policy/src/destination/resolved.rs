//! Where the last addresses lead: a session asks for the same few at each command and in
//! each restriction, and a table of clients asks for the same in each session.

use std::sync::{Arc, Mutex, PoisonError};

use super::{Destination, Trouble};

/// Addresses as they were written, with what they came to. A clone begins anew.
#[derive(Debug, Default)]
pub(super) struct Resolved(Mutex<Vec<(Box<str>, Arc<Destination>)>>);

/// When so many are known, all are forgotten.
const MOST: usize = 32;

impl Resolved {
    /// What an address comes to; `resolve` finds out where it is new. Trouble is not kept:
    /// each who meets it logs it.
    pub(super) fn of(
        &self,
        address: &str,
        resolve: impl FnOnce() -> Result<Destination, Trouble>,
    ) -> Result<Arc<Destination>, Trouble> {
        let known = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let same = |(written, _): &&(Box<str>, Arc<Destination>)| **written == *address;
        if let Some((_, destination)) = known().iter().find(same) {
            return Ok(Arc::clone(destination));
        }
        let destination = Arc::new(resolve()?);
        let mut known = known();
        if known.len() >= MOST {
            known.clear();
        }
        known.push((address.into(), Arc::clone(&destination)));
        Ok(destination)
    }
}

impl Clone for Resolved {
    fn clone(&self) -> Self {
        Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Class;

    fn to(address: &str) -> Result<Destination, Trouble> {
        Ok(Destination {
            recipient: address.to_owned(),
            domain: String::new(),
            class: Class::Default,
            routed: false,
            invalid: false,
            transport: String::new(),
            nexthop: String::new(),
        })
    }

    #[test]
    fn each_address_is_resolved_once_until_there_are_too_many() {
        let known = Resolved::default();
        let trouble = || Err(Trouble::Failed("a table is gone".to_owned(), Vec::new()));
        assert_eq!(known.of("a@b", trouble), trouble().map(Arc::new));
        for number in 0..3 * MOST {
            let address = format!("{number}@b");
            let first = known.of(&address, || to(&address)).unwrap();
            assert_eq!(first.recipient, address);
            assert_eq!(known.of(&address, trouble).unwrap(), first);
        }
        assert_eq!(known.of("0@b", trouble), trouble().map(Arc::new));
    }
}
