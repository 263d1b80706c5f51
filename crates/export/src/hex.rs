//! Octets as `hexdump -C` shows them: sixteen a row, in hexadecimal and as text. CR, LF
//! and NUL have signs of their own, since they are what learners look for.

/// Octets in a row.
const WIDTH: usize = 16;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The place of its first octet.
    pub offset: usize,
    /// `45 48 4c 4f`
    pub hex: String,
    /// `EHLO␍␊`
    pub text: String,
}

/// The rows of some octets.
///
/// ```
/// let rows = saslab_export::rows(b"QUIT\r\n");
/// assert_eq!(rows[0].hex, "51 55 49 54 0d 0a");
/// assert_eq!(rows[0].text, "QUIT␍␊");
/// ```
#[must_use]
pub fn rows(octets: &[u8]) -> Vec<Row> {
    let rows = octets.chunks(WIDTH).enumerate();
    rows.map(|(place, octets)| Row {
        offset: place * WIDTH,
        hex: octets.iter().fold(String::new(), hex),
        text: octets.iter().copied().map(sign).collect(),
    })
    .collect()
}

fn hex(mut row: String, octet: &u8) -> String {
    if !row.is_empty() {
        row.push(' ');
    }
    for half in [octet >> 4, octet & 15] {
        row.push(char::from_digit(u32::from(half), 16).unwrap_or('?'));
    }
    row
}

/// A character for an octet, always one.
fn sign(octet: u8) -> char {
    match octet {
        // The Control Pictures of Unicode stand in the order of the controls.
        0..0x20 => char::from_u32(0x2400 + u32::from(octet)).unwrap_or('.'),
        0x7f => '␡',
        0x80.. => '·',
        0x20..0x7f => char::from(octet),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_has_sixteen_octets_and_every_octet_one_sign() {
        let all: Vec<u8> = (0..=255).collect();
        let rows = rows(&all);
        assert_eq!(rows.len(), 16);
        assert_eq!(rows[15].offset, 0xf0);
        assert_eq!(
            rows[0].hex,
            "00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f"
        );
        assert_eq!(rows[0].text, "␀␁␂␃␄␅␆␇␈␉␊␋␌␍␎␏");
        assert_eq!(rows[7].text, "pqrstuvwxyz{|}~␡");
        assert!(rows.iter().all(|row| row.text.chars().count() == 16));
    }

    #[test]
    fn nothing_has_no_row() {
        assert_eq!(rows(b""), []);
    }
}
