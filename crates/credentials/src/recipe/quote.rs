//! How each language writes a text so that nothing in it means anything. What is written
//! may hold a password, and is wiped when dropped.
use zeroize::Zeroizing;

/// A text in quotes.
pub(super) type Quoted = Zeroizing<Vec<u8>>;

/// POSIX shells: everything but the single quote stands for itself within single
/// quotes. Also right with the history expansion of interactive shells.
pub(super) fn posix(octets: &[u8]) -> Quoted {
    // Room for all, so that no part is left behind where the text was before it grew.
    let mut quoted = Quoted::new(Vec::with_capacity(4 * octets.len() + 2));
    quoted.push(b'\'');
    for octet in octets {
        match octet {
            b'\'' => quoted.extend(b"'\\''"),
            other => quoted.push(*other),
        }
    }
    quoted.push(b'\'');
    quoted
}

/// fish: within single quotes a backslash stands before a quote and before itself.
pub(super) fn fish(octets: &[u8]) -> Quoted {
    let mut quoted = Quoted::new(Vec::with_capacity(2 * octets.len() + 2));
    quoted.push(b'\'');
    for octet in octets {
        if matches!(octet, b'\'' | b'\\') {
            quoted.push(b'\\');
        }
        quoted.push(*octet);
    }
    quoted.push(b'\'');
    quoted
}

/// Perl and Python: what is not plainly harmless is written as `\xNN`, which both read
/// as an octet (two digits, whatever follows).
pub(super) fn escapes(octets: &[u8]) -> Zeroizing<String> {
    use std::fmt::Write as _;
    let mut text = Zeroizing::new(String::with_capacity(4 * octets.len()));
    for octet in octets {
        if octet.is_ascii_alphanumeric() || b" !#%&()*+,-./:;<=>?[]^_`{|}~".contains(octet) {
            text.push(char::from(*octet));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(text, "\\x{octet:02x}");
        }
    }
    text
}

/// PowerShell: plain ASCII within single quotes, everything else by its number. It
/// takes typographic quotes for quotes, and a script's encoding is anybody's guess.
pub(super) fn power_shell(text: &str) -> String {
    let mut parts = Vec::new();
    let mut plain = String::new();
    for unit in text.encode_utf16() {
        match u8::try_from(unit) {
            Ok(octet @ b' '..=b'~') if octet != b'\'' => plain.push(char::from(octet)),
            Ok(_) | Err(_) => {
                parts.push(format!("'{plain}'"));
                plain.clear();
                parts.push(format!("[char]{unit}"));
            }
        }
    }
    if !plain.is_empty() || parts.is_empty() {
        parts.push(format!("'{plain}'"));
    }
    // The first part is a text, so every + joins texts.
    match parts.as_slice() {
        [one] => one.clone(),
        many => format!("({})", many.join("+")),
    }
}

/// The user name and the password within a URL (RFC 3986 section 3.2.1).
pub(super) fn url(octets: &[u8]) -> Zeroizing<String> {
    use std::fmt::Write as _;
    let mut text = Zeroizing::new(String::with_capacity(3 * octets.len()));
    for octet in octets {
        if octet.is_ascii_alphanumeric() || b"-._~".contains(octet) {
            text.push(char::from(*octet));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(text, "%{octet:02X}");
        }
    }
    text
}
