//! The reply to EHLO as a client reads it: which mechanisms, in which form.

use saslab_smtpd::{Channel, Reply, ReplyLine};

use crate::OldForm;

/// What one reply to EHLO offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer<'o> {
    channel: Channel,
    modern: Vec<&'o str>,
    old: Vec<&'o str>,
    starttls: bool,
}

impl<'o> Offer<'o> {
    /// Reads a reply.
    #[must_use]
    pub fn read(reply: &'o Reply, channel: Channel) -> Self {
        let mut offer = Self {
            channel,
            modern: Vec::new(),
            old: Vec::new(),
            starttls: false,
        };
        for line in reply.lines().iter().map(ReplyLine::text) {
            offer.line(line.get(4..).unwrap_or_default());
        }
        offer
    }

    /// These mechanisms, behind `AUTH `.
    #[must_use]
    pub fn of(mechanisms: &[&'o str], channel: Channel) -> Self {
        Self {
            channel,
            modern: mechanisms.to_vec(),
            old: Vec::new(),
            starttls: false,
        }
    }

    fn line(&mut self, line: &'o str) {
        let keyword = line.get(..5).unwrap_or(line);
        let rest = line.get(5..).unwrap_or_default();
        if line.eq_ignore_ascii_case("STARTTLS") {
            self.starttls = true;
        } else if keyword.eq_ignore_ascii_case("AUTH ") {
            self.modern = rest.split_ascii_whitespace().collect();
        } else if keyword.eq_ignore_ascii_case("AUTH=") {
            self.old = rest.split_ascii_whitespace().collect();
        }
    }

    /// Whether STARTTLS is among it.
    #[must_use]
    pub fn has_starttls(&self) -> bool {
        self.starttls
    }

    /// Whether the reply came inside TLS.
    #[must_use]
    pub fn is_encrypted(&self) -> bool {
        self.channel == Channel::Encrypted
    }

    /// The mechanisms that a client sees.
    pub(crate) fn to(&self, old_form: OldForm) -> Vec<&'o str> {
        let old = self.old.iter().copied();
        match old_form {
            OldForm::Ignored => self.modern.clone(),
            OldForm::Needed => self.old.clone(),
            OldForm::Understood => self.merged(old),
            OldForm::LoginOnly => self.merged(old.filter(|one| one.eq_ignore_ascii_case("LOGIN"))),
        }
    }

    fn merged(&self, more: impl Iterator<Item = &'o str>) -> Vec<&'o str> {
        let mut all = self.modern.clone();
        for name in more {
            if !all.iter().any(|one| one.eq_ignore_ascii_case(name)) {
                all.push(name);
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use saslab_smtpd::Cause;

    fn reply(lines: &[&str]) -> Reply {
        let line = |text: &&str| ReplyLine::new(*text, Cause::Sasl("a test".into()));
        Reply::many(lines.iter().map(line).collect())
    }

    #[test]
    fn each_form_is_read_by_those_who_know_it() {
        let reply = reply(&["250-host", "250-AUTH PLAIN", "250 AUTH=LOGIN PLAIN"]);
        let offer = Offer::read(&reply, Channel::Clear);
        assert_eq!(offer.to(OldForm::Ignored), ["PLAIN"]);
        assert_eq!(offer.to(OldForm::Needed), ["LOGIN", "PLAIN"]);
        assert_eq!(offer.to(OldForm::Understood), ["PLAIN", "LOGIN"]);
        assert!(!offer.has_starttls());
    }
}
