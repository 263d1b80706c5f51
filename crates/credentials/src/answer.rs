//! What a client has to send next in the AUTH exchange that a session is in: the command
//! that begins it, or the answer to the server's last 334 (RFC 4954 section 4).
use saslab_sasl::client::{
    Credentials, Exchange, Mechanism, Next, Speaker, Stuck, Surroundings, exchange,
};
use saslab_sasl::{Implementation, base64};

/// An exchange under way, as far as the lines show it. It holds no password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// The mechanism of the AUTH command.
    pub mechanism: Mechanism,
    /// What the server has said, decoded, without what was empty.
    said: Vec<Vec<u8>>,
    /// How many messages the client has sent.
    sent: usize,
}

impl Pending {
    /// Reads lines of the client, each with the first line of its reply, oldest first. None
    /// where the last reply is no 334, or the mechanism is not computed here.
    #[must_use]
    pub fn of(turns: &[(&str, &str)]) -> Option<Self> {
        let is_asked = |(_, reply): &&(&str, &str)| reply.starts_with("334");
        let asked = turns.iter().rev().take_while(is_asked).count();
        let turns = turns.get(turns.len() - asked..)?;
        // An exchange that follows another without a word between has its own AUTH.
        let begins = |(line, _): &(&str, &str)| {
            let mut words = line.split_ascii_whitespace();
            words
                .next()
                .is_some_and(|word| word.eq_ignore_ascii_case("AUTH"))
        };
        let start = turns.iter().rposition(begins)?;
        let turns = turns.get(start..)?;
        let (command, _) = turns.first()?;
        let words: Vec<&str> = command.split_ascii_whitespace().collect();
        let challenge = |(_, reply): &(&str, &str)| {
            let word = reply.get(4..).unwrap_or_default();
            base64::decode(Implementation::Cyrus, word.as_bytes()).ok()
        };
        let said = turns.iter().filter_map(challenge);
        Some(Self {
            mechanism: Mechanism::named(words.get(1)?)?,
            said: said.filter(|octets| !octets.is_empty()).collect(),
            sent: turns.len() - 1 + usize::from(words.len() > 2),
        })
    }

    /// The line that answers the server's last one.
    ///
    /// # Errors
    ///
    /// The client cannot answer.
    pub fn answer(
        &self,
        credentials: &Credentials,
        around: &Surroundings,
    ) -> Result<String, Stuck> {
        let said: Vec<&[u8]> = self.said.iter().map(Vec::as_slice).collect();
        let exchange = exchange(self.mechanism, credentials, around, &said);
        match (message(&exchange, self.sent), exchange.next) {
            (Some(line), _) => Ok(line),
            (None, Next::Stuck(stuck)) => Err(stuck),
            // Nothing is left to say, and the server asks all the same.
            (None, Next::Awaits(_) | Next::Decision) => Ok(String::new()),
        }
    }
}

/// The command that begins an exchange, with the first message where the client has it.
///
/// # Errors
///
/// The client cannot begin.
pub fn command(
    mechanism: Mechanism,
    credentials: &Credentials,
    around: &Surroundings,
) -> Result<String, Stuck> {
    let name = ["AUTH ", mechanism.name()].concat();
    if matches!(
        mechanism,
        Mechanism::Login | Mechanism::CramMd5 | Mechanism::DigestMd5
    ) {
        return Ok(name);
    }
    let exchange = exchange(mechanism, credentials, around, &[]);
    match (message(&exchange, 0), exchange.next) {
        // RFC 4954 section 4: an empty initial response is a single `=`.
        (Some(empty), _) if empty.is_empty() => Ok([&name, " ="].concat()),
        (Some(first), _) => Ok([&name, " ", &first].concat()),
        (None, Next::Stuck(stuck)) => Err(stuck),
        (None, Next::Awaits(_) | Next::Decision) => Ok(name),
    }
}

/// A message of the client, counted from 0, as it is sent.
fn message(exchange: &Exchange, at: usize) -> Option<String> {
    let mut said = exchange.steps.iter();
    let mut client = said.by_ref().filter(|step| step.speaker == Speaker::Client);
    client.nth(at).map(|step| step.message.base64())
}
