//! What counts as a host name or an address literal: `valid_hostname.c` and
//! `valid_mailhost_addr.c`. Left out: internationalised names.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// RFC 1035 section 2.3.4.
const MAX_LABEL: usize = 63;
/// RFC 1035 section 2.3.4.
const MAX_NAME: usize = 255;

/// Whether `name` can be a host name, and is not digits only.
pub(crate) fn valid_hostname(name: &str) -> bool {
    let digits = name.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    !digits && made_of_labels(name)
}

/// Whether `name` is labels of letters, digits, hyphens and underscores, which was all
/// that `valid_hostname` asked for before 2.2.
pub(crate) fn made_of_labels(name: &str) -> bool {
    if name.is_empty() || name.len() > MAX_NAME {
        return false;
    }
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= MAX_LABEL
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    name.split('.').all(label)
}

/// The address that `text` writes, as `valid_hostaddr` accepts it.
pub(crate) fn address(text: &str) -> Option<IpAddr> {
    if text.contains(':') {
        return text.parse::<Ipv6Addr>().ok().map(IpAddr::V6);
    }
    let four: Ipv4Addr = text.parse().ok()?;
    // The first octet of a host's address is not zero.
    (four.octets()[0] != 0).then_some(IpAddr::V4(four))
}

/// The address inside the brackets of a mail address literal: RFC 5321
/// section 4.1.3 wants `IPv6:` before the newer kind.
#[must_use]
pub fn literal(text: &str) -> Option<IpAddr> {
    match text.get(..5) {
        Some(prefix) if prefix.eq_ignore_ascii_case("IPv6:") => {
            address(text.get(5..)?).filter(IpAddr::is_ipv6)
        }
        _ => address(text).filter(IpAddr::is_ipv4),
    }
}

/// `[192.0.2.1]` without its brackets.
pub(crate) fn in_brackets(text: &str) -> Option<&str> {
    text.strip_prefix('[')?.strip_suffix(']')
}

/// `name` without one dot at its end; `a..` stays as it is.
pub(crate) fn without_dot(name: &str) -> &str {
    match name.strip_suffix('.') {
        Some(rest) if !rest.is_empty() && !rest.ends_with('.') => rest,
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_only_are_no_host_name() {
        assert!(valid_hostname("mail.example.com"));
        assert!(valid_hostname("bad_name"));
        assert!(!valid_hostname("192.0.2.1"));
        assert!(!valid_hostname("two words"));
        assert!(!valid_hostname("-x.example"));
        assert!(!valid_hostname("a..b"));
    }

    #[test]
    fn literals_of_ipv6_need_their_tag() {
        assert_eq!(literal("192.0.2.1"), address("192.0.2.1"));
        assert_eq!(literal("IPv6:2001:db8::1"), address("2001:db8::1"));
        assert_eq!(literal("2001:db8::1"), None);
    }
}
