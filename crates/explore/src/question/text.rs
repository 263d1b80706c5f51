//! What main.cf says and Postfix does not read as it was meant.

use saslab_smtpd::maincf::parameter;

use super::{Ask, Question, Severity};
use crate::case::{Case, Found};

pub(super) static ROWS: &[Question] = &[Question {
    name: "unknown-parameter",
    title: "A name that Postfix does not know",
    severity: Severity::Warning,
    explanation: "main.cf sets a name that no program of this release reads and that nothing \
        in the file refers to. Postfix does not complain: the line does nothing.",
    source: "postconf(1), -n: \"unused parameter\"",
    ask: Ask::Case(unknown_parameter),
}];

fn unknown_parameter(case: &Case<'_>) -> Vec<Found> {
    let file = &case.site.installation.main_cf;
    let mut found = Vec::new();
    for entry in file.entries() {
        if parameter(&entry.name).is_some() || is_referred_to(case, &entry.name) {
            continue;
        }
        let says = format!("no program reads {}", entry.name);
        found.push(Found::new(says).at_line(&entry.name, entry.line, entry.name_span));
    }
    found
}

/// Whether `$name` or a restriction class uses a name, or a transport has it.
fn is_referred_to(case: &Case<'_>, name: &str) -> bool {
    let file = &case.site.installation.main_cf;
    let forms = [
        format!("${name}"),
        format!("${{{name}"),
        format!("$({name}"),
    ];
    let refers = |text: &str| forms.iter().any(|form| text.contains(form));
    let in_file = file
        .entries()
        .iter()
        .any(|entry| refers(entry.value.as_str()));
    let classes = file.get("smtpd_restriction_classes");
    let is_class = classes.is_some_and(|entry| {
        let mut words = entry.value.as_str().split([',', ' ', '\t', '\n']);
        words.any(|word| word == name)
    });
    let mut services = case.site.master.services().iter();
    let in_master = services.any(|service| service.overrides.iter().any(|o| refers(&o.value)));
    let of_transport = [
        "_limit",
        "_delay",
        "_rate",
        "_time_limit",
        "_recipient_limit",
    ];
    let of_transport = of_transport.iter().any(|end| name.ends_with(end));
    in_file || is_class || in_master || of_transport
}
