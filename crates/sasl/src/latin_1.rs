//! ISO 8859-1, in which DIGEST-MD5 hashes what has a place there.

/// `text`, which is UTF-8, in ISO 8859-1, if every character has a place in it.
pub(crate) fn latin_1(text: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(text).ok()?;
    text.chars().map(|c| u8::try_from(c).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_up_to_255_have_a_place() {
        assert_eq!(latin_1("\u{e9}a".as_bytes()), Some(b"\xe9a".to_vec()));
        assert_eq!(latin_1("\u{142}".as_bytes()), None);
        assert_eq!(latin_1(b"\xff"), None);
    }
}
