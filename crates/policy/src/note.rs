//! What restrictions and tables write to the mail log, as typed notes that are worded
//! only when somebody reads them. The session adds what it knows of the request.
//! Texts: `smtpd_check.c`, `match_list.c`, `match_ops.c`, `maps.c`, `dict_surrogate.c`.

use std::fmt;
use std::sync::Arc;

use crate::Refusal;

/// One line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// A decision about the request (`log_whatsup`).
    Decision {
        /// What was decided.
        action: Action,
        /// What is said about it.
        said: Said,
    },
    /// A default of an older release is in use and has mattered.
    Compatible(Compatible),
    /// A status that does not fit what is refused was mapped.
    MappedStatus {
        /// As the table has it: `5.1.1`
        status: Arc<str>,
        /// What is refused: `Sender address`
        class: &'static str,
        /// What it was mapped into, the first digit still that of the table.
        mapped: &'static str,
    },
    /// Something in the configuration is not as it should be.
    Warning(Warning),
    /// A table that could not be opened: `error: …`.
    Error(Arc<str>),
}

/// A decision, in the log's word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// A refusal.
    Reject,
    /// A refusal that `warn_if_reject` has made a warning.
    RejectWarning,
    /// `WARN` of a table.
    Warn,
    /// `INFO` of a table.
    Info,
    /// `FILTER` of a table.
    Filter,
    /// `HOLD` of a table.
    Hold,
    /// `DISCARD` of a table.
    Discard,
    /// `REDIRECT` of a table.
    Redirect,
    /// `BCC` of a table.
    Bcc,
    /// A refusal of a filter, or of `milter_default_action` in its place.
    MilterReject,
    /// A filter, or what stands in for it, holds the message.
    MilterHold,
}

/// What is said about a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// A refusal: its reply.
    Refusal(Refusal),
    /// Anything else.
    Text(Arc<str>),
}

/// A default of an older release that has mattered; `compatibility_level` decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Compatible {
    /// `mynetworks_style` has let the client in.
    NetworksStyle(Arc<str>),
    /// `relay_domains` has accepted a domain.
    RelayDomains(Arc<str>),
    /// `relay_domains` has accepted an address.
    RelayDomainsAddress(Arc<str>),
    /// `relay_domains` has let ETRN name a domain.
    FlushDomains(Arc<str>),
    /// `relay_domains` has let the client in, by its name.
    RelayDomainsClient,
    /// Nothing in `smtpd_relay_restrictions`, which would have refused.
    RelayRestrictions,
    /// `smtpd_recipient_restrictions` were asked first, and have refused.
    RecipientFirst,
}

/// Something in the configuration that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// A word that is no restriction.
    UnknownRestriction(Arc<str>),
    /// A restriction that is never reached.
    IgnoredAfter(Arc<str>, &'static str),
    /// A restriction about logins while there are none.
    NoSasl(Arc<str>),
    /// A restriction that wants a zone and has none.
    NoDomain(Arc<str>),
    /// A restriction that wants a table and has none.
    BadArgument(&'static str, Arc<str>),
    /// A table where the list does not tell what it is about.
    BareTable(&'static str, Arc<str>),
    /// `sleep` without a number.
    NoNumber,
    /// `check_policy_service` without a service.
    NoService,
    /// A restriction that is on its way out, what to write in its place, and `mail_name`.
    Deprecated(&'static str, Instead, Arc<str>),
    /// A table says OK about a name that the client chose.
    ReturnsOk(Arc<str>, Arc<str>),
    /// A restriction about certificates, which no client is asked for.
    NoCertificateAsked(&'static str),
    /// Any other sentence.
    Text(Arc<str>),
    /// A sentence that is always the same.
    Fixed(&'static str),
    /// A table and what is wrong with its result: `… has empty value`.
    AccessTable(Arc<str>, String),
    /// A zone that does not answer.
    ZoneFails(String),
    /// A reply code that is none.
    ReplyCode(Refusal),
    /// A table that could not be opened is looked up: its name, and why.
    Unavailable(Arc<str>, Arc<str>),
    /// The lookup of a key in it fails.
    Lookup(Arc<str>, Arc<str>),
    /// An entry of a list cannot be used.
    List(&'static str, Arc<str>),
    /// A line of a table, or what it gives, that cannot be used.
    Said(Arc<str>),
    /// A server cannot be connected to: where, and why.
    Connect(Arc<str>, &'static str),
    /// And nobody could be asked.
    Talking(Arc<str>, &'static str),
}

/// What to write in place of a deprecated restriction, and how it is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instead {
    /// `will be removed from Postfix; use "…" instead`
    Use(&'static str),
    /// `will be removed from Postfix; instead, specify "…"`
    Specify(&'static str),
    /// `has been removed in Postfix 3.9; instead, specify …`, the quotes given
    Removed(&'static str),
    /// `is deprecated. Use … instead`
    Plain(&'static str),
}

impl From<Warning> for Note {
    fn from(warning: Warning) -> Self {
        Self::Warning(warning)
    }
}

impl Note {
    /// What is wrong with an entry of a list, if that is what the note tells.
    #[must_use]
    pub fn list_trouble(&self) -> Option<Arc<str>> {
        match self {
            Self::Warning(Warning::List(_, what)) => Some(Arc::clone(what)),
            Self::Decision { .. }
            | Self::Compatible(_)
            | Self::Warning(_)
            | Self::Error(_)
            | Self::MappedStatus { .. } => None,
        }
    }

    /// The note of a refusal.
    pub(crate) fn refused(action: Action, refusal: &Refusal) -> Self {
        Self::Decision {
            action,
            said: Said::Refusal(refusal.clone()),
        }
    }

    pub(crate) fn decided(action: Action, text: impl Into<Arc<str>>) -> Self {
        Self::Decision {
            action,
            said: Said::Text(text.into()),
        }
    }

    /// Whether a process says this only once.
    #[must_use]
    pub fn is_said_once(&self) -> bool {
        match self {
            Self::Warning(Warning::Deprecated(_, instead, _)) => match instead {
                Instead::Use(_) | Instead::Specify(_) => true,
                Instead::Removed(_) | Instead::Plain(_) => false,
            },
            // The answer of a zone is remembered.
            Self::Warning(Warning::ZoneFails(_)) => true,
            Self::Decision { .. }
            | Self::Compatible(_)
            | Self::MappedStatus { .. }
            | Self::Warning(_)
            | Self::Error(_) => false,
        }
    }
}

impl Action {
    /// The word of the log.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reject => "reject",
            Self::RejectWarning => "reject_warning",
            Self::Warn => "warn",
            Self::Info => "info",
            Self::Filter => "filter",
            Self::Hold => "hold",
            Self::Discard => "discard",
            Self::Redirect => "redirect",
            Self::Bcc => "bcc",
            Self::MilterReject => "milter-reject",
            Self::MilterHold => "milter-hold",
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownRestriction(word) => write!(f, "unknown smtpd restriction: \"{word}\""),
            Self::IgnoredAfter(word, after) => {
                write!(f, "restriction `{word}' after `{after}' is ignored")
            }
            Self::NoSasl(word) => write!(f, "restriction `{word}' ignored: no SASL support"),
            Self::NoDomain(word) => write!(f, "restriction {word} requires domain name argument"),
            Self::NoCertificateAsked(word) => {
                write!(f, "{word} is requested, but \"smtpd_tls_ask_ccert = no\"")
            }
            Self::Text(text) => f.write_str(text),
            Self::BadArgument(word, argument) => write!(
                f,
                "restriction {word}: bad argument \"{argument}\": need maptype:mapname"
            ),
            Self::BareTable(class, table) => write!(
                f,
                "specify one of (check_client_access, check_reverse_client_hostname_access, \
                 check_helo_access, check_sender_access, check_recipient_access, \
                 check_etrn_access) before {class} restriction \"{table}\""
            ),
            Self::NoNumber => f.write_str("restriction sleep must be followed by number"),
            Self::NoService => {
                f.write_str("restriction check_policy_service must be followed by transport:server")
            }
            Self::Deprecated(word, instead, from) => deprecated(f, word, *instead, from),
            Self::ReturnsOk(word, about) => write!(f, "restriction {word} returns OK for {about}"),
            Self::Fixed(sentence) => f.write_str(sentence),
            Self::AccessTable(table, fault) => write!(f, "access table {table}{fault}"),
            Self::ZoneFails(name) => write!(
                f,
                "{name}: RBL lookup error: Host or domain name not found. Name service error \
                 for name={name} type=A: Host not found, try again"
            ),
            Self::ReplyCode(refusal) => {
                write!(f, "SMTP reply code configuration error: {refusal}")
            }
            Self::Unavailable(table, why) => write!(f, "{table} is unavailable. {why}"),
            Self::Lookup(table, key) => write!(f, "{table} lookup error for \"{key}\""),
            Self::List(list, what) => write!(f, "{list}: {what}"),
            Self::Said(what) => f.write_str(what),
            Self::Connect(to, why) => write!(f, "connect to {to}: {why}"),
            Self::Talking(to, why) => write!(f, "problem talking to server {to}: {why}"),
        }
    }
}

fn deprecated(f: &mut fmt::Formatter<'_>, word: &str, instead: Instead, from: &str) -> fmt::Result {
    match instead {
        Instead::Plain(other) => {
            write!(f, "restriction {word} is deprecated. Use {other} instead")
        }
        Instead::Use(other) => write!(
            f,
            "support for restriction \"{word}\" will be removed from {from}; \
             use \"{other}\" instead"
        ),
        Instead::Specify(other) => write!(
            f,
            "support for restriction \"{word}\" will be removed from {from}; \
             instead, specify \"{other}\""
        ),
        Instead::Removed(other) => write!(
            f,
            "support for restriction \"{word}\" has been removed in {from} 3.9; \
             instead, specify {other}"
        ),
    }
}
