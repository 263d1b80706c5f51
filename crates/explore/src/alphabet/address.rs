//! Addresses for the classes of senders and recipients.

use std::sync::Arc;

use saslab_smtpd::Server;
use saslab_smtpd::policy::Class;

use super::is_sayable;

/// Domains that no list of the little world's server names.
const FOREIGN: [&str; 3] = ["example.net", "example.org", "www.example.org"];

/// The domain that the server has nothing to do with.
pub(crate) fn foreign_domain(server: &Server) -> &'static str {
    let is_foreign = |domain: &&str| {
        let class = server.rules().class_of(&["friend@", *domain].concat());
        !matches!(
            class,
            Some((
                Class::Local | Class::VirtualAlias | Class::VirtualMailbox | Class::Relay,
                _
            ))
        )
    };
    let domain = FOREIGN.into_iter().find(is_foreign);
    domain.unwrap_or("foreign.example")
}

/// The first plain domain of a list.
pub(crate) fn domain_of(server: &Server, list: &'static str) -> Option<Arc<str>> {
    let words = server.settings().list(list).value;
    let plain = |text: &str| text.contains('.') && !text.contains([':', '/', '!', '*']);
    let word = words.into_iter().find(|word| plain(&word.text))?;
    Some(Arc::from(word.text.trim_start_matches('.')))
}

/// A domain that the server delivers for.
pub(crate) fn own_domain(server: &Server) -> Arc<str> {
    domain_of(server, "mydestination").unwrap_or_else(|| server.settings().text("myhostname").value)
}

/// The address that a table's key stands for, of this user where it names none: access(5), and the tables of addresses.
pub(super) fn of_key(key: &str, user: &str, own: &str) -> Option<String> {
    if !is_sayable(key) || key.contains(['<', '>', '(', ')', ',', ';']) {
        return None;
    }
    Some(match key.split_once('@') {
        Some(("", domain)) => format!("{user}@{domain}"),
        Some((user, "")) => format!("{user}@example.org"),
        Some(_) => key.to_owned(),
        None if key.contains('.') => format!("{user}@{}", key.trim_start_matches('.')),
        None => format!("{key}@{own}"),
    })
}
