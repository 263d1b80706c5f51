//! What a finding needs that no edit of this program can bring: a table, or a decision,
//! that only the administrator knows.

use crate::Finding;

/// What is needed where no edit is proven, one sentence without its full stop.
#[must_use]
pub fn needed(finding: &Finding) -> &'static str {
    let rows = SENTENCES.iter();
    let mut rows = rows.filter(|(names, _)| names.contains(&finding.question.name));
    rows.next().map_or(OTHERWISE, |(_, sentence)| sentence)
}

/// What holds of every question without a sentence of its own.
const OTHERWISE: &str = "every edit that was tried leaves it as it is, or refuses somebody who \
    is served today: what the lines above were meant for has to be decided first";

/// The questions, and what they need.
const SENTENCES: &[(&[&str], &str)] = &[
    (
        &["send-as-anyone", "login-maps-unused"],
        "smtpd_sender_login_maps has to name who owns each address, and \
         reject_authenticated_sender_login_mismatch has to stand before any permit in \
         smtpd_sender_restrictions of that service",
    ),
    (
        &["unknown-recipients-taken"],
        "a table has to name the users there are: local_recipient_maps for mydestination, \
         virtual_mailbox_maps for virtual_mailbox_domains, relay_recipient_maps for relay_domains",
    ),
    (
        &["submission-refused"],
        "permit_sasl_authenticated has to stand before what refuses, in each list of that \
         service, and its process has to start",
    ),
    (
        &["does-not-start", "unknown-restriction", "placeholder"],
        "what was meant by the value that Postfix cannot read has to be written in its place",
    ),
    (
        &["local-mail-refused", "postmaster-refused"],
        "the entry that refuses other mail servers has to go from that service, or the service \
         is meant for the server's own users and needs another port than 25",
    ),
    (
        &[
            "open-relay",
            "relay-by-route",
            "relay-by-claim",
            "permit-too-early",
        ],
        "the entry that permits it has to come behind reject_unauth_destination, or to be bound \
         to the clients that it was meant for",
    ),
    (
        &["wide-network", "gateway-trusted"],
        "mynetworks has to name the clients that may relay, and no others",
    ),
    (
        &[
            "no-mechanism",
            "unverifiable-mechanism",
            "locked-out-clients",
        ],
        "the SASL software has to offer a mechanism that this server leaves on and that it can \
         verify: auth_mechanisms of Dovecot, mech_list and the plug-ins of Cyrus SASL",
    ),
    (
        &["realm-mismatch"],
        "the accounts have to be in the realm that this service asks for, or all services have \
         to ask for the same",
    ),
    (
        &["plaintext-offered", "plaintext-without-tls", "downgrade"],
        "a certificate has to be there, so that AUTH can wait for TLS without locking anybody out",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question;

    #[test]
    fn each_sentence_is_about_questions_that_there_are() {
        let names = SENTENCES.iter().flat_map(|(names, _)| names.iter());
        let unknown: Vec<_> = names.filter(|name| question(name).is_none()).collect();
        assert_eq!(unknown, [] as [&&str; 0]);
        for (_, sentence) in SENTENCES {
            assert!(!sentence.ends_with('.'), "{sentence}");
        }
    }
}
