//! The dialect of one release: plain data that the session reads, folded once
//! from the table of changes.

use crate::change::EDITS;
use crate::command::{ProxyStyle, RecipientCheckOfVrfy, SyntaxReminder, VrfyArgument};
use crate::log_style::LogStyle;
use crate::login::{
    AuthDuringMail, AuthParameter, DovecotRefusal, SaslFailureReply, SaslHandle, SaslOptions,
};
use crate::lookup::{
    AbsentServers, BareAddress, DnsReason, DnsTrouble, LoginMismatch, MxBackup, NullMx, StatusEnd,
};
use crate::main_cf::MainCfStyle;
use crate::message::{
    AfterRefusal, BareNewlineWords, DeclaredSize, ExcessOctets, FooterStart, LongLines, SizeCheck,
    SourceRoute, SpaceFor,
};
use crate::{Keyword, Release, Verb, Wave};

/// How one release speaks. The fields start as in 1.1.0; each change of
/// [`crate::CHANGES`] that the release includes then edits them, in table order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// The commands that the command table knows.
    pub commands: Vec<Verb>,
    /// The keywords that EHLO can announce, in the order of their lines.
    pub keywords: Vec<Keyword>,
    /// Whether replies carry RFC 3463 codes.
    pub replies: ReplyStyle,
    /// The answer to a word that is no command.
    pub unknown_command: UnknownCommand,
    /// Which words in place of a command end the session.
    pub non_smtp: NonSmtp,
    /// Who may ask for VERP, and sees XVERP announced.
    pub verp: Verp,
    /// Whether AUTH is possible inside a MAIL transaction.
    pub auth_during_mail: AuthDuringMail,
    /// How a failed login is put.
    pub sasl_failure: SaslFailureReply,
    /// The enhanced code of a successful login.
    pub sasl_success: &'static str,
    /// When the hard error limit ends the session.
    pub error_limit: ErrorLimit,
    /// When `smtpd_sasl_security_options` is read.
    pub sasl_options: SaslOptions,
    /// Whether an AUTH command knows of the one before.
    pub sasl_handle: SaslHandle,
    /// The space in `MAIL FROM: <address>` of the syntax reminders.
    pub syntax_reminder: SyntaxReminder,
    /// Whether VRFY asks the recipient restrictions.
    pub vrfy: RecipientCheckOfVrfy,
    /// What a `check_relay_domains` in a list does.
    pub check_relay_domains: CheckRelayDomains,
    /// What counts as protection against relaying at start.
    pub start_up_check: StartUpCheck,
    /// Whether unknown local recipients are looked for at RCPT.
    pub unlisted_recipients: UnlistedRecipients,
    /// What happens when a client sends on before it was asked.
    pub early_talker: EarlyTalker,
    /// Whether an address is looked at before any list is asked.
    pub address_check: AddressCheck,
    /// What becomes of a source route before an address.
    pub source_route: SourceRoute,
    /// What XCLIENT does.
    pub proxy: ProxyStyle,
    /// The attributes of XCLIENT, as EHLO names them.
    pub xclient_attributes: &'static str,
    /// The attributes of XFORWARD, as EHLO names them.
    pub xforward_attributes: &'static str,
    /// The code for XCLIENT and XFORWARD of those who may not.
    pub proxy_refusal: u16,
    /// Which form of its argument VRFY works with.
    pub vrfy_argument: VrfyArgument,
    /// The AUTH= parameter of MAIL.
    pub auth_parameter: AuthParameter,
    /// The replies after which the server hangs up by itself.
    pub hangs_up: HangsUp,
    /// The size of a message that a refused MAIL has declared.
    pub declared_size: DeclaredSize,
    /// What becomes of a line beyond `line_length_limit`.
    pub long_lines: LongLines,
    /// When MAIL looks at the size of the message.
    pub size_check: SizeCheck,
    /// For what the queue has to have space.
    pub space: SpaceFor,
    /// What `\c` at the start of `smtpd_reject_footer` does.
    pub footer: FooterStart,
    /// What of a client's text replies and log repeat as it is.
    pub text: TextShown,
    /// Whether Dovecot's refusal of a mechanism repeats its name.
    pub dovecot_refusal: DovecotRefusal,
    /// The newest restrictions that lists may hold.
    pub restrictions: Wave,
    /// The words that protect against relaying, in the order of the message.
    pub relay_protection: &'static [&'static str],
    /// A name server that fails.
    pub dns_trouble: DnsTrouble,
    /// What `reject_sender_login_mismatch` is.
    pub login_mismatch: LoginMismatch,
    /// Whether a bare address is a name for HELO.
    pub bare_address: BareAddress,
    /// The status of `reject_unknown_client_hostname`.
    pub unknown_client: &'static str,
    /// A status code of a table behind which nothing stands.
    pub status_end: StatusEnd,
    /// Whether the null MX is known.
    pub null_mx: NullMx,
    /// How main.cf is read.
    pub main_cf: MainCfStyle,
    /// For whom `permit_mx_backup` takes mail.
    pub mx_backup: MxBackup,
    /// Whether a deferral tells why a lookup failed.
    pub dns_reason: DnsReason,
    /// Of which names the absence of a server is made up for.
    pub absent_servers: AbsentServers,
    /// What becomes of a transaction whose message the lists have refused.
    pub after_refusal: AfterRefusal,
    /// What becomes of more octets of BDAT than a message may have.
    pub excess_octets: ExcessOctets,
    /// The values of `smtpd_forbid_bare_newline`.
    pub bare_newlines: BareNewlineWords,
    /// What of the name of HELO becomes a question mark.
    pub helo_neutered: &'static str,
    /// How the log is worded.
    pub log: LogStyle,
}

impl Dialect {
    /// Folds the table of changes for `release`.
    #[must_use]
    pub fn of(release: Release) -> Self {
        let mut dialect = Self::oldest();
        for edit in &EDITS {
            if release.includes(edit.arrivals) {
                (edit.apply)(&mut dialect);
            }
        }
        dialect
    }

    fn oldest() -> Self {
        Self {
            commands: vec![
                Verb::Helo,
                Verb::Ehlo,
                Verb::Auth,
                Verb::Mail,
                Verb::Rcpt,
                Verb::Data,
                Verb::Rset,
                Verb::Noop,
                Verb::Vrfy,
                Verb::Etrn,
                Verb::Quit,
            ],
            keywords: vec![
                Keyword::Pipelining,
                Keyword::Size,
                Keyword::Vrfy,
                Keyword::Etrn,
                Keyword::Auth,
                Keyword::Xverp,
                Keyword::EightBitMime,
            ],
            replies: ReplyStyle::Plain,
            unknown_command: UnknownCommand::NotImplemented502,
            non_smtp: NonSmtp::ThreeHeaders,
            verp: Verp::Everyone,
            auth_during_mail: AuthDuringMail::Allow,
            sasl_failure: SaslFailureReply::Bare,
            sasl_success: "2.0.0",
            error_limit: ErrorLimit::Exceeded,
            sasl_options: SaslOptions::AtStart,
            sasl_handle: SaslHandle::Kept,
            syntax_reminder: SyntaxReminder::WithSpace,
            vrfy: RecipientCheckOfVrfy::MapsOnly,
            check_relay_domains: CheckRelayDomains::Known,
            start_up_check: StartUpCheck::Anywhere,
            unlisted_recipients: UnlistedRecipients::WhenMapsAreSet,
            early_talker: EarlyTalker::Ignored,
            address_check: AddressCheck::Syntax,
            source_route: SourceRoute::Kept,
            proxy: ProxyStyle::Plain,
            xclient_attributes: "",
            xforward_attributes: "",
            proxy_refusal: 554,
            vrfy_argument: VrfyArgument::Internal,
            auth_parameter: AuthParameter::WhileEnabled,
            hangs_up: HangsUp::Never,
            declared_size: DeclaredSize::OfThisMail,
            long_lines: LongLines::InPieces,
            size_check: SizeCheck::WithTheLists,
            space: SpaceFor::Declared,
            footer: FooterStart::OwnLine,
            text: TextShown::Ascii,
            dovecot_refusal: DovecotRefusal::Unnamed,
            restrictions: Wave::First,
            relay_protection: &["check_relay_domains", "reject_unauth_destination", "reject"],
            dns_trouble: DnsTrouble::AtOnce,
            login_mismatch: LoginMismatch::One,
            bare_address: BareAddress::Name,
            unknown_client: "4.7.1",
            status_end: StatusEnd::Passed,
            null_mx: NullMx::Unknown,
            main_cf: MainCfStyle::oldest(),
            mx_backup: MxBackup::AnyExchanger,
            dns_reason: DnsReason::Untold,
            absent_servers: AbsentServers::OfKnownNames,
            after_refusal: AfterRefusal::Kept,
            excess_octets: ExcessOctets::Read,
            bare_newlines: BareNewlineWords::None,
            helo_neutered: "",
            log: LogStyle::oldest(),
        }
    }
}

/// Whether replies carry the enhanced status codes of RFC 3463.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReplyStyle {
    /// `503 Error: ...`
    Plain,
    /// `503 5.5.1 Error: ...`
    Enhanced,
}

/// The answer to a word that is no command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnknownCommand {
    /// `502 Error: command not implemented`
    NotImplemented502,
    /// `502 5.5.2 Error: command not recognized`
    NotRecognized502,
    /// `500 5.5.2 Error: command not recognized`, the code of RFC 5321
    /// section 4.2.4.
    NotRecognized500,
}

/// Which words in place of a command end the session with a 221.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NonSmtp {
    /// Exactly `Received:`, `Subject:` and `From:`.
    ThreeHeaders,
    /// Any header name with its colon, and `smtpd_forbidden_commands`.
    HeadersAndForbidden,
}

/// Who sees XVERP announced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verp {
    /// Every client.
    Everyone,
    /// Clients of `smtpd_authorized_verp_clients`.
    Authorized,
}

/// When the hard error limit ends the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorLimit {
    /// One error beyond the limit.
    Exceeded,
    /// As soon as it is reached.
    Reached,
}

/// What `check_relay_domains` in a restriction list does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckRelayDomains {
    /// Works.
    Known,
    /// Works, with a warning in the log.
    Warned,
    /// An unknown word: `451 4.3.5 Server configuration error`.
    Removed,
}

/// How the start-up check looks for protection against relaying.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartUpCheck {
    /// A protecting restriction anywhere in the list will do.
    Anywhere,
    /// Entries that can not be reached, or only warn, do not count.
    Reachable,
}

/// When unknown recipients are refused without being asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnlistedRecipients {
    /// Only where `local_recipient_maps` and its kin are set, after all checks.
    WhenMapsAreSet,
    /// At the end of the recipient restrictions, under
    /// `smtpd_reject_unlisted_recipient`.
    AtEndOfRestrictions,
}

/// The replies after which the server hangs up by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HangsUp {
    /// None.
    Never,
    /// 421.
    After421,
    /// 421 and 521.
    After421And521,
}

/// What MAIL and RCPT look at before any list is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressCheck {
    /// Whether there is one address.
    Syntax,
    /// Also whether its domain can be one (`smtpd_check_addr`).
    Domain,
}

/// A client that pipelines where RFC 2920 does not allow it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EarlyTalker {
    /// Its commands are served.
    Ignored,
    /// `554 5.5.0 Error: SMTP protocol synchronization` and the end, where
    /// `smtpd_forbid_unauth_pipelining` says so.
    Refusable,
}

/// What of a client's text is repeated; the rest becomes `?`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextShown {
    /// Printable ASCII.
    Ascii,
    /// What looks like UTF-8, too, while `smtputf8_enable` is on.
    Utf8Lenient,
    /// Well-formed UTF-8, too, while `smtputf8_enable` is on.
    Utf8,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::v;

    #[test]
    fn the_recorded_releases_announce_their_keywords_in_order() {
        let names = |release| -> String {
            let dialect = Dialect::of(release);
            let names: Vec<_> = dialect.keywords.iter().map(|k| k.name()).collect();
            names.join(" ")
        };
        assert_eq!(
            names(v(1, 1, 7)),
            "PIPELINING SIZE VRFY ETRN AUTH XVERP 8BITMIME"
        );
        assert_eq!(
            names(v(2, 3, 19)),
            "PIPELINING SIZE VRFY ETRN STARTTLS AUTH XVERP XCLIENT XFORWARD \
             ENHANCEDSTATUSCODES 8BITMIME DSN"
        );
        assert_eq!(
            names(v(3, 7, 11)),
            "PIPELINING SIZE VRFY ETRN STARTTLS AUTH XVERP XCLIENT XFORWARD \
             ENHANCEDSTATUSCODES 8BITMIME DSN SMTPUTF8 CHUNKING"
        );
        assert!(names(v(3, 11, 6)).ends_with("CHUNKING REQUIRETLS"));
    }
}
