//! Where the row of a name stands: a table of slots, since each start asks hundreds of
//! times.

use std::sync::LazyLock;

use super::{PARAMETERS, parameters};

/// Where the row of a name stands in the table.
pub(crate) fn place(name: &str) -> Option<usize> {
    static SLOTS: LazyLock<Vec<Option<u16>>> = LazyLock::new(|| {
        let mut slots = vec![None; SLOTS_MASK + 1];
        for (row, at) in parameters().zip(0..) {
            let free = slot(&slots, row.name);
            if let Some(free) = slots.get_mut(free) {
                *free = Some(at);
            }
        }
        slots
    });
    let slot = SLOTS.get(slot(&SLOTS, name)).copied()?;
    slot.map(usize::from)
}

/// More than twice as many slots as rows.
const SLOTS_MASK: usize = 1023;

/// The slot that has a name, or the empty one where it would stand.
fn slot(slots: &[Option<u16>], name: &str) -> usize {
    // FNV-1a over every other letter from the end, where names differ.
    let letters = name.bytes().rev().step_by(2);
    let hash = letters.fold(0x811c_9dc5_u32, |hash, letter| {
        (hash ^ u32::from(letter)).wrapping_mul(0x0100_0193)
    });
    let mut at = (hash ^ (hash >> 15)) as usize & SLOTS_MASK;
    while let Some(Some(row)) = slots.get(at) {
        let row = PARAMETERS.get(usize::from(*row));
        if row.is_some_and(|row| row.name == name) {
            break;
        }
        at = (at + 1) & SLOTS_MASK;
    }
    at
}
