//! XCLIENT and XFORWARD, with which a host speaks for others: guards and attributes in
//! the order of `xclient_cmd()` and `xforward_cmd()` in `smtpd.c`.
//! Left out: an XCLIENT that fails behind a name or an address, which would leave half of
//! them changed, and a client without an address; the causes say so.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use saslab_policy::{Client, Login, NameStatus, literal};
use saslab_release::{Keyword, ProxyStyle, Verb};

use super::attribute::{Attribute, Extension, UNAVAILABLE, UNKNOWN, host, is_port, protocol};
use super::other::is_hostname;
use super::{Greeting, Phase, Protocol, Session, Turn, Went};
use crate::command::Token;
use crate::log::Forwarded;
use crate::{Cause, Reply, fixed};

/// What the two commands have changed.
#[derive(Clone, Debug, Default)]
pub(super) struct Proxy {
    /// The client that has connected, when another is in its place.
    connected: Option<Arc<Client>>,
    /// Whom XFORWARD has named: `state->xforward`.
    name: Option<Arc<str>>,
    address: Option<IpAddr>,
    forwarded: Forwarded,
}

/// XCLIENT so far: the client as it will be, and what else was named.
struct Other {
    client: Client,
    helo: Named,
    protocol: Named,
    login: Named,
}

/// Whether the command has the attribute.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Named {
    No,
    Yes,
}

/// A client without an address; nobody connects from this one.
const NOWHERE: IpAddr = IpAddr::V4(Ipv4Addr::UNSPECIFIED);
impl Session {
    /// Whether the client may use XCLIENT; `None`: the list cannot tell.
    pub(super) fn may_xclient(&self) -> Option<bool> {
        let client = match self.server.dialect.proxy {
            ProxyStyle::Plain => self.connected(),
            ProxyStyle::Restarting => &self.client,
        };
        self.server.rules.may_xclient(client)
    }

    /// The same of XFORWARD, which is decided when the client connects.
    pub(super) fn may_xforward(&self) -> Option<bool> {
        self.server.rules.may_xforward(self.connected())
    }

    /// What XFORWARD has said of the next message.
    pub(super) fn forwarded(&self) -> Forwarded {
        let proxy = self.proxy.as_ref();
        proxy.map_or_else(Forwarded::default, |proxy| proxy.forwarded.clone())
    }

    fn connected(&self) -> &Client {
        let proxy = self.proxy.as_ref();
        proxy
            .and_then(|proxy| proxy.connected.as_ref())
            .unwrap_or(&self.client)
    }
}

impl Turn {
    #[inline(never)]
    pub(super) fn xclient(&mut self, words: &[Token<'_>]) -> Went {
        let allowed = self.session.may_xclient();
        if let Some(went) = self.not_proxied(Extension::Xclient, words, allowed) {
            return went;
        }
        let mut other = Other {
            client: (*self.session.client).clone(),
            helo: Named::No,
            protocol: Named::No,
            login: Named::No,
        };
        for word in words.iter().skip(1) {
            let attribute = self.attribute(Extension::Xclient, word);
            let done = attribute.and_then(|attribute| {
                let done = self.speak_for(&mut other, &attribute);
                done.ok_or_else(|| attribute.bad())
            });
            if let Err(text) = done {
                let half = other.client != *self.session.client;
                return self.bad_attribute(&text, half);
            }
        }
        self.become_client(other)
    }

    #[inline(never)]
    pub(super) fn xforward(&mut self, words: &[Token<'_>]) -> Went {
        let allowed = self.session.may_xforward();
        if let Some(went) = self.not_proxied(Extension::Xforward, words, allowed) {
            return went;
        }
        let mut named = Vec::new();
        for word in words.iter().skip(1) {
            let attribute = self.attribute(Extension::Xforward, word);
            let done = attribute.and_then(|attribute| {
                let done = self.forward(&attribute);
                done.map(|()| attribute.name).ok_or_else(|| attribute.bad())
            });
            match done {
                Ok(name) => named.push(name),
                Err(text) => return self.bad_attribute(&text, false),
            }
        }
        self.forwarded(&named);
        self.say(&fixed::FORWARDED);
        Went::Well
    }

    /// The guards of both; what is left has attributes.
    fn not_proxied(
        &mut self,
        of: Extension,
        words: &[Token<'_>],
        allowed: Option<bool>,
    ) -> Option<Went> {
        if matches!(self.session.phase, Phase::Mail(_)) {
            return Some(self.refuse(&fixed::PROXY_IN_MAIL));
        }
        if words.len() < 2 {
            let text = format!("Syntax: {} attribute=value...", of.verb().name());
            return Some(self.bad_attribute(&text, false));
        }
        match allowed {
            Some(true) => None,
            Some(false) => {
                let cause = Cause::Setting(self.server().settings.text(of.hosts()));
                let code = self.server().dialect.proxy_refusal;
                let refusal = &fixed::NOT_AUTHORIZED;
                self.reply(code, refusal.dsn, refusal.text, cause);
                Some(Went::Wrong)
            }
            None => Some(self.not_simulated(of.verb())),
        }
    }

    /// One attribute of XCLIENT; `None`: its value cannot be.
    fn speak_for(&mut self, other: &mut Other, attribute: &Attribute) -> Option<()> {
        let Attribute { name, value } = attribute;
        let given = !value.eq_ignore_ascii_case(UNAVAILABLE);
        match *name {
            "NAME" => {
                let (name, status) = host(value)?;
                if status == NameStatus::Verified {
                    other.client.reverse_name = Arc::clone(&name);
                    other.client.reverse_name_status = status;
                }
                (other.client.name, other.client.name_status) = (name, status);
            }
            "REVERSE_NAME" => {
                let (name, status) = host(value)?;
                (other.client.reverse_name, other.client.reverse_name_status) = (name, status);
            }
            "ADDR" if given => other.client.address = self.mail_address(value)?,
            "ADDR" => other.client.address = NOWHERE,
            "DESTADDR" if given => self.mail_address(value).map(drop)?,
            "PORT" | "DESTPORT" if given && !is_port(value) => return None,
            "HELO" => {
                self.session.greeting = match given {
                    true => Greeting::Helo(Arc::clone(value)),
                    false => Greeting::None,
                };
                other.helo = Named::Yes;
            }
            "PROTO" => {
                self.session.protocol = protocol(value)?;
                other.protocol = Named::Yes;
            }
            "LOGIN" if given => {
                self.session.login = Some(Arc::new(Login {
                    username: Arc::clone(value),
                    method: Verb::Xclient.name().into(),
                }));
                other.login = Named::Yes;
            }
            _ => {}
        }
        Some(())
    }

    /// Another client is in the place of the one that has connected; since 2.3 the
    /// session begins anew with it.
    fn become_client(&mut self, other: Other) -> Went {
        let before = std::mem::replace(&mut self.session.client, Arc::new(other.client));
        let proxy = self.session.proxy.get_or_insert_default();
        proxy.connected.get_or_insert(before);
        if self.server().dialect.proxy == ProxyStyle::Plain {
            self.say(&fixed::FORWARDED);
            return Went::Well;
        }
        if other.helo == Named::No {
            self.session.greeting = Greeting::None;
        }
        if other.protocol == Named::No {
            self.session.protocol = Protocol::Smtp;
        }
        if other.login == Named::No {
            self.session.login = None;
        }
        self.session.memory = Default::default();
        self.session.discards = Default::default();
        self.session.tally = Default::default();
        self.session.milters = self.server().config.milters.clone();
        self.reset();
        self.greet();
        if self.session.client.address == NOWHERE && self.session.denied.is_none() {
            let what = "restrictions may ask for the address of a client that has none";
            self.replies.pop();
            let greeting = &self.server().config.banner.value;
            let text = ["220 ", greeting].concat();
            self.replies
                .push(Reply::one(text, Cause::NotSimulated(what.into())));
        }
        Went::Anew
    }

    /// One attribute of XFORWARD; `None`: its value cannot be.
    fn forward(&mut self, attribute: &Attribute) -> Option<()> {
        /// The longest name of a protocol.
        const LONGEST: usize = 64;
        let given = !attribute.value.eq_ignore_ascii_case(UNAVAILABLE);
        let value = given.then(|| Arc::clone(&attribute.value));
        let address = match attribute.name {
            "ADDR" if given => Some(self.mail_address(&attribute.value)?),
            _ => None,
        };
        let proxy = self.session.proxy.get_or_insert_default();
        match (attribute.name, value) {
            ("NAME", Some(value)) if !is_hostname(&value) => return None,
            ("NAME", value) => proxy.name = value,
            ("ADDR", _) => proxy.address = address,
            ("PORT", Some(value)) if !is_port(&value) => return None,
            ("PROTO", Some(value)) if value.len() > LONGEST => return None,
            ("IDENT", value) => proxy.forwarded.queue_id = value,
            ("SOURCE", Some(value))
                if !["LOCAL", "REMOTE"]
                    .iter()
                    .any(|s| value.eq_ignore_ascii_case(s)) =>
            {
                return None;
            }
            _ => {}
        }
        Some(())
    }

    /// What the log will say of it.
    fn forwarded(&mut self, named: &[&str]) {
        let proxy = self.session.proxy.get_or_insert_default();
        let has = |among: &[&str]| named.iter().any(|name| among.contains(name));
        if has(&["NAME", "ADDR", "PORT"]) {
            let name = proxy.name.as_deref().unwrap_or(UNKNOWN);
            let text = match proxy.address {
                Some(address) => format!("{name}[{address}]"),
                None => name.to_owned(),
            };
            proxy.forwarded.client = Some(text.into());
        } else if has(&["PROTO", "HELO"]) {
            proxy.forwarded.client.get_or_insert(UNKNOWN.into());
        }
    }

    /// `smtpd_xforward_reset`
    pub(super) fn forget_forwarded(&mut self) {
        if let Some(proxy) = &mut self.session.proxy {
            **proxy = Proxy {
                connected: proxy.connected.take(),
                ..Proxy::default()
            };
        }
    }

    /// An address that this machine could be talking to.
    fn mail_address(&self, value: &str) -> Option<IpAddr> {
        let address = literal(value)?;
        let address = match address {
            IpAddr::V4(_) => address,
            IpAddr::V6(six) => six.to_ipv4_mapped().map_or(address, IpAddr::V4),
        };
        self.server().rules.speaks(address).then_some(address)
    }

    fn bad_attribute(&mut self, text: &str, half: bool) -> Went {
        let cause = match half {
            true => Cause::NotSimulated(
                "a real server has changed a part of the client's name and address".into(),
            ),
            false => Cause::Rfc(fixed::PROXY_IN_MAIL.because),
        };
        self.reply(501, "5.5.4", text, cause);
        Went::Wrong
    }

    /// EHLO while it is not known who may use one of the two (`cant_announce_feature`).
    /// True: the session is over.
    pub(super) fn misses_hosts(&mut self) -> bool {
        let session = &self.session;
        let unknown = [
            (Keyword::Xclient, session.may_xclient()),
            (Keyword::Xforward, session.may_xforward()),
        ];
        let unknown = unknown.into_iter().find(|(keyword, allowed)| {
            allowed.is_none()
                && session.server.dialect.keywords.contains(keyword)
                && !session.discards(*keyword)
        });
        let Some((keyword, _)) = unknown else {
            return false;
        };
        let what = format!(
            "don't know if EHLO feature {} should be announced to {}",
            keyword.name(),
            session.client
        );
        self.cannot_announce(&what);
        true
    }
}
