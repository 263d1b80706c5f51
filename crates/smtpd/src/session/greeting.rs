//! The greeting, and the TLS handshake that starts a session anew.

use std::sync::Arc;

use saslab_policy::{Client, Request};
use saslab_release::{SaslStart, Verb};
use saslab_sasl::Memory;

use super::record::Asked;
use super::{Channel, Greeting, Phase, Protocol, Session, Step, Turn, Went};
use crate::command::Token;
use crate::fixed;
use crate::log::{Counts, LogEvent, Where};
use crate::server::{Certificate, Level};
use crate::{Cause, Reply, Server, Withheld};

impl Session {
    /// A client connects to the server.
    #[must_use]
    pub fn connect(server: &Arc<Server>, client: Client) -> Step {
        let session = Self {
            server: Arc::clone(server),
            client: Arc::new(client),
            channel: Channel::Clear,
            greeting: Greeting::None,
            login: None,
            memory: Memory::default(),
            denied: None,
            errors: 0,
            junk: 0,
            queued: 0,
            pipelined: false,
            at: Where::Connect,
            counts: Counts::default(),
            said_once: Vec::new(),
            protocol: Protocol::Smtp,
            phase: Phase::Idle,
        };
        let mut turn = Turn::from(session);
        turn.connected();
        turn.finish()
    }
}

impl Turn {
    fn connected(&mut self) {
        let client = Arc::clone(&self.session.client);
        if client.has_unverified_name() {
            self.log.push(LogEvent::UnverifiedName {
                client: Arc::clone(&client),
                style: self.server().dialect.log.name_check,
            });
        }
        let early = self.server().dialect.log.sasl_start == SaslStart::BeforeConnect;
        if early && self.server().config.sasl_enable.value {
            let words = self.last_words(Channel::Clear);
            if !words.is_empty() {
                return self.die(words);
            }
        }
        self.log.push(LogEvent::Connect(Arc::clone(&client)));
        let server = Arc::clone(self.server());
        let tls = &server.config.tls;
        match (tls.wrapper.value, tls.certificate) {
            (false, _) => self.greet(),
            (true, Certificate::Usable) => self.session.phase = Phase::Wrapped,
            (true, Certificate::Missing) => {
                let service = server.settings.text("service_name").value;
                self.log.push(LogEvent::Warning(
                    format!(
                        "Wrapper-mode request dropped from {client} for service {service}. \
                         TLS context initialization failed. For details see earlier warnings \
                         in your logs."
                    )
                    .into(),
                ));
                self.close();
            }
        }
    }

    /// The handshake of wrapper mode is done, and the session begins inside TLS.
    pub(super) fn unwrap(&mut self) {
        self.session.channel = Channel::Encrypted;
        self.session.phase = Phase::Idle;
        self.greet();
    }

    fn greet(&mut self) {
        let server = Arc::clone(self.server());
        let config = &server.config;
        let words = self.last_words(self.session.channel);
        if !config.delay_reject.value {
            let client = Arc::clone(&self.session.client);
            let outcome = server.rules.client(&Request::connected(&client));
            let refused = self.refused_by(&outcome, &Asked::default());
            if !words.is_empty() {
                // The reply was not sent yet.
                self.replies.clear();
                return self.die(words);
            }
            if refused {
                let said = self.replies.last().and_then(|r| r.lines().first());
                self.session.denied = said.map(|line| Arc::from(line.text()));
                return self.count_error();
            }
        }
        if !words.is_empty() {
            return self.die(words);
        }
        let banner = &config.banner;
        self.replies.push(Reply::one(
            format!("220 {}", banner.value),
            Cause::Setting(banner.clone()),
        ));
    }

    /// What the log says where SASL stops the process on this channel: an unknown
    /// security option, or nothing left to offer.
    fn last_words(&self, channel: Channel) -> Vec<LogEvent> {
        let config = &self.server().config;
        let waits_for_tls = channel == Channel::Clear
            && config.tls.auth_only.is_some()
            && self.server().dialect.log.sasl_start == SaslStart::AfterGreeting;
        if !config.sasl_enable.value || waits_for_tls {
            return Vec::new();
        }
        config.mechanisms(channel).last_words.clone()
    }

    /// The process ends before it could say anything.
    fn die(&mut self, words: Vec<LogEvent>) {
        let mechanisms = self.server().config.mechanisms(self.session.channel);
        let what = Withheld {
            what: "220".into(),
            cause: Cause::Setting(mechanisms.decided_by.clone()),
        };
        self.withheld.push(what);
        self.log.extend(words);
        self.session.phase = Phase::Closed;
    }

    /// STARTTLS, RFC 3207; guards in the order of `starttls_cmd()`.
    pub(super) fn starttls(&mut self, words: &[Token]) -> Went {
        if words.len() != 1 {
            return self.refuse(&fixed::STARTTLS_SYNTAX);
        }
        if self.session.channel == Channel::Encrypted {
            return self.refuse(&fixed::TLS_ACTIVE);
        }
        let server = Arc::clone(self.server());
        let tls = &server.config.tls;
        if tls.level == Level::None {
            let cause = Cause::Setting(tls.decided_by.clone());
            self.say_because(&fixed::NOT_IMPLEMENTED, cause);
            return Went::Wrong;
        }
        if server.config.discards(saslab_release::Keyword::Starttls) {
            return self.refuse(&fixed::NOT_IMPLEMENTED);
        }
        if tls.certificate == Certificate::Missing {
            let cause = Cause::Setting(tls.certificate_setting.clone());
            self.say_because(&fixed::TLS_UNAVAILABLE, cause);
            return Went::Wrong;
        }
        self.say(&fixed::START_TLS);
        self.session.phase = Phase::Handshake;
        Went::Well
    }

    /// RFC 3207 section 4.2: what was said before TLS is forgotten.
    pub(super) fn handshake_done(&mut self) {
        self.session.counts.succeeded(Verb::Starttls);
        self.session.channel = Channel::Encrypted;
        self.session.greeting = Greeting::None;
        self.session.login = None;
        self.session.memory = Memory::default();
        self.session.phase = Phase::Idle;
        let words = self.last_words(Channel::Encrypted);
        if !words.is_empty() {
            self.die(words);
        }
    }
}
