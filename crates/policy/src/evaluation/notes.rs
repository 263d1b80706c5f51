//! What the walk through a list writes to the log by itself: words that are never
//! reached, that this server cannot use, and that are none.

use std::sync::Arc;

use saslab_maincf::Word;
use saslab_release::CheckRelayDomains;

use super::Evaluation;
use crate::note::{Instead, Note, Warning};
use crate::restriction::{Restriction, Subject};

impl Evaluation<'_> {
    /// What stands behind a word that always ends its list.
    pub(super) fn note_unreached(&mut self, word: &Word, rest: &[Word]) {
        const ALWAYS_END: [&str; 4] = ["permit", "defer", "reject", "check_relay_domains"];
        let Some(next) = rest.first() else { return };
        let ends = |name: &&&str| word.text.eq_ignore_ascii_case(name);
        let Some(after) = ALWAYS_END.iter().find(ends) else {
            return;
        };
        if self.warn_if_reject == 0 || *after == "permit" {
            let ignored = Warning::IgnoredAfter(Arc::clone(&next.text), after);
            self.log.push(Note::Warning(ignored));
        }
    }

    /// A restriction about logins where there are none, or one without its zone.
    pub(super) fn note_unusable(
        &mut self,
        name: &Arc<str>,
        restriction: Restriction,
        argument: Option<&Arc<str>>,
    ) {
        use Restriction as R;
        let about_logins = matches!(
            restriction,
            R::RejectAuthenticatedSenderLoginMismatch
                | R::RejectUnauthenticatedSenderLoginMismatch
                | R::RejectKnownSenderLoginMismatch
                | R::CheckAccess(Subject::SaslLogin)
        );
        let about_zones = matches!(
            restriction,
            R::RejectRblClient | R::RejectRhsbl(_) | R::PermitDnswlClient | R::PermitRhswlClient
        );
        let warning = if about_logins && !self.policy.has_sasl {
            Warning::NoSasl(Arc::clone(name))
        } else if about_zones && argument.is_none() {
            Warning::NoDomain(Arc::clone(name))
        } else if restriction == R::PermitNakedIpAddress {
            Warning::Deprecated(
                "permit_naked_ip_address",
                Instead::Plain("permit_mynetworks or permit_sasl_authenticated"),
                self.policy.mail_name(),
            )
        } else if restriction == R::PermitMxBackup
            && self.policy.dialect.check_relay_domains == CheckRelayDomains::Removed
        {
            Warning::Deprecated(
                "permit_mx_backup",
                Instead::Specify("relay_domains"),
                self.policy.mail_name(),
            )
        } else {
            return;
        };
        self.log.push(Note::Warning(warning));
    }

    /// What is said about a word that is no restriction here.
    pub(super) fn unknown(&self, word: &Word) -> Warning {
        const REMOVED: [(&str, &str); 3] = [
            ("check_relay_domains", "\"reject_unauth_destination\""),
            ("reject_maps_rbl", "\"reject_rbl_client domain-name\""),
            (
                "permit_naked_ip_address",
                "\"permit_mynetworks\" or \"permit_sasl_authenticated\"",
            ),
        ];
        let gone = self.policy.dialect.check_relay_domains == CheckRelayDomains::Removed;
        let removed = REMOVED
            .iter()
            .find(|(name, _)| gone && word.text.eq_ignore_ascii_case(name));
        match removed {
            Some((name, other)) => {
                Warning::Deprecated(name, Instead::Removed(other), self.policy.mail_name())
            }
            None => Warning::UnknownRestriction(Arc::clone(&word.text)),
        }
    }
}
