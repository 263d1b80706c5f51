//! The attributes of XCLIENT and XFORWARD: how they are written, and what their values can
//! be. `xclient_cmd()` and `xforward_cmd()` of `smtpd.c`, `xtext.c`.

use std::sync::Arc;

use saslab_policy::NameStatus;
use saslab_release::{Dialect, ProxyStyle, Verb};

use super::auth::printable;
use super::other::is_hostname;
use super::{Protocol, Turn};
use crate::command::Token;

/// The two commands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Extension {
    Xclient,
    Xforward,
}

/// An attribute of either command, and its value.
pub(super) struct Attribute {
    pub(super) name: &'static str,
    pub(super) value: Arc<str>,
}

/// `XCLIENT_UNAVAILABLE` and `XFORWARD_UNAVAILABLE`
pub(super) const UNAVAILABLE: &str = "[UNAVAILABLE]";
/// `XCLIENT_TEMPORARY`
const TEMPORARY: &str = "[TEMPUNAVAIL]";
/// `CLIENT_NAME_UNKNOWN`
pub(super) const UNKNOWN: &str = "unknown";

impl Extension {
    pub(super) const fn verb(self) -> Verb {
        match self {
            Self::Xclient => Verb::Xclient,
            Self::Xforward => Verb::Xforward,
        }
    }

    /// The parameter that names who may.
    pub(super) const fn hosts(self) -> &'static str {
        match self {
            Self::Xclient => "smtpd_authorized_xclient_hosts",
            Self::Xforward => "smtpd_authorized_xforward_hosts",
        }
    }

    /// Its attributes, as EHLO names them.
    pub(super) const fn attributes(self, dialect: &Dialect) -> &'static str {
        match self {
            Self::Xclient => dialect.xclient_attributes,
            Self::Xforward => dialect.xforward_attributes,
        }
    }
}

impl Attribute {
    /// What is said of a value that cannot be.
    pub(super) fn bad(&self) -> String {
        format!("Bad {} syntax: {}", self.name, self.value)
    }
}

impl Turn {
    /// One word, split and decoded, or what is said of it.
    pub(super) fn attribute(&self, of: Extension, word: &Token<'_>) -> Result<Attribute, String> {
        /// The longest value.
        const LONGEST: usize = 255;
        let dialect = &self.server().dialect;
        let mut parts = word.bytes().splitn(2, |b| *b == b'=');
        let (written, raw) = (parts.next().unwrap_or_default(), parts.next());
        let raw = raw.filter(|raw| !raw.is_empty());
        let raw = raw.ok_or("Error: attribute=value expected")?;
        if raw.len() > LONGEST {
            return Err("Error: attribute value too long".to_owned());
        }
        let decoded = match dialect.proxy {
            ProxyStyle::Plain => None,
            ProxyStyle::Restarting => unquoted(raw),
        };
        let known = of.attributes(dialect);
        let text = |bytes: &[u8]| -> Arc<str> { printable(self.server()).text(bytes).into() };
        let name = known
            .split(' ')
            .find(|name| written.eq_ignore_ascii_case(name.as_bytes()));
        let name = name
            .ok_or_else(|| format!("Bad {} attribute name: {}", of.verb().name(), text(written)))?;
        let value = text(decoded.as_deref().unwrap_or(raw));
        let value = match (of, name) {
            (_, "ADDR" | "DESTADDR" | "HELO" | "IDENT") | (Extension::Xforward, "NAME") => {
                self.neutered(&value)
            }
            _ => value,
        };
        Ok(Attribute { name, value })
    }
}

/// A name, or why there is none.
pub(super) fn host(value: &Arc<str>) -> Option<(Arc<str>, NameStatus)> {
    let status = match value.to_ascii_uppercase().as_str() {
        UNAVAILABLE => NameStatus::Missing,
        TEMPORARY => NameStatus::TryAgain,
        _ if is_hostname(value) => return Some((Arc::clone(value), NameStatus::Verified)),
        _ => return None,
    };
    Some((UNKNOWN.into(), status))
}

pub(super) fn is_port(value: &str) -> bool {
    (1..=5).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_digit())
}

pub(super) fn protocol(value: &str) -> Option<Protocol> {
    let all = [Protocol::Smtp, Protocol::Esmtp];
    all.into_iter()
        .find(|protocol| value.eq_ignore_ascii_case(protocol.name()))
}

/// `xtext_unquote`, up to a NUL; `None`: it is not in xtext (RFC 3461 section 4).
fn unquoted(raw: &[u8]) -> Option<Vec<u8>> {
    let mut text = Vec::new();
    let mut rest = raw.iter().copied();
    while let Some(octet) = rest.next() {
        if octet != b'+' {
            text.push(octet);
            continue;
        }
        let mut digit = || char::from(rest.next()?).to_digit(16);
        let value = digit()? * 16 + digit()?;
        text.push(u8::try_from(value).ok()?);
    }
    let end = text.iter().position(|b| *b == 0).unwrap_or(text.len());
    text.truncate(end);
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn xtext_is_decoded_in_either_case_and_ends_at_a_nul() {
        assert_eq!(unquoted(b"a+2Bb+2bc").as_deref(), Some(&b"a+b+c"[..]));
        assert_eq!(unquoted(b"a+00b").as_deref(), Some(&b"a"[..]));
    }

    #[test]
    fn what_is_no_xtext_stays_as_it_is() {
        assert_eq!(unquoted(b"a+zz"), None);
        assert_eq!(unquoted(b"a+4"), None);
    }

    #[test]
    fn a_port_has_at_most_five_digits() {
        assert!(is_port("65535"));
        assert!(!is_port("655350"));
        assert!(!is_port("25a"));
    }
}
