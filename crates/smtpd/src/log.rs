//! What smtpd writes to the mail log, as typed events: data now, and text only when
//! somebody reads it. Formats: `smtpd.c`, `smtpd_check.c`, `smtpd_sasl_glue.c`,
//! `smtpd_peer.c`. Left out: time stamp and process id, and what only `-v` shows.

use std::fmt;
use std::sync::Arc;

use saslab_policy::{Client, Login, Note};
use saslab_release::{ActionLine, ForwardedLine, NameCheckLine, NonSmtpLine, TlsLine};
use saslab_sasl::LibraryLine;

mod address;
mod counts;
mod escape;
mod non_smtp;
mod place;
mod queued;
mod request;
mod tls;

pub use counts::Counts;
pub(crate) use escape::escaped;
pub use place::{QueueId, Where};
pub use queued::Forwarded;
pub use request::About;

/// One line of the mail log.
#[derive(Clone, Debug, PartialEq)]
pub enum LogEvent {
    /// The name of the client does not lead back to its address.
    UnverifiedName {
        /// The other side.
        client: Arc<Client>,
        /// The wording of the release.
        style: NameCheckLine,
    },
    /// A TLS handshake is done.
    TlsEstablished {
        /// The other side.
        client: Arc<Client>,
        /// The wording of the release.
        style: TlsLine,
    },
    /// TLS, but no certificate of the client where one is required.
    NoCertificate(Arc<Client>),
    /// A TLS handshake was never begun.
    HandshakeLost(Arc<Client>),
    /// A client has connected.
    Connect(Arc<Client>),
    /// The session is over.
    Disconnect {
        /// The other side.
        client: Arc<Client>,
        /// How often each command came, where the release counts.
        counts: Option<Box<Counts>>,
    },
    /// How a session ended that did not end with QUIT.
    Ended {
        /// The other side.
        client: Arc<Client>,
        /// Why it ended.
        why: Ending,
        /// The last command that was recognized.
        after: Where,
        /// The octets of the message so far, where the release tells.
        octets: Option<u64>,
        /// The queue file, or none, where the release tells.
        queue: Option<Option<QueueId>>,
    },
    /// A message has its queue file.
    Queued {
        /// Its name.
        id: QueueId,
        /// The other side.
        client: Arc<Client>,
        /// Who has logged in.
        login: Option<Arc<Login>>,
        /// The AUTH parameter of MAIL.
        sasl_sender: Option<Arc<str>>,
        /// What XFORWARD has said.
        forwarded: Forwarded,
        /// Where the release tells it.
        style: ForwardedLine,
    },
    /// What the restrictions have done about a request.
    Noted {
        /// The request.
        about: Arc<About>,
        /// What was done.
        note: Note,
        /// The wording of the release.
        style: ActionLine,
    },
    /// What is noted while lists and tables are opened.
    Opening(Note),
    /// A login failed.
    SaslFailed {
        /// The other side.
        client: Arc<Client>,
        /// The mechanism, as the client wrote it.
        mechanism: Arc<str>,
        /// Why, where the release tells.
        reason: Option<Arc<str>>,
        /// The user name, where the release tells.
        username: Option<Arc<str>>,
    },
    /// The client has given up a login.
    SaslAborted {
        /// The other side.
        client: Arc<Client>,
        /// The mechanism, as the client wrote it.
        mechanism: Arc<str>,
    },
    /// What the SASL library says.
    Library(LibraryLine),
    /// The client has sent on before it was asked.
    Pipelining {
        /// The other side.
        client: Arc<Client>,
        /// The command before.
        after: Where,
        /// What it has sent.
        sent: Arc<[u8]>,
    },
    /// Something in the place of a command that ends the session.
    NonSmtp {
        /// The other side.
        client: Arc<Client>,
        /// The line.
        line: Arc<[u8]>,
        /// The wording of the release.
        style: NonSmtpLine,
    },
    /// A line that is longer than the server reads.
    LongRequest {
        /// The other side.
        client: Arc<Client>,
        /// `line_length_limit`
        limit: i64,
        /// What it begins with.
        start: Arc<str>,
    },
    /// What stands in the place of an address is none.
    IllegalAddress {
        /// The other side.
        client: Arc<Client>,
        /// The command.
        command: Where,
        /// What stands there.
        word: Arc<str>,
    },
    /// ETRN is refused by the restrictions, or its argument by its form.
    Etrn {
        /// The other side.
        client: Arc<Client>,
        /// The argument.
        domain: Arc<str>,
        /// Which of the two.
        fault: EtrnFault,
    },
    /// EHLO leaves keywords out.
    DiscardedKeywords(Arc<str>),
    /// A name is set again with another value; the value is the lost one.
    Overridden {
        /// The line, counted from 1.
        line: u32,
        /// The name.
        name: Arc<str>,
        /// The value that is lost.
        value: Arc<str>,
    },
    /// Any other warning.
    Warning(Arc<str>),
    /// Any other line.
    Info(Arc<str>),
    /// The process ends.
    Fatal(Arc<str>),
}

/// Why a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The client has hung up.
    LostConnection,
    /// `smtpd_hard_error_limit`
    TooManyErrors,
    /// It has sent a bare newline.
    BareNewline,
}

/// What is wrong with ETRN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EtrnFault {
    /// `fast_flush_domains` does not have the domain.
    Refused,
    /// The flush service finds the domain unfit.
    Bad,
}

impl fmt::Display for LogEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnverifiedName { client, style } => unverified(f, client, *style),
            Self::TlsEstablished { client, style } => tls::established(f, client, *style),
            Self::NoCertificate(client) => write!(
                f,
                "NOQUEUE: abort: TLS from {client}: No client certificate presented"
            ),
            Self::HandshakeLost(client) => {
                write!(f, "SSL_accept error from {client}: lost connection")
            }
            Self::Connect(client) => write!(f, "connect from {client}"),
            Self::Disconnect { client, counts } => {
                write!(f, "disconnect from {client}")?;
                counts.as_ref().map_or(Ok(()), |counts| counts.fmt(f))
            }
            Self::Ended { .. } => self.ended(f),
            Self::Queued { .. } => self.queued(f),
            Self::Noted { about, note, style } => about.say(f, note, *style),
            Self::Opening(note) => request::without_request(f, note),
            Self::SaslFailed { .. } => self.sasl_failed(f),
            Self::SaslAborted { client, mechanism } => write!(
                f,
                "warning: {client}: SASL {mechanism} authentication aborted"
            ),
            Self::Library(line) => line.fmt(f),
            Self::Pipelining {
                client,
                after,
                sent,
            } => write!(
                f,
                "improper command pipelining after {after} from {client}: {}",
                escaped(sent)
            ),
            Self::NonSmtp {
                client,
                line,
                style,
            } => non_smtp::write(f, client, line, *style),
            Self::LongRequest {
                client,
                limit,
                start,
            } => write!(
                f,
                "warning: {client}: request longer than {limit}: {start}..."
            ),
            Self::IllegalAddress {
                client,
                command,
                word,
            } => write!(
                f,
                "warning: Illegal address syntax from {client} in {command} command: {word}"
            ),
            Self::Etrn {
                client,
                domain,
                fault,
            } => match fault {
                EtrnFault::Refused => write!(f, "warning: reject: ETRN {domain}... from {client}"),
                EtrnFault::Bad => write!(f, "warning: bad ETRN {domain}... from {client}"),
            },
            Self::DiscardedKeywords(words) => write!(f, "discarding EHLO keywords: {words}"),
            Self::Overridden { line, name, value } => write!(
                f,
                "warning: /etc/postfix/main.cf, line {line}: overriding earlier entry: \
                 {name}={value}"
            ),
            Self::Warning(text) => write!(f, "warning: {text}"),
            Self::Info(text) => f.write_str(text),
            Self::Fatal(text) => write!(f, "fatal: {text}"),
        }
    }
}

impl LogEvent {
    fn ended(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Ended {
            client,
            why,
            after,
            octets,
            queue,
        } = self
        else {
            return Ok(());
        };
        if let Some(queue) = queue {
            place::write_queue(f, *queue)?;
        }
        let why = match why {
            Ending::LostConnection => "lost connection",
            Ending::TooManyErrors => "too many errors",
            Ending::BareNewline => "bare <LF> received",
        };
        match (after, octets) {
            (Where::Content, Some(octets)) => {
                write!(f, "{why} after DATA ({octets} bytes) from {client}")
            }
            (Where::Chunk, Some(octets)) => {
                write!(f, "{why} after BDAT ({octets} bytes) from {client}")
            }
            (Where::Content, None) => write!(f, "{why} after DATA from {client}"),
            (after, _) => write!(f, "{why} after {after} from {client}"),
        }
    }

    fn sasl_failed(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::SaslFailed {
            client,
            mechanism,
            reason,
            username,
        } = self
        else {
            return Ok(());
        };
        write!(
            f,
            "warning: {client}: SASL {mechanism:.100} authentication failed"
        )?;
        if let Some(reason) = reason {
            write!(f, ": {reason}")?;
        }
        match username {
            Some(username) => write!(f, ", sasl_username={username:.100}"),
            None => Ok(()),
        }
    }
}

fn unverified(f: &mut fmt::Formatter<'_>, client: &Client, style: NameCheckLine) -> fmt::Result {
    use saslab_policy::NameStatus;
    let (name, address) = (&client.reverse_name, client.address);
    let why = match client.name_status {
        NameStatus::Verified | NameStatus::Forged => None,
        NameStatus::TryAgain => Some("Temporary failure in name resolution"),
        NameStatus::Missing => Some("Name or service not known"),
    };
    match (style, why) {
        (NameCheckLine::NameFirst, None) => write!(
            f,
            "warning: hostname {name} does not resolve to address {address}"
        ),
        (NameCheckLine::NameFirst, Some(why)) => write!(
            f,
            "warning: hostname {name} does not resolve to address {address}: {why}"
        ),
        (NameCheckLine::AddressFirst, None) => write!(
            f,
            "warning: {address}: address not listed for hostname {name}"
        ),
        (NameCheckLine::AddressFirst, Some(why)) => write!(
            f,
            "warning: {address}: hostname {name} verification failed: {why}"
        ),
    }
}
