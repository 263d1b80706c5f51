//! How large a queue file gets around a message: the records of its envelope, and the
//! Received: header (`rec_type.h`, `smtpd.c`, `cleanup_envelope.c`), as in 3.7.
//! Left out: what logins, TLS, DSN and milters add, other lengths of the process and
//! time numbers, and that older releases write fewer records.

use super::{Transaction, Turn};

/// The records of every message: what they hold that does not vary.
const ENVELOPE: usize = 481;
/// What a recipient takes, but for its address, which stands there three times.
const RECIPIENT: usize = 27;
/// `Thu, 26 Nov 2026 07:33:45 +0000 (UTC)`
const DATE: usize = 37;

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
        all as u64
    }
}
