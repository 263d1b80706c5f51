//! What to send instead.
use crate::{Exchange, SaidIn};
use saslab_sasl::client::Speaker;
use saslab_sasl::message::{Kind, Message};
use saslab_sasl::{Secret, base64};
use zeroize::Zeroizing;

/// The client's lines without the fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// The account that is meant, as far as the repaired text says.
    pub account: Option<(String, Secret)>,
    /// What the client sends from AUTH on, line by line.
    pub lines: Vec<Secret>,
}

/// Octets that may hold a password, in the making: wiped when dropped. `Debug` would
/// show them, so what holds them has none.
pub(super) type Clear = Zeroizing<Vec<u8>>;

/// The client's messages of an exchange, repaired one by one.
pub(super) struct Draft {
    /// The number of each message in the exchange, and its octets now.
    pub(super) messages: Vec<(usize, Kind, Clear)>,
}

/// Whose credentials a draft holds.
pub(super) struct Meant {
    pub(super) user: Clear,
    pub(super) password: Clear,
}

impl Draft {
    pub(super) fn of(exchange: &Exchange) -> Self {
        let said = exchange.said.iter().enumerate();
        let messages = said
            .filter(|(_, said)| said.speaker == Speaker::Client)
            .map(|(at, said)| {
                let message = said.word.message();
                // What is no Base64 was sent as it is.
                let octets = message.map_or(said.word.written(), Message::octets);
                let kind = match (message.map(Message::kind), exchange.mechanism.name()) {
                    (Some(kind), _) => kind,
                    (None, Some("PLAIN")) => Kind::Plain,
                    (None, _) => Kind::Opaque,
                };
                (at, kind, Clear::new(octets.to_vec()))
            })
            .collect();
        Self { messages }
    }

    /// The name and the password, where the messages have them in clear.
    pub(super) fn meant(&self) -> Option<Meant> {
        match self.messages.as_slice() {
            [(_, Kind::Plain, octets)] => {
                let mut fields = octets.split(|octet| *octet == 0);
                match (fields.next(), fields.next(), fields.next(), fields.next()) {
                    (Some(_), Some(user), Some(password), None) => Some(Meant {
                        user: Clear::new(user.to_vec()),
                        password: Clear::new(password.to_vec()),
                    }),
                    (_, _, _, _) => None,
                }
            }
            [
                (_, Kind::LoginName, user),
                (_, Kind::LoginPassword, password),
            ]
            | [(_, Kind::LoginName, user), (_, Kind::LoginName, password)] => Some(Meant {
                user: user.clone(),
                password: password.clone(),
            }),
            _ => None,
        }
    }

    /// Puts another name and password in.
    pub(super) fn put(&mut self, meant: &Meant) {
        let Meant { user, password } = meant;
        match self.messages.as_mut_slice() {
            [(_, Kind::Plain, octets)] => {
                let authzid = octets.split(|octet| *octet == 0).next().unwrap_or_default();
                *octets = Clear::new([authzid, user, password].join(&0));
            }
            [(_, _, name), (_, _, secret)] => {
                name.clone_from(user);
                secret.clone_from(password);
            }
            _ => {}
        }
    }

    /// What the client sends.
    pub(super) fn repair(&self, exchange: &Exchange) -> Repair {
        let name = exchange.mechanism.name().unwrap_or("PLAIN");
        let mut lines = Vec::new();
        let mut messages = self.messages.iter().peekable();
        let goes_along = |at: usize| {
            let said = exchange.said.get(at);
            exchange.command.is_none() && name == "PLAIN"
                || said.is_some_and(|said| said.place == SaidIn::Command)
        };
        let first = messages.next_if(|(at, _, octets)| goes_along(*at) && !octets.is_empty());
        let initial = first.map_or(String::new(), |(_, _, octets)| {
            format!(" {}", *Zeroizing::new(base64::encode(octets)))
        });
        let initial = Zeroizing::new(initial);
        lines.push(Secret::from(format!("AUTH {name}{}", *initial)));
        let rest = messages.map(|(_, _, octets)| Secret::from(base64::encode(octets)));
        lines.extend(rest);
        let account = self.meant().and_then(|Meant { user, password }| {
            let user = String::from_utf8(user.to_vec()).ok()?;
            Some((user, Secret::from(password.as_slice())))
        });
        Repair { account, lines }
    }
}
