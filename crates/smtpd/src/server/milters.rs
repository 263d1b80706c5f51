//! Mail filters (MILTER_README). None runs here: Postfix finds nobody at their places,
//! and `milter_default_action` decides (`milter8.c`).
//! Left out: `smtpd_milter_maps`, and a default action of a single filter.

use saslab_maincf::{Setting, Settings};

use crate::log::LogEvent;

/// The filters of one server, if it has any.
#[derive(Debug)]
pub(crate) struct Milters {
    /// That nobody could be reached, as the log has it.
    pub(crate) unreachable: Vec<LogEvent>,
    /// What stands in for their answers.
    pub(crate) answer: Answer,
    /// `milter_default_action`
    pub(crate) decided_by: Setting,
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
        let places = settings.grouped_list("smtpd_milters").value;
        let disabled = matches!(&*places, [word] if word.text.eq_ignore_ascii_case("DISABLE"));
        if places.is_empty() || disabled {
            return None;
        }
        let decided_by = settings.text("milter_default_action");
        let refuse = |code, dsn, text| Answer::Refuse(Refused { code, dsn, text });
        let answer = match decided_by.value.to_ascii_lowercase().as_str() {
            "accept" => Answer::Accept,
            "quarantine" => Answer::Hold,
            "reject" => refuse(550, "5.5.0", "Service unavailable"),
            "tempfail" => refuse(451, "4.7.1", "Service unavailable - try again later"),
            _unknown => refuse(
                451,
                "4.3.5",
                "Server configuration problem - try again later",
            ),
        };
        // The first answer that is one keeps the others from being asked.
        let asked = match answer {
            Answer::Accept => places.len(),
            Answer::Hold | Answer::Refuse(_) => 1,
        };
        let unreachable = places
            .iter()
            .take(asked)
            .map(|word| unreachable(&word.text));
        Some(Self {
            unreachable: unreachable.collect(),
            answer,
            decided_by,
        })
    }
}

fn unreachable(written: &str) -> LogEvent {
    let inner = written.trim_start_matches('{').trim_end_matches('}');
    let place = inner
        .split([',', ' ', '\t'])
        .find(|part| !part.is_empty())
        .unwrap_or(written);
    let why = match place.split_once(':') {
        Some(("unix" | "local", _)) => "No such file or directory",
        Some(_) | None => "Connection refused",
    };
    LogEvent::Warning(format!("connect to Milter service {place}: {why}").into())
}
