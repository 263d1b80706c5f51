//! Restriction lists that do not do what they seem to: servers that do not start, and
//! mail that should come in and does not.

use saslab_smtpd::Cause;

use super::{Ask, Question, Severity};
use crate::case::{Case, Found};

pub(super) static ROWS: &[Question] = &[Question {
    name: "does-not-start",
    title: "The service does not start",
    severity: Severity::Critical,
    explanation: "smtpd(8), or Postfix as a whole, ends with a fatal error before it \
            serves anybody. Without a restriction that refuses foreign mail, for instance, \
            smtpd does not start: clients connect and wait in vain for a greeting.",
    source: "src/smtpd/smtpd_check.c, smtpd_check_init; src/global/mail_conf.c",
    ask: Ask::Case(does_not_start),
}];

fn does_not_start(case: &Case<'_>) -> Vec<Found> {
    let stopped = case.services.iter().filter_map(|running| {
        let error = running.server.as_ref().err()?;
        let found = Found::new(error.to_string())
            .in_service(running.service)
            .shown_by(case.outsider(running.service, &[]));
        Some(match &error.cause {
            Some(Cause::Setting(setting)) => found.at(setting),
            Some(_) | None => found,
        })
    });
    stopped.collect()
}
