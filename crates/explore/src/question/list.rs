//! Restriction lists that do not do what they seem to: servers that do not start,
//! words that are none, and words that are never reached.

use std::sync::Arc;

use saslab_smtpd::maincf::{RemarkKind, Setting, Settings, Word, items, parameters};
use saslab_smtpd::policy::review_restrictions;
use saslab_smtpd::{Cause, Server};

use super::{Ask, Question, Severity};
use crate::case::{Case, Found};
use crate::witness::code;

pub(super) static ROWS: &[Question] = &[
    Question {
        name: "does-not-start",
        title: "The service does not start",
        severity: Severity::Critical,
        explanation: "smtpd(8), or Postfix as a whole, ends with a fatal error before it \
            serves anybody. Without a restriction that refuses foreign mail, for instance, \
            smtpd does not start: clients connect and wait in vain for a greeting.",
        source: "src/smtpd/smtpd_check.c, smtpd_check_init; src/global/mail_conf.c",
        ask: Ask::Case(does_not_start),
    },
    Question {
        name: "unknown-restriction",
        title: "A word that is no restriction",
        severity: Severity::Serious,
        explanation: "A restriction list holds a word that this release does not know: \
            misspelt, yet to come, or removed. The server answers 451 4.3.5 to every client \
            that gets there, and logs a warning.",
        source: "src/smtpd/smtpd_check.c, generic_checks; SMTPD_ACCESS_README",
        ask: Ask::Case(unknown_restriction),
    },
    Question {
        name: "dead-restriction",
        title: "A restriction that is never reached",
        severity: Severity::Warning,
        explanation: "It stands behind a word that always decides (permit, reject, defer), so \
            that no client ever gets there.",
        source: "src/smtpd/smtpd_check.c, \"restriction ... after ... is ignored\"",
        ask: Ask::Case(dead_restriction),
    },
    Question {
        name: "permit-without-auth",
        title: "permit_sasl_authenticated without AUTH",
        severity: Severity::Note,
        explanation: "The list permits whoever has logged in, but AUTH is not enabled in this \
            service: nobody can log in, and the word does nothing.",
        source: "postconf(5), permit_sasl_authenticated, smtpd_sasl_auth_enable",
        ask: Ask::Case(permit_without_auth),
    },
    Question {
        name: "login-maps-unused",
        title: "smtpd_sender_login_maps is written, and nothing asks it",
        severity: Severity::Warning,
        explanation: "The table says whose sender address is whose, but no list holds \
            reject_sender_login_mismatch or one of its kin: everybody may send as anybody.",
        source: "SASL_README, envelope sender address authorization",
        ask: Ask::Case(login_maps_unused),
    },
    Question {
        name: "helo-optional",
        title: "HELO restrictions that a client can walk around",
        severity: Severity::Note,
        explanation: "smtpd_helo_restrictions refuse names, but smtpd_helo_required is off: a \
            client that gives no name is asked nothing.",
        source: "postconf(5), smtpd_helo_required, smtpd_helo_restrictions",
        ask: Ask::Case(helo_optional),
    },
];

fn does_not_start(case: &Case<'_>) -> Vec<Found> {
    let stopped = case.services.iter().filter_map(|running| {
        let error = running.server.as_ref().err()?;
        let found = Found::new(error.to_string())
            .in_service(running.service)
            .shown_by(case.waiting(running.service));
        Some(match &error.cause {
            Some(Cause::Setting(setting)) => found.at(setting),
            Some(_) | None => found,
        })
    });
    stopped.collect()
}

/// The restriction lists of a server, each with its words.
fn lists(server: &Server) -> impl Iterator<Item = Setting<Vec<Word>>> + '_ {
    let is_list = |name: &str| name.starts_with("smtpd_") && name.ends_with("_restrictions");
    let rows = parameters().filter(move |row| is_list(row.name));
    rows.map(|row| server.settings().grouped_list(row.name))
}

/// Whether any list or class of a server holds a word that begins so or ends so.
fn holds(settings: &Settings, lists: &[Setting<Vec<Word>>], is: &dyn Fn(&str) -> bool) -> bool {
    let mut words = lists.iter().flat_map(|list| &list.value);
    let classes = settings.list("smtpd_restriction_classes").value;
    words.any(|word| is(&word.text))
        || classes.iter().any(|class| {
            let body = settings.user(&class.text).unwrap_or_default();
            body.iter().any(|word| is(&word.text))
        })
}

fn unknown_restriction(case: &Case<'_>) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for (service, server) in case.running() {
        for remark in review_restrictions(server.settings()) {
            let RemarkKind::UnknownRestriction { word, .. } = &remark.kind else {
                continue;
            };
            let says = match remark.to_string().split_once(": ") {
                Some((_line, says)) => says.trim_end_matches('.').to_owned(),
                None => word.to_string(),
            };
            if found.iter().any(|other| other.says == says) {
                continue;
            }
            let mut one = Found::new(says).at_line(word, remark.line, remark.span);
            let local = format!("RCPT TO:<alice@{}>", crate::alphabet::own_domain(server));
            let lines = [
                "EHLO client.example.org",
                "MAIL FROM:<sender@example.org>",
                &*local,
            ];
            let witness = case.outsider(service, &lines);
            let steps = witness.replay_on(server);
            if steps.last().is_some_and(|step| code(step) == 451) {
                one = one.shown_by(witness);
            }
            found.push(one);
        }
    }
    found
}

fn dead_restriction(case: &Case<'_>) -> Vec<Found> {
    const ALWAYS_END: [&str; 3] = ["permit", "reject", "defer"];
    let ends = |item: &[Word]| {
        let is_one = |word: &&Word| {
            let mut all = ALWAYS_END.iter();
            all.any(|name| word.text.eq_ignore_ascii_case(name))
        };
        item.first().is_some_and(|word| is_one(&word))
    };
    let mut found: Vec<Found> = Vec::new();
    for (service, server) in case.running() {
        for list in lists(server) {
            let all = items(&list.value);
            let Some(at) = all.iter().position(|item| ends(item)) else {
                continue;
            };
            let (Some(end), Some(next)) = (all.get(at), all.get(at + 1)) else {
                continue;
            };
            let (Some(end), Some(next)) = (end.first(), next.first()) else {
                continue;
            };
            let name = list.parameter.name;
            let says = format!(
                "{} is never reached: {} stands before it in {name}",
                next.text, end.text
            );
            if !found.iter().any(|other| other.says == says) {
                found.push(Found::new(says).in_service(service).at(&list));
            }
        }
    }
    found
}

fn permit_without_auth(case: &Case<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (service, server) in case.running() {
        if server.settings().boolean("smtpd_sasl_auth_enable").value {
            continue;
        }
        let is_permit = |word: &Word| word.text.eq_ignore_ascii_case("permit_sasl_authenticated");
        let written = lists(server).find(|list| {
            let by_default = matches!(list.origin, saslab_smtpd::maincf::Origin::Default { .. });
            !by_default && list.value.iter().any(is_permit)
        });
        if let Some(list) = written {
            let says = format!(
                "nobody can log in, so permit_sasl_authenticated in {} permits nobody",
                list.parameter.name
            );
            found.push(Found::new(says).in_service(service).at(&list));
        }
    }
    found
}

fn login_maps_unused(case: &Case<'_>) -> Vec<Found> {
    let name = "smtpd_sender_login_maps";
    let asks = |server: &Arc<Server>| {
        let lists: Vec<_> = lists(server).collect();
        holds(server.settings(), &lists, &|word| {
            word.to_ascii_lowercase().ends_with("sender_login_mismatch")
        })
    };
    let mut running = case.running().filter(|(_, server)| {
        let maps = server.settings().text(name);
        !maps.value.is_empty()
    });
    let Some((_, server)) = running.next() else {
        return Vec::new();
    };
    if case.running().any(|(_, server)| asks(server)) {
        return Vec::new();
    }
    let maps = server.settings().text(name);
    vec![Found::new("no list asks whose sender address is whose").at(&maps)]
}

fn helo_optional(case: &Case<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (service, server) in case.running() {
        let settings = server.settings();
        let list = settings.list("smtpd_helo_restrictions");
        let refuses = list
            .value
            .iter()
            .any(|word| word.text.starts_with("reject") || word.text.starts_with("check_"));
        let required = settings.boolean("smtpd_helo_required");
        if !refuses || required.value {
            continue;
        }
        let lines = ["MAIL FROM:<sender@example.org>"];
        let says = "a client that gives no name is asked nothing about it";
        let one = Found::new(says).in_service(service).at(&required);
        let witness = case.outsider(service, &lines);
        let steps = witness.replay_on(server);
        if steps.len() > 1 && steps.last().is_some_and(|last| code(last) == 250) {
            found.push(one.shown_by(witness));
        }
    }
    found
}
