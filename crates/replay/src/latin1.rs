//! Transcripts are read as latin-1: one character stands for one byte.

/// Bytes as text.
pub(crate) fn text(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

/// Text as bytes. What latin-1 does not have is sent as a question mark.
pub(crate) fn bytes(text: &str) -> Vec<u8> {
    text.chars()
        .map(|c| u8::try_from(c).unwrap_or(b'?'))
        .collect()
}
