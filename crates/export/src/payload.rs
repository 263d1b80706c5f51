//! Which SASL message a line carries: by the mechanism of the AUTH command before it
//! and by the messages since. RFC 4954 section 4 has the frame, each mechanism its own
//! order.

use saslab_smtpd::sasl::client::Mechanism;
use saslab_smtpd::sasl::message::{Kind, Message};
use saslab_smtpd::sasl::{Implementation, base64};
use saslab_smtpd::{Reply, State};

/// An AUTH exchange as somebody sees it who reads the connection.
#[derive(Debug, Default)]
pub(crate) struct Exchange {
    mechanism: Option<Mechanism>,
    /// How many messages the client has sent.
    client: usize,
    /// How many the server has sent, empty ones left out.
    server: usize,
}

impl Exchange {
    /// The message in a line of the client.
    pub(crate) fn client(&mut self, state: State, line: &[u8]) -> Option<Message> {
        let word = match state {
            State::Authenticating => line,
            State::Connected | State::Greeted | State::Mail { .. } => self.begin(line)?,
            State::Message | State::Handshake | State::Closed => return None,
        };
        let octets = match word {
            // RFC 4954 section 4: the client gives up.
            b"*" => return None,
            // RFC 4954 section 4: an empty initial response.
            b"=" => Vec::new(),
            word => decoded(word)?,
        };
        let kind = self.kind_of_client();
        self.client += 1;
        Some(Message::read(kind, octets))
    }

    /// The message in a reply of the server.
    pub(crate) fn server(&mut self, reply: &Reply) -> Option<Message> {
        let [line] = reply.lines() else {
            return None;
        };
        let word = line.text().strip_prefix("334 ")?;
        let octets = decoded(word.as_bytes())?;
        // Before a mechanism in which the client begins, the server has nothing to say.
        let kind = if octets.is_empty() {
            Kind::Empty
        } else {
            self.kind_of_server()
        };
        if kind != Kind::Empty {
            self.server += 1;
        }
        Some(Message::read(kind, octets))
    }

    /// AUTH begins an exchange; the word behind the mechanism is its first message.
    fn begin<'l>(&mut self, line: &'l [u8]) -> Option<&'l [u8]> {
        let mut words = line.split(|octet| *octet == b' ').filter(|w| !w.is_empty());
        if !words.next()?.eq_ignore_ascii_case(b"AUTH") {
            return None;
        }
        let name = std::str::from_utf8(words.next()?).ok()?;
        *self = Self {
            mechanism: Mechanism::named(name),
            ..Self::default()
        };
        words.next()
    }

    fn kind_of_client(&self) -> Kind {
        let order: &[Kind] = match self.mechanism {
            None => &[],
            Some(Mechanism::Plain) => &[Kind::Plain],
            Some(Mechanism::Login) => &[Kind::LoginName, Kind::LoginPassword],
            Some(Mechanism::CramMd5) => &[Kind::CramResponse],
            Some(Mechanism::DigestMd5) => &[Kind::DigestResponse, Kind::Empty],
            Some(Mechanism::Scram(_)) => {
                &[Kind::ScramClientFirst, Kind::ScramClientFinal, Kind::Empty]
            }
            Some(Mechanism::Xoauth2) => &[Kind::Xoauth2, Kind::Empty],
            Some(Mechanism::OauthBearer) => &[Kind::OauthBearer, Kind::OauthSorry],
            Some(Mechanism::Anonymous) => &[Kind::Anonymous],
            Some(Mechanism::External) => &[Kind::External],
        };
        order.get(self.client).copied().unwrap_or(Kind::Opaque)
    }

    fn kind_of_server(&self) -> Kind {
        let order: &[Kind] = match self.mechanism {
            // A name given with AUTH is not asked for.
            Some(Mechanism::Login) => {
                let asks = [Kind::LoginAsksName, Kind::LoginAsksPassword];
                return asks.get(self.client).copied().unwrap_or(Kind::Opaque);
            }
            Some(Mechanism::CramMd5) => &[Kind::CramChallenge],
            Some(Mechanism::DigestMd5) => &[Kind::DigestChallenge, Kind::DigestProof],
            Some(Mechanism::Scram(_)) => &[Kind::ScramServerFirst, Kind::ScramServerFinal],
            Some(Mechanism::Xoauth2 | Mechanism::OauthBearer) => &[Kind::OauthError],
            Some(Mechanism::Plain | Mechanism::Anonymous | Mechanism::External) | None => &[],
        };
        order.get(self.server).copied().unwrap_or(Kind::Opaque)
    }
}

/// As Cyrus reads it, which takes all that Dovecot takes.
fn decoded(word: &[u8]) -> Option<Vec<u8>> {
    base64::decode(Implementation::Cyrus, word).ok()
}
