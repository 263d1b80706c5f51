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
    let mut at = hash(name.as_bytes()) & SLOTS_MASK;
    while let Some(Some(row)) = slots.get(at) {
        let row = PARAMETERS.get(usize::from(*row));
        if row.is_some_and(|row| row.name == name) {
            break;
        }
        at = (at + 1) & SLOTS_MASK;
    }
    at
}

/// Of the length and sixteen letters: the last ones, and those behind `smtpd_`, where
/// names differ.
fn hash(name: &[u8]) -> usize {
    let eight = |letters: Option<&[u8; 8]>| letters.map_or(0, |eight| u64::from_le_bytes(*eight));
    let last = eight(name.last_chunk());
    let behind = eight(name.get(6..).and_then(<[u8]>::first_chunk));
    let mixed =
        (last ^ behind.rotate_left(29) ^ name.len() as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 40) as usize
}
