//! The words of restriction lists: SMTPD_ACCESS_README, and `mail_params.h` of
//! each release for when a word arrived. Letter case does not matter.
//! Left out: parsing into a tree, because the server reads a list word by word
//! and only meets an error when it gets there.

use saslab_release::{CheckRelayDomains, Dialect, Release, v};

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

struct Row {
    name: &'static str,
    restriction: Restriction,
    arrivals: &'static [Release],
}

const fn row(name: &'static str, restriction: Restriction, arrivals: &'static [Release]) -> Row {
    Row {
        name,
        restriction,
        arrivals,
    }
}

const R1_1: &[Release] = &[v(1, 1, 0)];
const R2_0: &[Release] = &[v(2, 0, 0)];
const R2_1: &[Release] = &[v(2, 1, 0)];
const R2_2: &[Release] = &[v(2, 2, 0)];
const R2_3: &[Release] = &[v(2, 3, 0)];
const R2_6: &[Release] = &[v(2, 6, 0)];
const R2_7: &[Release] = &[v(2, 7, 0)];
const R2_8: &[Release] = &[v(2, 8, 0)];
const R2_10: &[Release] = &[v(2, 10, 0)];
const R2_11: &[Release] = &[v(2, 11, 0)];
const R3_0: &[Release] = &[v(3, 0, 0)];

use Restriction as W;

static RESTRICTIONS: &[Row] = &[
    row("permit", W::Permit, R1_1),
    row("reject", W::Reject, R1_1),
    row("defer", W::Defer, R2_1),
    row("warn_if_reject", W::WarnIfReject, R1_1),
    row("defer_if_permit", W::DeferIfPermit, R2_1),
    row("defer_if_reject", W::DeferIfReject, R2_1),
    row("reject_unauth_pipelining", W::RejectUnauthPipelining, R1_1),
    row("check_policy_service", W::CheckPolicyService, R2_1),
    row("sleep", W::Sleep, R2_3),
    row("reject_plaintext_session", W::RejectPlaintextSession, R2_3),
    row(
        "reject_unknown_client_hostname",
        W::RejectUnknownClientHostname,
        R2_3,
    ),
    row(
        "reject_unknown_client",
        W::RejectUnknownClientHostname,
        R1_1,
    ),
    row(
        "reject_unknown_reverse_client_hostname",
        W::RejectUnknownReverseClientHostname,
        R2_3,
    ),
    row("permit_inet_interfaces", W::PermitInetInterfaces, R2_3),
    row("permit_mynetworks", W::PermitMynetworks, R1_1),
    row("check_client_access", W::CheckAccess(Subject::Client), R1_1),
    row(
        "check_reverse_client_hostname_access",
        W::CheckAccess(Subject::ReverseClient),
        R2_6,
    ),
    row("check_helo_access", W::CheckAccess(Subject::Helo), R1_1),
    row("check_sender_access", W::CheckAccess(Subject::Sender), R1_1),
    row(
        "check_recipient_access",
        W::CheckAccess(Subject::Recipient),
        R1_1,
    ),
    row("check_etrn_access", W::CheckAccess(Subject::Etrn), R1_1),
    row(
        "check_sasl_access",
        W::CheckAccess(Subject::SaslLogin),
        R2_11,
    ),
    row("reject_rbl_client", W::RejectRblClient, R2_1),
    row("reject_rbl", W::RejectRblClient, R2_0),
    row("reject_maps_rbl", W::RejectMapsRbl, R1_1),
    row("permit_dnswl_client", W::PermitDnswlClient, R2_8),
    row("permit_rhswl_client", W::PermitRhswlClient, R2_8),
    row("reject_rhsbl_client", W::RejectRhsbl(Subject::Client), R2_0),
    row(
        "reject_rhsbl_reverse_client",
        W::RejectRhsbl(Subject::ReverseClient),
        R2_8,
    ),
    row("reject_rhsbl_helo", W::RejectRhsbl(Subject::Helo), R2_2),
    row("reject_rhsbl_sender", W::RejectRhsbl(Subject::Sender), R2_0),
    row(
        "reject_rhsbl_recipient",
        W::RejectRhsbl(Subject::Recipient),
        R2_1,
    ),
    row(
        "reject_invalid_helo_hostname",
        W::RejectInvalidHeloHostname,
        R2_3,
    ),
    row(
        "reject_invalid_hostname",
        W::RejectInvalidHeloHostname,
        R1_1,
    ),
    row(
        "reject_unknown_helo_hostname",
        W::RejectUnknownHeloHostname,
        R2_3,
    ),
    row(
        "reject_unknown_hostname",
        W::RejectUnknownHeloHostname,
        R1_1,
    ),
    row(
        "reject_non_fqdn_helo_hostname",
        W::RejectNonFqdnHeloHostname,
        R2_3,
    ),
    row(
        "reject_non_fqdn_hostname",
        W::RejectNonFqdnHeloHostname,
        R1_1,
    ),
    row("permit_naked_ip_address", W::PermitNakedIpAddress, R1_1),
    row(
        "reject_unknown_sender_domain",
        W::RejectUnknownSenderDomain,
        R1_1,
    ),
    row("reject_unknown_address", W::RejectUnknownSenderDomain, R1_1),
    row(
        "reject_unknown_recipient_domain",
        W::RejectUnknownRecipientDomain,
        R1_1,
    ),
    row("reject_non_fqdn_sender", W::RejectNonFqdnSender, R1_1),
    row("reject_non_fqdn_recipient", W::RejectNonFqdnRecipient, R1_1),
    row(
        "reject_sender_login_mismatch",
        W::RejectSenderLoginMismatch,
        R1_1,
    ),
    row(
        "reject_authenticated_sender_login_mismatch",
        W::RejectAuthenticatedSenderLoginMismatch,
        R2_1,
    ),
    row(
        "reject_unauthenticated_sender_login_mismatch",
        W::RejectUnauthenticatedSenderLoginMismatch,
        R2_1,
    ),
    row(
        "reject_known_sender_login_mismatch",
        W::RejectKnownSenderLoginMismatch,
        R2_11,
    ),
    row("reject_unlisted_sender", W::RejectUnlistedSender, R2_1),
    row(
        "reject_unlisted_recipient",
        W::RejectUnlistedRecipient,
        R2_1,
    ),
    row("check_recipient_maps", W::RejectUnlistedRecipient, R2_0),
    row("permit_auth_destination", W::PermitAuthDestination, R1_1),
    row(
        "reject_unauth_destination",
        W::RejectUnauthDestination,
        R1_1,
    ),
    row("defer_unauth_destination", W::DeferUnauthDestination, R2_10),
    row("check_relay_domains", W::CheckRelayDomains, R1_1),
    row(
        "permit_sasl_authenticated",
        W::PermitSaslAuthenticated,
        R1_1,
    ),
    row("permit_tls_clientcerts", W::PermitTlsClientcerts, R2_2),
    row(
        "permit_tls_all_clientcerts",
        W::PermitTlsAllClientcerts,
        R2_2,
    ),
    row(
        "reject_multi_recipient_bounce",
        W::RejectMultiRecipientBounce,
        R2_1,
    ),
    row("permit_mx_backup", W::NotModelled, R1_1),
    row("reject_unverified_sender", W::NotModelled, R2_1),
    row("reject_unverified_recipient", W::NotModelled, R2_1),
    row("check_ccert_access", W::NotModelled, R2_2),
    row("check_client_ns_access", W::NotModelled, R2_7),
    row("check_client_mx_access", W::NotModelled, R2_7),
    row("check_client_a_access", W::NotModelled, R3_0),
    row(
        "check_reverse_client_hostname_ns_access",
        W::NotModelled,
        R2_7,
    ),
    row(
        "check_reverse_client_hostname_mx_access",
        W::NotModelled,
        R2_7,
    ),
    row(
        "check_reverse_client_hostname_a_access",
        W::NotModelled,
        R3_0,
    ),
    row("check_helo_ns_access", W::NotModelled, R2_1),
    row("check_helo_mx_access", W::NotModelled, R2_1),
    row("check_helo_a_access", W::NotModelled, R3_0),
    row("check_sender_ns_access", W::NotModelled, R2_1),
    row("check_sender_mx_access", W::NotModelled, R2_1),
    row("check_sender_a_access", W::NotModelled, R3_0),
    row("check_recipient_ns_access", W::NotModelled, R2_1),
    row("check_recipient_mx_access", W::NotModelled, R2_1),
    row("check_recipient_a_access", W::NotModelled, R3_0),
];

/// The words that are known by name only: the trace stops there, and says so.
pub fn restrictions_not_simulated() -> impl Iterator<Item = &'static str> {
    let rows = RESTRICTIONS.iter();
    rows.filter(|row| row.restriction == W::NotModelled)
        .map(|row| row.name)
}

impl Row {
    fn is_in(&self, release: Release, dialect: &Dialect) -> bool {
        let removed = matches!(
            self.restriction,
            W::CheckRelayDomains | W::PermitNakedIpAddress | W::RejectMapsRbl
        ) && dialect.check_relay_domains == CheckRelayDomains::Removed;
        release.includes(self.arrivals) && !removed
    }
}

impl Restriction {
    /// The restriction that `word` names in this release, if it names one.
    pub(crate) fn named(word: &str, release: Release, dialect: &Dialect) -> Option<Self> {
        let row = RESTRICTIONS
            .iter()
            .find(|row| row.name.eq_ignore_ascii_case(word))?;
        row.is_in(release, dialect).then_some(row.restriction)
    }

    /// Every name that this release has for one.
    pub(crate) fn names(release: Release, dialect: &Dialect) -> impl Iterator<Item = &'static str> {
        let rows = RESTRICTIONS.iter();
        rows.filter(move |row| row.is_in(release, dialect))
            .map(|row| row.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_has_one_row_and_sorted_arrivals() {
        for (index, row) in RESTRICTIONS.iter().enumerate() {
            assert!(row.arrivals.is_sorted(), "{}", row.name);
            let twin = RESTRICTIONS
                .iter()
                .skip(index + 1)
                .find(|other| other.name == row.name);
            assert!(twin.is_none(), "{}", row.name);
        }
    }

    #[test]
    fn words_are_known_from_their_arrival_on_in_any_letter_case() {
        let named = |word, release| Restriction::named(word, release, &Dialect::of(release));
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
