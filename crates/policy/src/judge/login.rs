//! Whether a sender address belongs to the login: `smtpd_sender_login_maps`.

use crate::Refusal;
use crate::destination::Trouble;
use crate::finding::Finding;
use crate::letters::lower;
use crate::table::Lookup;

use super::destination::no_address;
use super::{Judge, SENDER};

/// A sender address that nobody owns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum UnknownSender {
    Refused,
    Allowed,
}

const MAPS: &str = "smtpd_sender_login_maps";

impl Judge<'_> {
    /// Before 2.1: one restriction for both cases.
    pub(super) fn reject_sender_login_mismatch(&self) -> Finding {
        let Some(sender) = self.address(SENDER) else {
            return no_address(SENDER);
        };
        let owner = match self.owner(sender) {
            Ok(owner) => owner,
            Err(trouble) => return Finding::trouble(trouble, sender),
        };
        let login = self.request.login.filter(|_| self.policy.has_sasl);
        match (login, owner) {
            (None, None) => Finding::dunno(format!("nobody owns {sender}")),
            (None, Some(owner)) => {
                let text = format!("<{sender}>: Sender address rejected: not logged in as owner");
                let fact = format!("{sender} belongs to {owner}");
                Finding::refuse(fact, Refusal::new(553, "5.7.1", text))
            }
            (Some(login), Some(owner)) if owner.eq_ignore_ascii_case(&login.username) => {
                Finding::dunno(format!("{sender} belongs to {owner}"))
            }
            (Some(login), _) => not_owned(sender, &login.username),
        }
        .because_of(MAPS)
    }

    pub(super) fn reject_authenticated_sender_login_mismatch(
        &self,
        unknown: UnknownSender,
    ) -> Finding {
        let Some(sender) = self.address(SENDER) else {
            return no_address(SENDER);
        };
        let Some(login) = self.request.login.filter(|_| self.policy.has_sasl) else {
            return Finding::dunno("the client has not logged in");
        };
        let owners = match self.owner(sender) {
            Ok(owners) => owners,
            Err(trouble) => return Finding::trouble(trouble, sender),
        };
        let Some(owners) = owners else {
            return match unknown {
                UnknownSender::Allowed => Finding::dunno(format!("nobody owns {sender}")),
                UnknownSender::Refused => not_owned(sender, &login.username),
            }
            .because_of(MAPS);
        };
        let mut names = owners.split([',', ' ', '\t']);
        if names.any(|name| lower(name) == lower(&login.username)) {
            return Finding::dunno(format!("{sender} belongs to {owners}")).because_of(MAPS);
        }
        not_owned(sender, &login.username).because_of(MAPS)
    }

    pub(super) fn reject_unauthenticated_sender_login_mismatch(&self) -> Finding {
        let Some(sender) = self.address(SENDER) else {
            return no_address(SENDER);
        };
        if !self.policy.has_sasl {
            return Finding::dunno("AUTH is not enabled").because_of("smtpd_sasl_auth_enable");
        }
        if self.request.login.is_some() {
            return Finding::dunno("the client has logged in");
        }
        match self.owner(sender) {
            Ok(None) => Finding::dunno(format!("nobody owns {sender}")),
            Ok(Some(owners)) => {
                let text = format!("<{sender}>: Sender address rejected: not logged in");
                let fact = format!("{sender} belongs to {owners}");
                Finding::refuse(fact, Refusal::new(553, "5.7.1", text))
            }
            Err(trouble) => Finding::trouble(trouble, sender),
        }
        .because_of(MAPS)
    }

    pub(super) fn reject_known_sender_login_mismatch(&self) -> Finding {
        if self.request.login.is_some() {
            return self.reject_authenticated_sender_login_mismatch(UnknownSender::Allowed);
        }
        self.reject_unauthenticated_sender_login_mismatch()
    }

    fn owner(&self, sender: &str) -> Result<Option<String>, Trouble> {
        let destination = self.resolve(sender)?;
        let is_local = |domain: &str| self.policy.destinations.is_local(domain);
        let maps = &self.policy.sender_logins;
        match maps.find_address(&destination.recipient, &is_local)? {
            Lookup::Found(owners) => Ok(Some(owners)),
            Lookup::Missing | Lookup::Failed(_) | Lookup::NotModelled(_) => Ok(None),
        }
    }
}

fn not_owned(sender: &str, username: &str) -> Finding {
    let text = format!("<{sender}>: Sender address rejected: not owned by user {username}");
    let fact = format!("{sender} does not belong to {username}");
    Finding::refuse(fact, Refusal::new(553, "5.7.1", text))
}
