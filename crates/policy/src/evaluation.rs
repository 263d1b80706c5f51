//! Walks restriction lists word by word: `generic_checks` and
//! `smtpd_check_reject` of `smtpd_check.c`. Keeps what outlives a list: the
//! postponed deferrals, `warn_if_reject`, and which addresses were looked up.

use std::sync::Arc;

use saslab_release::LoginMismatch;

use crate::finding::{Answer, Finding};
use crate::judge::{Judge, Naming};
use crate::note::{Note, Warning};
use crate::restriction::{Restriction, Subject};
use crate::rules::Policy;
use crate::{Check, Outcome, Refusal, Request, Trace, Verdict};
use saslab_maincf::Word;

mod notes;
mod record;

/// The evaluation of one command.
pub(crate) struct Evaluation<'a> {
    pub(crate) policy: &'a Policy,
    pub(crate) request: Request<'a>,
    checks: Vec<Check>,
    log: Vec<Note>,
    depth: u32,
    /// How many lists were walked through.
    lists: u32,
    /// The depth of lists that a `warn_if_reject` stands in, or 0.
    warn_if_reject: u32,
    defer_if_permit: Option<Refusal>,
    defer_if_reject: Option<Refusal>,
    sender_looked_up: bool,
    recipient_looked_up: bool,
    discarded: bool,
}

/// What a list says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    Ok,
    Dunno,
    /// The last check holds the refusal.
    Refused,
    /// The last check is not modelled.
    Unmodelled,
}

/// How far lists in lists may go: `check_table_result`.
const MAX_DEPTH: u32 = 100;

/// Classes that name others twice each: a server would be at it for years.
const MAX_LISTS: u32 = 10_000;

impl<'a> Evaluation<'a> {
    pub(crate) fn new(policy: &'a Policy, request: &Request<'a>) -> Self {
        Self {
            policy,
            request: *request,
            checks: Vec::new(),
            log: Vec::new(),
            depth: 0,
            lists: 0,
            warn_if_reject: 0,
            defer_if_permit: None,
            defer_if_reject: None,
            sender_looked_up: false,
            recipient_looked_up: false,
            discarded: false,
        }
    }

    pub(crate) fn into_outcome(self) -> Outcome {
        let trace = Trace {
            checks: self.checks,
        };
        Outcome::of(trace, self.log)
    }

    /// Forgets what was recorded, but not what was postponed.
    pub(crate) fn forget_checks(&mut self) {
        self.checks.clear();
        self.log.clear();
    }

    pub(crate) fn note(&mut self, note: Note) {
        self.log.push(note);
    }

    pub(crate) fn forget_deferral(&mut self) {
        self.defer_if_permit = None;
    }

    /// A stage of the session begins (`SMTPD_CHECK_RESET`): what its lists postpone holds
    /// until it ends, also for a recipient that is looked up after them.
    pub(crate) fn begin(&mut self) {
        self.warn_if_reject = 0;
        self.defer_if_reject = None;
    }

    /// Evaluates one list from its start.
    pub(crate) fn list(&mut self, list: &'static str, words: &[Word], naming: &Naming) -> Status {
        self.depth = 0;
        match self.words(list, words, naming) {
            Ok(status) | Err(status) => status,
        }
    }

    /// Refuses what earlier restrictions would have deferred.
    pub(crate) fn settle_deferral(&mut self, list: &'static str) -> Status {
        let Some(refusal) = self.defer_if_permit.clone() else {
            return Status::Dunno;
        };
        let word = plain_word("defer_if_permit");
        let fact = "an earlier restriction could not decide".to_owned();
        self.refuse(list, &word, Finding::refuse(fact, refusal.clone()), refusal)
    }

    /// Records an answer that does not come from a list.
    pub(crate) fn finding(&mut self, list: &'static str, word: &str, finding: Finding) -> Status {
        match self.record(list, &plain_word(word), finding) {
            Ok(status) | Err(status) => status,
        }
    }

    pub(crate) fn recipient_unchecked(&self) -> bool {
        !self.recipient_looked_up && !self.discarded
    }

    pub(crate) fn sender_unchecked(&self) -> bool {
        !self.sender_looked_up && !self.discarded
    }

    /// The restrictions of a list until one decides. `Err` leaves all lists.
    fn words(
        &mut self,
        list: &'static str,
        words: &[Word],
        naming: &Naming,
    ) -> Result<Status, Status> {
        self.depth += 1;
        self.lists += 1;
        let mut rest = words;
        let mut status = Status::Dunno;
        while let Some((word, after)) = rest.split_first() {
            rest = after;
            if self.discarded {
                break;
            }
            if word.text.eq_ignore_ascii_case("warn_if_reject") {
                if self.warn_if_reject == 0 {
                    self.warn_if_reject = self.depth;
                }
                continue;
            }
            status = self.word(list, word, &mut rest, naming)?;
            self.note_unreached(word, rest);
            if self.warn_if_reject >= self.depth {
                self.warn_if_reject = 0;
            }
            let postponed = self.defer_if_permit.is_some() && self.defer_if_reject.is_some();
            if status != Status::Dunno || postponed {
                break;
            }
        }
        self.depth -= 1;
        if self.warn_if_reject >= self.depth {
            self.warn_if_reject = 0;
        }
        Ok(status)
    }

    fn word(
        &mut self,
        list: &'static str,
        word: &Word,
        rest: &mut &[Word],
        naming: &Naming,
    ) -> Result<Status, Status> {
        let policy = self.policy;
        if word.text.contains(':') {
            let finding = match naming.table_means {
                Some(subject) => self.judge(naming).access(subject, &word.text),
                None => {
                    Finding::misconfigured("a table needs a check_..._access before it").warning(
                        Warning::BareTable(naming.reply_class, Arc::clone(&word.text)),
                    )
                }
            };
            return self.answer(list, word, finding, naming);
        }
        let Some(restriction) = Restriction::named(&word.text, &policy.dialect) else {
            return self.class(list, word, naming);
        };
        if restriction == Restriction::RejectSenderLoginMismatch
            && policy.dialect.login_mismatch == LoginMismatch::Two
        {
            return self.both_login_checks(list, word, naming);
        }
        let argument = argument_of(restriction, &word.text, rest);
        self.note_lookup(restriction);
        self.note_unusable(&word.text, restriction, argument.as_ref());
        let judge = self.judge(naming);
        let finding = if restriction == Restriction::NotModelled {
            judge.not_simulated(&word.text)
        } else {
            judge.judge(restriction, argument.as_ref())
        };
        self.answer(list, word, finding, naming)
    }

    fn judge(&self, naming: &Naming) -> Judge<'a> {
        Judge {
            policy: self.policy,
            request: self.request,
            naming: naming.clone(),
        }
    }

    /// A restriction class, or a word that nothing knows.
    fn class(
        &mut self,
        list: &'static str,
        word: &Word,
        naming: &Naming,
    ) -> Result<Status, Status> {
        let policy = self.policy;
        let Some(words) = policy.classes.get(&word.text) else {
            let fact = format!("{} is no restriction that this release knows", word.text);
            let unknown = self.unknown(word);
            return self.record(list, word, Finding::misconfigured(fact).warning(unknown));
        };
        if self.depth > MAX_DEPTH || self.lists > MAX_LISTS {
            let fact = format!("{} leads back to itself", word.text);
            return self.record(list, word, Finding::misconfigured(fact));
        }
        self.words(list, words, naming)
    }

    /// From 2.1 on `reject_sender_login_mismatch` is a class of two words.
    fn both_login_checks(
        &mut self,
        list: &'static str,
        word: &Word,
        naming: &Naming,
    ) -> Result<Status, Status> {
        for (name, part) in [
            (
                "reject_authenticated_sender_login_mismatch",
                Restriction::RejectAuthenticatedSenderLoginMismatch,
            ),
            (
                "reject_unauthenticated_sender_login_mismatch",
                Restriction::RejectUnauthenticatedSenderLoginMismatch,
            ),
        ] {
            if !self.policy.has_sasl {
                self.note_unusable(&Arc::from(name), part, None);
            }
            let finding = self.judge(naming).judge(part, None);
            let status = self.answer(list, word, finding, naming)?;
            if status != Status::Dunno {
                return Ok(status);
            }
        }
        Ok(Status::Dunno)
    }

    /// The check of unlisted addresses at the end is skipped where a
    /// restriction has made it; one that only warns does not count.
    fn note_lookup(&mut self, restriction: Restriction) {
        if self.warn_if_reject != 0 {
            return;
        }
        if restriction == Restriction::RejectUnlistedSender {
            self.sender_looked_up = true;
        }
        if restriction == Restriction::RejectUnlistedRecipient {
            self.recipient_looked_up = true;
        }
    }

    fn answer(
        &mut self,
        list: &'static str,
        word: &Word,
        finding: Finding,
        naming: &Naming,
    ) -> Result<Status, Status> {
        let Answer::Evaluate(named) = finding.answer.clone() else {
            return self.record(list, word, finding);
        };
        if self.depth > MAX_DEPTH {
            let finding = Finding::misconfigured(finding.fact);
            return self.record(list, word, finding);
        }
        let mut finding = finding;
        self.log.append(&mut finding.log);
        self.push(list, word, finding, Verdict::Dunno);
        let words: Vec<Word> = crate::table::brace_words(&named.words)
            .iter()
            .map(|text| plain_word(text))
            .collect();
        let naming = Naming {
            reply_name: named.reply_name.as_str().into(),
            reply_class: named.reply_class,
            ..naming.clone()
        };
        self.words(list, &words, &naming)
    }
}

/// Takes the word after a restriction that wants one.
pub(crate) fn argument_of(
    restriction: Restriction,
    word: &str,
    rest: &mut &[Word],
) -> Option<Arc<str>> {
    let takes_table = word
        .get(..6)
        .is_some_and(|head| head.eq_ignore_ascii_case("check_"));
    let wants_table = matches!(
        restriction,
        Restriction::CheckAccess(_)
            | Restriction::CheckHosts(..)
            | Restriction::CheckCcertAccess
            | Restriction::CheckPolicyService
    ) || (restriction == Restriction::NotModelled && takes_table);
    let wants_any = matches!(
        restriction,
        Restriction::RejectRblClient
            | Restriction::PermitDnswlClient
            | Restriction::PermitRhswlClient
            | Restriction::RejectRhsbl(_)
            | Restriction::Sleep
    );
    if !wants_table && !wants_any {
        return None;
    }
    let (word, after) = rest.split_first()?;
    *rest = after;
    Some(Arc::clone(&word.text))
}

pub(crate) fn plain_word(text: &str) -> Word {
    Word {
        text: Arc::from(text),
        span: None,
    }
}

/// The kind of naming that a list's tables without a word before them have.
pub(crate) type TableMeans = Option<Subject>;
