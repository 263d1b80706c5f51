//! Which mechanisms are announced, in which order, and why others are not.
//! Left out: `smtpd_sasl_mechanism_filter`, which Postfix applies afterwards.
use crate::mechanism::{Available, Mechanism};
use crate::{Config, Implementation, SecurityOption, SecurityOptions, Setup};
use std::fmt;

/// What `AUTH` in the EHLO reply lists before Postfix's own filter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offer {
    /// The names, in the order announced.
    pub mechanisms: Vec<&'static str>,
    /// Those that are missing, each with the reason.
    pub withheld: Vec<WithheldMechanism>,
}

/// Why nothing is announced at all, which stops smtpd.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NothingLeft {
    /// Cyrus: the list names no mechanism that there is.
    NoneKnown,
    /// Cyrus: none of those that there are may be used.
    NonePermitted,
    /// Dovecot: the same; nothing is logged.
    NoneFromDovecot,
}

impl NothingLeft {
    /// What is logged before `fatal: no SASL authentication mechanisms` (Postfix 2.3 and
    /// later; 1.1 logs none of it). Scenarios `ehlo-mech-none-known`, `opts-03`.
    #[must_use]
    pub fn log(self) -> &'static [&'static str] {
        const INTERNAL_ERROR: &str = "warning: SASL authentication failure: \
            Internal Error -4 in ../../lib/server.c near line 1765";
        match self {
            Self::NoneKnown => &[
                INTERNAL_ERROR,
                INTERNAL_ERROR,
                INTERNAL_ERROR,
                "warning: xsasl_cyrus_server_get_mechanism_list: no mechanism available",
            ],
            Self::NonePermitted => {
                &["warning: xsasl_cyrus_server_get_mechanism_list: no applicable SASL mechanisms"]
            }
            Self::NoneFromDovecot => &[],
        }
    }
}

/// A mechanism that is not announced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithheldMechanism {
    /// Its name, as written in `mech_list` if it stands there.
    pub name: String,
    /// The reason.
    pub why: WhyWithheld,
}

/// Why a mechanism is not announced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WhyWithheld {
    /// A security option asks for a property that the mechanism does not have.
    Filtered {
        /// The first such option.
        option: SecurityOption,
    },
    /// `mech_list` (Dovecot: `auth_mechanisms`) does not name it.
    NotListed,
    /// It is listed, but nothing provides it.
    NoPlugin,
    /// It needs a client whom a lower layer has authenticated, and Postfix tells of none.
    NoExternalIdentity,
}

impl fmt::Display for WhyWithheld {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Filtered { option } => {
                write!(f, "{option} excludes it, because {}", weakness(*option))
            }
            Self::NotListed => f.write_str("the list of mechanisms does not name it"),
            Self::NoPlugin => f.write_str("it is listed, but no plug-in provides it"),
            Self::NoExternalIdentity => {
                f.write_str("it needs an identity from a lower layer, and Postfix hands none over")
            }
        }
    }
}

/// What a mechanism does or lacks that `option` does not let pass.
fn weakness(option: SecurityOption) -> &'static str {
    match option {
        SecurityOption::NoPlaintext => "it sends the password as it is",
        SecurityOption::NoActive => "it does not resist an active attacker",
        SecurityOption::NoDictionary => "it lets a listener try passwords from a dictionary",
        SecurityOption::NoAnonymous => "it admits everybody",
        SecurityOption::ForwardSecrecy => "it has no forward secrecy",
        SecurityOption::MutualAuth => "the server does not prove itself to the client",
    }
}

impl Setup {
    /// The mechanisms announced under `options`, and those withheld.
    #[must_use]
    pub fn offer(&self, options: &SecurityOptions) -> Offer {
        let mut offer = Offer::default();
        let Some(list) = self.listed() else {
            for mechanism in self.unlisted() {
                offer.add(mechanism, *options);
            }
            return offer;
        };
        for name in list {
            match self.plug_in(name) {
                Some(mechanism) => offer.add(mechanism, *options),
                None => offer.withhold(name, WhyWithheld::NoPlugin),
            }
        }
        for mechanism in Mechanism::all(self.implementation) {
            if self.position(mechanism).is_none() {
                offer.withhold(mechanism.name, WhyWithheld::NotListed);
            }
        }
        offer
    }

    /// The `mech_list` line that counts.
    fn listed(&self) -> Option<&[String]> {
        match self.config {
            Config::Present => self.mech_list.as_deref(),
            Config::Absent => None,
        }
    }

    /// What is there when no list is given: Cyrus has every plug-in, Dovecot `plain`.
    fn unlisted(&self) -> &'static [Mechanism] {
        let all = Mechanism::all(self.implementation);
        match self.implementation {
            Implementation::Cyrus => all,
            Implementation::Dovecot => all.split_at_checked(1).map_or(all, |(plain, _)| plain),
        }
    }

    /// The plug-in for a name of the list or of an AUTH command.
    pub(crate) fn plug_in(&self, name: &str) -> Option<&'static Mechanism> {
        Mechanism::find(self.implementation, self.base(name))
    }

    /// The name that the software looks for.
    fn base<'n>(&self, name: &'n str) -> &'n str {
        match self.implementation {
            Implementation::Cyrus => without_plus(name),
            Implementation::Dovecot => name,
        }
    }

    /// Whether the list, or its absence, lets `mechanism` be used.
    pub(crate) fn lists(&self, mechanism: &'static Mechanism) -> bool {
        match self.listed() {
            Some(_) => self.position(mechanism).is_some(),
            None => self.unlisted().contains(mechanism),
        }
    }

    fn position(&self, mechanism: &'static Mechanism) -> Option<usize> {
        self.listed()?
            .iter()
            .position(|name| self.base(name).eq_ignore_ascii_case(mechanism.name))
    }
}

/// Cyrus takes `PLAIN-PLUS` for `PLAIN`, whether or not PLAIN can bind a channel
/// (`_sasl_is_equal_mech` of `lib/common.c`).
fn without_plus(name: &str) -> &str {
    match name.split_at_checked(name.len().saturating_sub(5)) {
        Some((base, suffix)) if !base.is_empty() && suffix.eq_ignore_ascii_case("-PLUS") => base,
        Some(_) | None => name,
    }
}

/// Why `mechanism` may not be used under `options`.
pub(crate) fn barred(mechanism: &Mechanism, options: SecurityOptions) -> Option<WhyWithheld> {
    if mechanism.available == Available::WithExternalIdentity {
        return Some(WhyWithheld::NoExternalIdentity);
    }
    let option = mechanism.misses(options).iter().next()?;
    Some(WhyWithheld::Filtered { option })
}

impl Offer {
    /// Why nothing is announced, if nothing is.
    #[must_use]
    pub fn nothing_left(&self, implementation: Implementation) -> Option<NothingLeft> {
        if !self.mechanisms.is_empty() {
            return None;
        }
        let exists = |why| match why {
            WhyWithheld::Filtered { .. } | WhyWithheld::NoExternalIdentity => true,
            WhyWithheld::NotListed | WhyWithheld::NoPlugin => false,
        };
        Some(match implementation {
            Implementation::Dovecot => NothingLeft::NoneFromDovecot,
            Implementation::Cyrus if self.withheld.iter().any(|withheld| exists(withheld.why)) => {
                NothingLeft::NonePermitted
            }
            Implementation::Cyrus => NothingLeft::NoneKnown,
        })
    }

    fn add(&mut self, mechanism: &'static Mechanism, options: SecurityOptions) {
        match barred(mechanism, options) {
            None => self.mechanisms.push(mechanism.name),
            Some(why) => self.withhold(mechanism.name, why),
        }
    }

    fn withhold(&mut self, name: &str, why: WhyWithheld) {
        self.withheld.push(WithheldMechanism {
            name: name.to_owned(),
            why,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NINE: &[&str] = &[
        "PLAIN",
        "LOGIN",
        "CRAM-MD5",
        "DIGEST-MD5",
        "ANONYMOUS",
        "SCRAM-SHA-1",
        "SCRAM-SHA-256",
        "NTLM",
        "GSSAPI",
    ];

    fn offered(implementation: Implementation, list: &[&str], options: &str) -> String {
        let options = SecurityOptions::parse(options).unwrap();
        Setup::new(implementation, list)
            .offer(&options)
            .mechanisms
            .join(" ")
    }

    #[test]
    fn cyrus_filters_as_recorded() {
        // opts-00 to opts-23.
        for (options, mechanisms) in [
            (
                "",
                "PLAIN LOGIN CRAM-MD5 DIGEST-MD5 ANONYMOUS SCRAM-SHA-1 SCRAM-SHA-256 NTLM GSSAPI",
            ),
            (
                "noplaintext",
                "CRAM-MD5 DIGEST-MD5 ANONYMOUS SCRAM-SHA-1 SCRAM-SHA-256 NTLM GSSAPI",
            ),
            ("noactive", "SCRAM-SHA-1 SCRAM-SHA-256 GSSAPI"),
            ("nodictionary", ""),
            (
                "noanonymous",
                "PLAIN LOGIN CRAM-MD5 DIGEST-MD5 SCRAM-SHA-1 SCRAM-SHA-256 NTLM GSSAPI",
            ),
            ("mutual_auth", "DIGEST-MD5 SCRAM-SHA-1 SCRAM-SHA-256 GSSAPI"),
            ("forward_secrecy", ""),
            (
                "noplaintext, noanonymous",
                "CRAM-MD5 DIGEST-MD5 SCRAM-SHA-1 SCRAM-SHA-256 NTLM GSSAPI",
            ),
            (
                "noplaintext, mutual_auth",
                "DIGEST-MD5 SCRAM-SHA-1 SCRAM-SHA-256 GSSAPI",
            ),
        ] {
            assert_eq!(
                offered(Implementation::Cyrus, NINE, options),
                mechanisms,
                "{options}"
            );
        }
    }

    #[test]
    fn dovecot_filters_as_recorded() {
        // dovecot-opts-00 to dovecot-opts-32.
        let list = NINE.split_at(7).0;
        for (options, mechanisms) in [
            (
                "noplaintext",
                "CRAM-MD5 DIGEST-MD5 ANONYMOUS SCRAM-SHA-1 SCRAM-SHA-256",
            ),
            (
                "noactive",
                "PLAIN LOGIN ANONYMOUS SCRAM-SHA-1 SCRAM-SHA-256",
            ),
            (
                "nodictionary",
                "PLAIN LOGIN ANONYMOUS SCRAM-SHA-1 SCRAM-SHA-256",
            ),
            ("mutual_auth", "DIGEST-MD5 SCRAM-SHA-1 SCRAM-SHA-256"),
            (
                "noactive, nodictionary, noanonymous",
                "PLAIN LOGIN SCRAM-SHA-1 SCRAM-SHA-256",
            ),
        ] {
            assert_eq!(
                offered(Implementation::Dovecot, list, options),
                mechanisms,
                "{options}"
            );
        }
    }

    #[test]
    fn without_a_list_the_order_is_that_of_the_plug_ins() {
        // ehlo-mech-all-plugins, g2-001.
        let mut setup = Setup::new(Implementation::Cyrus, &[]);
        setup.mech_list = None;
        assert_eq!(
            setup.offer(&SecurityOptions::NONE).mechanisms.join(" "),
            "GSS-SPNEGO GSSAPI SCRAM-SHA-512 SCRAM-SHA-384 SCRAM-SHA-256 SCRAM-SHA-224 \
             SCRAM-SHA-1 GS2-KRB5 GS2-IAKERB DIGEST-MD5 CRAM-MD5 NTLM PLAIN LOGIN ANONYMOUS"
        );
        setup.implementation = Implementation::Dovecot;
        assert_eq!(setup.offer(&SecurityOptions::NONE).mechanisms, ["PLAIN"]);
    }

    #[test]
    fn what_is_missing_has_a_reason() {
        let setup = Setup::new(Implementation::Cyrus, &["plain", "EXTERNAL", "XOAUTH2"]);
        let offer = setup.offer(&SecurityOptions::parse("noplaintext").unwrap());
        let why = |name| {
            offer
                .withheld
                .iter()
                .find(|w| w.name == name)
                .map(|w| w.why)
        };
        assert!(offer.mechanisms.is_empty());
        let option = SecurityOption::NoPlaintext;
        assert_eq!(why("PLAIN"), Some(WhyWithheld::Filtered { option }));
        assert_eq!(why("EXTERNAL"), Some(WhyWithheld::NoExternalIdentity));
        assert_eq!(why("XOAUTH2"), Some(WhyWithheld::NoPlugin));
        assert_eq!(why("LOGIN"), Some(WhyWithheld::NotListed));
    }

    #[test]
    fn an_empty_offer_says_why_it_is_empty() {
        let left = |list: &[&str], options| {
            let options = SecurityOptions::parse(options).unwrap();
            let offer = Setup::new(Implementation::Cyrus, list).offer(&options);
            offer.nothing_left(Implementation::Cyrus)
        };
        assert_eq!(left(&["PLAIN"], ""), None);
        assert_eq!(left(&["XOAUTH2"], ""), Some(NothingLeft::NoneKnown));
        assert_eq!(
            left(&["PLAIN"], "noplaintext"),
            Some(NothingLeft::NonePermitted)
        );
    }
}
