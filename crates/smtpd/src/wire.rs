//! The client's side of a connection: octets in, steps of the session out. What the
//! server has not read yet waits here, so that pipelining looks as it does on a socket.

use saslab_smtpd::{Expect, Input, Line, LineEnd, Session, Step};

/// One connection.
pub(crate) struct Wire {
    session: Session,
    next: Expect,
    unread: Vec<u8>,
}

/// More than this waits for no line end: smtpd(8) would have broken it into lines.
const MOST: usize = 1 << 20;

impl Wire {
    /// Behind the step that the connection began with.
    pub(crate) fn new(connected: &Step) -> Self {
        Self {
            session: connected.after.clone(),
            next: connected.next,
            unread: Vec::new(),
        }
    }

    /// What the server waits for.
    pub(crate) fn expects(&self) -> Expect {
        self.next
    }

    /// Takes octets, and gives what they lead to one by one until nothing more follows.
    pub(crate) fn send(&mut self, octets: &[u8]) {
        self.unread.extend_from_slice(octets);
    }

    /// Whether so much waits without a line end that nobody would wait longer.
    pub(crate) fn is_flooded(&self) -> bool {
        self.unread.len() > MOST
    }

    /// The next step of the session, if there is enough for one.
    pub(crate) fn step(&mut self) -> Option<Step> {
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
    pub(crate) fn handshake(&mut self) -> Step {
        self.unread.clear();
        let step = self.session.receive(Input::TlsHandshake);
        self.took(step)
    }

    /// The client is gone.
    pub(crate) fn hang_up(&mut self) -> Step {
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
