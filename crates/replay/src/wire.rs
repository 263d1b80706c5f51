//! The connection between a client and the simulated server: bytes in, lines out.
//! What the client has sent and the server has not read yet waits here, so that
//! pipelining and early talk look to the session as they would on a socket.

use std::collections::VecDeque;

use saslab_smtpd::{Cause, Expect, Input, Line, LineEnd, LogEvent, Reply, Session, Step};

use crate::Handshake;
use crate::latin1;
use crate::placeholder::log_line;

/// One connection.
pub(crate) struct Wire {
    session: Session,
    next: Expect,
    unread: Vec<u8>,
    said: VecDeque<String>,
    log: Vec<String>,
    not_simulated: Vec<String>,
    /// The process has ended with `fatal:`, a second after it logged so (`msg_fatal`).
    died: bool,
}

impl Wire {
    pub(crate) fn new(started: &[LogEvent], connected: Step) -> Self {
        let mut wire = Self {
            session: connected.after.clone(),
            next: connected.next,
            unread: Vec::new(),
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
        self.next == Expect::Closed
    }

    /// Whether the connection closes only after the client has said more.
    pub(crate) fn closes_late(&self) -> bool {
        self.died
    }

    pub(crate) fn send(&mut self, bytes: &[u8]) {
        if self.next == Expect::TlsHandshake {
            // Not the handshake that the server waits for.
            let step = self.session.receive(Input::line(bytes));
            return self.take(step);
        }
        self.unread.extend_from_slice(bytes);
        while let Some(step) = self.read_on() {
            self.take(step);
        }
    }

    /// The client begins a TLS handshake. Bytes sent before it are not part of it.
    pub(crate) fn handshake(&mut self) -> Handshake {
        if self.next != Expect::TlsHandshake {
            return Handshake::Failed;
        }
        self.unread.clear();
        let step = self.session.receive(Input::TlsHandshake);
        self.take(step);
        Handshake::Done
    }

    /// The client hangs up. The log, and what was not simulated.
    pub(crate) fn hang_up(mut self) -> (Vec<String>, Vec<String>) {
        if !self.is_closed() {
            let step = self.session.receive(Input::Disconnect);
            self.take(step);
        }
        (self.log, self.not_simulated)
    }

    fn read_on(&mut self) -> Option<Step> {
        match self.next {
            Expect::Command | Expect::SaslResponse | Expect::Message => {
                let (line, end) = self.unread_line()?;
                let line = Line {
                    bytes: &line,
                    ahead: &self.unread,
                    end,
                };
                Some(self.session.receive(Input::Line(line)))
            }
            Expect::Octets(wanted) => {
                let wanted = usize::try_from(wanted).unwrap_or(usize::MAX);
                let rest = self.unread.split_off(wanted.min(self.unread.len()));
                let octets = std::mem::replace(&mut self.unread, rest);
                (!octets.is_empty()).then(|| self.session.receive(Input::Octets(&octets)))
            }
            Expect::TlsHandshake | Expect::Closed => None,
        }
    }

    /// `smtp_get` of `smtp_stream.c`: a line ends with a line feed.
    fn unread_line(&mut self) -> Option<(Vec<u8>, LineEnd)> {
        let end = self.unread.iter().position(|byte| *byte == b'\n')?;
        let rest = self.unread.split_off(end + 1);
        let mut line = std::mem::replace(&mut self.unread, rest);
        line.pop();
        let end = match line.pop_if(|last| *last == b'\r') {
            Some(_) => LineEnd::CrLf,
            None => LineEnd::BareLf,
        };
        Some((line, end))
    }

    fn take(&mut self, step: Step) {
        for reply in &step.replies {
            self.hear(reply);
        }
        self.log.extend(step.log.iter().map(|event| {
            let line = step.after.server().log_line(event);
            log_line(&latin1::text(line.as_bytes()))
        }));
        self.died |= matches!(step.log.last(), Some(LogEvent::Fatal(_)));
        self.session = step.after;
        self.next = step.next;
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
