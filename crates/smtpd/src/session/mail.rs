//! MAIL: RFC 5321 section 4.1.1.2, guards in the order of `mail_cmd()`.
//! Left out: what XVERP does to the message, and `local_header_rewrite_clients`.

use std::sync::Arc;

use saslab_policy::Request;
use saslab_release::{
    AddressCheck, AuthParameter, Keyword, QueueFile, ReplyStyle, SizeCheck, SyntaxReminder, Verp,
};

use super::chunk::Chunks;
use super::rates::Event;
use super::record::Asked;
use super::{Phase, Transaction, Turn, Utf8, Went, shown};
use crate::address::{Rubble, extract};
use crate::command::Token;
use crate::fixed::{self, Fixed};
use crate::{Cause, RfcSection};

/// What the parameters of MAIL have said so far.
#[derive(Default)]
struct Parameters {
    size: Option<i64>,
    auth: Option<String>,
    ret: bool,
    envid: bool,
    verp: bool,
}

impl Turn {
    #[inline(never)]
    pub(super) fn mail(&mut self, words: &[Token<'_>]) -> Went {
        let server = Arc::clone(self.server());
        if server.config.helo_required.value && self.session.greeting.name().is_none() {
            let cause = Cause::Setting(server.settings.text("smtpd_helo_required"));
            self.say_because(&fixed::HELO_FIRST, cause);
            return Went::Wrong;
        }
        if self.session.transaction().is_some() {
            return self.refuse(&fixed::NESTED_MAIL);
        }
        if self.session.chunks != Chunks::None {
            return self.refuse(&fixed::MAIL_AFTER_BDAT);
        }
        let [_, from, address, parameters @ ..] = words else {
            return self.remind_syntax("MAIL FROM:");
        };
        if !from.is("from:") {
            return self.remind_syntax("MAIL FROM:");
        }
        if let Some(went) = self.over_rate(Event::Mail) {
            return went;
        }
        if parameters.iter().any(|word| word.is("SMTPUTF8")) && self.takes_utf8() {
            self.session.utf8 = Utf8::Declared;
        }
        if self.waits_for_rewriting(address) {
            return Went::Anew;
        }
        let Some(sender) = self.address(address, Empty::Allowed) else {
            return self.bad_address(address, &fixed::BAD_SENDER);
        };
        self.forget_declared();
        let seen = match self.parameters(parameters) {
            Ok(seen) => seen,
            Err(went) => return went,
        };
        let sasl_sender = seen.auth.map(Into::into);
        if let Some(went) = self.size_refused(&sender, SizeCheck::BeforeSender) {
            return went;
        }
        if seen.verp && sender.is_empty() {
            return self.refuse(&fixed::VERP_NEEDS_SENDER);
        }
        let sender: Arc<str> = sender.into();
        if !server.config.delay_reject.value && self.sender_refused(&sender) {
            self.session.declared = None;
            return Went::Wrong;
        }
        if let Some(went) = self.size_refused(&sender, SizeCheck::AfterSender) {
            return went;
        }
        let asked = Asked {
            sender: Some(&sender),
            ..Asked::default()
        };
        if let Some(went) = self.milters_refuse(&asked) {
            self.session.declared = None;
            return went;
        }
        if self.is_undeclared(&sender) {
            return self.refuse(&fixed::UNDECLARED_UTF8);
        }
        if let Some(went) = self.queue_refused() {
            return went;
        }
        self.begin(Transaction::new(sender, sasl_sender));
        if self.opens_at_mail() {
            self.open_queue_file();
        }
        self.say(&fixed::SENDER_OK);
        Went::Well
    }

    fn may_verp(&self) -> bool {
        match self.server().dialect.verp {
            Verp::Everyone => true,
            Verp::Authorized => self.server().rules.may_verp(&self.session.client),
        }
    }

    /// `smtpd_check_addr`
    fn is_valid(&self, address: &str) -> bool {
        let domain = address.rsplit_once('@').map_or("", |(_, domain)| domain);
        let declared = domain.is_ascii() || self.session.utf8 == Utf8::Declared;
        declared && self.server().rules.is_valid_address(address)
    }

    /// Whether the server knows SMTPUTF8 and this client may use it.
    fn takes_utf8(&self) -> bool {
        let server = self.server();
        server.dialect.keywords.contains(&Keyword::Smtputf8)
            && server.config.smtputf8_enable.value
            && !self.session.discards(Keyword::Smtputf8)
    }

    /// An address beyond ASCII that `strict_smtputf8` does not let pass undeclared.
    pub(super) fn is_undeclared(&self, address: &str) -> bool {
        !address.is_ascii()
            && self.session.utf8 == Utf8::Undeclared
            && self.server().settings.boolean("strict_smtputf8").value
    }

    /// The address in internal form; `None` is a syntax error.
    pub(super) fn address(&self, word: &Token<'_>, empty: Empty) -> Option<String> {
        let strict = match self.server().config.strict_envelopes.value {
            true => Form::Strict,
            false => Form::Sloppy,
        };
        self.address_as(word, empty, strict)
    }

    /// The same where `strict_rfc821_envelopes` plays no part.
    pub(super) fn sloppy_address(&self, word: &Token<'_>, empty: Empty) -> Option<String> {
        self.address_as(word, empty, Form::Sloppy)
    }

    /// An address is resolved before it is judged (`smtpd_check_addr`), and whoever does
    /// so does not start. True: the client waits in vain.
    pub(super) fn waits_for_rewriting(&mut self, word: &Token<'_>) -> bool {
        let Some(setting) = self.server().rules.broken_rewriting().cloned() else {
            return false;
        };
        let dialect = &self.server().dialect;
        let found = extract(word.bytes(), dialect.source_route);
        if dialect.address_check == AddressCheck::Syntax
            || found.address.is_empty()
            || found.count > 1
        {
            return false;
        }
        self.withhold("250", Cause::Setting(setting));
        self.session.phase = Phase::Stuck;
        true
    }

    fn address_as(&self, word: &Token<'_>, empty: Empty, form: Form) -> Option<String> {
        if matches!(word, Token::Unclosed(_)) {
            return None;
        }
        let found = extract(word.bytes(), self.server().dialect.source_route);
        let strict = form == Form::Strict;
        let loose = found.rubble == Rubble::Some || !word.bytes().starts_with(b"<");
        if found.count > 1 || (strict && loose) {
            return None;
        }
        if found.address.is_empty() && empty == Empty::Refused {
            return None;
        }
        let address = shown(&found.address).into_owned();
        match self.server().dialect.address_check {
            AddressCheck::Domain if strict && address.starts_with('@') => None,
            AddressCheck::Domain if !self.is_valid(&address) => None,
            AddressCheck::Domain | AddressCheck::Syntax => Some(address),
        }
    }

    pub(super) fn bad_address(&mut self, word: &Token<'_>, modern: &'static Fixed) -> Went {
        if matches!(word, Token::Word(_)) {
            self.record_illegal_address(word.bytes());
        }
        match self.server().dialect.replies {
            ReplyStyle::Plain => self.refuse(&fixed::BAD_ADDRESS),
            ReplyStyle::Enhanced => self.refuse(modern),
        }
    }

    pub(super) fn remind_syntax(&mut self, command: &str) -> Went {
        static SYNTAX: RfcSection = RfcSection {
            rfc: 5321,
            section: "4.1.2",
            says: "the command is not followed by an address",
        };
        let space = match self.server().dialect.syntax_reminder {
            SyntaxReminder::WithSpace => " ",
            SyntaxReminder::WithoutSpace => "",
        };
        let text = format!("Syntax: {command}{space}<address>");
        self.reply(501, "5.5.4", &text, Cause::Rfc(&SYNTAX));
        Went::Wrong
    }

    pub(super) fn unsupported(&mut self, word: &Token<'_>) -> Went {
        static UNKNOWN: RfcSection = RfcSection {
            rfc: 5321,
            section: "4.1.1.11",
            says: "the parameter is not known to this server",
        };
        let text = format!("Unsupported option: {}", word.text());
        self.reply(555, "5.5.4", &text, Cause::Rfc(&UNKNOWN));
        Went::Wrong
    }

    /// Reads the parameters, or says how the refusal went.
    fn parameters(&mut self, words: &[Token<'_>]) -> Result<Parameters, Went> {
        let mut seen = Parameters::default();
        for word in words {
            let wrong = self.parameter(word, &mut seen);
            self.session.declared = seen.size.or(self.session.declared);
            if let Some(wrong) = wrong {
                return Err(match wrong {
                    Wrong::Fixed(fixed) => self.refuse(fixed),
                    Wrong::Unsupported => self.unsupported(word),
                });
            }
        }
        Ok(seen)
    }

    fn parameter(&self, word: &Token<'_>, seen: &mut Parameters) -> Option<Wrong> {
        let server = self.server();
        let knows = |keyword| server.dialect.keywords.contains(&keyword);
        let config = &server.config;
        if word.is("BODY=8BITMIME") || word.is("BODY=7BIT") {
            return None;
        }
        if let Some(size) = after(word, "SIZE=") {
            return read_size(size, seen);
        }
        if word.is("SMTPUTF8") && self.takes_utf8() {
            return None;
        }
        let takes_auth =
            config.sasl_enable.value || server.dialect.auth_parameter == AuthParameter::Always;
        if let (Some(value), true) = (after(word, "AUTH="), takes_auth) {
            let sender = (value != b"<>").then(|| shown(value).into_owned());
            let twice = std::mem::replace(&mut seen.auth, sender).is_some();
            return twice.then_some(Wrong::Fixed(&fixed::TWO_AUTH_OPTIONS));
        }
        if let Some(delimiters) = after(word, "XVERP")
            && (delimiters.is_empty() || delimiters.starts_with(b"="))
            && self.may_verp()
        {
            seen.verp = true;
            return wrong_delimiters(delimiters).then_some(Wrong::Fixed(&fixed::BAD_VERP));
        }
        if !knows(Keyword::Dsn) {
            return Some(Wrong::Unsupported);
        }
        let dsn_off = self.session.discards(Keyword::Dsn);
        if let Some(value) = after(word, "RET=") {
            let good = value.eq_ignore_ascii_case(b"FULL") || value.eq_ignore_ascii_case(b"HDRS");
            let twice = std::mem::replace(&mut seen.ret, true);
            return dsn_parameter(dsn_off, good && !twice, &fixed::BAD_RET);
        }
        if let Some(value) = after(word, "ENVID=") {
            let twice = std::mem::replace(&mut seen.envid, true);
            let good = is_xtext(value) && is_printable(value) && !twice;
            return dsn_parameter(dsn_off, good, &fixed::BAD_ENVID);
        }
        Some(Wrong::Unsupported)
    }

    /// Before 2.1, or with `smtpd_delay_open_until_valid_rcpt = no`.
    fn opens_at_mail(&self) -> bool {
        let server = self.server();
        server.dialect.log.queue_file == QueueFile::AtMail || !server.config.delay_open
    }

    fn sender_refused(&mut self, sender: &Arc<str>) -> bool {
        let server = Arc::clone(self.server());
        let session = self.session.clone();
        let outcome = server.rules.sender(&Request {
            sender: Some(sender),
            ..session.request()
        });
        let asked = Asked {
            sender: Some(sender),
            ..Asked::default()
        };
        self.refused_by(&outcome, &asked)
    }
}

/// Whether there may be anything but an address in brackets: `strict_rfc821_envelopes`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Strict,
    Sloppy,
}

/// Whether `<>` is an address here.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Empty {
    Allowed,
    Refused,
}

/// What is wrong with a parameter.
pub(super) enum Wrong {
    Fixed(&'static Fixed),
    Unsupported,
}

/// The value behind `name`, in any letter case.
pub(super) fn after<'w>(word: &'w Token, name: &str) -> Option<&'w [u8]> {
    let (head, value) = word.bytes().split_at_checked(name.len())?;
    head.eq_ignore_ascii_case(name.as_bytes()).then_some(value)
}

pub(super) fn dsn_parameter(off: bool, good: bool, bad: &'static Fixed) -> Option<Wrong> {
    match (off, good) {
        (true, _) => Some(Wrong::Fixed(&fixed::DSN_OFF)),
        (false, false) => Some(Wrong::Fixed(bad)),
        (false, true) => None,
    }
}

fn read_size(value: &[u8], seen: &mut Parameters) -> Option<Wrong> {
    if value.is_empty() || !value.iter().all(u8::is_ascii_digit) {
        return Some(Wrong::Fixed(&fixed::BAD_SIZE));
    }
    let number = std::str::from_utf8(value).ok().and_then(|v| v.parse().ok());
    // Too much for a number is kept as -1.
    seen.size = Some(number.unwrap_or(-1));
    if number.is_none() {
        return Some(Wrong::Fixed(&fixed::SIZE_OVERFLOW));
    }
    None
}

/// RFC 3461 section 4: printable ASCII, with `+` before two upper case digits.
pub(super) fn is_xtext(text: &[u8]) -> bool {
    let mut rest = text;
    while let [first, tail @ ..] = rest {
        rest = match (first, tail) {
            (b'+', [high, low, more @ ..]) if is_hex(*high) && is_hex(*low) => more,
            (b'+', _) => return false,
            (b'!'..=b'~', _) => tail,
            _ => return false,
        };
    }
    true
}

/// `verp_delims_verify`: two characters of `verp_delimiter_filter`.
fn wrong_delimiters(written: &[u8]) -> bool {
    match written {
        [] => false,
        [b'=', first, second] => ![first, second].iter().all(|c| b"-=+".contains(c)),
        _ => true,
    }
}

/// `allprint()` of what the xtext stands for: nothing at all does not pass.
fn is_printable(xtext: &[u8]) -> bool {
    let mut rest = xtext;
    while let [first, tail @ ..] = rest {
        rest = match (first, tail) {
            (b'+', [b'2'..=b'7', _, more @ ..]) => more,
            (b'+', _) => return false,
            _ => tail,
        };
    }
    !xtext.is_empty()
}

fn is_hex(digit: u8) -> bool {
    digit.is_ascii_hexdigit()
}
