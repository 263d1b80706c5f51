//! The client's side of a connection: octets in, steps of the session out. What the
//! server has not read yet waits here, so that pipelining looks as it does on a socket.

use crate::{Expect, Input, Line, LineEnd, Session, Step};

/// One connection.
#[derive(Debug)]
pub struct Wire {
    session: Session,
    next: Expect,
    unread: Vec<u8>,
}

/// More than this waits for no line end: smtpd(8) would have broken it into lines.
const MOST: usize = 1 << 20;

impl Wire {
    /// Behind the step that the connection began with.
    #[must_use]
    pub fn new(connected: &Step) -> Self {
        Self {
            session: connected.after.clone(),
            next: connected.next,
            unread: Vec::new(),
        }
    }

    /// What the server waits for.
    #[must_use]
    pub fn expects(&self) -> Expect {
        self.next
    }

    /// Takes octets; [`Wire::step`] gives what they lead to.
    pub fn send(&mut self, octets: &[u8]) {
        self.unread.extend_from_slice(octets);
    }

    /// Whether so much waits without a line end that nobody would wait longer.
    #[must_use]
    pub fn is_flooded(&self) -> bool {
        self.unread.len() > MOST
    }

    /// The next step of the session; none if what is unread is not enough for one, or if
    /// the server waits for a handshake.
    pub fn step(&mut self) -> Option<Step> {
        let step = match self.next {
            Expect::Command | Expect::SaslResponse | Expect::Message => {
                let (line, end) = self.line()?;
                let line = Line {
                    bytes: &line,
                    ahead: &self.unread,
                    end,
                };
                self.session.receive(Input::Line(line))
            }
            Expect::Octets(wanted) => {
                let wanted = usize::try_from(wanted).unwrap_or(usize::MAX);
                let rest = self.unread.split_off(wanted.min(self.unread.len()));
                let octets = std::mem::replace(&mut self.unread, rest);
                if octets.is_empty() {
                    return None;
                }
                self.session.receive(Input::Octets(&octets))
            }
            Expect::TlsHandshake | Expect::Closed => return None,
        };
        Some(self.took(step))
    }

    /// A TLS handshake has succeeded. What came before it in clear is forgotten: RFC 3207
    /// section 4.2.
    pub fn handshake(&mut self) -> Step {
        self.unread.clear();
        let step = self.session.receive(Input::TlsHandshake);
        self.took(step)
    }

    /// Octets that are not the handshake which the server waits for.
    pub fn spoil_handshake(&mut self, octets: &[u8]) -> Step {
        let step = self.session.receive(Input::line(octets));
        self.took(step)
    }

    /// The client is gone.
    pub fn hang_up(&mut self) -> Step {
        let step = self.session.receive(Input::Disconnect);
        self.took(step)
    }

    fn took(&mut self, step: Step) -> Step {
        self.session = step.after.clone();
        self.next = step.next;
        step
    }

    /// `smtp_get` of `smtp_stream.c`: a line ends with a line feed.
    fn line(&mut self) -> Option<(Vec<u8>, LineEnd)> {
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
}
