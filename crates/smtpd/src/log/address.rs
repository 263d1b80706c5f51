//! Addresses as the log writes them: `info_log_addr_form.c`, `quote_822_local.c`.

use std::fmt::{self, Write};

use saslab_release::AddressForm;

/// An address in internal form, to be written in one of the two.
pub(super) struct Address<'a>(pub(super) &'a str, pub(super) AddressForm);

impl fmt::Display for Address<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(address, form) = *self;
        if form == AddressForm::Internal || address.is_empty() {
            return f.write_str(address);
        }
        let (route, rest) = route_of(address);
        let (local, domain) = rest.split_at(rest.rfind('@').unwrap_or(rest.len()));
        if is_dot_string(local) {
            return f.write_str(address);
        }
        write!(f, "{route}\"")?;
        for c in local.chars() {
            if matches!(c, '"' | '\\' | '\r') {
                f.write_char('\\')?;
            }
            f.write_char(c)?;
        }
        write!(f, "\"{domain}")
    }
}

/// A source route, its colon included, and what follows it.
fn route_of(address: &str) -> (&str, &str) {
    match address.find(':') {
        Some(colon) if address.starts_with('@') => address.split_at(colon + 1),
        Some(_) | None => ("", address),
    }
}

/// RFC 5321 section 4.1.2; what is not ASCII is left alone.
fn is_dot_string(local: &str) -> bool {
    let special = |c: char| c.is_ascii_control() || " ()<>@,;:\\\"[]".contains(c);
    !local.contains(special) && local.split('.').all(|atom| !atom.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scenarios tester-sound, g200-037, and quote_822_local.c.
    #[test]
    fn a_local_part_that_is_no_dot_string_is_quoted() {
        for (internal, external) in [
            ("test@example.com", "test@example.com"),
            (
                "relaytest@example.net@mail.example.com",
                "\"relaytest@example.net\"@mail.example.com",
            ),
            (".alice@mail.example.com", "\".alice\"@mail.example.com"),
            ("a b@example.com", "\"a b\"@example.com"),
            ("a\"b@example.com", "\"a\\\"b\"@example.com"),
            ("postmaster", "postmaster"),
            ("", ""),
        ] {
            let shown = Address(internal, AddressForm::External).to_string();
            assert_eq!(shown, external);
        }
    }
}
