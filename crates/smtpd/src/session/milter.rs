//! Where the filters would be asked: `check_milter_reply` of `smtpd.c`.

use std::sync::Arc;

use saslab_policy::{Action, Note, Said};

use super::record::Asked;
use super::{Turn, Went};
use crate::Cause;
use crate::server::{Answer, Refused};

impl Turn {
    /// The filters are told of something: what the log says, and their refusal.
    pub(super) fn tell_milters(&mut self, asked: &Asked<'_>) -> Option<Refused> {
        let (action, text, refused) = match self.milter_answer()? {
            Answer::Accept => return None,
            Answer::Hold => (
                Action::MilterHold,
                Arc::from("milter triggers HOLD action"),
                None,
            ),
            Answer::Refuse(refused) => {
                let Refused { code, dsn, text } = refused;
                let text = Arc::from(format!("{code} {dsn} {text}"));
                (Action::MilterReject, text, Some(refused))
            }
        };
        let said = Said::Text(text);
        self.record(&[Note::Decision { action, said }], asked);
        refused
    }

    /// The same for a command that the refusal answers.
    pub(super) fn milters_refuse(&mut self, asked: &Asked<'_>) -> Option<Went> {
        let refused = self.tell_milters(asked)?;
        Some(self.refuse_for_milters(refused))
    }

    /// A command of which the filters are not told, but that their refusal answers, too.
    pub(super) fn milters_object(&mut self) -> Option<Went> {
        self.milter_refusal()
            .map(|refused| self.refuse_for_milters(refused))
    }

    /// AUTH and STARTTLS, as Sendmail answers them.
    pub(super) fn milters_object_for_now(&mut self) -> Option<Went> {
        let refused = self.milter_refusal()?;
        Some(self.refuse_for_milters(match refused.code {
            ..500 => Refused {
                code: 454,
                dsn: "4.3.0",
                text: "Try again later",
            },
            500.. => refused,
        }))
    }

    /// Whether EHLO announces nothing but ENHANCEDSTATUSCODES.
    pub(super) fn milters_are_opposed(&self) -> bool {
        self.milter_refusal()
            .is_some_and(|refused| refused.code >= 500)
    }

    pub(super) fn milter_cause(&self) -> Cause {
        match &self.session.milters {
            Some(milters) => Cause::Setting(milters.decided_by.clone()),
            None => Cause::NotSimulated("there is no filter".into()),
        }
    }

    fn milter_answer(&self) -> Option<Answer> {
        self.session.milters.as_ref().map(|m| m.answer)
    }

    fn milter_refusal(&self) -> Option<Refused> {
        match self.milter_answer()? {
            Answer::Refuse(refused) => Some(refused),
            Answer::Accept | Answer::Hold => None,
        }
    }

    fn refuse_for_milters(&mut self, refused: Refused) -> Went {
        let cause = self.milter_cause();
        self.reply(refused.code, refused.dsn, refused.text, cause);
        Went::Wrong
    }
}
