//! Why a reply line says what it says, or why something is missing.

use std::fmt;
use std::sync::Arc;

use saslab_maincf::{Origin, Setting, Span};
use saslab_policy::Trace;
use saslab_release::Change;

/// The reason behind a reply line. `Display` is one English sentence, without
/// the full stop, shared by the page, the command line and the tests.
#[derive(Clone, Debug, PartialEq)]
pub enum Cause {
    /// A parameter, with the line of `main.cf` or the default behind it.
    Setting(Setting),
    /// A standard asks for it.
    Rfc(&'static RfcSection),
    /// This release behaves so, others do not.
    Change(&'static Change),
    /// The restriction lists decided.
    Trace(Arc<Trace>),
    /// Something the client did or is.
    Client(ClientFact),
    /// The SASL software decided; its sentence.
    Sasl(Arc<str>),
    /// The lists decided by an entry that is not simulated, so the real server
    /// may answer otherwise.
    NotSimulated(Arc<str>),
}

impl Cause {
    /// The restrictions that were walked, where their lists decided.
    #[must_use]
    pub fn trace(&self) -> Option<&Trace> {
        match self {
            Self::Trace(trace) => Some(trace),
            Self::Setting(_)
            | Self::Rfc(_)
            | Self::Change(_)
            | Self::Client(_)
            | Self::Sasl(_)
            | Self::NotSimulated(_) => None,
        }
    }

    /// The standard that asks for it, where one does.
    #[must_use]
    pub const fn rfc(&self) -> Option<&'static RfcSection> {
        match self {
            Self::Rfc(section) => Some(section),
            Self::Setting(_)
            | Self::Change(_)
            | Self::Trace(_)
            | Self::Client(_)
            | Self::Sasl(_)
            | Self::NotSimulated(_) => None,
        }
    }

    /// The file of Postfix that shows what this release does and others do not, where
    /// that is the reason.
    #[must_use]
    pub const fn source(&self) -> Option<&'static str> {
        match self {
            Self::Change(change) => Some(change.source),
            Self::Setting(_)
            | Self::Rfc(_)
            | Self::Trace(_)
            | Self::Client(_)
            | Self::Sasl(_)
            | Self::NotSimulated(_) => None,
        }
    }

    /// Whether the real server is known to answer the same.
    #[must_use]
    pub const fn is_simulated(&self) -> bool {
        match self {
            Self::NotSimulated(_) => false,
            Self::Setting(_)
            | Self::Rfc(_)
            | Self::Change(_)
            | Self::Trace(_)
            | Self::Client(_)
            | Self::Sasl(_) => true,
        }
    }

    /// The line of `main_cf`, counted from 1, that holds what decided: a restriction where
    /// one did, else the parameter. None where a default or an override did.
    #[must_use]
    pub fn line(&self, main_cf: &str) -> Option<u32> {
        match self {
            Self::Setting(setting) => line_of(setting),
            Self::Trace(trace) => {
                let check = trace.decisive()?;
                let written = check.restriction.span;
                let line = written.and_then(|span| line_at(span, main_cf));
                line.or_else(|| line_of(check.setting.as_ref()?))
            }
            Self::Rfc(_)
            | Self::Change(_)
            | Self::Client(_)
            | Self::Sasl(_)
            | Self::NotSimulated(_) => None,
        }
    }
}

fn line_of(setting: &Setting) -> Option<u32> {
    match setting.origin {
        Origin::File { line, .. } => Some(line),
        Origin::Default { .. } | Origin::NotYet { .. } | Origin::Service { .. } => None,
    }
}

fn line_at(span: Span, main_cf: &str) -> Option<u32> {
    let before = main_cf.get(..span.start)?;
    let ends = before.bytes().filter(|octet| *octet == b'\n').count();
    u32::try_from(ends + 1).ok()
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Setting(setting) => write!(f, "{setting}"),
            Self::Rfc(section) => write!(f, "{section}"),
            Self::Change(change) => write!(f, "{}", change.summary.trim_end_matches('.')),
            Self::Trace(trace) => match trace.decisive() {
                Some(check) => write!(f, "{check}"),
                None => f.write_str("no restriction spoke against it"),
            },
            Self::Client(fact) => write!(f, "{fact}"),
            Self::Sasl(sentence) => f.write_str(sentence),
            Self::NotSimulated(what) => write!(f, "not simulated: {what}"),
        }
    }
}

/// A section of an RFC and what it says of the case at hand.
#[derive(Debug, PartialEq, Eq)]
pub struct RfcSection {
    /// The number of the RFC.
    pub rfc: u16,
    /// The section, `4.1.4`.
    pub section: &'static str,
    /// What it says, one sentence.
    pub says: &'static str,
}

impl fmt::Display for RfcSection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let says = self.says.trim_end_matches('.');
        write!(f, "{says} (RFC {} section {})", self.rfc, self.section)
    }
}

/// Something the client did or is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClientFact {
    /// It said what the server repeats.
    Said(Arc<str>),
    /// It made this many errors, and the limit ends the session.
    Errors(u32),
    /// It speaks TLS already.
    SpeaksTls,
    /// It does not speak TLS yet.
    SpeaksClear,
    /// It has logged in as this user.
    LoggedInAs(Arc<str>),
    /// It sent more before the server had answered.
    SentEarly,
    /// It goes on with a message after the lists have refused one.
    GoesOnAfterRefusal,
}

impl fmt::Display for ClientFact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Said(text) => write!(f, "the client said {text}"),
            Self::Errors(count) => write!(f, "the client has made {count} errors"),
            Self::SpeaksTls => f.write_str("the session is already encrypted"),
            Self::SpeaksClear => f.write_str("the session is not encrypted"),
            Self::LoggedInAs(user) => write!(f, "the client has logged in as {user}"),
            Self::GoesOnAfterRefusal => f.write_str(
                "the queue file went with the refused message, and smtpd(8) ends by a fault",
            ),
            Self::SentEarly => f.write_str("the client sent on before the server had answered"),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Cause, Input, Installation, Server, Session};
    use saslab_policy::Client;
    use saslab_release::{Change, Release};

    const MAIN_CF: &str = "compatibility_level = 3.6\n# a remark\nmyhostname = mail.example.com\n\
         mydestination = example.com\nsmtpd_relay_restrictions =\n    permit_mynetworks,\n    \
         reject_unauth_destination\n";

    fn line_of_last(lines: &[&str]) -> Option<u32> {
        cause_of_last(MAIN_CF, [203, 0, 113, 9], lines).line(MAIN_CF)
    }

    fn cause_of_last(main_cf: &str, client: [u8; 4], lines: &[&str]) -> Cause {
        let installation = Installation::new(Release::DEFAULT, main_cf);
        let server = Server::start(&installation).unwrap();
        let mut step = Session::connect(&server, Client::new(&installation.world, client.into()));
        for line in lines {
            step = step.after.receive(Input::line(line.as_bytes()));
        }
        step.replies[0].lines()[0].cause().clone()
    }

    #[test]
    fn a_permit_in_an_earlier_list_has_decided() {
        let main_cf = [
            MAIN_CF,
            "smtpd_recipient_restrictions = reject_unknown_recipient_domain\n",
        ]
        .concat();
        let said = |client, to| {
            let lines = ["HELO c", "MAIL FROM:<>", to];
            cause_of_last(&main_cf, client, &lines).to_string()
        };
        assert_eq!(
            said([127, 0, 0, 1], "RCPT TO:<a@example.net>"),
            "smtpd_relay_restrictions: permit_mynetworks: 127.0.0.1 is in mynetworks, \
             by 127.0.0.1/32: OK"
        );
        assert_eq!(
            said([203, 0, 113, 9], "RCPT TO:<postmaster@example.com>"),
            "no restriction spoke against it"
        );
    }

    #[test]
    fn a_cause_names_what_stands_behind_it() {
        static CHANGE: Change = Change {
            arrivals: &[],
            summary: "So it is here.",
            source: "src/smtpd/smtpd.c",
            apply: |_| (),
        };
        let syntax = cause_of_last(MAIN_CF, [203, 0, 113, 9], &["HELO"]);
        assert_eq!(syntax.rfc().map(|section| section.rfc), Some(5321));
        assert_eq!((syntax.source(), syntax.is_simulated()), (None, true));
        let change = Cause::Change(&CHANGE);
        assert_eq!(change.source(), Some("src/smtpd/smtpd.c"));
        assert!(change.rfc().is_none());
        assert!(!Cause::NotSimulated("a milter".into()).is_simulated());
    }

    #[test]
    fn a_cause_points_at_its_line_of_main_cf() {
        assert_eq!(line_of_last(&["HELO c"]), Some(3));
        let relay = ["HELO c", "MAIL FROM:<>", "RCPT TO:<a@example.net>"];
        assert_eq!(line_of_last(&relay), Some(7));
        // The banner is a default, a syntax error a standard.
        assert_eq!(line_of_last(&[]), None);
        assert_eq!(line_of_last(&["HELO"]), None);
    }
}
