//! The commands of a search, one function each.

use super::*;

impl Search<'_> {
    pub(super) fn connect(&mut self, peer: usize) {
        let at = At {
            peer,
            ..At::default()
        };
        let Some(client) = self.alphabet.peers.get(peer) else {
            return;
        };
        let step = connected(self.server, self.begin(client).peer(self.server));
        self.visit(Stage::Greeting, step, None, Vec::new(), at, 220);
    }

    pub(super) fn expand(&mut self, index: usize, stage: Stage) {
        match stage {
            Stage::Greeting | Stage::Tls | Stage::Message => {}
            Stage::Hello => self.hello(index),
            Stage::Auth => self.auth(index),
            Stage::Mail => self.mail(index),
            Stage::Recipient => self.recipient(index),
            Stage::Data => self.data(index),
        }
    }

    fn hello(&mut self, index: usize) {
        for at in 0..self.alphabet.hellos.len() {
            let Some((node, hello)) = self.nodes.get(index).zip(self.alphabet.hellos.get(at))
            else {
                return;
            };
            if hello.line.is_empty() {
                let session = node.session.fork();
                let at = At {
                    hello: at,
                    ..node.at
                };
                self.keep(Stage::Hello, session, Some(index), Vec::new(), at);
                continue;
            }
            let line = Arc::clone(&hello.line);
            let from = At {
                hello: at,
                ..node.at
            };
            let step = said(&node.session, line.as_bytes());
            let lines = vec![Arc::clone(&line)];
            let greeted = step.after.fork();
            if self.visit(Stage::Hello, step, Some(index), lines.clone(), from, 250)
                && greeted.channel() == Channel::Clear
            {
                self.starttls(index, &greeted, lines, from);
            }
        }
    }

    /// The same inside TLS, where the server offers it.
    fn starttls(&mut self, index: usize, greeted: &Session, mut lines: Vec<Arc<str>>, at: At) {
        let step = said(greeted, b"STARTTLS");
        if code(&step) != 220 {
            return;
        }
        let Some(again) = lines.last().cloned() else {
            return;
        };
        let step = said(&step.after, again.as_bytes());
        lines.push(Arc::from("STARTTLS"));
        lines.push(again);
        self.visit(Stage::Tls, step, Some(index), lines, at, 250);
    }

    fn auth(&mut self, index: usize) {
        for login in 0..self.alphabet.logins.len() {
            let Some((node, how)) = self.nodes.get(index).zip(self.alphabet.logins.get(login))
            else {
                return;
            };
            let at = At { login, ..node.at };
            let (user, password): (&str, &str) = match how {
                Login::None => {
                    // Nothing is said, and the session goes on as it is.
                    let session = node.session.fork();
                    self.keep(Stage::Auth, session, Some(index), Vec::new(), at);
                    continue;
                }
                Login::Anonymous => {
                    self.anonymous(index, at);
                    continue;
                }
                Login::WrongPassword { user } => (user, "wrong"),
                Login::Account { user, password } => (user, password),
            };
            let credentials = Credentials { user, password };
            let (offered, _) = self.server.mechanisms(node.session.channel());
            let talk = Conversation::log_in(&PLAIN_FIRST, &node.session, offered, credentials);
            let lines = talk.lines();
            if let Some(last) = talk.turns.into_iter().last() {
                let step = Arc::unwrap_or_clone(last.step);
                self.visit(Stage::Auth, step, Some(index), lines, at, 0);
            }
        }
    }

    fn anonymous(&mut self, index: usize, at: At) {
        let Some(node) = self.nodes.get(index) else {
            return;
        };
        let (offered, _) = self.server.mechanisms(node.session.channel());
        if !offered.contains(&"ANONYMOUS") {
            return;
        }
        let line: Arc<str> = Arc::from("AUTH ANONYMOUS YW5vbnltb3Vz");
        let step = said(&node.session, line.as_bytes());
        self.visit(Stage::Auth, step, Some(index), vec![line], at, 0);
    }

    fn mail(&mut self, index: usize) {
        for sender in 0..self.alphabet.senders.len() {
            let Some((node, word)) = self.nodes.get(index).zip(self.alphabet.senders.get(sender))
            else {
                return;
            };
            let at = At {
                sender: Some(sender),
                ..node.at
            };
            let line = Arc::clone(&word.line);
            let step = said(&node.session, line.as_bytes());
            self.visit(Stage::Mail, step, Some(index), vec![line], at, 250);
        }
    }

    fn recipient(&mut self, index: usize) {
        for recipient in 0..self.alphabet.recipients.len() {
            let recipients = &self.alphabet.recipients;
            let Some((node, to)) = self.nodes.get(index).zip(recipients.get(recipient)) else {
                return;
            };
            let at = At {
                recipient: Some(recipient),
                ..node.at
            };
            let line = Arc::clone(&to.line);
            let step = said(&node.session, line.as_bytes());
            self.found.sessions = self.found.sessions.saturating_add(1);
            self.visit(Stage::Recipient, step, Some(index), vec![line], at, 250);
        }
    }

    /// DATA, an empty message, and its end.
    fn data(&mut self, index: usize) {
        let Some(node) = self.nodes.get(index) else {
            return;
        };
        let at = node.at;
        let step = said(&node.session, b"DATA");
        let after = step.after.fork();
        let mut lines = vec![Arc::from("DATA")];
        if self.visit(Stage::Data, step, Some(index), lines.clone(), at, 354) {
            let step = said(&after, b".");
            lines.push(Arc::from("."));
            self.visit(Stage::Message, step, Some(index), lines, at, 250);
        }
    }
}
