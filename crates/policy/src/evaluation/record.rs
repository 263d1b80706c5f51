//! What one answer leads to: `smtpd_check_reject` of `smtpd_check.c`, and the record of
//! the check.

use saslab_maincf::Word;

use super::{Evaluation, Status};
use crate::finding::{Answer, Finding};
use crate::note::{Action, Note, Warning};
use crate::{Check, Refusal, Verdict};

impl Evaluation<'_> {
    pub(super) fn record(
        &mut self,
        list: &'static str,
        word: &Word,
        mut finding: Finding,
    ) -> Result<Status, Status> {
        self.log.append(&mut finding.log);
        match finding.answer.clone() {
            Answer::Ok | Answer::Evaluate(_) => {
                self.push(list, word, finding, Verdict::Ok);
                Ok(Status::Ok)
            }
            Answer::Discard => {
                self.discarded = true;
                self.push(list, word, finding, Verdict::Ok);
                Ok(Status::Ok)
            }
            Answer::Dunno => {
                self.push(list, word, finding, Verdict::Dunno);
                Ok(Status::Dunno)
            }
            Answer::Refuse(refusal) => Ok(self.refuse(list, word, finding, refusal)),
            Answer::DeferIfPermit(refusal) if self.warn_if_reject != 0 => {
                Ok(self.refuse(list, word, finding, refusal))
            }
            Answer::DeferIfPermit(refusal) => {
                self.push(list, word, finding, Verdict::DeferIfPermit(refusal.clone()));
                // The first deferral wins: a later one would hide the cause.
                self.defer_if_permit.get_or_insert(refusal);
                Ok(Status::Dunno)
            }
            Answer::DeferIfReject(refusal) => {
                self.push(list, word, finding, Verdict::DeferIfReject(refusal.clone()));
                self.defer_if_reject.get_or_insert(refusal);
                Ok(Status::Dunno)
            }
            Answer::Broken(refusal) => {
                self.warn_if_reject = 0;
                self.refuse(list, word, finding, refusal);
                Err(Status::Refused)
            }
            Answer::NotModelled(fact) => {
                self.push(list, word, finding, Verdict::Unmodelled(fact));
                Err(Status::Unmodelled)
            }
        }
    }

    /// `smtpd_check_reject`: warnings, postponed deferrals and `soft_bounce`.
    pub(super) fn refuse(
        &mut self,
        list: &'static str,
        word: &Word,
        mut finding: Finding,
        refusal: Refusal,
    ) -> Status {
        if !refusal.has_valid_code() {
            self.log
                .push(Note::Warning(Warning::ReplyCode(refusal.clone())));
        }
        let mut refusal = refusal.checked();
        if self.warn_if_reject != 0 {
            let softened = self.softened(refusal.clone());
            self.log
                .push(Note::refused(Action::RejectWarning, &softened));
            finding.fact = format!("{}; only a warning: {refusal}", finding.fact);
            self.push(list, word, finding, Verdict::Dunno);
            return Status::Dunno;
        }
        if refusal.code >= 500
            && let Some(deferral) = self.defer_if_reject.take()
        {
            finding.fact = format!(
                "{}, but an earlier restriction could not decide",
                finding.fact
            );
            refusal = deferral.checked();
        }
        refusal = self.softened(refusal);
        self.log.push(Note::refused(Action::Reject, &refusal));
        let verdict = if refusal.code < 500 {
            Verdict::Defer(refusal)
        } else {
            Verdict::Reject(refusal)
        };
        self.push(list, word, finding, verdict);
        Status::Refused
    }

    fn softened(&self, refusal: Refusal) -> Refusal {
        match self.policy.soft_bounce {
            true => refusal.softened(),
            false => refusal,
        }
    }

    pub(super) fn push(
        &mut self,
        list: &'static str,
        word: &Word,
        finding: Finding,
        verdict: Verdict,
    ) {
        let settings = &self.policy.settings;
        self.checks.push(Check {
            list,
            restriction: word.clone(),
            fact: finding.fact,
            verdict,
            setting: finding.parameter.map(|name| settings.text(name)),
        });
    }
}
