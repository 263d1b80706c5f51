//! Legitimate mail that is refused.

use saslab_smtpd::maincf::Service;

use super::{Ask, Question, Severity};
use crate::case::{Case, Found};
use crate::relay::{Cell, Destination, Identity, Origin, Verdict, relay_table};
use crate::witness::{code, last_line};
use crate::{Place, Witness};

pub(super) static ROWS: &[Question] = &[
    Question {
        name: "local-mail-refused",
        title: "Mail for the server's own users is refused",
        severity: Severity::Serious,
        explanation: "An outsider's message for a user of this server does not come in: a list \
            refuses it before it is known to be for the server itself.",
        source: "RFC 5321 section 3.3; SMTPD_ACCESS_README",
        ask: Ask::Case(local_mail_refused),
    },
    Question {
        name: "postmaster-refused",
        title: "Mail for the postmaster is refused",
        severity: Severity::Warning,
        explanation: "RFC 5321 section 4.5.1 asks every server to take mail for the postmaster \
            of its domains. Without it nobody can tell you that something is wrong.",
        source: "RFC 5321 section 4.5.1; RFC 2142",
        ask: Ask::Case(postmaster_refused),
    },
    Question {
        name: "submission-refused",
        title: "Who has logged in cannot send",
        severity: Severity::Serious,
        explanation: "The password is right and AUTH says so, and then a list refuses the \
            message: permit_sasl_authenticated is missing, or stands too late.",
        source: "SASL_README, enabling SASL authorization in the Postfix SMTP server",
        ask: Ask::Case(submission_refused),
    },
];

/// Whether mail of other servers comes by this service.
fn takes_mail(service: &Service) -> bool {
    service.port() == Some(25)
}

fn local_mail_refused(case: &Case<'_>) -> Vec<Found> {
    let is_local = |row: Identity, cell: &Cell| {
        row == Identity::None && cell.destination == Destination::Local
    };
    cells(case, takes_mail, is_local)
}

fn submission_refused(case: &Case<'_>) -> Vec<Found> {
    let is_sending = |row: Identity, cell: &Cell| {
        row == Identity::Account && cell.destination == Destination::Foreign
    };
    cells(case, |_service| true, is_sending)
}

/// The cells of relay tables that an outsider is refused in and should not be.
fn cells(
    case: &Case<'_>,
    of: fn(&Service) -> bool,
    wanted: fn(Identity, &Cell) -> bool,
) -> Vec<Found> {
    let mut found = Vec::new();
    for (service, server) in case.running().filter(|(service, _)| of(service)) {
        for row in relay_table(server, case.site.lens) {
            if row.who.origin != Origin::Outsider {
                continue;
            }
            let refused = row.cells.into_iter().filter(|cell| {
                let is_refused = matches!(cell.verdict, Verdict::Refused | Verdict::Deferred);
                is_refused && wanted(row.who.identity, cell)
            });
            found.extend(refused.map(|cell| in_cell(service, cell)));
        }
    }
    found
}

fn in_cell(service: &Service, cell: Cell) -> Found {
    let witness = Witness {
        service: service.name.clone(),
        ..cell.witness
    };
    let says = format!("the server says {}", cell.reply);
    Found::new(says).in_service(service).shown_by(witness)
}

fn postmaster_refused(case: &Case<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (service, server) in case.running().filter(|(service, _)| takes_mail(service)) {
        let Some(own) = crate::alphabet::domain_of(server, "mydestination") else {
            continue;
        };
        let recipient = format!("RCPT TO:<postmaster@{own}>");
        let lines = [
            "EHLO client.example.org",
            "MAIL FROM:<sender@example.org>",
            &*recipient,
        ];
        let witness = case.outsider(service, &lines);
        let steps = witness.replay_on(server);
        let Some(last) = steps.last().filter(|step| code(step) >= 400) else {
            continue;
        };
        let says = format!("the server says {}", last_line(last));
        let mut one = Found::new(says).in_service(service).shown_by(witness);
        one.places.push(Place {
            parameter: "smtpd_recipient_restrictions".into(),
            line: None,
            span: None,
            service: None,
        });
        found.push(one);
    }
    found
}
