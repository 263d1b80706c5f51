//! Mail filters (MILTER_README). None is simulated. Where the world has them away, Postfix
//! finds nobody at their places, and `milter_default_action` decides, or what a filter has
//! in its place (`milter8.c`, `setup_milters` of `smtpd.c`); where it has them running,
//! they object to nothing.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use saslab_maincf::{Setting, Settings};
use saslab_policy::{Services, brace_words};

use crate::log::LogEvent;

/// The filters for one client, if there are any.
#[derive(Debug)]
pub(crate) struct Milters {
    /// That nobody could be reached, as the log has it.
    pub(crate) unreachable: Vec<LogEvent>,
    /// What stands in for their answers.
    pub(crate) answer: Answer,
    /// What is wrong with the list: the process ends when a client comes.
    pub(crate) fatal: Option<Arc<str>>,
    /// `milter_default_action`
    pub(crate) decided_by: Setting,
}

/// Whether `inet_protocols` has IPv4.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Families {
    WithIpv4,
    WithoutIpv4,
}

/// The answer to every question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// As if there were none.
    Accept,
    /// The message will be held.
    Hold,
    /// A refusal.
    Refuse(Refused),
}

/// A refusal in place of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    pub(crate) code: u16,
    pub(crate) dsn: &'static str,
    pub(crate) text: &'static str,
}

impl Milters {
    pub(crate) fn read(settings: &Settings, services: Services) -> Option<Self> {
        Self::of(&settings.text("smtpd_milters").value, settings, services)
    }

    /// Those of a list.
    pub(crate) fn of(list: &str, settings: &Settings, services: Services) -> Option<Self> {
        let overridden = settings.list("receive_override_options").value;
        let off = overridden.iter().any(|word| *word.text == *"no_milters");
        let places = brace_words(list);
        if places.is_empty() || off || list.trim().eq_ignore_ascii_case("DISABLE") {
            return None;
        }
        Some(Self::at(&places, settings, services))
    }

    /// Those at these places.
    #[inline(never)] // most servers have none, and the page's first load does without
    fn at(places: &[String], settings: &Settings, services: Services) -> Self {
        let decided_by = settings.text("milter_default_action");
        let families = match settings.speaks(IpAddr::V4(Ipv4Addr::UNSPECIFIED)) {
            true => Families::WithIpv4,
            false => Families::WithoutIpv4,
        };
        let mut unreachable = Vec::new();
        let mut answer = Answer::Accept;
        let mut fatal = None;
        for place in places {
            match parts(place) {
                // A first answer keeps the others from being asked, but not from being read.
                Ok(_) if answer != Answer::Accept || services == Services::Running => {}
                Ok((place, action)) => {
                    unreachable.extend(nobody_at(place, families));
                    let action = action.as_deref().unwrap_or(&decided_by.value);
                    answer = Answer::of(action);
                    if answer == Answer::UNKNOWN {
                        let what = format!("milter {place}: unrecognized default action: {action}");
                        unreachable.push(LogEvent::Warning(what.into()));
                    }
                }
                Err(why) => {
                    fatal = Some(why.into());
                    break;
                }
            }
        }
        Self {
            unreachable,
            answer,
            fatal,
            decided_by,
        }
    }
}

impl Answer {
    /// That to a default action that is none.
    const UNKNOWN: Self = Self::Refuse(Refused {
        code: 451,
        dsn: "4.3.5",
        text: "Server configuration problem - try again later",
    });

    fn of(action: &str) -> Self {
        let refuse = |code, dsn, text| Self::Refuse(Refused { code, dsn, text });
        match action.to_ascii_lowercase().as_str() {
            "accept" => Self::Accept,
            "quarantine" => Self::Hold,
            "reject" => refuse(550, "5.5.0", "Service unavailable"),
            "tempfail" => refuse(451, "4.7.1", "Service unavailable - try again later"),
            _unknown => Self::UNKNOWN,
        }
    }
}

/// The place of a filter and its own default action: `{ place, name=value … }`
/// (`attr_override.c`).
fn parts(written: &str) -> Result<(&str, Option<String>), String> {
    let Some(inner) = written.strip_prefix('{').and_then(|w| w.strip_suffix('}')) else {
        return Ok((written, None));
    };
    let place = inner
        .split([',', ' ', '\t', '\r', '\n'])
        .find(|word| !word.is_empty())
        .unwrap_or_default();
    let mut action = None;
    for word in brace_words(inner).iter().skip(1) {
        let option = word.trim_matches(['{', '}']).trim();
        let Some((name, value)) = option.split_once('=') else {
            return Err(format!(
                "malformed option: missing '=' after attribute name: \"...{option}...\""
            ));
        };
        let (name, value) = (name.trim(), value.trim());
        match name {
            "default_action" => action = Some(value.to_owned()),
            "connect_timeout" | "command_timeout" | "content_timeout" | "protocol" => {}
            _unknown => return Err(format!("unknown option: \"{name} = {value}\"")),
        }
    }
    Ok((place, action))
}

fn nobody_at(place: &str, families: Families) -> Vec<LogEvent> {
    let warning = |text: String| LogEvent::Warning(text.into());
    let (kind, where_) = place.split_once(':').unwrap_or(("", place));
    if kind == "inet"
        && families == Families::WithoutIpv4
        && where_.starts_with(|c: char| c.is_ascii_digit())
    {
        return vec![
            warning(format!(
                "host or service {where_} not found: Address family for hostname not supported"
            )),
            warning(format!(
                "connect to Milter service {place}: Cannot assign requested address"
            )),
        ];
    }
    let why = match kind {
        "unix" | "local" => "No such file or directory",
        _ => "Connection refused",
    };
    vec![warning(format!("connect to Milter service {place}: {why}"))]
}
