//! Mail filters (MILTER_README). None runs here: Postfix finds nobody at their places,
//! and `milter_default_action` decides, or what a filter has in its place (`milter8.c`,
//! `setup_milters` of `smtpd.c`).

use saslab_maincf::{Setting, Settings};
use saslab_policy::brace_words;

use crate::log::LogEvent;

/// The filters for one client, if there are any.
#[derive(Debug)]
pub(crate) struct Milters {
    /// That nobody could be reached, as the log has it.
    pub(crate) unreachable: Vec<LogEvent>,
    /// What stands in for their answers.
    pub(crate) answer: Answer,
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
    pub(crate) fn read(settings: &Settings) -> Option<Self> {
        Self::of(&settings.text("smtpd_milters").value, settings)
    }

    /// Those of a list.
    pub(crate) fn of(list: &str, settings: &Settings) -> Option<Self> {
        let overridden = settings.list("receive_override_options").value;
        let off = overridden.iter().any(|word| *word.text == *"no_milters");
        let places = brace_words(list);
        if places.is_empty() || off || list.trim().eq_ignore_ascii_case("DISABLE") {
            return None;
        }
        let decided_by = settings.text("milter_default_action");
        let protocols = settings.list("inet_protocols").value;
        let mut words = protocols.iter();
        let families = match words.any(|word| matches!(&*word.text, "all" | "ipv4")) {
            true => Families::WithIpv4,
            false => Families::WithoutIpv4,
        };
        let mut unreachable = Vec::new();
        let mut answer = Answer::Accept;
        // The first answer that is one keeps the others from being asked.
        for place in &places {
            let (place, action) = parts(place);
            unreachable.extend(nobody_at(place, families));
            answer = Answer::of(action.unwrap_or(&decided_by.value));
            if answer != Answer::Accept {
                break;
            }
        }
        Some(Self {
            unreachable,
            answer,
            decided_by,
        })
    }
}

impl Answer {
    fn of(action: &str) -> Self {
        let refuse = |code, dsn, text| Self::Refuse(Refused { code, dsn, text });
        match action.to_ascii_lowercase().as_str() {
            "accept" => Self::Accept,
            "quarantine" => Self::Hold,
            "reject" => refuse(550, "5.5.0", "Service unavailable"),
            "tempfail" => refuse(451, "4.7.1", "Service unavailable - try again later"),
            _unknown => refuse(
                451,
                "4.3.5",
                "Server configuration problem - try again later",
            ),
        }
    }
}

/// The place of a filter and its own default action: `{ place, name=value … }`.
fn parts(written: &str) -> (&str, Option<&str>) {
    let inner = written.trim_start_matches('{').trim_end_matches('}');
    let mut words = inner
        .split([',', ' ', '\t', '\n', '{', '}'])
        .filter(|word| !word.is_empty());
    let place = words.next().unwrap_or(written);
    let mut last = None;
    let rest: Vec<&str> = words.collect();
    for (at, word) in rest.iter().enumerate() {
        let Some(value) = word.strip_prefix("default_action") else {
            continue;
        };
        let value = match value.strip_prefix('=') {
            Some("") => rest.get(at + 1).copied(),
            Some(value) => Some(value),
            None => rest.get(at + 2).copied(),
        };
        last = value.or(last);
    }
    (place, last)
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
