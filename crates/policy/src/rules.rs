//! The restriction lists of one server, resolved once, and the questions that
//! the session asks: one for each SMTP command that has a list.

use crate::interim::{Fatal, Settings};
use crate::{Outcome, Request, Trace, World};

/// The restriction lists of one server with everything they consult.
#[derive(Clone, Debug)]
pub struct Rules {}

impl Rules {
    /// Resolves the lists.
    ///
    /// # Errors
    /// What keeps `smtpd(8)` from starting, such as lists without protection
    /// against relaying.
    pub fn read(_settings: &Settings, _world: &World) -> Result<Self, Fatal> {
        Ok(Self {})
    }

    /// `smtpd_client_restrictions`, when the client has connected. With
    /// `smtpd_delay_reject` the lists before RCPT answer nothing here.
    #[must_use]
    pub fn client(&self, _request: &Request<'_>) -> Outcome {
        Outcome::of(Trace::default())
    }

    /// `smtpd_helo_restrictions`, at HELO and EHLO.
    #[must_use]
    pub fn helo(&self, _request: &Request<'_>) -> Outcome {
        Outcome::of(Trace::default())
    }

    /// `smtpd_sender_restrictions`, at MAIL.
    #[must_use]
    pub fn sender(&self, _request: &Request<'_>) -> Outcome {
        Outcome::of(Trace::default())
    }

    /// At RCPT: the delayed lists, `smtpd_relay_restrictions`,
    /// `smtpd_recipient_restrictions`, and whether the recipient exists.
    #[must_use]
    pub fn recipient(&self, _request: &Request<'_>) -> Outcome {
        Outcome::of(Trace::default())
    }

    /// `smtpd_data_restrictions`, at DATA.
    #[must_use]
    pub fn data(&self, _request: &Request<'_>) -> Outcome {
        Outcome::of(Trace::default())
    }

    /// `smtpd_end_of_data_restrictions`, after the message.
    #[must_use]
    pub fn end_of_data(&self, _request: &Request<'_>) -> Outcome {
        Outcome::of(Trace::default())
    }

    /// `smtpd_etrn_restrictions`, at ETRN.
    #[must_use]
    pub fn etrn(&self, _request: &Request<'_>) -> Outcome {
        Outcome::of(Trace::default())
    }

    /// What VRFY asks about `request.recipient`.
    #[must_use]
    pub fn vrfy(&self, _request: &Request<'_>) -> Outcome {
        Outcome::of(Trace::default())
    }
}
