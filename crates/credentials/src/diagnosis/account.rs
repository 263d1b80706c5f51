//! Faults of the name and the password together, and against the accounts that the
//! server has.
use super::Fault;
use super::content::inner;
use super::repair::{Clear, Meant};
use saslab_sasl::Account;

/// A fault, the fields that show it, and what was meant.
pub(super) type Amiss = (Fault, &'static [&'static str], Option<Meant>);

const PASSWORD: &[&str] = &["password"];

/// The fault of a name and its password.
pub(super) fn fault(meant: &Meant, accounts: &[Account]) -> Option<Amiss> {
    let Meant { user, password } = meant;
    if exists(user, accounts) {
        return encoded(meant);
    }
    if user.is_empty() || password.is_empty() {
        return None;
    }
    if user == password {
        return Some((Fault::Doubled, PASSWORD, None));
    }
    if is_account(password, accounts) || is_address(password) && !is_address(user) {
        let swapped = Meant {
            user: password.clone(),
            password: user.clone(),
        };
        return Some((Fault::Swapped, &["authcid", "password"], Some(swapped)));
    }
    if let Some(at) = user.iter().position(|octet| *octet == b'@')
        && let Some(local) = user.get(..at)
        && is_account(local, accounts)
    {
        let without = Meant {
            user: Clear::new(local.to_vec()),
            password: password.clone(),
        };
        return Some((Fault::RealmInName, &["authcid"], Some(without)));
    }
    encoded(meant)
}

fn encoded(meant: &Meant) -> Option<Amiss> {
    let password = Clear::new(inner(&meant.password)?);
    let user = meant.user.clone();
    Some((
        Fault::PasswordEncoded,
        PASSWORD,
        Some(Meant { user, password }),
    ))
}

/// Whether an account answers to this name, with or without its realm.
fn exists(user: &[u8], accounts: &[Account]) -> bool {
    is_account(user, accounts)
        || accounts.iter().any(|account| {
            let whole = [account.name.as_bytes(), b"@", account.realm.as_bytes()].concat();
            whole == user
        })
}

fn is_account(name: &[u8], accounts: &[Account]) -> bool {
    accounts
        .iter()
        .any(|account| account.name.as_bytes() == name)
}

/// `name@example.com`: letters, digits and a few marks, one `@`, a domain with a dot
/// and a top level of letters.
fn is_address(text: &[u8]) -> bool {
    let mut halves = text.split(|octet| *octet == b'@');
    let (Some(local), Some(domain), None) = (halves.next(), halves.next(), halves.next()) else {
        return false;
    };
    let is_plain = |octet: &u8| octet.is_ascii_alphanumeric() || b"._+-".contains(octet);
    let mut labels = domain.rsplit(|octet| *octet == b'.');
    let top = labels.next().unwrap_or_default();
    let more = labels.next().is_some_and(|label| !label.is_empty());
    let is_top = top.len() >= 2 && top.iter().all(u8::is_ascii_alphabetic);
    !local.is_empty() && local.iter().all(is_plain) && domain.iter().all(is_plain) && more && is_top
}
