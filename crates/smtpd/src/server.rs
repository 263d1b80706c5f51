//! A running server: one installation with everything resolved that does not
//! depend on the client. Building it is where Postfix would refuse to start.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use saslab_maincf::{Bound, Fatal, Origin, Reader, Setting, Settings, Word};
use saslab_policy::Rules;
use saslab_release::{AddressForm, Dialect, Release};
use saslab_sasl::SecurityOptions;

use crate::log::LogEvent;
use crate::session::{Announcements, Channel, Rates};
use crate::{Cause, Installation, Reply, Withheld};

mod bare;
mod master;
mod mechanisms;
mod milters;
mod opening;
mod tls;

pub(crate) use bare::BareNewlines;
pub use master::{in_service, refused_by_master};
pub(crate) use mechanisms::Mechanisms;
pub use mechanisms::realm;
pub(crate) use milters::{Answer, Milters, Refused};
pub(crate) use tls::{Certificate, Level, Tls};

/// A server that has started.
#[derive(Debug)]
pub struct Server {
    pub(crate) installation: Installation,
    pub(crate) dialect: Dialect,
    pub(crate) settings: Settings,
    pub(crate) rules: Rules,
    pub(crate) config: Config,
    pub(crate) log: Vec<LogEvent>,
    /// What a client hears first.
    pub(crate) greeting: Reply,
    pub(crate) announcements: Announcements,
}

/// The settings that the session reads, by their names in postconf(5).
#[derive(Debug)]
pub(crate) struct Config {
    pub(crate) banner: Setting,
    pub(crate) myhostname: Setting,
    pub(crate) message_size_limit: Setting<i64>,
    pub(crate) queue_minfree: i64,
    pub(crate) disable_vrfy_command: Setting<bool>,
    pub(crate) helo_required: Setting<bool>,
    pub(crate) smtputf8_enable: Setting<bool>,
    pub(crate) strict_envelopes: Setting<bool>,
    pub(crate) hard_error_limit: Setting<i64>,
    pub(crate) junk_command_limit: Setting<i64>,
    pub(crate) recipient_limit: Setting<i64>,
    pub(crate) recipient_overshoot: Setting<i64>,
    pub(crate) sasl_response_limit: Setting<i64>,
    pub(crate) line_length_limit: Setting<i64>,
    pub(crate) delay_open: bool,
    pub(crate) peername_lookup: bool,
    pub(crate) tls_loglevel: i64,
    pub(crate) log_address: AddressForm,
    pub(crate) delay_reject: Setting<bool>,
    pub(crate) soft_bounce: Setting<bool>,
    pub(crate) discarded_keywords: Setting<Vec<Word>>,
    pub(crate) sasl_enable: Setting<bool>,
    pub(crate) sasl_local_domain: Setting,
    pub(crate) broken_clients: Setting<bool>,
    pub(crate) clear: Mechanisms,
    pub(crate) encrypted: Mechanisms,
    pub(crate) milters: Option<Arc<Milters>>,
    pub(crate) tls: Tls,
    pub(crate) reject_footer: Setting,
    pub(crate) footer_maps: bool,
    pub(crate) rates: Rates,
    pub(crate) bare_newlines: Setting<BareNewlines>,
    pub(crate) bare_newline_code: u16,
}

/// Why a server does not serve.
#[derive(Clone, Debug, PartialEq)]
pub struct StartError {
    /// What stands in the log, behind `fatal: `.
    pub log: String,
    /// What a client would notice.
    pub seen: Seen,
    /// The setting at fault, if it is a single one.
    pub cause: Option<Cause>,
    /// What smtpd has logged before that.
    pub before: Arc<Vec<LogEvent>>,
}

/// What a client notices of a server that does not serve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// The connection opens and nothing is ever said: the master process
    /// starts smtpd again and again.
    Silence,
    /// Nothing listens: the mail system as a whole did not start.
    Refused,
    /// The connection opens and is closed without a greeting.
    Closed,
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seen = match self.seen {
            Seen::Silence => "a client would wait for a greeting in vain",
            Seen::Refused => "a client would find nobody listening",
            Seen::Closed => "a client would be cut off without a greeting",
        };
        write!(f, "the server does not start: {} ({seen})", self.log)
    }
}

impl std::error::Error for StartError {}

impl From<Fatal> for StartError {
    /// What every program reads stops master(8) already, unless master.cf gives it to
    /// one service only.
    fn from(fatal: Fatal) -> Self {
        let everywhere = fatal.setting.as_ref().is_some_and(|setting| {
            setting.parameter.reader == Reader::Everyone
                && !matches!(setting.origin, Origin::Service { .. })
        });
        Self {
            log: fatal.log,
            seen: if everywhere {
                Seen::Refused
            } else {
                Seen::Silence
            },
            cause: fatal.setting.map(Cause::Setting),
            before: Arc::default(),
        }
    }
}

impl Server {
    /// Starts the server of an installation.
    ///
    /// # Errors
    /// What makes Postfix end with `fatal:` before it serves a client.
    pub fn start(installation: &Installation) -> Result<Arc<Self>, StartError> {
        if let Some(fatal) = installation.main_cf.fatal() {
            return Err(StartError {
                seen: Seen::Refused,
                ..fatal.into()
            });
        }
        let mut log = opening::overridden(installation);
        match Self::begin(installation, &mut log) {
            Ok(server) => Ok(Arc::new(Self { log, ..server })),
            Err(error) => Err(StartError {
                before: Arc::new(log),
                ..error
            }),
        }
    }

    /// The same in smtpd's order, with what it logs on the way.
    fn begin(installation: &Installation, log: &mut Vec<LogEvent>) -> Result<Self, StartError> {
        let settings = installation.settings()?;
        let mut installation = installation.clone();
        installation.sasl = mechanisms::asked(&settings, installation.sasl);
        opening::interfaces(&settings, &installation.world)?;
        mechanisms::known(&settings, log)?;
        let notes = Rules::opening(&settings, &installation.world)?;
        log.extend(notes.into_iter().map(LogEvent::Opening));
        let rules = Rules::read(&settings, &installation.world)?;
        let config = Config::read(&settings, &installation)?;
        mechanisms::understood(&settings, &config)?;
        log.extend(opening::tls(&settings, &config, &installation.world));
        log.extend(opening::queue(&settings, &config));
        let banner = config.banner.clone();
        let greeting = ["220 ", &banner.value].concat();
        Ok(Self {
            greeting: Reply::one(greeting, Cause::Setting(banner)),
            installation,
            dialect: settings.dialect().clone(),
            settings,
            rules,
            config,
            log: Vec::new(),
            announcements: Announcements::default(),
        })
    }

    /// What smtpd logs when it starts, before it serves its first client.
    #[must_use]
    pub fn log(&self) -> &[LogEvent] {
        &self.log
    }

    /// A line of the log as syslog gets it: without what cannot be printed.
    #[must_use]
    pub fn log_line(&self, event: &LogEvent) -> String {
        crate::session::printable(self).with(&event.to_string(), '?')
    }

    /// The release that is simulated.
    #[must_use]
    pub fn release(&self) -> Release {
        self.installation.release
    }

    /// What was started.
    #[must_use]
    pub fn installation(&self) -> &Installation {
        &self.installation
    }

    /// Whether something listens at this address of the machine.
    #[must_use]
    pub fn listens_at(&self, address: IpAddr, bound: Bound) -> bool {
        master::listens(&self.settings, &self.installation.world, address, bound)
    }

    /// All settings, each with its origin.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The restriction lists.
    #[must_use]
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The mechanisms that AUTH announces on this channel, in order, and those
    /// that it does not, each with its reason.
    #[must_use]
    pub fn mechanisms(&self, channel: Channel) -> (&[&'static str], &[Withheld]) {
        let mechanisms = self.config.mechanisms(channel);
        (&mechanisms.offered, &mechanisms.withheld)
    }
}

impl Config {
    fn read(settings: &Settings, installation: &Installation) -> Result<Self, StartError> {
        let tls = Tls::read(settings, &installation.world)?;
        let clear_options = settings.text("smtpd_sasl_security_options");
        let tls_options = settings.text("smtpd_sasl_tls_security_options");
        Ok(Self {
            banner: settings.text("smtpd_banner"),
            myhostname: settings.text("myhostname"),
            message_size_limit: settings.integer("message_size_limit"),
            queue_minfree: settings.integer("queue_minfree").value,
            disable_vrfy_command: settings.boolean("disable_vrfy_command"),
            helo_required: settings.boolean("smtpd_helo_required"),
            smtputf8_enable: settings.boolean("smtputf8_enable"),
            strict_envelopes: settings.boolean("strict_rfc821_envelopes"),
            hard_error_limit: settings.integer("smtpd_hard_error_limit"),
            junk_command_limit: settings.integer("smtpd_junk_command_limit"),
            recipient_limit: settings.integer("smtpd_recipient_limit"),
            recipient_overshoot: settings.integer("smtpd_recipient_overshoot_limit"),
            sasl_response_limit: settings.integer("smtpd_sasl_response_limit"),
            line_length_limit: settings.integer("line_length_limit"),
            peername_lookup: settings.boolean("smtpd_peername_lookup").value,
            tls_loglevel: tls::loglevel(settings).unwrap_or(0),
            log_address: log_address(settings),
            delay_open: settings.boolean("smtpd_delay_open_until_valid_rcpt").value,
            delay_reject: settings.boolean("smtpd_delay_reject"),
            soft_bounce: settings.boolean("soft_bounce"),
            discarded_keywords: settings.list("smtpd_discard_ehlo_keywords"),
            sasl_enable: settings.boolean("smtpd_sasl_auth_enable"),
            sasl_local_domain: settings.text("smtpd_sasl_local_domain"),
            broken_clients: settings.boolean("broken_sasl_auth_clients"),
            clear: Mechanisms::read(settings, installation, clear_options),
            encrypted: Mechanisms::read(settings, installation, tls_options),
            milters: Milters::read(settings, installation.world.services).map(Arc::new),
            tls,
            rates: Rates::read(settings),
            bare_newlines: BareNewlines::read(settings)?,
            bare_newline_code: bare::code(settings),
            reject_footer: settings.text("smtpd_reject_footer"),
            footer_maps: !settings.list("smtpd_reject_footer_maps").value.is_empty(),
        })
    }

    pub(crate) fn mechanisms(&self, channel: Channel) -> &Mechanisms {
        match channel {
            Channel::Clear => &self.clear,
            Channel::Encrypted => &self.encrypted,
        }
    }
}

/// `info_log_address_format`, in releases that know it.
fn log_address(settings: &Settings) -> AddressForm {
    let form = settings.dialect().log.address;
    let written = settings.defined("info_log_address_format").ok().flatten();
    match written.as_ref().map(saslab_maincf::Sourced::as_str) {
        Some("internal") => AddressForm::Internal,
        Some(_) | None => form,
    }
}

/// The options of one channel, or the word that Postfix does not know.
pub(crate) type Options = Result<SecurityOptions, Arc<str>>;
