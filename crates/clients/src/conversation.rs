//! A client talks to a server until it has logged in or given up: greeting, EHLO,
//! STARTTLS where it wants it, AUTH, and what its row says of refusals.

use std::fmt;
use std::sync::Arc;

use saslab_sasl::{Implementation, base64};
use saslab_smtpd::{Expect, ReplyLine, Session, Step};

use crate::exchange::Speaker;
use crate::reception::{HELLO, Reception, STARTTLS, code, offer, said};
use crate::{AfterRefusal, Credentials, Initial, MailClient, Offer, Order, Starttls};

/// What was said, and how it ended.
#[derive(Clone, Debug)]
pub struct Conversation {
    /// What the client sent and what the server answered, after the greeting.
    pub turns: Vec<Turn>,
    /// How it ended.
    pub end: End,
}

/// One line of the client with its answer.
#[derive(Clone, Debug)]
pub struct Turn {
    /// The line, without CR LF.
    pub line: Arc<str>,
    /// Why the client sends it.
    pub reason: Reason,
    /// What it led to; after STARTTLS, the handshake is done already.
    pub step: Arc<Step>,
}

/// Why a client sends a line. `Display` is a sentence without its full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It says who it is, to learn what the server offers.
    Greets,
    /// It begins TLS: by itself, or because the user says so.
    BeginsTls(Starttls),
    /// It logs in with the first mechanism of this order that is offered.
    Picks(Order),
    /// The mechanism before was refused, and it tries the next one of this order.
    TriesNext(Order),
    /// The server asks for it.
    Answers,
    /// The server's challenge makes no sense to it.
    Cancels,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Greets => f.write_str("it asks what the server offers"),
            Self::BeginsTls(Starttls::WhenOffered) => {
                f.write_str("it begins TLS, because the server offers it")
            }
            Self::BeginsTls(Starttls::WhenTold) => {
                f.write_str("it begins TLS, because the user has said so")
            }
            Self::Picks(Order::Fixed(_)) => f.write_str("it uses this mechanism, offered or not"),
            Self::Picks(Order::Own(order)) => {
                f.write_str("the first that is offered of its own order, ")?;
                listed(f, order)
            }
            Self::Picks(Order::Servers(_)) => {
                f.write_str("the first in the server's order that it knows")
            }
            Self::TriesNext(_) => f.write_str("refused, it tries the next one"),
            Self::Answers => f.write_str("it answers what the server asks for"),
            Self::Cancels => f.write_str("the server's challenge makes no sense to it"),
        }
    }
}

fn listed<T: AsRef<str>>(f: &mut fmt::Formatter<'_>, names: &[T]) -> fmt::Result {
    for (at, name) in names.iter().enumerate() {
        f.write_str(if at == 0 { "" } else { ", " })?;
        f.write_str(name.as_ref())?;
    }
    Ok(())
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LoggedIn { mechanism } => write!(f, "it has logged in with {mechanism}"),
            Self::Anonymous => f.write_str(
                "the server has admitted it without asking who it is, and it believes that it \
                 has logged in",
            ),
            Self::NotGreeted => f.write_str("the server does not greet it: it goes away"),
            Self::NotOffered => {
                f.write_str("it sees no AUTH that it understands: it cannot log in")
            }
            Self::NothingUsable { offered } => {
                f.write_str("it uses none of what is offered here: ")?;
                listed(f, offered)
            }
            Self::Refused { tried } => {
                f.write_str("it gives up, after ")?;
                listed(f, tried)
            }
            Self::NoTls => f.write_str("STARTTLS was refused: it goes away"),
        }
    }
}

/// How a conversation ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// The client has logged in.
    LoggedIn {
        /// With this mechanism.
        mechanism: Arc<str>,
    },
    /// The server admitted the client without asking who it is: the client believes
    /// that it has logged in.
    Anonymous,
    /// The server did not greet, or refused EHLO.
    NotGreeted,
    /// The server offers no AUTH that this client sees.
    NotOffered,
    /// It offers nothing that the client can use, or is willing to use here.
    NothingUsable {
        /// What the client saw.
        offered: Vec<Arc<str>>,
    },
    /// Each attempt was refused.
    Refused {
        /// The mechanisms that were tried, in order.
        tried: Vec<Arc<str>>,
    },
    /// STARTTLS was refused.
    NoTls,
}

/// Whether the user has asked for TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// As the client does it by itself.
    AsUsual,
    /// The user has told it to use STARTTLS.
    Starttls,
    /// Nobody begins TLS, because somebody on the way has taken the offer away.
    Stripped,
}

/// A conversation under way.
struct Talk<'c> {
    client: &'c MailClient,
    credentials: Credentials<'c>,
    turns: Vec<Turn>,
}

impl Conversation {
    /// Lets a client talk to the server that has just said `greeting`.
    #[must_use]
    pub fn run(
        client: &MailClient,
        greeting: &Step,
        credentials: Credentials<'_>,
        way: Way,
    ) -> Self {
        Self::at(&Reception::of(greeting.clone()), client, credentials, way)
    }

    /// The same where others have talked already.
    #[must_use]
    pub fn at(
        reception: &Reception,
        client: &MailClient,
        credentials: Credentials<'_>,
        way: Way,
    ) -> Self {
        let mut talk = Talk {
            client,
            credentials,
            turns: Vec::new(),
        };
        let end = match reception.greets() {
            true => talk.log_in(reception, way),
            false => End::NotGreeted,
        };
        Self {
            turns: talk.turns,
            end,
        }
    }

    /// Lets a client log in that has greeted already and seen these mechanisms.
    #[must_use]
    pub fn log_in(
        client: &MailClient,
        session: &Session,
        offered: &[&str],
        credentials: Credentials<'_>,
    ) -> Self {
        let mut talk = Talk {
            client,
            credentials,
            turns: Vec::new(),
        };
        let end = talk.authenticate(session, &Offer::of(offered, session.channel()));
        Self {
            turns: talk.turns,
            end,
        }
    }

    /// The client's lines.
    #[must_use]
    pub fn lines(&self) -> Vec<Arc<str>> {
        self.turns
            .iter()
            .map(|turn| Arc::clone(&turn.line))
            .collect()
    }

    /// The session at the end; none if the client has said nothing.
    #[must_use]
    pub fn session(&self) -> Option<&Session> {
        self.turns.last().map(|turn| &turn.step.after)
    }
}

impl Talk<'_> {
    fn log_in(&mut self, reception: &Reception, way: Way) -> End {
        let mut step = reception.hello();
        self.heard(HELLO, Reason::Greets, step);
        let Some(first) = offer(step) else {
            return End::NotGreeted;
        };
        let wants_tls = match (way, self.client.starttls) {
            (Way::Stripped, _) => false,
            (Way::Starttls, _) => true,
            (Way::AsUsual, Starttls::WhenOffered) => first.has_starttls(),
            (Way::AsUsual, Starttls::WhenTold) => false,
        };
        if wants_tls && !first.is_encrypted() {
            let because = match way {
                Way::Starttls => Starttls::WhenTold,
                Way::AsUsual | Way::Stripped => Starttls::WhenOffered,
            };
            let secured = reception.secured();
            self.heard(STARTTLS, Reason::BeginsTls(because), &secured.begun);
            let Some(hello) = &secured.hello else {
                return End::NoTls;
            };
            self.heard(HELLO, Reason::Greets, hello);
            step = hello;
        }
        match offer(step) {
            Some(offer) => self.authenticate(&step.after, &offer),
            None => End::NotGreeted,
        }
    }

    fn heard(&mut self, line: &str, reason: Reason, step: &Arc<Step>) {
        self.turns.push(Turn {
            line: Arc::from(line),
            reason,
            step: Arc::clone(step),
        });
    }

    fn authenticate(&mut self, session: &Session, offer: &Offer<'_>) -> End {
        let choices = self.client.choices(offer);
        if choices.is_empty() {
            let offered = offer.to(self.client.old_form);
            if offered.is_empty() {
                return End::NotOffered;
            }
            let offered = offered.into_iter().map(Arc::from).collect();
            return End::NothingUsable { offered };
        }
        let mut tried = Vec::new();
        for mechanism in choices {
            let order = self.client.order;
            let reason = match tried.is_empty() {
                true => Reason::Picks(order),
                false => Reason::TriesNext(order),
            };
            if self.attempt(session, mechanism, reason) {
                return match mechanism.eq_ignore_ascii_case("ANONYMOUS") {
                    true => End::Anonymous,
                    false => End::LoggedIn {
                        mechanism: mechanism.into(),
                    },
                };
            }
            tried.push(mechanism.into());
            if self.client.refused == AfterRefusal::GivesUp || self.is_closed() {
                break;
            }
        }
        End::Refused { tried }
    }

    /// One AUTH. Whether it succeeded.
    fn attempt(&mut self, session: &Session, mechanism: &str, reason: Reason) -> bool {
        let host: Arc<str> = session.server().settings().text("myhostname").value;
        let Some(mut speaker) = Speaker::new(mechanism, self.credentials, &host) else {
            return false;
        };
        let mut command = format!("AUTH {mechanism}");
        let with_command = match self.client.initial {
            Initial::Apart => false,
            Initial::WithCommand => speaker.begins(),
            Initial::WithLoginToo => speaker.begins() || matches!(speaker, Speaker::Login(_)),
        };
        if with_command {
            let Ok((message, after)) = speaker.answer(b"") else {
                return false;
            };
            speaker = after;
            command.push(' ');
            command.push_str(&initial(&message));
        }
        let (mut challenge, mut code) = self.say(session, command, reason);
        while code == 334 && !self.is_closed() {
            let decoded = base64::decode(Implementation::Dovecot, challenge.as_bytes());
            let answer = match decoded {
                Ok(octets) => speaker.answer(&octets),
                Err(_) => break,
            };
            let Ok((message, after)) = answer else {
                self.say(session, "*", Reason::Cancels);
                return false;
            };
            speaker = after;
            (challenge, code) = self.say(session, base64::encode(&message), Reason::Answers);
        }
        code == 235
    }

    /// Sends a line: the text behind the code of the answer's first line, and the code.
    /// The first one is said in `session`.
    fn say(
        &mut self,
        session: &Session,
        line: impl Into<Arc<str>>,
        reason: Reason,
    ) -> (String, u16) {
        let line: Arc<str> = line.into();
        let session = self.turns.last().map_or(session, |turn| &turn.step.after);
        let step = said(session, &line);
        let reply = step.replies.first();
        let first = reply.and_then(|reply| reply.lines().first());
        let text = first.map_or("", ReplyLine::text);
        let challenge = text.get(4..).unwrap_or_default().to_owned();
        let code = code(&step);
        self.turns.push(Turn {
            line,
            reason,
            step: Arc::new(step),
        });
        (challenge, code)
    }

    fn is_closed(&self) -> bool {
        let last = self.turns.last();
        last.is_some_and(|turn| turn.step.next == Expect::Closed)
    }
}

/// RFC 4954 section 4: an empty initial response is a single `=`.
fn initial(message: &[u8]) -> String {
    match message {
        [] => "=".to_owned(),
        _ => base64::encode(message),
    }
}

#[cfg(test)]
#[path = "conversation_tests.rs"]
mod tests;
