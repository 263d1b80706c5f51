//! A cause, ready to be shown: the sentence, the line of main.cf, the checks and the RFC.

use saslab_smtpd::policy::Check;
use saslab_smtpd::{Cause, RfcSection};
use yew::AttrValue;

/// Why a line is there, or why it is not.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Why(Cause);

/// Whether an answer is inside the scope of the simulation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Proof {
    Simulated,
    NotSimulated,
}

impl Why {
    /// One English sentence.
    pub(crate) fn sentence(&self) -> AttrValue {
        self.0.to_string().into()
    }

    /// Whether the real server is known to say the same.
    pub(crate) const fn proof(&self) -> Proof {
        match &self.0 {
            Cause::NotSimulated(_) => Proof::NotSimulated,
            Cause::Setting(_)
            | Cause::Rfc(_)
            | Cause::Change(_)
            | Cause::Trace(_)
            | Cause::Client(_)
            | Cause::Sasl(_) => Proof::Simulated,
        }
    }

    /// The line of `main_cf` that decided.
    pub(crate) fn line(&self, main_cf: &str) -> Option<u32> {
        self.0.line(main_cf)
    }

    /// The restrictions that were looked at, in order.
    pub(crate) fn checks(&self) -> &[Check] {
        self.0.trace().map_or(&[], |trace| &trace.checks)
    }

    /// The standard behind it.
    pub(crate) const fn rfc(&self) -> Option<&'static RfcSection> {
        match &self.0 {
            Cause::Rfc(section) => Some(section),
            Cause::Setting(_)
            | Cause::Change(_)
            | Cause::Trace(_)
            | Cause::Client(_)
            | Cause::Sasl(_)
            | Cause::NotSimulated(_) => None,
        }
    }

    /// The file of Postfix that shows what this release does, and others do not.
    pub(crate) const fn source(&self) -> Option<&'static str> {
        match &self.0 {
            Cause::Change(change) => Some(change.source),
            Cause::Setting(_)
            | Cause::Rfc(_)
            | Cause::Trace(_)
            | Cause::Client(_)
            | Cause::Sasl(_)
            | Cause::NotSimulated(_) => None,
        }
    }
}

impl From<&Cause> for Why {
    fn from(cause: &Cause) -> Self {
        Self(cause.clone())
    }
}
