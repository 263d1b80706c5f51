//! The lists of each stage of a session, in Postfix's order: what
//! `smtpd_check_client` and its siblings of `smtpd_check.c` do.

use saslab_release::UnlistedRecipients;

use super::*;
use crate::evaluation::plain_word;
use crate::finding::Finding;
use crate::judge::{CLIENT, ETRN, HELO, Judge, RECIPIENT, SENDER};
use crate::note::{Compatible, Note};
use crate::restriction::Subject;

impl Evaluation<'_> {
    pub(super) fn client(&mut self) -> Status {
        self.forget_deferral();
        self.begin();
        if self.policy.lists.client.is_empty() {
            return Status::Dunno;
        }
        let naming = Naming {
            reply_name: self.request.client.name_and_address().into(),
            reply_class: CLIENT,
            table_means: Some(Subject::Client),
            at_rcpt: self.at_rcpt(),
        };
        let policy = self.policy;
        self.list(CLIENT_LIST, &policy.lists.client, &naming)
    }

    pub(super) fn helo(&mut self) -> Status {
        let Some(helo) = self.request.helo else {
            return Status::Dunno;
        };
        self.begin();
        if self.policy.lists.helo.is_empty() {
            return Status::Dunno;
        }
        let naming = Naming {
            reply_name: helo.into(),
            reply_class: HELO,
            table_means: Some(Subject::Helo),
            at_rcpt: self.at_rcpt(),
        };
        let policy = self.policy;
        self.list(HELO_LIST, &policy.lists.helo, &naming)
    }

    pub(super) fn sender(&mut self) -> Status {
        let Some(sender) = self.request.sender else {
            self.forget_deferral();
            return Status::Dunno;
        };
        let naming = Naming {
            reply_name: sender.into(),
            reply_class: SENDER,
            table_means: Some(Subject::Sender),
            at_rcpt: self.at_rcpt(),
        };
        let policy = self.policy;
        self.begin();
        let status = self.list(SENDER_LIST, &policy.lists.sender, &naming);
        if matches!(status, Status::Refused | Status::Unmodelled)
            || !policy.looks_up_sender
            || !self.sender_unchecked()
            || sender.is_empty()
        {
            return status;
        }
        let finding = self.judge_of(&naming).reject_unlisted(SENDER);
        self.finding(UNLISTED_SENDER, "reject_unlisted_sender", finding)
    }

    pub(super) fn recipient(&mut self) {
        let Some(recipient) = self.request.recipient else {
            return;
        };
        let policy = self.policy;
        if recipient.eq_ignore_ascii_case("postmaster") {
            let finding = Finding::ok("RFC 5321 section 4.5.1: <postmaster> is always accepted");
            self.finding(RECIPIENT_LIST, "postmaster", finding);
            return;
        }
        if ended(self.earlier_lists()) {
            return;
        }
        self.begin();
        if let Some(refusal) = self.request.size_refusal {
            let finding = Finding::refuse("SIZE has said how large it is", refusal.clone());
            self.finding(SENDER_LIST, "message_size_limit", finding);
            return;
        }
        let naming = Naming {
            reply_name: recipient.into(),
            reply_class: RECIPIENT,
            table_means: Some(Subject::Recipient),
            at_rcpt: true,
        };
        let trial: Vec<Word>;
        let relay = if policy.lists.relay_is_trial {
            let words = TRIAL_RELAY_LIST.iter();
            trial = words.map(|word| plain_word(word)).collect();
            (RELAY_LIST, &*trial)
        } else {
            (RELAY_LIST, &*policy.lists.relay)
        };
        let own = (RECIPIENT_LIST, &*policy.lists.recipient);
        let order = match policy.order {
            Order::RelayFirst if !policy.lists.relay_is_trial => [relay, own],
            Order::RelayFirst | Order::RecipientFirst => [own, relay],
        };
        let mut status = Status::Dunno;
        for (index, (list, words)) in order.into_iter().enumerate() {
            status = self.list(list, words, &naming);
            if list == RELAY_LIST && policy.lists.relay_is_trial && status == Status::Dunno {
                self.note(Note::Compatible(Compatible::RelayRestrictions));
            }
            if ended(status) {
                let refused_first = status == Status::Refused && index == 0;
                if refused_first && policy.older.recipient_first {
                    self.note(Note::Compatible(Compatible::RecipientFirst));
                }
                return;
            }
        }
        if ended(self.settle(status, RECIPIENT_LIST)) {
            return;
        }
        self.unlisted_recipient(recipient, &naming);
    }

    /// The lists before RCPT: delayed until now, or asked again silently for
    /// what they have postponed.
    pub(super) fn earlier_lists(&mut self) -> Status {
        let own = self.request;
        if self.policy.delay == Delay::None {
            self.request.recipient = None;
        }
        for ask in [Self::client, Self::helo, Self::sender] {
            let status = ask(self);
            if self.policy.delay == Delay::UntilRecipient && ended(status) {
                return status;
            }
        }
        self.request = own;
        if self.policy.delay == Delay::None {
            self.forget_checks();
        }
        Status::Dunno
    }

    pub(super) fn unlisted_recipient(&mut self, recipient: &str, naming: &Naming) {
        if self.policy.dialect.unlisted_recipients == UnlistedRecipients::WhenMapsAreSet {
            self.recipient_maps_of_old();
            return;
        }
        if !self.policy.looks_up_recipient || !self.recipient_unchecked() || recipient.is_empty() {
            return;
        }
        let finding = self.judge_of(naming).reject_unlisted_recipient();
        self.finding(UNLISTED_RECIPIENT, "reject_unlisted_recipient", finding);
    }

    /// The recipient tables of releases before 2.1.
    pub(super) fn recipient_maps_of_old(&mut self) {
        let Some(recipient) = self.request.recipient else {
            return;
        };
        let naming = Naming {
            reply_name: recipient.into(),
            reply_class: RECIPIENT,
            table_means: None,
            at_rcpt: true,
        };
        let finding = self.judge_of(&naming).reject_unlisted_of_old(recipient);
        self.finding("local_recipient_maps", "local_recipient_maps", finding);
    }

    pub(super) fn etrn(&mut self) {
        let Some(domain) = self.request.etrn_domain else {
            return;
        };
        let naming = Naming {
            reply_name: domain.into(),
            reply_class: ETRN,
            table_means: Some(Subject::Etrn),
            at_rcpt: false,
        };
        let policy = self.policy;
        for ask in [Self::client, Self::helo] {
            let status = ask(self);
            if policy.delay == Delay::UntilRecipient && ended(status) {
                return;
            }
        }
        if policy.delay == Delay::None {
            self.forget_checks();
        }
        self.begin();
        let status = self.list(ETRN_LIST, &policy.lists.etrn, &naming);
        self.settle(status, ETRN_LIST);
    }

    /// Turns a permission into the deferral that an earlier restriction has
    /// postponed.
    pub(super) fn settle(&mut self, status: Status, list: &'static str) -> Status {
        if ended(status) {
            return status;
        }
        self.settle_deferral(list)
    }

    pub(super) fn judge_of(&self, naming: &Naming) -> Judge<'_> {
        Judge {
            policy: self.policy,
            request: self.request,
            naming: naming.clone(),
        }
    }

    pub(super) fn at_rcpt(&self) -> bool {
        self.request.recipient.is_some()
    }
}

fn ended(status: Status) -> bool {
    match status {
        Status::Refused | Status::Unmodelled => true,
        Status::Ok | Status::Dunno => false,
    }
}
