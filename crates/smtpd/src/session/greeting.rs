//! The greeting, and the TLS handshake that starts a session anew.

use std::sync::Arc;

use saslab_policy::Client;
use saslab_release::{ConnectLine, SaslStart, Verb};
use saslab_sasl::Memory;

use super::record::Asked;
use super::{Channel, Greeting, Phase, Protocol, Session, Step, Turn, Utf8, Went};
use crate::command::Token;
use crate::fixed;
use crate::log::{Counts, LogEvent, Where};
use crate::server::{Certificate, Level, Milters};
use crate::{Cause, Server};

impl Session {
    /// A client connects to the server; a shared one need not be copied.
    #[must_use]
    pub fn connect(server: &Arc<Server>, client: impl Into<Arc<Client>>) -> Step {
        Self::begin(server, client.into())
    }

    fn begin(server: &Arc<Server>, client: Arc<Client>) -> Step {
        let client = match server.config.peername_lookup {
            true => client,
            false => Arc::new((*client).clone().nameless()),
        };
        let session = Self {
            server: Arc::clone(server),
            client,
            channel: Channel::Clear,
            greeting: Greeting::None,
            login: None,
            memory: Memory::default(),
            discards: Default::default(),
            proxy: None,
            milters: server.config.milters.clone(),
            denied: None,
            errors: 0,
            junk: 0,
            queued: 0,
            declared: None,
            content: Default::default(),
            utf8: Utf8::default(),
            chunks: Default::default(),
            left_over: None,
            tally: Default::default(),
            pipelined: false,
            uncertified: false,
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
        if let Some(source) = self.server().config.tls.no_entropy.clone() {
            self.withhold("220", Cause::Setting(source));
            self.session.phase = Phase::Stuck;
            return;
        }
        let client = Arc::clone(&self.session.client);
        if client.has_unverified_name() && self.server().config.peername_lookup {
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
        let welcome_only = self.server().dialect.log.connect == ConnectLine::WelcomeOnly;
        if welcome_only && self.denied_at_once() {
            return;
        }
        self.log.push(LogEvent::Connect(Arc::clone(&client)));
        let notes = self.server().rules.proxy_trouble(&client);
        self.log.extend(notes.into_iter().map(LogEvent::Opening));
        let notes = self.server().rules.bare_newline_trouble(&client);
        self.log.extend(notes.into_iter().map(LogEvent::Opening));
        let server = Arc::clone(self.server());
        let tls = &server.config.tls;
        match (tls.wrapper.value, tls.certificate) {
            (false, _) => {
                self.record_limits();
                self.greet();
            }
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
        self.record_handshake();
        if self.misses_certificate() {
            self.refuse_without_certificate();
            return self.greet();
        }
        self.record_limits();
        self.greet();
    }

    pub(super) fn greet(&mut self) {
        self.look_up_keywords();
        let server = Arc::clone(self.server());
        let config = &server.config;
        let words = self.last_words(self.session.channel);
        if self.session.channel == Channel::Encrypted && !words.is_empty() {
            return self.die(words);
        }
        if !config.delay_reject.value {
            let outcome = server.rules.client(&self.session.clone().request());
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
        let unwelcome = self.unwelcome();
        if !words.is_empty() {
            self.replies.clear();
            return self.die(words);
        }
        if unwelcome {
            return;
        }
        self.replies.push(server.greeting.clone());
    }

    /// Before 2.0 a client that is refused in place of the greeting has not connected.
    fn denied_at_once(&mut self) -> bool {
        self.greet();
        let denied = self.session.denied.is_some();
        if !denied {
            self.replies.clear();
            self.log
                .retain(|event| matches!(event, LogEvent::UnverifiedName { .. }));
            self.session.phase = Phase::Idle;
        }
        denied
    }

    /// Whether a certificate of the client is required; none has one. The log tells.
    fn misses_certificate(&mut self) -> bool {
        let required = self.server().config.tls.wants_certificate.is_some();
        if required {
            let client = Arc::clone(&self.session.client);
            self.log.push(LogEvent::NoCertificate(client));
        }
        required
    }

    pub(super) fn refuse_without_certificate(&mut self) {
        let server = Arc::clone(self.server());
        let Some(setting) = &server.config.tls.wants_certificate else {
            return;
        };
        let host = &server.config.myhostname.value;
        let text = format!("{host} Error: No client certificate presented");
        self.reply(421, "4.7.1", &text, Cause::Setting(setting.clone()));
    }

    fn record_handshake(&mut self) {
        if self.server().config.tls_loglevel > 0 {
            self.log.push(LogEvent::TlsEstablished {
                client: Arc::clone(&self.session.client),
                style: self.server().dialect.log.tls,
            });
        }
    }

    /// Whether a filter has refused the connection for good.
    fn unwelcome(&mut self) -> bool {
        let client = Arc::clone(&self.session.client);
        if let Some(list) = self.server().rules.milters(&client) {
            let services = self.server().installation().world.services;
            let milters = Milters::of(&list, &self.server().settings, services);
            self.session.milters = milters.map(Arc::new);
        }
        let Some(milters) = self.session.milters.clone() else {
            return false;
        };
        if let Some(why) = &milters.fatal {
            self.die(vec![LogEvent::Fatal(Arc::clone(why))]);
            return true;
        }
        self.log.extend(milters.unreachable.iter().cloned());
        let refused = self.tell_milters(&Asked::default());
        if refused.is_none_or(|refused| refused.code < 500) {
            return false;
        }
        let host = Arc::clone(&self.server().config.myhostname.value);
        let text = format!("{host} ESMTP not accepting connections");
        let cause = self.milter_cause();
        self.reply(554, "", &text, cause);
        self.count_error();
        true
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
        let cause = Cause::Setting(mechanisms.decided_by.clone());
        self.withhold("220", cause);
        self.log.extend(words);
        self.session.phase = Phase::Closed;
    }

    /// STARTTLS, RFC 3207; guards in the order of `starttls_cmd()`.
    pub(super) fn starttls(&mut self, words: &[Token<'_>]) -> Went {
        if words.len() != 1 {
            return self.refuse(&fixed::STARTTLS_SYNTAX);
        }
        if let Some(went) = self.milters_object_for_now() {
            return went;
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
        if self.session.discards(saslab_release::Keyword::Starttls) {
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
        self.record_handshake();
        self.session.channel = Channel::Encrypted;
        self.session.greeting = Greeting::None;
        self.session.login = None;
        self.session.memory = Memory::default();
        self.reset();
        if self.misses_certificate() {
            // The reply waits for the next command.
            self.session.uncertified = true;
            return;
        }
        let words = self.last_words(Channel::Encrypted);
        if !words.is_empty() {
            self.die(words);
        }
    }
}
