//! The AUTH line of one channel: what the SASL software offers under the
//! security options, after `smtpd_sasl_mechanism_filter`.

use std::sync::Arc;

use saslab_maincf::{Origin, Setting, Settings, Word};
use saslab_release::{SaslFailureLine, SaslOptions};
use saslab_sasl::{
    Config, Implementation, Offer, SecurityOptions, Setup, UnknownOption, Vocabulary,
};

use super::{Config as ServerConfig, Options, Seen, StartError};
use crate::log::LogEvent;
use crate::{Cause, Installation, Withheld};

/// What AUTH offers on one channel.
#[derive(Debug)]
pub(crate) struct Mechanisms {
    /// Behind `AUTH `.
    pub(crate) list: Arc<str>,
    pub(crate) offered: Vec<&'static str>,
    pub(crate) withheld: Vec<Withheld>,
    pub(crate) options: Options,
    /// What stops the process where SASL begins, or nothing: the last one is fatal.
    pub(crate) last_words: Vec<LogEvent>,
    /// The security options that decide for this channel.
    pub(crate) decided_by: Setting,
}

/// `smtpd_sasl_type` decides who is asked, whatever else is installed: Cyrus SASL
/// without its smtpd.conf, or an auth service that nobody runs. Left out: a configuration
/// of Cyrus SASL by another name.
pub(super) fn asked(settings: &Settings, installed: Setup) -> Setup {
    let asked = settings.text("smtpd_sasl_type").value;
    let path = settings.text("smtpd_sasl_path").value;
    let socket = path.strip_prefix("unix:").unwrap_or(&path);
    match (&*asked, installed.implementation) {
        ("cyrus", Implementation::Dovecot) => Setup {
            config: Config::Absent,
            accounts: installed.beside,
            ..Setup::new(Implementation::Cyrus, &[])
        },
        ("dovecot", Implementation::Cyrus) => nobody(),
        ("dovecot", Implementation::Dovecot) if socket != installed.socket => nobody(),
        // Cyrus SASL reads the file that is called like this, smtpd.conf at first.
        (_, Implementation::Cyrus) if !matches!(&*path, "" | "smtpd") => Setup {
            config: Config::Absent,
            ..installed
        },
        _ => installed,
    }
}

/// `xsasl_server.c`: Postfix is built for two kinds of SASL software.
pub(super) fn known(settings: &Settings, log: &mut Vec<LogEvent>) -> Result<(), StartError> {
    let asked = settings.text("smtpd_sasl_type");
    let unread = matches!(asked.origin, Origin::NotYet { .. });
    if unread || !settings.boolean("smtpd_sasl_auth_enable").value {
        return Ok(());
    }
    if matches!(&*asked.value, "cyrus" | "dovecot") {
        return Ok(());
    }
    let says = format!("unsupported SASL server implementation: {}", asked.value);
    log.push(LogEvent::Warning(says.into()));
    Err(StartError {
        log: "SASL per-process initialization failed".to_owned(),
        seen: Seen::Silence,
        cause: Some(Cause::Setting(asked)),
        before: Arc::default(),
    })
}

/// `smtpd_sasl_initialize` of older releases: an unknown security option stops the
/// process when it starts, not when a client comes.
pub(super) fn understood(settings: &Settings, config: &ServerConfig) -> Result<(), StartError> {
    let at_start = settings.dialect().sasl_options == SaslOptions::AtStart;
    match (&config.clear.options, config.clear.last_words.last()) {
        (Err(_), Some(LogEvent::Fatal(says))) if at_start && config.sasl_enable.value => {
            Err(StartError {
                log: says.to_string(),
                seen: Seen::Silence,
                cause: Some(Cause::Setting(config.clear.decided_by.clone())),
                before: Arc::default(),
            })
        }
        _ => Ok(()),
    }
}

/// No socket of Dovecot has an empty name.
const NOBODY: &str = "";

/// A Dovecot that does not run.
fn nobody() -> Setup {
    Setup {
        socket: NOBODY.to_owned(),
        ..Setup::new(Implementation::Dovecot, &[])
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
        let mut last_words = match &options {
            Ok(_) => nothing_left(settings, &installation.sasl, &offer),
            Err(unknown) => unknown_option(settings, installation, unknown, &by.value),
        };
        let before_filter = offer.mechanisms.join(" ");
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
        if last_words.is_empty() && offered.is_empty() {
            let text =
                format!("smtpd_sasl_mechanism_filter discards all mechanisms in '{before_filter}'");
            last_words.push(LogEvent::Fatal(text.into()));
        }
        Self {
            list: offered.join(" ").into(),
            last_words,
            offered,
            withheld,
            options: options.map_err(|unknown| unknown.to_string().into()),
            decided_by: by,
        }
    }
}

/// Why the software offers nothing, in its own words and Postfix's.
fn nothing_left(settings: &Settings, sasl: &Setup, offer: &Offer) -> Vec<LogEvent> {
    let Some(left) = offer.nothing_left(sasl.implementation) else {
        return Vec::new();
    };
    let style = settings.dialect().log.sasl_failure;
    let mut words: Vec<LogEvent> = match style {
        SaslFailureLine::Plain => Vec::new(),
        SaslFailureLine::WithReason | SaslFailureLine::WithUsername => left
            .log()
            .iter()
            .map(|line| LogEvent::Info((*line).into()))
            .collect(),
    };
    if sasl.socket == NOBODY {
        let path = settings.text("smtpd_sasl_path").value;
        let says = format!(
            "SASL: Connect to Dovecot auth socket '{path}' failed: No such file or directory"
        );
        words.push(LogEvent::Warning(says.into()));
    }
    words.push(LogEvent::Fatal("no SASL authentication mechanisms".into()));
    words
}

/// `name_mask.c`, as the glue of each implementation calls it.
fn unknown_option(
    settings: &Settings,
    installation: &Installation,
    unknown: &UnknownOption,
    text: &str,
) -> Vec<LogEvent> {
    let style = settings.dialect().log.sasl_failure;
    let says = |context: &str| match unknown {
        UnknownOption::Word(word) => Some(Arc::from(format!(
            "unknown {context} value \"{word}\" in \"{text}\""
        ))),
        UnknownOption::NoWord => None,
    };
    match (style, installation.sasl.implementation) {
        (SaslFailureLine::Plain, _) => says("smtpd_sasl_security_options")
            .map(LogEvent::Fatal)
            .into_iter()
            .collect(),
        (_, Implementation::Dovecot) => says("xsasl_dovecot_server_create")
            .map(LogEvent::Fatal)
            .into_iter()
            .collect(),
        (_, Implementation::Cyrus) => says("SASL security options")
            .map(LogEvent::Warning)
            .into_iter()
            .chain([
                LogEvent::Warning("bad per-session SASL security properties".into()),
                LogEvent::Fatal("SASL per-connection initialization failed".into()),
            ])
            .collect(),
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

/// The realm in which Cyrus SASL looks up a name without one: `smtpd_sasl_local_domain`,
/// or else `myhostname` in lower case (`sasl_server_new(3)`).
#[must_use]
pub fn realm(settings: &Settings) -> String {
    let text = |name| settings.text(name).value;
    let local = text("smtpd_sasl_local_domain");
    match local.is_empty() {
        true => text("myhostname").to_ascii_lowercase(),
        false => local.to_string(),
    }
}

/// The words that this release knows: three generations of the same table.
fn vocabulary(settings: &Settings, implementation: Implementation) -> &'static Vocabulary {
    let dialect = settings.dialect();
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
