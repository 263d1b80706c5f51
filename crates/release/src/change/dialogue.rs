//! The changes that the client can see, oldest first.

use super::{Change, announce_after};
use crate::command::{ProxyStyle, RecipientCheckOfVrfy, SyntaxReminder, VrfyArgument};
use crate::dialect::{
    AddressCheck, CheckRelayDomains, EarlyTalker, ErrorLimit, HangsUp, NonSmtp, ReplyStyle,
    StartUpCheck, TextShown, UnknownCommand, UnlistedRecipients, Verp,
};
use crate::login::{
    AuthDuringMail, AuthParameter, DovecotRefusal, SaslFailureReply, SaslHandle, SaslOptions,
};
use crate::message::{
    AfterRefusal, BareNewlineWords, DeclaredSize, ExcessOctets, FooterStart, LongLines, SizeCheck,
    SourceRoute, SpaceFor,
};
use crate::{Keyword, Verb, v};

/// The rows.
pub(super) const ROWS: &[Change] = &[
    Change {
        arrivals: &[v(2, 0, 0)],
        summary: "XVERP is announced to smtpd_authorized_verp_clients only.",
        source: "src/smtpd/smtpd.c",
        apply: |d| d.verp = Verp::Authorized,
    },
    Change {
        arrivals: &[v(2, 0, 5)],
        summary: "The session ends when the hard error limit is reached, not one error later.",
        source: "src/smtpd/smtpd.c",
        apply: |d| d.error_limit = ErrorLimit::Reached,
    },
    Change {
        arrivals: &[v(2, 1, 0)],
        summary: "Unknown recipients are refused at the end of the recipient restrictions.",
        source: "src/smtpd/smtpd_check.c",
        apply: |d| {
            d.unlisted_recipients = UnlistedRecipients::AtEndOfRestrictions;
            d.vrfy = RecipientCheckOfVrfy::AsRcpt;
            d.address_check = AddressCheck::Domain;
        },
    },
    Change {
        arrivals: &[v(2, 0, 11)],
        summary: "The source route before an address is cut off where the address is read.",
        source: "src/smtpd/smtpd.c",
        apply: |d| d.source_route = SourceRoute::Cut,
    },
    Change {
        arrivals: &[v(2, 1, 0)],
        summary: "An unknown security option of SASL ends each session, not smtpd at start.",
        source: "src/smtpd/smtpd_sasl_glue.c",
        apply: |d| d.sasl_options = SaslOptions::PerSession,
    },
    Change {
        arrivals: &[v(2, 1, 0)],
        summary: "The SIZE of a MAIL that was refused counts until the transaction is reset.",
        source: "src/smtpd/smtpd.c",
        apply: |d| d.declared_size = DeclaredSize::UntilReset,
    },
    Change {
        arrivals: &[v(2, 0, 0)],
        summary: "The size of a message is looked at by MAIL, never at RCPT.",
        source: "src/smtpd/smtpd.c",
        apply: |d| d.size_check = SizeCheck::AfterSender,
    },
    Change {
        arrivals: &[v(2, 1, 0)],
        summary: "The queue needs space for the largest message rather than for this one.",
        source: "src/smtpd/smtpd_check.c",
        apply: |d| d.space = SpaceFor::Largest,
    },
    Change {
        arrivals: &[v(2, 3, 0)],
        summary: "The size is looked at before the restrictions on the sender.",
        source: "src/smtpd/smtpd.c",
        apply: |d| d.size_check = SizeCheck::BeforeSender,
    },
    Change {
        arrivals: &[v(2, 10, 0)],
        summary: "smtpd_reject_footer may continue the line of the reply, with \\c.",
        source: "src/global/smtp_reply_footer.c",
        apply: |d| d.footer = FooterStart::MayContinue,
    },
    Change {
        arrivals: &[v(2, 1, 0)],
        summary: "XCLIENT and XFORWARD exist.",
        source: "src/smtpd/smtpd.c",
        apply: |d| {
            d.commands.extend([Verb::Xclient, Verb::Xforward]);
            d.xclient_attributes = "NAME ADDR PROTO HELO";
            d.xforward_attributes = "NAME ADDR PROTO HELO";
            announce_after(d, Keyword::Xverp, &[Keyword::Xclient, Keyword::Xforward]);
        },
    },
    Change {
        arrivals: &[v(2, 2, 0)],
        summary: "XFORWARD tells whether a message is a local one.",
        source: "src/smtpd/smtpd.c",
        apply: |d| d.xforward_attributes = "NAME ADDR PROTO HELO SOURCE",
    },
    Change {
        arrivals: &[v(2, 3, 0)],
        summary: "XCLIENT begins the session anew, and knows the reverse name.",
        source: "src/smtpd/smtpd.c",
        apply: |d| {
            d.proxy = ProxyStyle::Restarting;
            d.xclient_attributes = "NAME ADDR PROTO HELO REVERSE_NAME";
        },
    },
    Change {
        arrivals: &[v(2, 5, 0)],
        summary: "XCLIENT and XFORWARD know the port.",
        source: "src/smtpd/smtpd.c",
        apply: |d| {
            d.xclient_attributes = "NAME ADDR PROTO HELO REVERSE_NAME PORT";
            d.xforward_attributes = "NAME ADDR PROTO HELO SOURCE PORT";
        },
    },
    Change {
        arrivals: &[v(2, 8, 0)],
        summary: "XFORWARD knows the name of the queue file.",
        source: "src/smtpd/smtpd.c",
        apply: |d| d.xforward_attributes = "NAME ADDR PROTO HELO SOURCE PORT IDENT",
    },
    Change {
        arrivals: &[v(2, 9, 0)],
        summary: "XCLIENT can log in.",
        source: "src/smtpd/smtpd.c",
        apply: |d| d.xclient_attributes = "NAME ADDR PROTO HELO REVERSE_NAME PORT LOGIN",
    },
    Change {
        arrivals: &[v(3, 2, 0)],
        summary: "XCLIENT knows the address and the port of the server.",
        source: "src/smtpd/smtpd.c",
        apply: |d| {
            d.xclient_attributes = "NAME ADDR PROTO HELO REVERSE_NAME PORT LOGIN DESTADDR DESTPORT";
        },
    },
    Change {
        arrivals: &[v(2, 1, 0)],
        summary: "Any header name and any of smtpd_forbidden_commands ends the session.",
        source: "src/smtpd/smtpd.c",
        apply: |d| d.non_smtp = NonSmtp::HeadersAndForbidden,
    },
    Change {
        arrivals: &[v(2, 1, 0)],
        summary: "What could be mistaken in the name of HELO becomes a question mark.",
        source: "src/smtpd/smtpd.c",
        apply: |d| d.helo_neutered = "<>()\\\";:@",
    },
    Change {
        arrivals: &[v(2, 1, 3)],
        summary: "Blanks in the name of HELO become question marks, too.",
        source: "src/smtpd/smtpd.c",
        apply: |d| d.helo_neutered = " <>()\\\";:@",
    },
    Change {
        arrivals: &[v(2, 1, 6)],
        summary: "Colons in the name of HELO stay.",
        source: "src/smtpd/smtpd.c",
        apply: |d| d.helo_neutered = " <>()\\\";@",
    },
    Change {
        arrivals: &[v(2, 2, 0)],
        summary: "STARTTLS exists.",
        source: "src/smtpd/smtpd.c",
        apply: |d| {
            d.commands.push(Verb::Starttls);
            announce_after(d, Keyword::Etrn, &[Keyword::Starttls]);
        },
    },
    Change {
        arrivals: &[v(2, 3, 0)],
        summary: "Replies carry enhanced status codes.",
        source: "src/smtpd/smtpd.c",
        apply: |d| {
            d.replies = ReplyStyle::Enhanced;
            announce_after(d, Keyword::Xforward, &[Keyword::EnhancedStatusCodes]);
        },
    },
    Change {
        arrivals: &[v(2, 3, 0)],
        summary: "The server hangs up after any reply with 421.",
        source: "src/smtpd/smtpd_chat.c",
        apply: |d| d.hangs_up = HangsUp::After421,
    },
    Change {
        arrivals: &[v(2, 3, 0)],
        summary: "VRFY asks about its argument as the client wrote it.",
        source: "src/smtpd/smtpd.c",
        apply: |d| d.vrfy_argument = VrfyArgument::Written,
    },
    Change {
        arrivals: &[v(2, 3, 0)],
        summary: "XCLIENT and XFORWARD are refused by 550 rather than 554.",
        source: "src/smtpd/smtpd.c",
        apply: |d| d.proxy_refusal = 550,
    },
    Change {
        arrivals: &[v(2, 3, 0)],
        summary: "DSN (RFC 3461) is supported.",
        source: "src/smtpd/smtpd.c",
        apply: |d| announce_after(d, Keyword::EightBitMime, &[Keyword::Dsn]),
    },
    Change {
        arrivals: &[v(2, 3, 0)],
        summary: "A word that is no command is not recognized rather than not implemented.",
        source: "src/smtpd/smtpd.c",
        apply: |d| d.unknown_command = UnknownCommand::NotRecognized502,
    },
    Change {
        arrivals: &[v(2, 3, 0)],
        summary: "A failed login says why, behind 535 5.7.0.",
        source: "src/smtpd/smtpd_sasl_glue.c",
        apply: |d| d.sasl_failure = SaslFailureReply::Reason570,
    },
    Change {
        arrivals: &[v(2, 3, 0)],
        summary: "Syntax reminders of MAIL and RCPT have no space before the address.",
        source: "src/smtpd/smtpd.c",
        apply: |d| d.syntax_reminder = SyntaxReminder::WithoutSpace,
    },
    Change {
        arrivals: &[v(2, 5, 0)],
        summary: "Logins are answered by the codes of RFC 4954: 235 2.7.0, 535 5.7.8, 454 4.7.0.",
        source: "src/smtpd/smtpd_sasl_glue.c",
        apply: |d| {
            d.sasl_failure = SaslFailureReply::Reason578;
            d.sasl_success = "2.7.0";
        },
    },
    Change {
        arrivals: &[v(2, 5, 13), v(2, 6, 10), v(2, 7, 4), v(2, 8, 3), v(2, 9, 0)],
        summary: "Each AUTH command has a handle of the SASL library of its own.",
        source: "src/smtpd/smtpd_sasl_proto.c",
        apply: |d| d.sasl_handle = SaslHandle::Fresh,
    },
    Change {
        arrivals: &[
            v(2, 6, 17),
            v(2, 7, 11),
            v(2, 8, 12),
            v(2, 9, 4),
            v(2, 10, 0),
        ],
        summary: "AUTH is refused while a MAIL transaction is open.",
        source: "src/smtpd/smtpd_sasl_proto.c",
        apply: |d| d.auth_during_mail = AuthDuringMail::Refuse,
    },
    Change {
        arrivals: &[v(2, 1, 0)],
        summary: "check_relay_domains works with a warning in the log.",
        source: "src/smtpd/smtpd_check.c",
        apply: |d| d.check_relay_domains = CheckRelayDomains::Warned,
    },
    Change {
        arrivals: &[v(2, 6, 0)],
        summary: "The server hangs up after any reply with 521, too.",
        source: "src/smtpd/smtpd_chat.c",
        apply: |d| d.hangs_up = HangsUp::After421And521,
    },
    Change {
        arrivals: &[v(2, 7, 0)],
        summary: "VRFY asks about the address without brackets and quotes.",
        source: "src/smtpd/smtpd.c",
        apply: |d| d.vrfy_argument = VrfyArgument::CheckedInternal,
    },
    Change {
        arrivals: &[v(2, 9, 0)],
        summary: "MAIL reads AUTH= even while AUTH is off.",
        source: "src/smtpd/smtpd.c",
        apply: |d| d.auth_parameter = AuthParameter::Always,
    },
    Change {
        arrivals: &[v(2, 9, 0)],
        summary: "What a line has beyond line_length_limit is skipped.",
        source: "src/smtpd/smtpd_chat.c",
        apply: |d| d.long_lines = LongLines::Cut,
    },
    Change {
        arrivals: &[v(2, 10, 0)],
        summary: "Restrictions that can not be reached do not count as relay protection at start.",
        source: "src/smtpd/smtpd_check.c",
        apply: |d| d.start_up_check = StartUpCheck::Reachable,
    },
    Change {
        arrivals: &[v(3, 0, 0)],
        summary: "SMTPUTF8 (RFC 6531) is supported.",
        source: "src/smtpd/smtpd.c",
        apply: |d| announce_after(d, Keyword::Dsn, &[Keyword::Smtputf8]),
    },
    Change {
        arrivals: &[v(3, 0, 0)],
        summary: "Replies and log repeat text beyond ASCII while smtputf8_enable is on.",
        source: "src/util/printable.c",
        apply: |d| d.text = TextShown::Utf8Lenient,
    },
    Change {
        arrivals: &[v(3, 4, 0)],
        summary: "CHUNKING and BDAT (RFC 3030) are supported.",
        source: "src/smtpd/smtpd.c",
        apply: |d| {
            d.commands.push(Verb::Bdat);
            announce_after(d, Keyword::Smtputf8, &[Keyword::Chunking]);
        },
    },
    Change {
        arrivals: &[v(3, 5, 20), v(3, 6, 10), v(3, 7, 6), v(3, 8, 1), v(3, 9, 0)],
        summary: "A client that sends before it is asked can be refused.",
        source: "src/smtpd/smtpd.c",
        apply: |d| d.early_talker = EarlyTalker::Refusable,
    },
    Change {
        arrivals: &[v(3, 5, 23), v(3, 6, 13), v(3, 7, 9), v(3, 8, 4)],
        summary: "A client that sends a bare newline can be cut off.",
        source: "src/smtpd/smtpd.c",
        apply: |d| d.bare_newlines = BareNewlineWords::YesOrNo,
    },
    Change {
        arrivals: &[
            v(3, 5, 24),
            v(3, 6, 14),
            v(3, 7, 10),
            v(3, 8, 5),
            v(3, 9, 0),
        ],
        summary: "A bare newline can be kept from ending a message, or refused.",
        source: "src/smtpd/smtpd.c",
        apply: |d| d.bare_newlines = BareNewlineWords::Words,
    },
    Change {
        arrivals: &[v(3, 9, 0)],
        summary: "A bare newline can be noted in the log.",
        source: "src/smtpd/smtpd.c",
        apply: |d| d.bare_newlines = BareNewlineWords::WithNote,
    },
    Change {
        arrivals: &[v(3, 8, 18), v(3, 9, 12), v(3, 10, 11), v(3, 11, 4)],
        summary: "Of refused chunks no more than one and a half messages are read.",
        source: "src/smtpd/smtpd.c",
        apply: |d| d.excess_octets = ExcessOctets::CutOff,
    },
    Change {
        arrivals: &[
            v(3, 7, 22),
            v(3, 8, 20),
            v(3, 9, 14),
            v(3, 10, 13),
            v(3, 11, 6),
        ],
        summary: "A message that the lists refuse ends its transaction.",
        source: "src/smtpd/smtpd.c",
        apply: |d| d.after_refusal = AfterRefusal::Reset,
    },
    Change {
        arrivals: &[v(3, 7, 0)],
        summary: "A word that is no command is answered by 500.",
        source: "src/smtpd/smtpd.c",
        apply: |d| d.unknown_command = UnknownCommand::NotRecognized500,
    },
    Change {
        arrivals: &[v(3, 9, 0)],
        summary: "HELP lists the commands.",
        source: "src/smtpd/smtpd.c",
        apply: |d| d.commands.push(Verb::Help),
    },
    Change {
        arrivals: &[v(3, 9, 0)],
        summary: "check_relay_domains and permit_naked_ip_address are unknown words.",
        source: "src/smtpd/smtpd_check.c",
        apply: |d| d.check_relay_domains = CheckRelayDomains::Removed,
    },
    Change {
        arrivals: &[v(3, 9, 0)],
        summary: "Of text beyond ASCII only well-formed UTF-8 is repeated.",
        source: "src/util/printable.c",
        apply: |d| d.text = TextShown::Utf8,
    },
    Change {
        arrivals: &[v(3, 10, 0)],
        summary: "The refusal of a mechanism that Dovecot does not offer repeats its name.",
        source: "src/xsasl/xsasl_dovecot_server.c",
        apply: |d| d.dovecot_refusal = DovecotRefusal::Named,
    },
    Change {
        arrivals: &[v(3, 11, 0)],
        summary: "REQUIRETLS (RFC 8689) is supported inside TLS.",
        source: "src/smtpd/smtpd.c",
        apply: |d| announce_after(d, Keyword::Chunking, &[Keyword::Requiretls]),
    },
];
