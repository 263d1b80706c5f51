//! The table of changes: every difference in behaviour between releases, with
//! the release of each branch that brought it, and the file it is in.
//! Sources are paths in the Postfix source tree of the first arrival.

use crate::dialect::{
    AddressCheck, AuthDuringMail, AuthParameter, CheckRelayDomains, DeclaredSize, Dialect,
    DovecotRefusal, EarlyTalker, ErrorLimit, FooterStart, HangsUp, NonSmtp, RecipientCheckOfVrfy,
    ReplyStyle, SaslFailureReply, StartUpCheck, SyntaxReminder, TextShown, UnknownCommand,
    UnlistedRecipients, Verp, VrfyArgument,
};
use crate::{Keyword, Release, Verb, v};

mod log;

/// One difference in behaviour between releases.
#[derive(Clone, Copy)]
pub struct Change {
    /// The first release of each branch that has it, oldest first.
    pub arrivals: &'static [Release],
    /// One English sentence, in the present tense.
    pub summary: &'static str,
    /// The file in the Postfix source that shows it.
    pub source: &'static str,
    /// The edit of the dialect.
    pub apply: fn(&mut Dialect),
}

impl std::fmt::Debug for Change {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Change({:?} {:?})", self.arrivals, self.summary)
    }
}

impl PartialEq for Change {
    fn eq(&self, other: &Self) -> bool {
        self.summary == other.summary
    }
}

impl Eq for Change {}

/// Every change: those of the dialogue, oldest first, then those of the log; later
/// rows edit what earlier ones left.
pub static CHANGES: &[Change] = {
    const ALL: [Change; DIALOGUE.len() + log::ROWS.len()] = joined(DIALOGUE, log::ROWS);
    &ALL
};

/// One row behind the other.
#[expect(
    clippy::indexing_slicing,
    reason = "the compiler runs it, and refuses an index that is out of bounds"
)]
const fn joined<const N: usize>(first: &[Change], second: &[Change]) -> [Change; N] {
    let mut all = [first[0]; N];
    let mut at = 0;
    while at < N {
        all[at] = if at < first.len() {
            first[at]
        } else {
            second[at - first.len()]
        };
        at += 1;
    }
    all
}

/// What the client can see.
const DIALOGUE: &[Change] = &[
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
        arrivals: &[v(2, 1, 0)],
        summary: "The SIZE of a MAIL that was refused counts until the transaction is reset.",
        source: "src/smtpd/smtpd.c",
        apply: |d| d.declared_size = DeclaredSize::UntilReset,
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
            announce_after(d, Keyword::Xverp, &[Keyword::Xclient, Keyword::Xforward]);
        },
    },
    Change {
        arrivals: &[v(2, 1, 0)],
        summary: "Any header name and any of smtpd_forbidden_commands ends the session.",
        source: "src/smtpd/smtpd.c",
        apply: |d| d.non_smtp = NonSmtp::HeadersAndForbidden,
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
        arrivals: &[v(3, 10, 0)],
        summary: "REQUIRETLS (RFC 8689) is supported inside TLS.",
        source: "src/smtpd/smtpd.c",
        apply: |d| announce_after(d, Keyword::Chunking, &[Keyword::Requiretls]),
    },
];

fn announce_after(dialect: &mut Dialect, before: Keyword, new: &[Keyword]) {
    let position = dialect.keywords.iter().position(|k| *k == before);
    let at = position.map_or(dialect.keywords.len(), |at| at + 1);
    dialect.keywords.splice(at..at, new.iter().copied());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_sorted_arrivals_a_source_and_its_own_summary() {
        for (index, row) in CHANGES.iter().enumerate() {
            assert!(row.arrivals.is_sorted(), "{}", row.summary);
            assert!(!row.arrivals.is_empty(), "{}", row.summary);
            assert!(row.source.starts_with("src/"), "{}", row.summary);
            let twin = CHANGES.iter().skip(index + 1).find(|other| *other == row);
            assert!(twin.is_none(), "{}", row.summary);
        }
    }

    #[test]
    fn every_row_changes_the_dialect_of_its_first_arrival() {
        for row in CHANGES {
            let mut before = Dialect::of(Release::OLDEST);
            for earlier in CHANGES.iter().take_while(|earlier| *earlier != row) {
                (earlier.apply)(&mut before);
            }
            let mut after = before.clone();
            (row.apply)(&mut after);
            assert_ne!(before, after, "{}", row.summary);
        }
    }

    #[test]
    fn auth_during_mail_is_refused_in_each_branch_from_its_own_patch_level() {
        let rule = |release| Dialect::of(release).auth_during_mail;
        assert_eq!(rule(v(2, 9, 3)), AuthDuringMail::Allow);
        assert_eq!(rule(v(2, 9, 4)), AuthDuringMail::Refuse);
        assert_eq!(rule(v(2, 8, 11)), AuthDuringMail::Allow);
        assert_eq!(rule(v(2, 6, 17)), AuthDuringMail::Refuse);
        assert_eq!(rule(v(3, 7, 11)), AuthDuringMail::Refuse);
    }
}
