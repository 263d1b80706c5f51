//! The AUTH line of one channel: what the SASL software offers under the
//! security options, after `smtpd_sasl_mechanism_filter`.

use std::sync::Arc;

use saslab_maincf::{Setting, Settings, Word};
use saslab_sasl::{Config, Implementation, SecurityOptions, Setup, Vocabulary};

use super::Options;
use crate::{Cause, Installation, Withheld};

/// What AUTH offers on one channel.
#[derive(Debug)]
pub(crate) struct Mechanisms {
    /// Behind `AUTH `.
    pub(crate) list: Arc<str>,
    pub(crate) offered: Vec<&'static str>,
    pub(crate) withheld: Vec<Withheld>,
    pub(crate) options: Options,
    /// The security options that decide for this channel.
    pub(crate) decided_by: Setting,
}

/// `smtpd_sasl_type` decides who is asked, whatever else is installed: Cyrus SASL
/// without its smtpd.conf, or an auth service that nobody runs.
pub(super) fn asked(settings: &Settings, installed: Setup) -> Setup {
    let asked = settings.text("smtpd_sasl_type").value;
    let path = settings.text("smtpd_sasl_path").value;
    match (&*asked, installed.implementation) {
        ("cyrus", Implementation::Dovecot) => Setup {
            config: Config::Absent,
            ..Setup::new(Implementation::Cyrus, &[])
        },
        ("dovecot", Implementation::Cyrus) => Setup::new(Implementation::Dovecot, &[]),
        ("dovecot", Implementation::Dovecot) if *path != *installed.socket => {
            Setup::new(Implementation::Dovecot, &[])
        }
        _ => installed,
    }
}

impl Mechanisms {
    pub(crate) fn read(settings: &Settings, installation: &Installation, by: Setting) -> Self {
        let vocabulary = vocabulary(settings, installation.sasl.implementation);
        let options = SecurityOptions::parse_as(&by.value, vocabulary);
        let offer = match &options {
            Ok(options) => installation.sasl.offer(options),
            Err(_) => saslab_sasl::Offer::default(),
        };
        let filter = settings.list("smtpd_sasl_mechanism_filter");
        let mut withheld: Vec<Withheld> = offer.withheld.iter().map(|w| because(w, &by)).collect();
        let mut offered = Vec::new();
        for name in offer.mechanisms {
            if passes(&filter.value, name) {
                offered.push(name);
            } else {
                withheld.push(Withheld {
                    what: name.into(),
                    cause: Cause::Setting(settings.text("smtpd_sasl_mechanism_filter")),
                });
            }
        }
        Self {
            list: offered.join(" ").into(),
            offered,
            withheld,
            options: options.map_err(|unknown| unknown.to_string().into()),
            decided_by: by,
        }
    }
}

fn because(withheld: &saslab_sasl::WithheldMechanism, by: &Setting) -> Withheld {
    use saslab_sasl::WhyWithheld::{Filtered, NoExternalIdentity, NoPlugin, NotListed};
    let cause = match withheld.why {
        Filtered { .. } => Cause::Sasl(format!("{}; {by}", withheld.why).into()),
        NotListed | NoPlugin | NoExternalIdentity => Cause::Sasl(withheld.why.to_string().into()),
    };
    Withheld {
        what: withheld.name.as_str().into(),
        cause,
    }
}

/// The words that this release knows: three generations of the same table.
fn vocabulary(settings: &Settings, implementation: Implementation) -> &'static Vocabulary {
    let dialect = saslab_release::Dialect::of(settings.release());
    match (implementation, dialect.sasl_failure) {
        (_, saslab_release::SaslFailureReply::Bare) => &Vocabulary::CYRUS_1,
        (Implementation::Dovecot, _) => &Vocabulary::DOVECOT,
        (Implementation::Cyrus, saslab_release::SaslFailureReply::Reason570) => {
            &Vocabulary::CYRUS_2
        }
        (Implementation::Cyrus, saslab_release::SaslFailureReply::Reason578) => &Vocabulary::CYRUS,
    }
}

/// The first pattern that matches decides, as in every match list; a list
/// that is empty or never matches lets nothing pass, but an unset one all.
fn passes(filter: &[Word], name: &str) -> bool {
    if filter.is_empty() {
        return true;
    }
    for word in filter {
        let (pattern, verdict) = match word.text.strip_prefix('!') {
            Some(pattern) => (pattern, false),
            None => (&*word.text, true),
        };
        if pattern.starts_with("static:") || pattern.eq_ignore_ascii_case(name) {
            return verdict;
        }
    }
    false
}
