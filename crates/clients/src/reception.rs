//! What every client says first, and what the server answers: greeting, EHLO, STARTTLS.

use std::cell::OnceCell;
use std::sync::Arc;

use saslab_smtpd::{Expect, Input, Reply, Session, Step};

use crate::Offer;

/// A server that has greeted a client. What all clients say first is said once, and
/// conversations go on from there: a step is a pure function.
#[derive(Debug)]
pub struct Reception {
    /// The greeting, behind the handshake of wrapper mode.
    greeting: Step,
    hello: OnceCell<Arc<Step>>,
    secured: OnceCell<Secured>,
}

/// STARTTLS behind EHLO, and EHLO again unless it was refused.
#[derive(Debug)]
pub(crate) struct Secured {
    pub(crate) begun: Arc<Step>,
    pub(crate) hello: Option<Arc<Step>>,
}

pub(crate) const HELLO: &str = "EHLO client.example.org";
pub(crate) const STARTTLS: &str = "STARTTLS";

impl Reception {
    /// After the greeting.
    #[must_use]
    pub fn of(greeting: Step) -> Self {
        let greeting = match greeting.next {
            Expect::TlsHandshake => greeting.after.receive(Input::TlsHandshake),
            Expect::Command
            | Expect::SaslResponse
            | Expect::Message
            | Expect::Octets(_)
            | Expect::Closed => greeting,
        };
        Self {
            greeting,
            hello: OnceCell::new(),
            secured: OnceCell::new(),
        }
    }

    /// Whether a client goes on.
    pub(crate) fn greets(&self) -> bool {
        self.greeting.next == Expect::Command && code(&self.greeting) == 220
    }

    /// Whether EHLO offers to begin TLS, and it has not begun.
    #[must_use]
    pub fn offers_tls(&self) -> bool {
        self.greets()
            && offer(self.hello())
                .is_some_and(|offer| offer.has_starttls() && !offer.is_encrypted())
    }

    pub(crate) fn hello(&self) -> &Arc<Step> {
        let said = || Arc::new(said(&self.greeting.after, HELLO));
        self.hello.get_or_init(said)
    }

    pub(crate) fn secured(&self) -> &Secured {
        self.secured.get_or_init(|| {
            let begun = said(&self.hello().after, STARTTLS);
            let hello = (code(&begun) == 220).then(|| Arc::new(said(&begun.after, HELLO)));
            let begun = Arc::new(begun);
            Secured { begun, hello }
        })
    }
}

/// What a line leads to; a handshake behind it is done at once.
pub(crate) fn said(session: &Session, line: &str) -> Step {
    let mut step = session.receive(Input::line(line.as_bytes()));
    if step.next == Expect::TlsHandshake {
        let secured = step.after.receive(Input::TlsHandshake);
        step.after = secured.after;
        step.next = secured.next;
    }
    step
}

pub(crate) fn code(step: &Step) -> u16 {
    step.replies.first().map_or(0, Reply::code)
}

/// What EHLO offers, if it was answered.
pub(crate) fn offer(step: &Step) -> Option<Offer<'_>> {
    let reply = step.replies.first().filter(|reply| reply.code() == 250)?;
    Some(Offer::read(reply, step.after.channel()))
}
