//! The connection between a client and the simulated server, as a recording has it:
//! bytes in, lines out, and what was logged meanwhile.

use std::collections::VecDeque;

use saslab_smtpd::{Cause, Expect, LogEvent, Reply, Step};

use crate::Handshake;
use crate::latin1;
use crate::placeholder::log_line;

/// One connection.
pub(crate) struct Wire {
    inner: saslab_smtpd::Wire,
    said: VecDeque<String>,
    log: Vec<String>,
    not_simulated: Vec<String>,
    /// The process has ended with `fatal:`, a second after it logged so (`msg_fatal`).
    died: bool,
}

impl Wire {
    pub(crate) fn new(started: &[LogEvent], connected: &Step) -> Self {
        let mut wire = Self {
            inner: saslab_smtpd::Wire::new(connected),
            said: VecDeque::new(),
            log: started
                .iter()
                .map(|event| log_line(&latin1::text(event.to_string().as_bytes())))
                .collect(),
            not_simulated: Vec::new(),
            died: false,
        };
        wire.take(connected);
        wire
    }

    /// The next line from the server, if it has said one.
    pub(crate) fn line(&mut self) -> Option<String> {
        self.said.pop_front()
    }

    /// Whether the server has said something that has not been read.
    pub(crate) fn has_said_more(&self) -> bool {
        !self.said.is_empty()
    }

    /// Whether the server has closed the connection.
    pub(crate) fn is_closed(&self) -> bool {
        self.inner.expects() == Expect::Closed
    }

    /// Whether the connection closes only after the client has said more.
    pub(crate) fn closes_late(&self) -> bool {
        self.died
    }

    pub(crate) fn send(&mut self, bytes: &[u8]) {
        if self.inner.expects() == Expect::TlsHandshake {
            let step = self.inner.spoil_handshake(bytes);
            return self.take(&step);
        }
        self.inner.send(bytes);
        while let Some(step) = self.inner.step() {
            self.take(&step);
        }
    }

    /// The client begins a TLS handshake. Bytes sent before it are not part of it.
    pub(crate) fn handshake(&mut self) -> Handshake {
        if self.inner.expects() != Expect::TlsHandshake {
            return Handshake::Failed;
        }
        let step = self.inner.handshake();
        self.take(&step);
        Handshake::Done
    }

    /// The client hangs up. The log, and what was not simulated.
    pub(crate) fn hang_up(mut self) -> (Vec<String>, Vec<String>) {
        if !self.is_closed() {
            let step = self.inner.hang_up();
            self.take(&step);
        }
        (self.log, self.not_simulated)
    }

    fn take(&mut self, step: &Step) {
        for reply in &step.replies {
            self.hear(reply);
        }
        self.log.extend(step.log.iter().map(|event| {
            let line = step.after.server().log_line(event);
            log_line(&latin1::text(line.as_bytes()))
        }));
        self.died |= matches!(step.log.last(), Some(LogEvent::Fatal(_)));
    }

    fn hear(&mut self, reply: &Reply) {
        for line in reply.lines() {
            self.said.extend(lines_on_the_wire(line.text()));
            match line.cause() {
                Cause::NotSimulated(what) => self.not_simulated.push(what.to_string()),
                Cause::Setting(_)
                | Cause::Rfc(_)
                | Cause::Change(_)
                | Cause::Trace(_)
                | Cause::Client(_)
                | Cause::Sasl(_) => {}
            }
        }
    }
}

/// A line feed inside a reply line would be a bare one.
fn lines_on_the_wire(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split_inclusive('\n')
        .map(|piece| match piece.strip_suffix('\n') {
            None => latin1::text(piece.as_bytes()),
            Some(line) => match line.strip_suffix('\r') {
                Some(line) => latin1::text(line.as_bytes()),
                None => latin1::text(line.as_bytes()) + "{bare-lf}",
            },
        })
}
