//! AUTH: RFC 4954 section 4, guards in the order of Postfix's
//! `smtpd_sasl_proto.c`, replies of `smtpd_sasl_glue.c`.
//! Left out: milters, and the delay after a failed attempt (the core has no clock).

use std::sync::Arc;

use saslab_policy::Login;
use saslab_release::{
    AuthDuringMail, DovecotRefusal, Keyword, SaslFailureLine, SaslFailureReply, SaslHandle,
    TextShown, Verb,
};
use saslab_sasl::{
    Context, Failure, FailureKind, Implementation, InvalidMechanism, LibraryLevel, Memory, Nonce,
    Printable, Progress, Why,
};

use super::rates::Event;
use super::{Channel, Phase, Session, Transaction, Turn, Went};
use crate::command::Token;
use crate::fixed;
use crate::log::LogEvent;
use crate::{Cause, ClientFact, Server};

impl Turn {
    #[inline(never)]
    pub(super) fn auth(&mut self, words: &[Token<'_>]) -> Went {
        let server = Arc::clone(self.server());
        let config = &server.config;
        if let Some(went) = self.over_rate(Event::Auth) {
            return went;
        }
        if config.helo_required.value && self.session.greeting.name().is_none() {
            return self.refuse(&fixed::HELO_FIRST);
        }
        if let Some(cause) = self.auth_off(&server) {
            self.say_because(&fixed::AUTH_OFF, cause);
            return Went::Wrong;
        }
        let in_mail = self.session.transaction().is_some();
        if in_mail && server.dialect.auth_during_mail == AuthDuringMail::Refuse {
            return self.refuse(&fixed::AUTH_IN_MAIL);
        }
        if let Some(went) = self.milters_object_for_now() {
            return went;
        }
        if let Some(login) = &self.session.login {
            let cause = Cause::Client(ClientFact::LoggedInAs(Arc::clone(&login.username)));
            self.say_because(&fixed::AUTH_TWICE, cause);
            return Went::Wrong;
        }
        let (mechanism, initial) = match words {
            [_, mechanism] => (mechanism, None),
            [_, mechanism, initial] => (mechanism, Some(initial.bytes())),
            _ => return self.refuse(&fixed::AUTH_SYNTAX),
        };
        let mechanism: Arc<str> = (*mechanism.text()).into();
        let cyrus = server.installation.sasl.implementation == Implementation::Cyrus;
        if cyrus && server.dialect.sasl_handle == SaslHandle::Fresh {
            self.session.memory = Memory::default();
        }
        let nonce = nonce(&self.session);
        let progress = {
            let context = context(&server, &self.session, &nonce);
            server
                .installation
                .sasl
                .first(&context, &mechanism, initial)
        };
        let during = self.session.transaction().cloned();
        self.progress(progress, &mechanism, during)
    }

    /// Why AUTH is not on offer here, if it is not.
    fn auth_off(&self, server: &Server) -> Option<Cause> {
        let config = &server.config;
        if !config.sasl_enable.value {
            return Some(Cause::Setting(
                server.settings.text("smtpd_sasl_auth_enable"),
            ));
        }
        if self.session.discards(Keyword::Auth) {
            return Some(Cause::Setting(self.session.discarded_by(Keyword::Auth)));
        }
        match (self.session.channel, &config.tls.auth_only) {
            (Channel::Clear, Some(setting)) => Some(Cause::Setting(setting.clone())),
            (Channel::Clear | Channel::Encrypted, _) => None,
        }
    }

    #[inline(never)]
    pub(super) fn sasl_response(&mut self, line: &[u8]) {
        let phase = std::mem::replace(&mut self.session.phase, Phase::Idle);
        let Phase::Authenticating {
            exchange,
            mechanism,
            during,
        } = phase
        else {
            self.session.phase = phase;
            return;
        };
        let server = Arc::clone(self.server());
        let nonce = nonce(&self.session);
        let limit = server.config.sasl_response_limit.value;
        if usize::try_from(limit).is_ok_and(|limit| line.len() > limit) {
            self.say(&fixed::AUTH_TOO_LONG);
            self.back_to(during);
            return self.count_error();
        }
        if line == b"*" {
            self.session.memory = exchange.abort(&context(&server, &self.session, &nonce));
            self.record_abort(&mechanism);
            self.say(&fixed::AUTH_ABORTED);
            self.back_to(during);
            return self.count_error();
        }
        let progress = {
            let context = context(&server, &self.session, &nonce);
            exchange.respond(&server.installation.sasl, &context, line)
        };
        match self.progress(progress, &mechanism, during) {
            Went::Well => self.succeeded(Verb::Auth),
            Went::Wrong => self.count_error(),
            Went::Anew | Went::Ends => {}
        }
    }

    fn progress(
        &mut self,
        progress: Progress,
        mechanism: &Arc<str>,
        during: Option<Transaction>,
    ) -> Went {
        match progress {
            Progress::Challenge { base64, exchange } => {
                let cause = Cause::Sasl(format!("{mechanism} asks for the next part").into());
                self.reply(334, "", &base64, cause);
                self.session.phase = Phase::Authenticating {
                    exchange,
                    mechanism: Arc::clone(mechanism),
                    during,
                };
                Went::Well
            }
            Progress::Success(login) => {
                let sentence = [&login.username, " logged in with ", login.mechanism].concat();
                let dsn = self.server().dialect.sasl_success;
                let cause = Cause::Sasl(sentence.into());
                self.reply(235, dsn, "Authentication successful", cause);
                self.session.login = Some(Arc::new(Login {
                    username: login.username.into(),
                    method: Arc::clone(mechanism),
                }));
                self.back_to(during);
                Went::Well
            }
            Progress::Failure(failure) => {
                self.fail(&failure, mechanism);
                self.session.memory = failure.memory;
                self.back_to(during);
                Went::Wrong
            }
        }
    }

    fn back_to(&mut self, during: Option<Transaction>) {
        self.session.phase = during.map_or(Phase::Idle, Phase::Mail);
    }

    fn fail(&mut self, failure: &Failure, mechanism: &str) {
        let reason = failure.reason.as_deref().unwrap_or("(reason unavailable)");
        self.record_failure(failure, mechanism);
        let why = failure.why.to_string().into();
        let cause = if matches!(failure.why, Why::NotSimulated { .. }) {
            Cause::NotSimulated(why)
        } else {
            Cause::Sasl(why)
        };
        let failed = format!("Error: authentication failed: {reason}");
        match (self.server().dialect.sasl_failure, failure.kind) {
            (SaslFailureReply::Bare, FailureKind::MalformedInitial) => {
                self.reply(
                    501,
                    "",
                    "Authentication failed: malformed initial response",
                    cause,
                );
            }
            (SaslFailureReply::Bare, FailureKind::MalformedResponse) => {
                self.reply(501, "", "Error: malformed authentication response", cause);
            }
            (SaslFailureReply::Bare, FailureKind::Temporary | FailureKind::Permanent) => {
                self.reply(535, "", "Error: authentication failed", cause);
            }
            (SaslFailureReply::Reason570, _) => self.reply(535, "5.7.0", &failed, cause),
            (SaslFailureReply::Reason578, FailureKind::Temporary) => {
                let text = format!("Temporary authentication failure: {reason}");
                self.reply(454, "4.7.0", &text, cause);
            }
            (
                SaslFailureReply::Reason578,
                FailureKind::Permanent
                | FailureKind::MalformedInitial
                | FailureKind::MalformedResponse,
            ) => self.reply(535, "5.7.8", &failed, cause),
        }
    }

    fn record_abort(&mut self, mechanism: &Arc<str>) {
        let client = Arc::clone(&self.session.client);
        let mechanism = Arc::clone(mechanism);
        self.log.push(match self.server().dialect.log.sasl_failure {
            SaslFailureLine::Plain => LogEvent::SaslFailed {
                client,
                mechanism,
                reason: None,
                username: None,
            },
            SaslFailureLine::WithReason | SaslFailureLine::WithUsername => {
                LogEvent::SaslAborted { client, mechanism }
            }
        });
    }

    fn record_failure(&mut self, failure: &Failure, mechanism: &str) {
        let style = self.server().dialect.log.sasl_failure;
        // Postfix 1.1 hears of problems only.
        let lines = failure
            .log
            .iter()
            .filter(|line| line.level == LibraryLevel::Problem || style != SaslFailureLine::Plain);
        self.log.extend(lines.cloned().map(LogEvent::Library));
        let reason = || failure.reason.as_deref().unwrap_or("(reason unavailable)");
        let username = || failure.username.as_deref().unwrap_or("(unavailable)");
        self.log.push(LogEvent::SaslFailed {
            client: Arc::clone(&self.session.client),
            mechanism: mechanism.into(),
            reason: (style != SaslFailureLine::Plain).then(|| reason().into()),
            username: (style == SaslFailureLine::WithUsername).then(|| username().into()),
        });
    }
}

/// The core has no chance of its own: each session has the same challenges.
fn nonce(session: &Session) -> Nonce {
    let mut random = [0x5a; 32];
    random[0] = u8::try_from(session.errors % 256).unwrap_or(0);
    Nonce::new(random, 1_000_000_000)
}

fn context<'a>(server: &'a Server, session: &'a Session, nonce: &'a Nonce) -> Context<'a> {
    let config = &server.config;
    let options = config.mechanisms(session.channel).options.clone();
    let realm = &*config.sasl_local_domain.value;
    Context {
        options: options.unwrap_or_default(),
        realm: (!realm.is_empty()).then_some(realm),
        myhostname: &config.myhostname.value,
        service: "smtp",
        nonce,
        printable: printable(server),
        invalid_mechanism: match server.dialect.dovecot_refusal {
            DovecotRefusal::Unnamed => InvalidMechanism::Unnamed,
            DovecotRefusal::Named => InvalidMechanism::Named,
        },
        memory: &session.memory,
    }
}

pub(crate) fn printable(server: &Server) -> Printable {
    match (server.dialect.text, server.config.smtputf8_enable.value) {
        (TextShown::Ascii, _) | (_, false) => Printable::Ascii,
        (TextShown::Utf8Lenient, true) => Printable::Utf8Lenient,
        (TextShown::Utf8, true) => Printable::Utf8,
    }
}
