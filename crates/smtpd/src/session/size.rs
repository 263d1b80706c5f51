//! How large a message may be: the SIZE of MAIL, `message_size_limit`, and the space in
//! the queue. `smtpd_check_size` and `smtpd_check_queue` of `smtpd_check.c`; the space is
//! a supposed fact of the world.

use std::sync::Arc;

use saslab_policy::{Action, Note, Refusal, Said, Wording};
use saslab_release::{DeclaredSize, SizeCheck, SpaceFor, TooLarge};

use super::record::Asked;
use super::{Turn, Went};
use crate::fixed::{self, Fixed};
use crate::log::LogEvent;

/// What `fsspace` counts in.
const BLOCK: u64 = 4096;

impl Turn {
    /// Looks at the size before the lists are asked, or behind them.
    pub(super) fn size_refused(&mut self, sender: &str, when: SizeCheck) -> Option<Went> {
        let server = Arc::clone(self.server());
        let delayed = server.config.delay_reject.value;
        let here = match (server.dialect.size_check, when) {
            (SizeCheck::WithTheLists, SizeCheck::AfterSender) => !delayed,
            (own, when) => own == when,
        };
        let trouble = if here { self.size_trouble() } else { None };
        trouble.map(|fixed| self.refuse_size(sender, fixed))
    }

    /// Looks at the queue behind the lists, where that is a question of its own.
    pub(super) fn queue_refused(&mut self) -> Option<Went> {
        if self.server().dialect.size_check != SizeCheck::BeforeSender || !self.lacks_space() {
            return None;
        }
        self.record_refusal(&fixed::NO_SPACE, None);
        self.session.declared = None;
        Some(self.refuse_for_space())
    }

    /// What RCPT is refused for while `smtpd_delay_reject` is on, in 1.1.
    pub(super) fn delayed_size_trouble(&self) -> Option<Refusal> {
        let delayed = self.server().config.delay_reject.value;
        let at_rcpt = self.server().dialect.size_check == SizeCheck::WithTheLists;
        let trouble = if delayed && at_rcpt {
            self.size_trouble()
        } else {
            None
        };
        trouble.map(|fixed| self.refusal(fixed))
    }

    fn refuse_size(&mut self, sender: &str, fixed: &'static Fixed) -> Went {
        let named = self.server().dialect.log.too_large == TooLarge::Sender;
        self.record_refusal(fixed, named.then_some(sender));
        match fixed.code {
            452 => self.refuse_for_space(),
            _ => self.refuse(fixed),
        }
    }

    fn refuse_for_space(&mut self) -> Went {
        let server = self.server();
        let free = server.installation.world.queue_space;
        if server.dialect.space != SpaceFor::Declared {
            let says = format!(
                "not enough free space in mail queue: {free} bytes < 1.5*message size limit"
            );
            self.log.push(LogEvent::Warning(says.into()));
        }
        self.refuse(&fixed::NO_SPACE)
    }

    fn size_trouble(&self) -> Option<&'static Fixed> {
        let apart = self.server().dialect.size_check == SizeCheck::BeforeSender;
        match self.too_large(self.session.declared) {
            true => Some(&fixed::TOO_LARGE),
            false => (!apart && self.lacks_space()).then_some(&fixed::NO_SPACE),
        }
    }

    fn too_large(&self, size: Option<i64>) -> bool {
        let limit = self.server().config.message_size_limit.value;
        limit > 0 && size.is_some_and(|size| size > limit)
    }

    /// A negative number is a very large one to C's division.
    fn lacks_space(&self) -> bool {
        let server = self.server();
        let blocks = |octets: i64| u128::from(octets.cast_unsigned() / BLOCK);
        let free = u128::from(server.installation.world.queue_space / BLOCK);
        let reserved = blocks(server.config.queue_minfree);
        let limit = blocks(server.config.message_size_limit.value);
        let size = blocks(self.session.declared.unwrap_or(0));
        reserved >= free
            || match server.dialect.space {
                SpaceFor::Declared => size >= free - reserved || size >= free / 2,
                SpaceFor::Largest => limit * 3 >= free * 2,
            }
    }

    fn refusal(&self, fixed: &'static Fixed) -> Refusal {
        let (code, dsn) = self.softened(fixed.code, fixed.dsn);
        Refusal {
            code,
            dsn: dsn.into_owned(),
            text: fixed.text.to_owned(),
            wording: Wording::Known,
        }
    }

    /// The log tells it like the refusal of a restriction.
    fn record_refusal(&mut self, fixed: &'static Fixed, sender: Option<&str>) {
        let note = Note::Decision {
            action: Action::Reject,
            said: Said::Refusal(self.refusal(fixed)),
        };
        let sender: Option<Arc<str>> = sender.map(Into::into);
        let asked = Asked {
            sender: sender.as_ref(),
            ..Asked::default()
        };
        self.record(&[note], &asked);
    }

    /// The SIZE of an earlier MAIL, which was refused, may still count.
    pub(super) fn forget_declared(&mut self) {
        if self.server().dialect.declared_size == DeclaredSize::OfThisMail {
            self.session.declared = None;
        }
    }
}
