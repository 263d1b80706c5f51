//! The words of restriction lists: SMTPD_ACCESS_README, and `mail_params.h` of
//! each release for when a word arrived. Letter case does not matter.
//! Left out: parsing into a tree, because the server reads a list word by word
//! and only meets an error when it gets there.

use saslab_release::{CheckRelayDomains, Dialect};

mod words;

use Restriction as W;
use words::{RESTRICTIONS, Row};

/// A restriction with its effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Restriction {
    Permit,
    Reject,
    Defer,
    WarnIfReject,
    DeferIfPermit,
    DeferIfReject,
    RejectUnauthPipelining,
    CheckPolicyService,
    Sleep,
    RejectPlaintextSession,
    RejectUnknownClientHostname,
    RejectUnknownReverseClientHostname,
    PermitInetInterfaces,
    PermitMynetworks,
    CheckAccess(Subject),
    /// By the hosts behind a name.
    CheckHosts(Subject, Hosts),
    CheckCcertAccess,
    RejectRblClient,
    RejectMapsRbl,
    PermitDnswlClient,
    PermitRhswlClient,
    RejectRhsbl(Subject),
    RejectInvalidHeloHostname,
    RejectUnknownHeloHostname,
    RejectNonFqdnHeloHostname,
    PermitNakedIpAddress,
    RejectUnknownSenderDomain,
    RejectUnknownRecipientDomain,
    RejectNonFqdnSender,
    RejectNonFqdnRecipient,
    RejectSenderLoginMismatch,
    RejectAuthenticatedSenderLoginMismatch,
    RejectUnauthenticatedSenderLoginMismatch,
    RejectKnownSenderLoginMismatch,
    RejectUnlistedSender,
    RejectUnlistedRecipient,
    PermitMxBackup,
    PermitAuthDestination,
    RejectUnauthDestination,
    DeferUnauthDestination,
    CheckRelayDomains,
    PermitSaslAuthenticated,
    PermitTlsClientcerts,
    PermitTlsAllClientcerts,
    RejectMultiRecipientBounce,
    /// Known by name; what follows it in the list does not matter, as the
    /// trace stops here.
    NotModelled,
}

/// What an access table or a right-hand-side list is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Subject {
    Client,
    ReverseClient,
    Helo,
    Sender,
    Recipient,
    Etrn,
    SaslLogin,
}

/// Which hosts behind a name an access table is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Hosts {
    NameServers,
    Exchangers,
    Itself,
}

/// The words that are known by name only: the trace stops there, and says so.
pub fn restrictions_not_simulated() -> impl Iterator<Item = &'static str> {
    let rows = RESTRICTIONS.iter();
    rows.filter(|row| row.restriction == W::NotModelled)
        .map(|row| row.name)
}

impl Row {
    fn is_in(&self, dialect: &Dialect) -> bool {
        let removed = matches!(
            self.restriction,
            W::CheckRelayDomains | W::PermitNakedIpAddress | W::RejectMapsRbl
        ) && dialect.check_relay_domains == CheckRelayDomains::Removed;
        dialect.restrictions >= self.wave && !removed
    }
}

impl Restriction {
    /// The restriction that `word` names in this release, if it names one.
    pub(crate) fn named(word: &str, dialect: &Dialect) -> Option<Self> {
        let row = RESTRICTIONS
            .iter()
            .find(|row| row.name.len() == word.len() && row.name.eq_ignore_ascii_case(word))?;
        row.is_in(dialect).then_some(row.restriction)
    }

    /// Its first name in the table.
    pub(crate) fn name(self) -> &'static str {
        let row = RESTRICTIONS.iter().find(|row| row.restriction == self);
        row.map_or("", |row| row.name)
    }

    /// Every name that this release has for one.
    pub(crate) fn names(dialect: &Dialect) -> impl Iterator<Item = &'static str> {
        let rows = RESTRICTIONS.iter();
        rows.filter(move |row| row.is_in(dialect))
            .map(|row| row.name)
    }
}

#[cfg(test)]
mod tests {
    use saslab_release::v;

    use super::*;

    #[test]
    fn every_word_has_one_row() {
        for (index, row) in RESTRICTIONS.iter().enumerate() {
            let twin = RESTRICTIONS
                .iter()
                .skip(index + 1)
                .find(|other| other.name == row.name);
            assert!(twin.is_none(), "{}", row.name);
        }
    }

    #[test]
    fn words_are_known_from_their_arrival_on_in_any_letter_case() {
        let named = |word, release| Restriction::named(word, &Dialect::of(release));
        assert_eq!(
            named("PERMIT_mynetworks", v(1, 1, 7)),
            Some(W::PermitMynetworks)
        );
        assert_eq!(named("defer_unauth_destination", v(2, 9, 15)), None);
        assert_eq!(named("reject_invalid_helo_hostname", v(1, 1, 7)), None);
        assert_eq!(
            named("check_relay_domains", v(3, 8, 1)),
            Some(W::CheckRelayDomains)
        );
        assert_eq!(named("check_relay_domains", v(3, 9, 0)), None);
        assert_eq!(named("permit_mynetwork", v(3, 7, 11)), None);
    }
}
