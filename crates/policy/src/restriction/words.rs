//! The table of the words of restriction lists.

use saslab_release::Wave;

use super::{Hosts, Restriction, Subject};
use Restriction as W;

/// A word, what it does, and when it came.
pub(super) struct Row {
    pub(super) name: &'static str,
    pub(super) restriction: Restriction,
    pub(super) wave: Wave,
}

const fn row(name: &'static str, restriction: Restriction, wave: Wave) -> Row {
    Row {
        name,
        restriction,
        wave,
    }
}

pub(super) static RESTRICTIONS: &[Row] = &[
    row("permit", W::Permit, Wave::First),
    row("reject", W::Reject, Wave::First),
    row("defer", W::Defer, Wave::Deferral),
    row("warn_if_reject", W::WarnIfReject, Wave::First),
    row("defer_if_permit", W::DeferIfPermit, Wave::Deferral),
    row("defer_if_reject", W::DeferIfReject, Wave::Deferral),
    row(
        "reject_unauth_pipelining",
        W::RejectUnauthPipelining,
        Wave::First,
    ),
    row(
        "check_policy_service",
        W::CheckPolicyService,
        Wave::Deferral,
    ),
    row("sleep", W::Sleep, Wave::LongNames),
    row(
        "reject_plaintext_session",
        W::RejectPlaintextSession,
        Wave::LongNames,
    ),
    row(
        "reject_unknown_client_hostname",
        W::RejectUnknownClientHostname,
        Wave::LongNames,
    ),
    row(
        "reject_unknown_client",
        W::RejectUnknownClientHostname,
        Wave::First,
    ),
    row(
        "reject_unknown_reverse_client_hostname",
        W::RejectUnknownReverseClientHostname,
        Wave::LongNames,
    ),
    row(
        "permit_inet_interfaces",
        W::PermitInetInterfaces,
        Wave::LongNames,
    ),
    row("permit_mynetworks", W::PermitMynetworks, Wave::First),
    row(
        "check_client_access",
        W::CheckAccess(Subject::Client),
        Wave::First,
    ),
    row(
        "check_reverse_client_hostname_access",
        W::CheckAccess(Subject::ReverseClient),
        Wave::ReverseName,
    ),
    row(
        "check_helo_access",
        W::CheckAccess(Subject::Helo),
        Wave::First,
    ),
    row(
        "check_sender_access",
        W::CheckAccess(Subject::Sender),
        Wave::First,
    ),
    row(
        "check_recipient_access",
        W::CheckAccess(Subject::Recipient),
        Wave::First,
    ),
    row(
        "check_etrn_access",
        W::CheckAccess(Subject::Etrn),
        Wave::First,
    ),
    row(
        "check_sasl_access",
        W::CheckAccess(Subject::SaslLogin),
        Wave::Logins,
    ),
    row("reject_rbl_client", W::RejectRblClient, Wave::Deferral),
    row("reject_rbl", W::RejectRblClient, Wave::Lists),
    row("reject_maps_rbl", W::RejectMapsRbl, Wave::First),
    row(
        "permit_dnswl_client",
        W::PermitDnswlClient,
        Wave::WhiteLists,
    ),
    row(
        "permit_rhswl_client",
        W::PermitRhswlClient,
        Wave::WhiteLists,
    ),
    row(
        "reject_rhsbl_client",
        W::RejectRhsbl(Subject::Client),
        Wave::Lists,
    ),
    row(
        "reject_rhsbl_reverse_client",
        W::RejectRhsbl(Subject::ReverseClient),
        Wave::WhiteLists,
    ),
    row(
        "reject_rhsbl_helo",
        W::RejectRhsbl(Subject::Helo),
        Wave::Tls,
    ),
    row(
        "reject_rhsbl_sender",
        W::RejectRhsbl(Subject::Sender),
        Wave::Lists,
    ),
    row(
        "reject_rhsbl_recipient",
        W::RejectRhsbl(Subject::Recipient),
        Wave::Deferral,
    ),
    row(
        "reject_invalid_helo_hostname",
        W::RejectInvalidHeloHostname,
        Wave::LongNames,
    ),
    row(
        "reject_invalid_hostname",
        W::RejectInvalidHeloHostname,
        Wave::First,
    ),
    row(
        "reject_unknown_helo_hostname",
        W::RejectUnknownHeloHostname,
        Wave::LongNames,
    ),
    row(
        "reject_unknown_hostname",
        W::RejectUnknownHeloHostname,
        Wave::First,
    ),
    row(
        "reject_non_fqdn_helo_hostname",
        W::RejectNonFqdnHeloHostname,
        Wave::LongNames,
    ),
    row(
        "reject_non_fqdn_hostname",
        W::RejectNonFqdnHeloHostname,
        Wave::First,
    ),
    row(
        "permit_naked_ip_address",
        W::PermitNakedIpAddress,
        Wave::First,
    ),
    row(
        "reject_unknown_sender_domain",
        W::RejectUnknownSenderDomain,
        Wave::First,
    ),
    row(
        "reject_unknown_address",
        W::RejectUnknownSenderDomain,
        Wave::First,
    ),
    row(
        "reject_unknown_recipient_domain",
        W::RejectUnknownRecipientDomain,
        Wave::First,
    ),
    row(
        "reject_non_fqdn_sender",
        W::RejectNonFqdnSender,
        Wave::First,
    ),
    row(
        "reject_non_fqdn_recipient",
        W::RejectNonFqdnRecipient,
        Wave::First,
    ),
    row(
        "reject_sender_login_mismatch",
        W::RejectSenderLoginMismatch,
        Wave::First,
    ),
    row(
        "reject_authenticated_sender_login_mismatch",
        W::RejectAuthenticatedSenderLoginMismatch,
        Wave::Deferral,
    ),
    row(
        "reject_unauthenticated_sender_login_mismatch",
        W::RejectUnauthenticatedSenderLoginMismatch,
        Wave::Deferral,
    ),
    row(
        "reject_known_sender_login_mismatch",
        W::RejectKnownSenderLoginMismatch,
        Wave::Logins,
    ),
    row(
        "reject_unlisted_sender",
        W::RejectUnlistedSender,
        Wave::Deferral,
    ),
    row(
        "reject_unlisted_recipient",
        W::RejectUnlistedRecipient,
        Wave::Deferral,
    ),
    row(
        "check_recipient_maps",
        W::RejectUnlistedRecipient,
        Wave::Lists,
    ),
    row(
        "permit_auth_destination",
        W::PermitAuthDestination,
        Wave::First,
    ),
    row(
        "reject_unauth_destination",
        W::RejectUnauthDestination,
        Wave::First,
    ),
    row(
        "defer_unauth_destination",
        W::DeferUnauthDestination,
        Wave::RelayList,
    ),
    row("check_relay_domains", W::CheckRelayDomains, Wave::First),
    row(
        "permit_sasl_authenticated",
        W::PermitSaslAuthenticated,
        Wave::First,
    ),
    row("permit_tls_clientcerts", W::PermitTlsClientcerts, Wave::Tls),
    row(
        "permit_tls_all_clientcerts",
        W::PermitTlsAllClientcerts,
        Wave::Tls,
    ),
    row(
        "reject_multi_recipient_bounce",
        W::RejectMultiRecipientBounce,
        Wave::Deferral,
    ),
    row("permit_mx_backup", W::PermitMxBackup, Wave::First),
    row("reject_unverified_sender", W::NotModelled, Wave::Deferral),
    row(
        "reject_unverified_recipient",
        W::NotModelled,
        Wave::Deferral,
    ),
    row("check_ccert_access", W::CheckCcertAccess, Wave::Tls),
    row(
        "check_client_ns_access",
        W::CheckHosts(Subject::Client, Hosts::NameServers),
        Wave::ClientServers,
    ),
    row(
        "check_client_mx_access",
        W::CheckHosts(Subject::Client, Hosts::Exchangers),
        Wave::ClientServers,
    ),
    row(
        "check_client_a_access",
        W::CheckHosts(Subject::Client, Hosts::Itself),
        Wave::Addresses,
    ),
    row(
        "check_reverse_client_hostname_ns_access",
        W::CheckHosts(Subject::ReverseClient, Hosts::NameServers),
        Wave::ClientServers,
    ),
    row(
        "check_reverse_client_hostname_mx_access",
        W::CheckHosts(Subject::ReverseClient, Hosts::Exchangers),
        Wave::ClientServers,
    ),
    row(
        "check_reverse_client_hostname_a_access",
        W::CheckHosts(Subject::ReverseClient, Hosts::Itself),
        Wave::Addresses,
    ),
    row(
        "check_helo_ns_access",
        W::CheckHosts(Subject::Helo, Hosts::NameServers),
        Wave::Deferral,
    ),
    row(
        "check_helo_mx_access",
        W::CheckHosts(Subject::Helo, Hosts::Exchangers),
        Wave::Deferral,
    ),
    row(
        "check_helo_a_access",
        W::CheckHosts(Subject::Helo, Hosts::Itself),
        Wave::Addresses,
    ),
    row(
        "check_sender_ns_access",
        W::CheckHosts(Subject::Sender, Hosts::NameServers),
        Wave::Deferral,
    ),
    row(
        "check_sender_mx_access",
        W::CheckHosts(Subject::Sender, Hosts::Exchangers),
        Wave::Deferral,
    ),
    row(
        "check_sender_a_access",
        W::CheckHosts(Subject::Sender, Hosts::Itself),
        Wave::Addresses,
    ),
    row(
        "check_recipient_ns_access",
        W::CheckHosts(Subject::Recipient, Hosts::NameServers),
        Wave::Deferral,
    ),
    row(
        "check_recipient_mx_access",
        W::CheckHosts(Subject::Recipient, Hosts::Exchangers),
        Wave::Deferral,
    ),
    row(
        "check_recipient_a_access",
        W::CheckHosts(Subject::Recipient, Hosts::Itself),
        Wave::Addresses,
    ),
];
