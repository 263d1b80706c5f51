//! Changes of the log: each difference in the lines that smtpd(8) writes.

use super::Change;
use crate::log_style::{
    ActionLine, AddressForm, ChainFile, ConnectLine, DisconnectLine, EndLine, ForwardedLine,
    ListTrouble, MissingTable, NameCheckLine, NoCommand, NonSmtpLine, QueueFile, RemarkLine,
    Reported, SaslFailureLine, SaslStart, Smtputf8Name, TlsLine, TooLarge,
};
use crate::v;

/// Oldest first.
pub(super) const ROWS: &[Change] = &[
    Change {
        arrivals: &[v(1, 1, 6)],
        summary: "A mail header in the place of a command is logged.",
        source: "src/smtpd/smtpd.c",
        apply: |d| d.log.non_smtp = NonSmtpLine::Header,
    },
    Change {
        arrivals: &[v(2, 0, 0)],
        summary: "The line of a refusal has the queue id, the protocol and the name of HELO.",
        source: "src/smtpd/smtpd_check.c",
        apply: |d| d.log.action = ActionLine::WithHelo,
    },
    Change {
        arrivals: &[v(2, 0, 0)],
        summary: "Whoever connects is logged, and not only who is greeted.",
        source: "src/smtpd/smtpd.c",
        apply: |d| d.log.connect = ConnectLine::Always,
    },
    Change {
        arrivals: &[v(2, 0, 0)],
        summary: "The line about a mail header in the place of a command names the header.",
        source: "src/smtpd/smtpd.c",
        apply: |d| d.log.non_smtp = NonSmtpLine::NamedHeader,
    },
    Change {
        arrivals: &[v(2, 1, 0)],
        summary: "A message gets its queue file at the first recipient that is accepted.",
        source: "src/smtpd/smtpd.c",
        apply: |d| d.log.queue_file = QueueFile::AtRcpt,
    },
    Change {
        arrivals: &[v(2, 1, 0)],
        summary: "A queue_minfree below one and a half messages is logged.",
        source: "src/smtpd/smtpd.c",
        apply: |d| d.log.queue_reserve = Reported::Once,
    },
    Change {
        arrivals: &[v(2, 1, 0)],
        summary: "Whatever is in the place of a command and ends the session is logged.",
        source: "src/smtpd/smtpd.c",
        apply: |d| d.log.non_smtp = NonSmtpLine::SentCommand,
    },
    Change {
        arrivals: &[v(2, 2, 0)],
        summary: "The keywords that EHLO leaves out are logged.",
        source: "src/smtpd/smtpd.c",
        apply: |d| d.log.discarded_keywords = Reported::Once,
    },
    Change {
        arrivals: &[v(2, 3, 0)],
        summary: "The line about what is in the place of a command begins with it.",
        source: "src/smtpd/smtpd.c",
        apply: |d| d.log.non_smtp = NonSmtpLine::Command,
    },
    Change {
        arrivals: &[v(2, 3, 0)],
        summary: "The line of a failed login says why.",
        source: "src/smtpd/smtpd_sasl_glue.c",
        apply: |d| d.log.sasl_failure = SaslFailureLine::WithReason,
    },
    Change {
        arrivals: &[v(2, 3, 0)],
        summary: "A status that a table gives for the wrong kind of address is mapped, with a line in the log.",
        source: "src/smtpd/smtpd_dsn_fix.c",
        apply: |d| d.log.mapped_status = Reported::Once,
    },
    Change {
        arrivals: &[v(2, 3, 0)],
        summary: "The line of a refusal has its enhanced status code.",
        source: "src/smtpd/smtpd_check.c",
        apply: |d| d.log.action = ActionLine::WithStatus,
    },
    Change {
        arrivals: &[v(2, 3, 0)],
        summary: "A word that is no command is what a connection was lost after.",
        source: "src/smtpd/smtpd.c",
        apply: |d| d.log.no_command = NoCommand::Words,
    },
    Change {
        arrivals: &[v(2, 5, 0)],
        summary: "The line of a TLS handshake tells what the client's certificate is worth.",
        source: "src/tls/tls_server.c",
        apply: |d| d.log.tls = TlsLine::WithTrust,
    },
    Change {
        arrivals: &[v(2, 6, 0)],
        summary: "The line of a lost connection counts the octets of the message.",
        source: "src/smtpd/smtpd.c",
        apply: |d| d.log.end = EndLine::WithOctets,
    },
    Change {
        arrivals: &[v(2, 6, 0)],
        summary: "A client that sends on before it is asked is logged.",
        source: "src/smtpd/smtpd.c",
        apply: |d| d.log.pipelining = Reported::Once,
    },
    Change {
        arrivals: &[v(2, 6, 0)],
        summary: "SASL begins after the greeting, and may stop the process only then.",
        source: "src/smtpd/smtpd.c",
        apply: |d| d.log.sasl_start = SaslStart::AfterGreeting,
    },
    Change {
        arrivals: &[v(2, 7, 1), v(2, 8, 0)],
        summary: "A remark behind an entry of a list ends the list, with a warning.",
        source: "src/util/match_list.c",
        apply: |d| d.log.remark_in_list = RemarkLine::AtEndOfLine,
    },
    Change {
        arrivals: &[v(2, 9, 0)],
        summary: "The warning about a client name that leads elsewhere begins with the name.",
        source: "src/smtpd/smtpd_peer.c",
        apply: |d| d.log.name_check = NameCheckLine::NameFirst,
    },
    Change {
        arrivals: &[v(2, 9, 0)],
        summary: "A table that cannot be opened fails its lookups instead of ending the process.",
        source: "src/util/dict_surrogate.c",
        apply: |d| d.log.missing_table = MissingTable::Surrogate,
    },
    Change {
        arrivals: &[v(2, 9, 0)],
        summary: "A list with an entry that cannot be used leads to a temporary failure instead of ending the process.",
        source: "src/util/match_ops.c",
        apply: |d| d.log.list_trouble = ListTrouble::Warning,
    },
    Change {
        arrivals: &[v(2, 11, 0)],
        summary: "A parameter that main.cf sets to a second value is logged.",
        source: "src/util/dict.c",
        apply: |d| d.log.overridden = Reported::Once,
    },
    Change {
        arrivals: &[v(2, 8, 0)],
        summary: "What XFORWARD has said stands behind the client, not in its place.",
        source: "src/smtpd/smtpd_sasl_proto.c",
        apply: |d| d.log.forwarded = ForwardedLine::Apart,
    },
    Change {
        arrivals: &[v(3, 0, 0)],
        summary: "The end of a session counts the commands.",
        source: "src/smtpd/smtpd.c",
        apply: |d| d.log.disconnect = DisconnectLine::Counted,
    },
    Change {
        arrivals: &[v(3, 0, 14), v(3, 1, 10), v(3, 2, 7), v(3, 3, 2), v(3, 4, 0)],
        summary: "The line of a TLS 1.3 handshake has the key exchange and the signature.",
        source: "src/tls/tls_misc.c",
        apply: |d| d.log.tls = TlsLine::WithKeyExchange,
    },
    Change {
        arrivals: &[v(3, 2, 0)],
        summary: "The line of a MAIL that is too large has the sender.",
        source: "src/smtpd/smtpd.c",
        apply: |d| d.log.too_large = TooLarge::Sender,
    },
    Change {
        arrivals: &[v(3, 4, 0)],
        summary: "A file that is named as key and as certificate is read as a chain.",
        source: "src/tls/tls_certkey.c",
        apply: |d| d.log.chain_file = ChainFile::Mixed,
    },
    Change {
        arrivals: &[v(3, 5, 0)],
        summary: "The addresses of a line are quoted as RFC 5321 wants it.",
        source: "src/global/info_log_addr_form.c",
        apply: |d| d.log.address = AddressForm::External,
    },
    Change {
        arrivals: &[v(3, 5, 22), v(3, 6, 12), v(3, 7, 8), v(3, 8, 3), v(3, 9, 0)],
        summary: "The line of a failed login has the name of the user.",
        source: "src/smtpd/smtpd_sasl_glue.c",
        apply: |d| d.log.sasl_failure = SaslFailureLine::WithUsername,
    },
    Change {
        arrivals: &[v(3, 7, 0)],
        summary: "What is in the place of a command is logged with escape sequences.",
        source: "src/smtpd/smtpd.c",
        apply: |d| d.log.non_smtp = NonSmtpLine::Escaped,
    },
    Change {
        arrivals: &[v(3, 8, 0)],
        summary: "The warning about a remark in a list quotes less of it.",
        source: "src/util/mystrtok.c",
        apply: |d| d.log.remark_in_list = RemarkLine::AfterOtherText,
    },
    Change {
        arrivals: &[
            v(3, 7, 17),
            v(3, 8, 12),
            v(3, 9, 6),
            v(3, 10, 5),
            v(3, 11, 0),
        ],
        summary: "A line that holds no command counts as an unknown command.",
        source: "src/smtpd/smtpd.c",
        apply: |d| d.log.no_command = NoCommand::Lines,
    },
    Change {
        arrivals: &[v(3, 10, 0)],
        summary: "The line of a TLS 1.3 handshake names the group as OpenSSL does.",
        source: "src/tls/tls_misc.c",
        apply: |d| d.log.tls = TlsLine::WithGroup,
    },
    Change {
        arrivals: &[v(3, 10, 0)],
        summary: "The line of a refusal has the login.",
        source: "src/smtpd/smtpd_check.c",
        apply: |d| d.log.action = ActionLine::WithLogin,
    },
    Change {
        arrivals: &[v(3, 10, 0)],
        summary: "The line of a lost connection has the queue id.",
        source: "src/smtpd/smtpd.c",
        apply: |d| d.log.end = EndLine::WithQueueId,
    },
    Change {
        arrivals: &[v(3, 11, 0)],
        summary: "The line about discarded keywords names SMTPUTF8 as EHLO does.",
        source: "src/global/ehlo_mask.c",
        apply: |d| d.log.smtputf8_name = Smtputf8Name::Plain,
    },
];
