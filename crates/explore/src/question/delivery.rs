//! Legitimate mail that is refused.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use saslab_smtpd::Server;
use saslab_smtpd::maincf::Service;

use super::{Ask, Question, Severity};
use crate::alphabet::domain_of;
use crate::case::{Case, Found};
use crate::relay::{Cell, Destination, Identity, Origin, Row, Verdict, relay_table};
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

/// The mail server of another domain: its name leads to its address and back, as that of
/// anybody who wants to be heard.
const NEIGHBOUR: IpAddr = IpAddr::V4(Ipv4Addr::new(198, 51, 100, 25));

/// A message of the neighbour that is refused, and should not be.
fn refused(case: &Case<'_>, running: (&Service, &Arc<Server>), recipient: &str) -> Option<Found> {
    let (service, server) = running;
    let recipient = format!("RCPT TO:<{recipient}>");
    let lines = [
        "EHLO mx.example.org",
        "MAIL FROM:<sender@example.org>",
        &*recipient,
    ];
    let witness = Witness {
        name: Some("mx.example.org".into()),
        ..case.session(service, NEIGHBOUR, &lines)
    };
    let steps = witness.replay_on(server);
    let last = steps.iter().find(|step| code(step) >= 400)?;
    let says = format!("the server says {}", last_line(last));
    Some(Found::new(says).in_service(service).shown_by(witness))
}

fn local_mail_refused(case: &Case<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for running in case.running().filter(|(service, _)| takes_mail(service)) {
        let own = domain_of(running.1, "mydestination");
        let recipient = own.map_or("postmaster".to_owned(), |own| format!("alice@{own}"));
        let one = refused(case, running, &recipient);
        // Who exists there, nobody knows here.
        found.extend(one.filter(|one| !one.says.contains(" 5.1.1 ")));
    }
    found
}

fn submission_refused(case: &Case<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (service, server) in case.running() {
        let mut rows = relay_table(server, case.site.lens).into_iter();
        let user = |row: &Row| (row.who.origin, row.who.identity) == USER;
        let cells = rows.find(user).map(|row| row.cells).unwrap_or_default();
        let refused = cells.into_iter().filter(|cell| {
            let is_refused = matches!(cell.verdict, Verdict::Refused | Verdict::Deferred);
            // The address that everybody here sends from need not be the user's own.
            let others = cell.reply.contains("not owned by user");
            is_refused && !others && cell.destination == Destination::Foreign
        });
        found.extend(refused.map(|cell| in_cell(service, cell)));
    }
    found
}

/// Who shall be able to send from anywhere.
const USER: (Origin, Identity) = (Origin::Outsider, Identity::Account);

fn in_cell(service: &Service, cell: Cell) -> Found {
    let witness = Witness {
        service: service.name.clone(),
        ..cell.witness
    };
    let says = match &*cell.reply {
        "" => "the server hangs up without a word".to_owned(),
        reply => format!("the server says {reply}"),
    };
    Found::new(says).in_service(service).shown_by(witness)
}

fn postmaster_refused(case: &Case<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for running in case.running().filter(|(service, _)| takes_mail(service)) {
        let Some(own) = domain_of(running.1, "mydestination") else {
            continue;
        };
        let one = refused(case, running, &format!("postmaster@{own}"));
        found.extend(one.map(|mut one| {
            one.places.push(Place {
                parameter: "smtpd_recipient_restrictions".into(),
                line: None,
                span: None,
                service: None,
            });
            one
        }));
    }
    found
}
