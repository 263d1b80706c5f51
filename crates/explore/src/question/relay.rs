//! Who can relay: predicates on the end of a message, and on RCPT.

use saslab_smtpd::policy::{Check, Trace};
use saslab_smtpd::{Reply, Step};

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
        name: "relay-by-claim",
        title: "Relay for whoever claims the right name",
        severity: Severity::Critical,
        explanation: "An access table on sender addresses or HELO names says OK before relaying \
            is refused. Both are what the client says, and anybody can say them: whoever finds \
            one of the names relays.",
        source: "SMTPD_ACCESS_README, dangerous use of smtpd_recipient_restrictions; access(5)",
        ask: Ask::Step(relay_by_claim),
    },
    Question {
        name: "permit-too-early",
        title: "A permit stands before the check that should have stopped it",
        severity: Severity::Critical,
        explanation: "The list that should refuse foreign mail permits everybody before it gets \
            there: the first restriction that decides ends the list.",
        source: "SMTPD_ACCESS_README; postconf(5), smtpd_recipient_restrictions",
        ask: Ask::Step(permit_too_early),
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
    Question {
        name: "send-as-anyone",
        title: "Who has logged in may send as anybody",
        severity: Severity::Note,
        explanation: "A login lets its owner use every sender address, those of other users \
            included. smtpd_sender_login_maps says whose address is whose, and \
            reject_sender_login_mismatch holds users to it.",
        source: "SASL_README, envelope sender address authorization",
        ask: Ask::Step(send_as_anyone),
    },
    Question {
        name: "unknown-recipients-taken",
        title: "Mail for users that do not exist is accepted",
        severity: Severity::Warning,
        explanation: "The server takes a message for a local address that nobody has, and has to \
            return it later, mostly to somebody whose address was forged. An empty \
            local_recipient_maps does that, and so does a table that holds everything.",
        source: "LOCAL_RECIPIENT_README; BACKSCATTER_README",
        ask: Ask::Step(unknown_recipients_taken),
    },
];

/// A client from anywhere, without a login.
fn is_anybody(visit: &Visit<'_>) -> bool {
    *visit.login == Login::None && visit.peer.reach == Reach::Anyone
}

/// Whether the recipient is foreign, and written so.
fn foreign(visit: &Visit<'_>, form: Form) -> bool {
    visit.recipient.is_some_and(|recipient| {
        recipient.destination == Destination::Foreign && recipient.form == form
    })
}

/// A message that was accepted for a foreign domain.
fn relayed(visit: &Visit<'_>, form: Form) -> bool {
    visit.stage == Stage::Message && code(visit.step) == 250 && foreign(visit, form)
}

fn open_relay(visit: &Visit<'_>) -> bool {
    is_anybody(visit) && relayed(visit, Form::Plain)
}

fn relay_by_route(visit: &Visit<'_>) -> bool {
    is_anybody(visit) && relayed(visit, Form::Routed)
}

fn anonymous_relay(visit: &Visit<'_>) -> bool {
    *visit.login == Login::Anonymous
        && visit.peer.reach == Reach::Anyone
        && visit.step.after.login().is_some()
        && relayed(visit, Form::Plain)
}

/// The checks that let a recipient pass, in the lists that decide about relaying.
pub(crate) fn permits(step: &Step) -> impl Iterator<Item = &Check> {
    let lines = step.replies.iter().flat_map(Reply::lines);
    let traces = lines.filter_map(|line| line.cause().trace());
    traces.flat_map(Trace::permits)
}

/// Whether one of these words has let a foreign recipient of anybody pass.
fn passes_by(visit: &Visit<'_>, words: &[&str]) -> bool {
    visit.stage == Stage::Recipient
        && code(visit.step) == 250
        && is_anybody(visit)
        && foreign(visit, Form::Plain)
        && permits(visit.step).any(|check| {
            let mut words = words.iter();
            words.any(|word| check.restriction.text.eq_ignore_ascii_case(word))
        })
}

fn relay_by_claim(visit: &Visit<'_>) -> bool {
    const CLAIMS: [&str; 2] = ["check_sender_access", "check_helo_access"];
    passes_by(visit, &CLAIMS)
}

fn permit_too_early(visit: &Visit<'_>) -> bool {
    const PERMITS: [&str; 4] = [
        "permit",
        "check_client_access",
        "check_recipient_access",
        "permit_naked_ip_address",
    ];
    passes_by(visit, &PERMITS)
}

fn send_as_anyone(visit: &Visit<'_>) -> bool {
    let Login::Account { user, .. } = visit.login else {
        return false;
    };
    let others = visit.sender.is_some_and(|sender| {
        let local = |text: &str| text.split('@').next().unwrap_or("").to_ascii_lowercase();
        let name = local(&sender.text);
        !name.is_empty() && name != local(user)
    });
    visit.stage == Stage::Recipient
        && code(visit.step) == 250
        && visit.peer.reach == Reach::Anyone
        && visit.step.after.login().is_some()
        && foreign(visit, Form::Plain)
        && others
}

fn unknown_recipients_taken(visit: &Visit<'_>) -> bool {
    let nobody = |form| form == Form::Nobody;
    visit.stage == Stage::Recipient
        && code(visit.step) == 250
        && is_anybody(visit)
        && visit
            .recipient
            .is_some_and(|recipient| nobody(recipient.form))
}
