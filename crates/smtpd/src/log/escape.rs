//! Octets as the log shows them: `escape()` of `unescape.c`.

use std::fmt::Write;

/// What is not printable ASCII as C escape sequences.
pub(crate) fn escaped(octets: &[u8]) -> String {
    let mut shown = String::with_capacity(octets.len());
    for octet in octets {
        match octet {
            b'\\' => shown.push_str("\\\\"),
            0x20..=0x7e => shown.push(char::from(*octet)),
            0x07 => shown.push_str("\\a"),
            0x08 => shown.push_str("\\b"),
            0x0c => shown.push_str("\\f"),
            b'\n' => shown.push_str("\\n"),
            b'\r' => shown.push_str("\\r"),
            b'\t' => shown.push_str("\\t"),
            0x0b => shown.push_str("\\v"),
            other => {
                let written = write!(shown, "\\{other:03o}");
                debug_assert!(written.is_ok(), "writing to a string cannot fail");
            }
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_and_octets_beyond_ascii_are_escaped() {
        // Scenarios pipe-before-ehlo, g2-049.
        assert_eq!(escaped(b"QUIT\r\n"), "QUIT\\r\\n");
        assert_eq!(escaped(b"\xe9t\xe9"), "\\351t\\351");
        assert_eq!(escaped(b"\x01x"), "\\001x");
    }
}
