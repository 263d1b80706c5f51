//! What main.cf says and Postfix does not read as it was meant.

use std::sync::Arc;

use saslab_smtpd::Server;
use saslab_smtpd::maincf::{Origin, RemarkKind, parameter, review};

use super::{Ask, Question, Severity};
use crate::Place;
use crate::case::{Case, Found};

pub(super) static ROWS: &[Question] = &[
    Question {
        name: "unknown-parameter",
        title: "A name that Postfix does not know",
        severity: Severity::Warning,
        explanation: "main.cf sets a name that no program of this release reads and that nothing \
            in the file refers to. Postfix does not complain: the line does nothing.",
        source: "postconf(1), -n: \"unused parameter\"",
        ask: Ask::Case(unknown_parameter),
    },
    Question {
        name: "not-in-this-release",
        title: "A setting that this release does not have yet",
        severity: Severity::Warning,
        explanation: "The parameter came with a later release. This one reads over it without \
            a word, and what it was to protect is not protected.",
        source: "postconf(5), \"available in Postfix version\"",
        ask: Ask::Case(not_in_this_release),
    },
    Question {
        name: "undefined-name",
        title: "$name that nothing sets",
        severity: Severity::Serious,
        explanation: "It stands for an empty text. $mua_client_restrictions in master.cf, for \
            instance, leaves a list empty where the stock file expects main.cf to define it.",
        source: "postconf(5), $parameter; the stock master.cf",
        ask: Ask::Case(undefined_name),
    },
    Question {
        name: "comment-in-value",
        title: "A remark that belongs to the value",
        severity: Severity::Warning,
        explanation: "\"#\" begins a remark only at the start of a line. Behind a value it is a \
            part of it: a list ends in words that were meant as prose, a yes is no yes.",
        source: "postconf(5), main.cf file format",
        ask: Ask::Case(comment_in_value),
    },
    Question {
        name: "placeholder",
        title: "A place that another tool should have filled",
        severity: Severity::Serious,
        explanation: "The value holds a mark like {{ name }} or @NAME@ that a template or a \
            set-up script leaves behind when it fails. Postfix takes it as it is.",
        source: "postconf(5), main.cf file format",
        ask: Ask::Case(placeholder),
    },
    Question {
        name: "wildcard-domain",
        title: "A wildcard that is none",
        severity: Severity::Warning,
        explanation: "Lists of domains and networks know no \"*\": the word matches nothing, \
            or only a name of that one letter. Whoever wrote relay_domains = * does not \
            get what it says, and in a table of that kind would have an open relay.",
        source: "postconf(5), relay_domains, mynetworks; match_list(3)",
        ask: Ask::Case(wildcard_domain),
    },
    Question {
        name: "superseded",
        title: "A setting that another one has taken the place of",
        severity: Severity::Note,
        explanation: "It still counts in this release, but newer ones warn about it or have \
            dropped it.",
        source: "DEPRECATION_README; postconf(5)",
        ask: Ask::Case(superseded),
    },
    Question {
        name: "without-effect",
        title: "A setting without effect",
        severity: Severity::Note,
        explanation: "It is about something that is switched off in every service.",
        source: "postconf(5), smtpd_sasl_auth_enable, smtpd_tls_security_level",
        ask: Ask::Case(without_effect),
    },
];

/// What review finds of one kind.
fn remarks(case: &Case<'_>, is: fn(&RemarkKind) -> Option<Arc<str>>) -> Vec<Found> {
    let installation = &case.site.installation;
    let mut found = Vec::new();
    for remark in review(&installation.main_cf, installation.release) {
        let Some(name) = is(&remark.kind) else {
            continue;
        };
        let text = remark.to_string();
        let says = text.split_once(": ").map_or(&*text, |(_line, says)| says);
        // A finding says one sentence; a question may follow it.
        let says = says.trim_end_matches('.');
        let line = remark.line;
        // Entries stand in the order of their lines.
        let entries = installation.main_cf.entries();
        let behind = entries.partition_point(|entry| entry.line <= line);
        let entry = behind.checked_sub(1).and_then(|at| entries.get(at));
        let name = entry.map_or(name, |entry| Arc::clone(&entry.name));
        found.push(Found::new(says).at_line(&name, line, remark.span));
    }
    found
}

fn unknown_parameter(case: &Case<'_>) -> Vec<Found> {
    let mut found = remarks(case, |kind| {
        if let RemarkKind::Unknown { name, .. } = kind {
            Some(Arc::clone(name))
        } else {
            None
        }
    });
    // master.cf may use it.
    let services = case.site.master.services();
    let used = |name: &str| {
        let mut options = services.iter().flat_map(|service| &service.overrides);
        options.any(|option| option.value.contains(name))
    };
    found.retain(|one| !one.places.iter().any(|place| used(&place.parameter)));
    found
}

fn not_in_this_release(case: &Case<'_>) -> Vec<Found> {
    remarks(case, |kind| {
        if let RemarkKind::NotYet { name, .. } = kind {
            Some(Arc::from(*name))
        } else {
            None
        }
    })
}

fn comment_in_value(case: &Case<'_>) -> Vec<Found> {
    remarks(case, |kind| {
        if let RemarkKind::Comment = kind {
            Some(Arc::from(""))
        } else {
            None
        }
    })
}

fn placeholder(case: &Case<'_>) -> Vec<Found> {
    remarks(case, |kind| {
        if let RemarkKind::Placeholder(text) = kind {
            Some(Arc::clone(text))
        } else {
            None
        }
    })
}

fn undefined_name(case: &Case<'_>) -> Vec<Found> {
    let mut found = remarks(case, |kind| {
        if let RemarkKind::Undefined(name) = kind {
            Some(Arc::clone(name))
        } else {
            None
        }
    });
    let file = &case.site.installation.main_cf;
    for service in case.site.services() {
        for option in &service.overrides {
            let set = |name: &str| {
                let mut options = service.overrides.iter();
                file.get(name).is_some()
                    || parameter(name).is_some()
                    || options.any(|option| *option.name == *name)
            };
            let Some(name) = names(&option.value).find(|name| !set(name)) else {
                continue;
            };
            let says = format!("nothing sets ${name}, so {} is empty here", option.name);
            let mut one = Found::new(says).in_service(service);
            one.places.push(Place {
                parameter: Arc::from(name),
                line: None,
                span: None,
                service: Some(Arc::clone(&service.name)),
            });
            found.push(one);
        }
    }
    found
}

/// Each `$name` of a text, but not those that ask whether a name is set.
fn names(text: &str) -> impl Iterator<Item = &str> {
    let mut parts = text.split('$');
    parts.next();
    parts.filter_map(|part| {
        let part = part.trim_start_matches(['{', '(']);
        let end = part.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        let (name, rest) = part.split_at_checked(end.unwrap_or(part.len()))?;
        (!name.is_empty() && !rest.starts_with(['?', ':'])).then_some(name)
    })
}

const LISTS: [&str; 5] = [
    "relay_domains",
    "mydestination",
    "mynetworks",
    "virtual_alias_domains",
    "virtual_mailbox_domains",
];

fn wildcard_domain(case: &Case<'_>) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for (service, server) in case.running() {
        for name in LISTS {
            let list = server.settings().list(name);
            let mut words = list.value.iter();
            let Some(word) = words.find(|word| word.text.contains('*') && !word.text.contains(':'))
            else {
                continue;
            };
            let says = format!("{} is no wildcard in {name}", word.text);
            if !found.iter().any(|other| other.says == says) {
                found.push(Found::new(says).in_service(service).at(&list));
            }
        }
    }
    found
}

/// Names with those that took their places; superseded where the release has both.
const SUPERSEDED: [(&str, &str); 6] = [
    ("smtpd_use_tls", "smtpd_tls_security_level"),
    ("smtpd_enforce_tls", "smtpd_tls_security_level"),
    ("virtual_maps", "virtual_alias_maps"),
    (
        "smtpd_client_connection_limit_exceptions",
        "smtpd_client_event_limit_exceptions",
    ),
    ("authorized_verp_clients", "smtpd_authorized_verp_clients"),
    ("maps_rbl_domains", "smtpd_client_restrictions"),
];

fn superseded(case: &Case<'_>) -> Vec<Found> {
    let installation = &case.site.installation;
    let mut found = Vec::new();
    for entry in installation.main_cf.entries() {
        let mut rows = SUPERSEDED.iter();
        let Some((_, other)) = rows.find(|(name, _)| *name == &*entry.name) else {
            continue;
        };
        let known = parameter(other).and_then(|row| row.default_of(installation.release));
        if known.is_some() {
            let says = format!("{other} has taken the place of {}", entry.name);
            found.push(Found::new(says).at_line(&entry.name, entry.line, entry.name_span));
        }
    }
    found
}

/// Parameters that do nothing without AUTH.
const OF_AUTH: [&str; 6] = [
    "broken_sasl_auth_clients",
    "smtpd_sasl_security_options",
    "smtpd_sasl_tls_security_options",
    "smtpd_sasl_local_domain",
    "smtpd_sasl_exceptions_networks",
    "smtpd_tls_auth_only",
];

fn without_effect(case: &Case<'_>) -> Vec<Found> {
    let has_auth = |server: &Arc<Server>| server.settings().boolean("smtpd_sasl_auth_enable").value;
    let mut running = case.running();
    let Some((_, server)) = running.next() else {
        return Vec::new();
    };
    if has_auth(server) || running.any(|(_, server)| has_auth(server)) {
        return Vec::new();
    }
    let settings = OF_AUTH.into_iter().map(|name| server.settings().text(name));
    let written = settings.filter(|setting| matches!(setting.origin, Origin::File { .. }));
    written
        .map(|setting| {
            let says = format!(
                "{} does nothing: AUTH is off everywhere",
                setting.parameter.name
            );
            Found::new(says).at(&setting)
        })
        .collect()
}
