//! How large a queue file gets around a message: the records of its envelope, and the
//! headers that Postfix adds (`rec_type.h`, `smtpd.c`, `cleanup_envelope.c`,
//! `cleanup_message.c`), as in 3.7.
//! Left out: what logins, TLS, DSN and milters add, other lengths of the process and
//! time numbers, tables in `local_header_rewrite_clients`, and that older releases write
//! fewer records.

use super::{Transaction, Turn};

/// The records of every message: what they hold that does not vary.
const ENVELOPE: usize = 481;
/// What a recipient takes, but for its address, which stands there three times.
const RECIPIENT: usize = 27;
/// `Thu, 26 Nov 2026 07:33:45 +0000 (UTC)`
const DATE: usize = 37;

/// Five digits of the time, and those of a young file system's number.
const QUEUE_ID: usize = 9;
/// Headers that are added where they are missing, each with its bit.
const HEADERS: [(&str, u8); 3] = [("message-id", 1), ("date", 2), ("from", 4)];
/// The bit of a message whose headers are over.
const BODY: u8 = 8;

impl Turn {
    /// The octets of the queue file that are not the message.
    pub(super) fn octets_around(&self, transaction: &Transaction) -> u64 {
        let client = &self.session.client;
        let name = client.name.len();
        let address = client.address.to_string().len();
        let helo = self.session.greeting.name().map_or(0, str::len);
        let protocol = self.session.protocol.name().len();
        let host = self.server().config.myhostname.value.len();
        let first = transaction.recipients.first.as_deref().map_or(0, str::len);
        let recipients = transaction.recipients.accepted as usize;
        let attributes = transaction.sender.len()
            + 3 * name
            + 3 * address
            + client.reverse_name.len()
            + 2 * helo
            + 2 * protocol;
        let whom = match recipients {
            1 => "\tfor <>; ".len() + first + 2,
            _ => "; ".len(),
        };
        let received = 23 + helo + name + address + 36 + host + protocol + whom + DATE;
        let all = ENVELOPE + attributes + recipients * (RECIPIENT + 3 * first) + received;
        (all + self.missing_headers(transaction)) as u64
    }

    /// `cleanup_header_done_callback`: headers that a client lacks whose headers are
    /// rewritten.
    fn missing_headers(&self, transaction: &Transaction) -> usize {
        if !self.is_rewritten() {
            return 0;
        }
        let sender = match transaction.sender.len() {
            0 => "MAILER-DAEMON".len(),
            length => length,
        };
        let host = self.server().config.myhostname.value.len();
        let lengths = [
            "Message-Id: <20261126073345.@>".len() + QUEUE_ID + host,
            "Date: ".len() + DATE,
            "From: ".len() + sender,
        ];
        let given = self.session.content.headers;
        let lacking = lengths
            .iter()
            .zip(HEADERS)
            .filter(|(_, header)| given & header.1 == 0);
        let added: usize = lacking.map(|(length, _)| 2 + length).sum();
        // `rewrite_context=local` is shorter than `remote`.
        added.saturating_sub(1)
    }

    fn is_rewritten(&self) -> bool {
        let server = self.server();
        let client = &self.session.client;
        let words = server.settings.list("local_header_rewrite_clients").value;
        words.iter().any(|word| match &*word.text {
            "permit_inet_interfaces" => server.rules.is_own_address(client.address),
            "permit_mynetworks" => server.rules.trusts(client) == Some(true),
            "permit_sasl_authenticated" => self.session.login().is_some(),
            _other => false,
        })
    }

    /// Notes which of the headers a line of the message is.
    pub(super) fn note_header(&mut self, text: &[u8]) {
        let headers = &mut self.session.content.headers;
        if *headers & BODY != 0 || text.first().is_some_and(|c| matches!(c, b' ' | b'\t')) {
            return;
        }
        let name = text.iter().position(|c| *c == b':');
        let Some(name) = name.and_then(|end| text.get(..end)) else {
            *headers |= BODY;
            return;
        };
        let found = HEADERS
            .iter()
            .find(|(own, _)| own.as_bytes().eq_ignore_ascii_case(name));
        *headers |= found.map_or(0, |(_, bit)| *bit);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::{Input, Installation, Server, Session};
    use saslab_policy::Client;
    use saslab_release::Release;

    /// What a small message leads to, as Postfix 3.7.11 was asked.
    fn end_of(limit: u32, client: [u8; 4], headers: &str) -> u16 {
        let text = format!(
            "compatibility_level = 3.6\nmyhostname = mail.example.com\n\
             mydestination = example.com\nmynetworks = 192.0.2.0/24 203.0.113.0/24\n\
             message_size_limit = {limit}\n"
        );
        let server = Server::start(&Installation::new(Release::DEFAULT, &text)).unwrap();
        let client = Client::new(&server.installation().world, client.into());
        let mut step = Session::connect(&server, Arc::new(client));
        let before = [
            "EHLO client.example.org",
            "MAIL FROM:<alice@example.com>",
            "RCPT TO:<friend@example.net>",
            "DATA",
        ];
        let lines = before.into_iter().chain(headers.lines()).chain(["x", "."]);
        for line in lines {
            step = step.after.receive(Input::line(line.as_bytes()));
        }
        step.replies[0].code()
    }

    const OWN: [u8; 4] = [192, 0, 2, 25];
    const OTHER: [u8; 4] = [203, 0, 113, 9];

    #[test]
    fn headers_that_the_server_itself_lacks_count() {
        assert_eq!(end_of(1027, OWN, ""), 552);
        assert_eq!(end_of(1042, OWN, ""), 250);
        assert_eq!(end_of(863, OTHER, ""), 552);
        assert_eq!(end_of(875, OTHER, ""), 250);
    }

    #[test]
    fn headers_that_a_message_has_are_not_added() {
        let given = "From: a@example.com\nDate: x\n";
        assert_eq!(end_of(988, OWN, given), 552);
        assert_eq!(end_of(1005, OWN, given), 250);
        let late = "\nFrom: a@example.com\nDate: x\n";
        assert_eq!(end_of(1005, OWN, late), 552);
    }
}
