//! Who can relay: predicates on the end of a message, and on RCPT.

use super::{Ask, Question, Severity};
use crate::Destination;
use crate::alphabet::{Form, Login, Reach};
use crate::search::{Stage, Visit};
use crate::witness::code;

pub(super) static ROWS: &[Question] = &[
    Question {
        name: "open-relay",
        title: "Open relay: anybody can send mail to anybody",
        severity: Severity::Critical,
        explanation: "A client from anywhere on the Internet, without a login, has a message \
            accepted for a domain that this server has nothing to do with. Spammers find such \
            servers within hours, and others then refuse all mail from it.",
        source: "RFC 5321 section 7.9; postconf(5), smtpd_relay_restrictions",
        ask: Ask::Step(open_relay),
    },
    Question {
        name: "relay-by-route",
        title: "Relay by an address that hides another one",
        severity: Severity::Critical,
        explanation: "The address looks like one of this server's own, but its local part \
            names another server (user%there@here, there!user@here, user@there@here), and \
            the message is accepted from anybody.",
        source: "postconf(5), allow_percent_hack, swap_bangpath, allow_untrusted_routing",
        ask: Ask::Step(relay_by_route),
    },
    Question {
        name: "anonymous-relay",
        title: "An anonymous login may relay",
        severity: Severity::Critical,
        explanation: "AUTH ANONYMOUS admits everybody. permit_sasl_authenticated does not \
            count such a login, so that this does not happen by itself.",
        source: "src/smtpd/smtpd_sasl_proto.c, permit_sasl_auth; RFC 4505",
        ask: Ask::Step(anonymous_relay),
    },
];

/// A message from a client without rights that was accepted for a foreign domain.
fn relayed(visit: &Visit<'_>, form: Form) -> bool {
    let foreign = visit.recipient.is_some_and(|recipient| {
        recipient.destination == Destination::Foreign && recipient.form == form
    });
    visit.stage == Stage::Message && code(visit.step) == 250 && foreign
}

fn open_relay(visit: &Visit<'_>) -> bool {
    *visit.login == Login::None && visit.peer.reach == Reach::Anyone && relayed(visit, Form::Plain)
}

fn relay_by_route(visit: &Visit<'_>) -> bool {
    *visit.login == Login::None && visit.peer.reach == Reach::Anyone && relayed(visit, Form::Routed)
}

fn anonymous_relay(visit: &Visit<'_>) -> bool {
    *visit.login == Login::Anonymous
        && visit.peer.reach == Reach::Anyone
        && visit.step.after.login().is_some()
        && relayed(visit, Form::Plain)
}
