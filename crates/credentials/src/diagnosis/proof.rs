//! What the simulated server says to the pasted lines, and to the repaired ones.
use super::Diagnosis;
use crate::{Decoded, Trial};
use saslab_sasl::{Account, Implementation, Secret};
use saslab_smtpd::{Installation, Server, StartError, realm};
use std::sync::Arc;

/// Two sessions with the same server.
#[derive(Clone, Debug)]
pub struct Proof {
    /// The pasted lines; absent where they answer a challenge that is gone.
    pub pasted: Option<Trial>,
    /// The repaired ones.
    pub repaired: Option<Trial>,
}

/// Runs both sessions against `installation` with one account more, the one that the
/// repair means; so nothing but the fault can be wrong.
///
/// # Errors
/// The server does not start.
pub fn prove(
    installation: &Installation,
    decoded: &Decoded,
    diagnosis: &Diagnosis,
) -> Result<Proof, StartError> {
    let plain = Server::start(installation)?;
    let server = match diagnosis.repair.as_ref().and_then(|r| r.account.as_ref()) {
        Some((user, password)) => with_account(&plain, user, password)?,
        None => plain,
    };
    let exchange = decoded.exchanges.get(diagnosis.place.exchange);
    let replayed = exchange.filter(|exchange| {
        let name = exchange.mechanism.name();
        let gone = matches!(name, Some("CRAM-MD5" | "DIGEST-MD5"));
        !gone && !name.is_some_and(|name| name.starts_with("SCRAM-")) && speaks(exchange)
    });
    Ok(Proof {
        pasted: replayed.map(|exchange| Trial::run(&server, exchange.lines())),
        repaired: diagnosis
            .repair
            .as_ref()
            .map(|repair| Trial::run(&server, &repair.lines)),
    })
}

/// Whether the client says anything at all.
fn speaks(exchange: &crate::Exchange) -> bool {
    use saslab_sasl::client::Speaker;
    let mut said = exchange.said.iter();
    exchange.command.is_some() || said.any(|said| said.speaker == Speaker::Client)
}

/// The same server, where this account has this password.
fn with_account(
    server: &Arc<Server>,
    user: &str,
    password: &Secret,
) -> Result<Arc<Server>, StartError> {
    let mut installation = server.installation().clone();
    let account = match (installation.sasl.implementation, user.split_once('@')) {
        (Implementation::Dovecot, _) => (user.to_owned(), String::new()),
        (Implementation::Cyrus, Some((name, realm))) => (name.to_owned(), realm.to_owned()),
        (Implementation::Cyrus, None) => (user.to_owned(), realm(server.settings())),
    };
    let (name, realm) = account;
    let others = &mut installation.sasl.accounts;
    others.retain(|other| other.name != name || other.realm != realm);
    others.push(Account {
        name,
        realm,
        password: password.clone(),
    });
    Server::start(&installation)
}
