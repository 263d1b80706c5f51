//! HELO and EHLO: which keywords are announced, in which order, and why others
//! are not. Order and conditions of `ehlo_cmd()` in `smtpd.c`.

use std::sync::Arc;

use saslab_release::{Keyword, Reported, Smtputf8Name, Verp};

use super::announcement::Announcement;
use super::attribute::Extension;
use super::auth::printable;
use super::record::Asked;
use super::{Channel, Greeting, Protocol, Session, Turn, Went, rest};
use crate::command::Token;
use crate::fixed;
use crate::log::LogEvent;
use crate::server::Level;
use crate::{Cause, ClientFact, Reply, ReplyLine, RfcSection, Server, Withheld};

/// The keywords in the order of `ehlo_mask_table`.
const MASK_ORDER: [Keyword; 15] = [
    Keyword::EightBitMime,
    Keyword::Auth,
    Keyword::Etrn,
    Keyword::Pipelining,
    Keyword::Size,
    Keyword::Xverp,
    Keyword::Vrfy,
    Keyword::Xclient,
    Keyword::Xforward,
    Keyword::Starttls,
    Keyword::EnhancedStatusCodes,
    Keyword::Dsn,
    Keyword::Smtputf8,
    Keyword::Chunking,
    Keyword::Requiretls,
];

/// A keyword line without its `250-`, or the reason why there is none.
enum Announced {
    Yes(Vec<(Arc<str>, Cause)>),
    No(Cause),
}

impl Turn {
    pub(super) fn helo(&mut self, words: &[Token<'_>]) -> Went {
        if words.len() < 2 {
            return self.refuse(&fixed::HELO_SYNTAX);
        }
        let name: Arc<str> = printable(self.server()).text(&rest(words)).into();
        if self.helo_refused(&name) {
            return Went::Wrong;
        }
        self.tell_milters_of(&name);
        self.start_over(Greeting::Helo(self.neutered(&name)));
        let host = self.server().config.myhostname.clone();
        let text = format!("250 {}", host.value);
        self.replies.push(Reply::one(text, Cause::Setting(host)));
        Went::Well
    }

    pub(super) fn ehlo(&mut self, words: &[Token<'_>]) -> Went {
        if words.len() < 2 {
            return self.refuse(&fixed::EHLO_SYNTAX);
        }
        let name: Arc<str> = printable(self.server()).text(&rest(words)).into();
        if self.helo_refused(&name) {
            return Went::Wrong;
        }
        self.tell_milters_of(&name);
        if self.misses_keywords() {
            return Went::Anew;
        }
        self.session.protocol = Protocol::Esmtp;
        self.start_over(Greeting::Ehlo(self.neutered(&name)));
        self.record_discarded();
        if self.misses_hosts() {
            return Went::Anew;
        }
        let server = Arc::clone(self.server());
        let announcement = server
            .announcements
            .of(&self.session, || self.announcement());
        self.withheld = announcement.withheld;
        self.replies.push(announcement.reply);
        Went::Well
    }

    fn announcement(&self) -> Announcement {
        let server = self.server();
        let host = &server.config.myhostname;
        let mut lines = vec![(Arc::clone(&host.value), Cause::Setting(host.clone()))];
        let mut withheld = Vec::new();
        let opposed = self.milters_are_opposed();
        for keyword in &server.dialect.keywords {
            let announced = if opposed && *keyword != Keyword::EnhancedStatusCodes {
                Announced::No(self.milter_cause())
            } else {
                announce(&self.session, *keyword)
            };
            match announced {
                Announced::Yes(more) => lines.extend(more),
                Announced::No(cause) => withheld.push(Withheld {
                    what: keyword.name().into(),
                    cause,
                }),
            }
        }
        if matches!(announce(&self.session, Keyword::Auth), Announced::Yes(_)) {
            let mechanisms = server.config.mechanisms(self.session.channel);
            withheld.extend(mechanisms.withheld.iter().cloned());
        }
        Announcement {
            reply: numbered(&lines),
            withheld: withheld.into(),
        }
    }

    /// `neuter()` of the name, as later checks, replies and the log have it.
    pub(super) fn neutered(&self, name: &Arc<str>) -> Arc<str> {
        let odd = self.server().dialect.helo_neutered;
        let plain = |octet: u8| octet.is_ascii_alphanumeric() || matches!(octet, b'.' | b'-');
        // Most names need no look at the list, which has marks only.
        if name.bytes().all(plain) {
            return Arc::clone(name);
        }
        name.replace(|c| odd.contains(c), "?").into()
    }

    fn helo_refused(&mut self, name: &Arc<str>) -> bool {
        let server = Arc::clone(self.server());
        if server.config.delay_reject.value {
            return false;
        }
        let session = self.session.clone();
        let outcome = server.rules.helo(&saslab_policy::Request {
            helo: Some(name),
            ..session.request()
        });
        let asked = Asked {
            helo: Some(name),
            ..Asked::default()
        };
        self.refused_by(&outcome, &asked)
    }

    /// `str_ehlo_mask` of `ehlo_mask.c`, unless it is told to be silent.
    fn record_discarded(&mut self) {
        let server = Arc::clone(self.server());
        let style = server.dialect.log.discarded_keywords;
        if style == Reported::Not || self.session.discards_silently() {
            return;
        }
        let misnamed = server.dialect.log.smtputf8_name == Smtputf8Name::WithPrefix;
        let named = MASK_ORDER
            .iter()
            .filter(|keyword| {
                server.dialect.keywords.contains(keyword) && self.session.discards(**keyword)
            })
            .map(|keyword| match keyword.name() {
                "SMTPUTF8" if misnamed => "EHLO_MASK_SMTPUTF8",
                "XVERP" => "VERP",
                name => name,
            });
        let names: Vec<&str> = named.collect();
        if !names.is_empty() {
            self.log
                .push(LogEvent::DiscardedKeywords(names.join(" ").into()));
        }
    }

    /// Their refusal shows at MAIL only.
    fn tell_milters_of(&mut self, name: &Arc<str>) {
        let asked = Asked {
            helo: Some(name),
            ..Asked::default()
        };
        self.tell_milters(&asked);
    }

    /// RFC 5321 section 4.1.4: EHLO ends a transaction like RSET.
    fn start_over(&mut self, greeting: Greeting) {
        self.session.greeting = greeting;
        self.reset();
    }
}

fn numbered(lines: &[(Arc<str>, Cause)]) -> Reply {
    let last = lines.len().saturating_sub(1);
    let numbered = lines.iter().enumerate().map(|(at, (text, cause))| {
        let separator = if at == last { ' ' } else { '-' };
        ReplyLine::new(format!("250{separator}{text}"), cause.clone())
    });
    Reply::many(numbered.collect())
}

fn announce(session: &Session, keyword: Keyword) -> Announced {
    let (server, channel) = (&session.server, session.channel);
    if session.discards(keyword) {
        return Announced::No(Cause::Setting(session.discarded_by(keyword)));
    }
    match keyword {
        Keyword::Size => size(server),
        Keyword::Vrfy => vrfy(server),
        Keyword::Starttls => starttls(server, channel),
        Keyword::Auth => auth(session),
        Keyword::Xverp => xverp(session),
        Keyword::Smtputf8 => smtputf8(server),
        Keyword::Requiretls => requiretls(server, channel),
        Keyword::Xclient => proxy(session, Extension::Xclient, session.may_xclient()),
        Keyword::Xforward => proxy(session, Extension::Xforward, session.may_xforward()),
        Keyword::Pipelining
        | Keyword::Etrn
        | Keyword::EnhancedStatusCodes
        | Keyword::EightBitMime
        | Keyword::Dsn
        | Keyword::Chunking => {
            Announced::Yes(vec![(keyword.name().into(), Cause::Rfc(standard(keyword)))])
        }
    }
}

fn one(text: impl Into<Arc<str>>, cause: Cause) -> Announced {
    Announced::Yes(vec![(text.into(), cause)])
}

fn size(server: &Server) -> Announced {
    let limit = &server.config.message_size_limit;
    let text = match limit.value {
        ..=0 => "SIZE".to_owned(),
        octets => format!("SIZE {octets}"),
    };
    one(
        text,
        Cause::Setting(limit.clone().map(|n| n.to_string().into())),
    )
}

fn vrfy(server: &Server) -> Announced {
    let disabled = &server.config.disable_vrfy_command;
    let cause = Cause::Setting(shown_boolean(disabled));
    if disabled.value {
        return Announced::No(cause);
    }
    one(Keyword::Vrfy.name(), cause)
}

fn starttls(server: &Server, channel: Channel) -> Announced {
    let tls = &server.config.tls;
    let cause = Cause::Setting(tls.decided_by.clone());
    match (tls.level, channel) {
        (Level::None, _) => Announced::No(cause),
        (Level::May | Level::Encrypt, Channel::Encrypted) => {
            Announced::No(Cause::Client(ClientFact::SpeaksTls))
        }
        (Level::May | Level::Encrypt, Channel::Clear) => one(Keyword::Starttls.name(), cause),
    }
}

fn auth(session: &Session) -> Announced {
    let (server, channel) = (&session.server, session.channel);
    let config = &server.config;
    let enabled = Cause::Setting(shown_boolean(&config.sasl_enable));
    if !config.sasl_enable.value {
        return Announced::No(enabled);
    }
    if let (Channel::Clear, Some(setting)) = (channel, &config.tls.auth_only) {
        return Announced::No(Cause::Setting(setting.clone()));
    }
    let enabled = match server.rules.hides_auth(&session.client) {
        Some(false) => enabled,
        Some(true) => {
            let exceptions = server.settings.text("smtpd_sasl_exceptions_networks");
            return Announced::No(Cause::Setting(exceptions));
        }
        None => Cause::NotSimulated("smtpd_sasl_exceptions_networks may hide it".into()),
    };
    let list = &config.mechanisms(channel).list;
    let mut lines = vec![(Arc::from(format!("AUTH {list}")), enabled)];
    if config.broken_clients.value {
        let cause = Cause::Setting(shown_boolean(&config.broken_clients));
        lines.push((Arc::from(format!("AUTH={list}")), cause));
    }
    Announced::Yes(lines)
}

fn xverp(session: &Session) -> Announced {
    let server = &session.server;
    match server.dialect.verp {
        Verp::Everyone => one(Keyword::Xverp.name(), Cause::Rfc(standard(Keyword::Xverp))),
        Verp::Authorized => {
            let clients = server.settings.text("smtpd_authorized_verp_clients");
            match server.rules.may_verp(&session.client) {
                true => one(Keyword::Xverp.name(), Cause::Setting(clients)),
                false => Announced::No(Cause::Setting(clients)),
            }
        }
    }
}

fn proxy(session: &Session, of: Extension, allowed: Option<bool>) -> Announced {
    let server = &session.server;
    let hosts = Cause::Setting(server.settings.text(of.hosts()));
    if allowed != Some(true) {
        return Announced::No(hosts);
    }
    let attributes = of.attributes(&server.dialect);
    one(format!("{} {attributes}", of.verb().name()), hosts)
}

fn smtputf8(server: &Server) -> Announced {
    let enabled = &server.config.smtputf8_enable;
    let cause = Cause::Setting(shown_boolean(enabled));
    if enabled.value {
        return one(Keyword::Smtputf8.name(), cause);
    }
    Announced::No(cause)
}

fn requiretls(server: &Server, channel: Channel) -> Announced {
    let cause = Cause::Setting(server.settings.text("requiretls_enable"));
    let enabled = server.settings.boolean("requiretls_enable").value;
    match (enabled, channel) {
        (_, Channel::Clear) => Announced::No(Cause::Client(ClientFact::SpeaksClear)),
        (true, Channel::Encrypted) => one(Keyword::Requiretls.name(), cause),
        (false, Channel::Encrypted) => Announced::No(cause),
    }
}

fn shown_boolean(setting: &saslab_maincf::Setting<bool>) -> saslab_maincf::Setting {
    setting
        .clone()
        .map(|on| Arc::from(if on { "yes" } else { "no" }))
}

/// The standard behind a keyword that no setting decides.
fn standard(keyword: Keyword) -> &'static RfcSection {
    macro_rules! section {
        ($rfc:literal, $section:literal, $says:literal) => {{
            static SECTION: RfcSection = RfcSection {
                rfc: $rfc,
                section: $section,
                says: $says,
            };
            &SECTION
        }};
    }
    match keyword {
        Keyword::Pipelining => section!(2920, "3", "several commands may be sent at once"),
        Keyword::Size => section!(1870, "3", "the server tells how large a message may be"),
        Keyword::Vrfy => section!(5321, "3.5", "the server takes VRFY"),
        Keyword::Etrn => section!(
            1985,
            "4",
            "a client may ask for delivery of what waits for it"
        ),
        Keyword::Starttls => section!(3207, "3", "the server can speak TLS"),
        Keyword::Auth => section!(4954, "3", "the server takes logins"),
        Keyword::EnhancedStatusCodes => section!(2034, "3", "replies carry codes like 5.7.1"),
        Keyword::EightBitMime => section!(6152, "2", "messages may hold octets above 127"),
        Keyword::Dsn => section!(3461, "3", "senders may ask for delivery reports"),
        Keyword::Smtputf8 => section!(6531, "3.1", "addresses may hold text beyond ASCII"),
        Keyword::Chunking => section!(3030, "2", "messages may come in chunks, with BDAT"),
        Keyword::Requiretls => section!(8689, "3", "senders may insist on TLS all the way"),
        // Postfix's own extensions have no RFC; VERP_README, XCLIENT_README
        // and XFORWARD_README describe them as extensions of this command.
        Keyword::Xverp | Keyword::Xclient | Keyword::Xforward => {
            section!(5321, "2.2.2", "extensions of one server begin with X")
        }
    }
}
