//! The restrictions of a server, each once, with what it looks at.

use std::collections::BTreeSet;
use std::sync::Arc;

use saslab_maincf::Word;

use crate::evaluation::{argument_of, plain_word};
use crate::judge::{CLIENT, HELO, RECIPIENT, SENDER};
use crate::restriction::{Restriction, Subject};
use crate::rules::Policy;
use crate::table::brace_words;

/// One restriction with the word behind it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Probe {
    pub(super) restriction: Restriction,
    /// The word behind it; of a restriction that is not simulated, its own name.
    pub(super) argument: Option<Arc<str>>,
}

/// What a restriction looks at, a bit each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Looks(u8);

impl Looks {
    const NOTHING: Self = Self(0);
    pub(super) const CLIENT: Self = Self(1);
    pub(super) const HELO: Self = Self(2);
    pub(super) const SENDER: Self = Self(4);
    pub(super) const RECIPIENT: Self = Self(8);
    pub(super) const LOGIN: Self = Self(16);
    pub(super) const CHANNEL: Self = Self(32);

    const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) const fn at(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    const fn of_subject(subject: Subject) -> Self {
        match subject {
            Subject::Client | Subject::ReverseClient => Self::CLIENT,
            Subject::Helo => Self::HELO,
            Subject::Sender => Self::SENDER,
            Subject::Recipient => Self::RECIPIENT,
            Subject::SaslLogin => Self::LOGIN,
            Subject::Etrn => Self::NOTHING,
        }
    }

    /// What the answer of a restriction depends on.
    pub(super) const fn of(restriction: Restriction) -> Self {
        use Restriction as R;
        match restriction {
            R::Permit
            | R::Reject
            | R::Defer
            | R::WarnIfReject
            | R::DeferIfPermit
            | R::DeferIfReject
            | R::RejectUnauthPipelining
            | R::CheckPolicyService
            | R::Sleep
            | R::PermitTlsClientcerts
            | R::PermitTlsAllClientcerts
            | R::CheckCcertAccess
            | R::NotModelled => Self::NOTHING,
            R::RejectPlaintextSession => Self::CHANNEL,
            R::RejectUnknownClientHostname
            | R::RejectUnknownReverseClientHostname
            | R::PermitInetInterfaces
            | R::PermitMynetworks
            | R::RejectRblClient
            | R::RejectMapsRbl => Self::CLIENT,
            R::PermitDnswlClient | R::PermitRhswlClient | R::CheckRelayDomains => {
                Self::CLIENT.and(Self::RECIPIENT)
            }
            R::CheckAccess(subject) | R::CheckHosts(subject, _) | R::RejectRhsbl(subject) => {
                Self::of_subject(subject)
            }
            R::RejectInvalidHeloHostname
            | R::RejectUnknownHeloHostname
            | R::RejectNonFqdnHeloHostname
            | R::PermitNakedIpAddress => Self::HELO,
            R::RejectUnknownSenderDomain
            | R::RejectNonFqdnSender
            | R::RejectUnlistedSender
            | R::RejectMultiRecipientBounce => Self::SENDER,
            R::RejectUnknownRecipientDomain
            | R::RejectNonFqdnRecipient
            | R::RejectUnlistedRecipient
            | R::PermitAuthDestination
            | R::PermitMxBackup
            | R::RejectUnauthDestination
            | R::DeferUnauthDestination => Self::RECIPIENT,
            R::RejectSenderLoginMismatch
            | R::RejectAuthenticatedSenderLoginMismatch
            | R::RejectUnauthenticatedSenderLoginMismatch
            | R::RejectKnownSenderLoginMismatch => Self::SENDER.and(Self::LOGIN),
            R::PermitSaslAuthenticated => Self::LOGIN,
        }
    }
}

/// The probes of a server.
#[derive(Debug, Default)]
pub(super) struct Probes {
    pub(super) all: BTreeSet<Probe>,
    /// Values of tables that were read for restrictions.
    seen: BTreeSet<Arc<str>>,
}

/// The kinds of thing that a bare table in a restriction class may stand for.
const SUBJECTS: [(Subject, &str); 4] = [
    (Subject::Client, CLIENT),
    (Subject::Helo, HELO),
    (Subject::Sender, SENDER),
    (Subject::Recipient, RECIPIENT),
];

impl Probes {
    pub(super) fn of(policy: &Policy) -> Self {
        let mut probes = Self::default();
        let [client, helo, sender, rest @ ..] = policy.lists.all();
        let stages = [client, helo, sender].into_iter().zip(SUBJECTS);
        for (words, (subject, _)) in stages {
            probes.add(policy, words, &[subject]);
        }
        for words in rest {
            probes.add(policy, words, &[Subject::Recipient]);
        }
        let any = SUBJECTS.map(|(subject, _)| subject);
        for words in policy.classes.values() {
            probes.add(policy, words, &any);
        }
        probes
    }

    fn add(&mut self, policy: &Policy, words: &[Word], bare: &[Subject]) {
        let mut rest = words;
        while let Some((word, after)) = rest.split_first() {
            rest = after;
            if word.text.contains(':') {
                self.all.extend(bare.iter().map(|subject| Probe {
                    restriction: Restriction::CheckAccess(*subject),
                    argument: Some(Arc::clone(&word.text)),
                }));
                continue;
            }
            // A class is read by itself, and what is no word at all answers everybody
            // alike.
            if let Some(restriction) = Restriction::named(&word.text, &policy.dialect) {
                let argument = argument_of(restriction, &word.text, &mut rest);
                let argument = if restriction == Restriction::NotModelled {
                    Some(Arc::clone(&word.text))
                } else {
                    argument
                };
                self.all.insert(Probe {
                    restriction,
                    argument,
                });
            }
        }
    }

    /// Takes the restrictions that a table's value names.
    fn add_value(&mut self, policy: &Policy, value: &str) {
        if !value.contains('_') || !self.seen.insert(Arc::from(value)) {
            return;
        }
        let words = brace_words(value);
        let words: Vec<Word> = words.iter().map(|word| plain_word(word)).collect();
        self.add(policy, &words, &[]);
    }

    /// Takes the restrictions that the rows of access tables name.
    pub(super) fn read_values(&mut self, policy: &Policy) {
        for name in self.access_tables() {
            let table = policy.access_tables.table(&name, &policy.world);
            table.named(&mut |value| self.add_value(policy, value));
        }
    }

    /// The tables of all access checks.
    pub(super) fn access_tables(&self) -> Vec<Arc<str>> {
        let is_access = |probe: &&Probe| matches!(probe.restriction, Restriction::CheckAccess(_));
        let tables = self.all.iter().filter(is_access);
        tables.filter_map(|probe| probe.argument.clone()).collect()
    }

    /// The tables of access checks on one kind of thing.
    pub(super) fn tables(&self, subject: Subject) -> impl Iterator<Item = &Arc<str>> {
        let of_subject =
            move |probe: &&Probe| probe.restriction == Restriction::CheckAccess(subject);
        self.all
            .iter()
            .filter(of_subject)
            .filter_map(|probe| probe.argument.as_ref())
    }

    pub(super) fn looking_at(&self, looks: Looks) -> impl Iterator<Item = &Probe> {
        let at = move |probe: &&Probe| Looks::of(probe.restriction).at(looks);
        self.all.iter().filter(at)
    }
}
