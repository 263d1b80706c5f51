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
        match self.0.is_simulated() {
            true => Proof::Simulated,
            false => Proof::NotSimulated,
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
        self.0.rfc()
    }

    /// The file of Postfix that shows what this release does, and others do not.
    pub(crate) const fn source(&self) -> Option<&'static str> {
        self.0.source()
    }
}

impl From<&Cause> for Why {
    fn from(cause: &Cause) -> Self {
        Self(cause.clone())
    }
}
