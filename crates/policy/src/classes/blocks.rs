//! Blocks of addresses by their length and base: which of them is the first, in the
//! order they were written, that holds an address.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use crate::network::Network;

/// The places of blocks in a list.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    places: BTreeMap<(u8, IpAddr), usize>,
    lengths: BTreeSet<(u8, bool)>,
}

impl Blocks {
    /// A block that stands again keeps its first place.
    pub(super) fn add(&mut self, block: Network, place: usize) {
        let (base, prefix) = block.base();
        self.places.entry((prefix, base)).or_insert(place);
        self.lengths.insert((prefix, base.is_ipv4()));
    }

    /// The first block that holds an address.
    pub(super) fn first(&self, address: IpAddr) -> Option<usize> {
        let lengths = self.lengths.iter();
        let family = lengths.filter(|(_, four)| *four == address.is_ipv4());
        let found = family.filter_map(|(prefix, _)| {
            let around = Network::around(address, *prefix).base().0;
            self.places.get(&(*prefix, around)).copied()
        });
        found.min()
    }
}
