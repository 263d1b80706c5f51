//! Whether an address of ours exists: `check_rcpt_maps`, and for releases
//! before 2.1 `smtpd_check_rcptmap`.

use saslab_release::StatusEnd;

use crate::Class;
use crate::Refusal;
use crate::Wording;
use crate::destination::{Destination, Trouble};
use crate::finding::Finding;
use crate::maps::Maps;
use crate::note::{Compatible, Note};
use crate::table::Lookup;

use super::destination::no_address;
use super::{Judge, RECIPIENT, SENDER};

impl Judge<'_> {
    pub(super) fn reject_unlisted_sender(&self) -> Finding {
        self.reject_unlisted(SENDER)
    }

    pub(crate) fn reject_unlisted_recipient(&self) -> Finding {
        self.reject_unlisted(RECIPIENT)
    }

    pub(crate) fn reject_unlisted(&self, class: &'static str) -> Finding {
        let Some(address) = self.address(class) else {
            return no_address(class);
        };
        match self.look_up(address, class) {
            Ok(finding) => finding,
            Err(trouble) => Finding::trouble(trouble, address),
        }
    }

    fn look_up(&self, address: &str, class: &'static str) -> Result<Finding, Trouble> {
        let lists = &self.policy.listed;
        let destination = self.resolve(address)?;
        let mut rewriting = vec![&lists.recipient_canonical];
        if class == SENDER {
            rewriting.push(&lists.sender_canonical);
        }
        rewriting.extend([&lists.canonical, &lists.virtual_alias]);
        for maps in rewriting {
            if self.is_in(maps, &destination)? {
                let fact = format!("{} is in {}", destination.recipient, maps.name);
                return Ok(Finding::dunno(fact).because_of(maps.name));
            }
        }
        if let Some(finding) = self.undeliverable(address, class, &destination) {
            return Ok(finding);
        }
        let codes = &self.policy.codes;
        let (maps, code, table) = match destination.class {
            Class::Local if lists.always_local(&destination) => {
                return Ok(Finding::dunno(format!("{address} always exists")));
            }
            Class::Local => (
                &lists.local,
                codes.unknown_local_recipient_reject,
                " in local recipient table",
            ),
            Class::VirtualMailbox => (
                &lists.virtual_mailbox,
                codes.unknown_virtual_mailbox_reject,
                " in virtual mailbox table",
            ),
            Class::Relay => (
                &lists.relay,
                codes.unknown_relay_recipient_reject,
                " in relay recipient table",
            ),
            Class::VirtualAlias | Class::Default => {
                return Ok(Finding::dunno(format!(
                    "{} is elsewhere",
                    destination.domain
                )));
            }
        };
        let older = (destination.class == Class::Relay && self.policy.older.relay_domains)
            .then(|| Note::Compatible(Compatible::RelayDomainsAddress(address.into())));
        let exists = |fact: String| {
            let mut finding = Finding::dunno(fact).because_of(maps.name);
            finding.log.extend(older);
            finding
        };
        if maps.is_empty() {
            return Ok(exists(format!("{} is empty: everyone exists", maps.name)));
        }
        if self.is_in(maps, &destination)? {
            return Ok(exists(format!(
                "{} is in {}",
                destination.recipient, maps.name
            )));
        }
        let table = if lists.names_tables { table } else { "" };
        let text = format!("<{address}>: {class} rejected: User unknown{table}");
        let dsn = if class == SENDER { "5.1.0" } else { "5.1.1" };
        let fact = format!("{} is not in {}", destination.recipient, maps.name);
        Ok(Finding::refuse(fact, Refusal::new(code, dsn, text)).because_of(maps.name))
    }

    /// A destination that `error` or `retry` delivers.
    fn undeliverable(
        &self,
        address: &str,
        class: &'static str,
        destination: &Destination,
    ) -> Option<Finding> {
        let alias = self.policy.codes.unknown_virtual_alias_reject;
        let (code, default) = match (destination.transport.as_str(), class == SENDER) {
            ("error", true) => (550, "5.1.0"),
            ("error", false) => (550, "5.1.1"),
            ("retry", true) => (450, "4.1.0"),
            ("retry", false) => (450, "4.1.1"),
            _other => return None,
        };
        let code = if destination.class == Class::VirtualAlias {
            alias
        } else {
            code
        };
        let (dsn, text) = split_dsn(default, &destination.nexthop);
        let mut log = Vec::new();
        let refusal = Refusal::new(
            code,
            &fit_dsn(&dsn, class, &mut log),
            format!("<{address}>: {class} rejected: {text}"),
        );
        let fact = format!("{} is undeliverable: {text}", destination.recipient);
        let parameter = match destination.class {
            Class::VirtualAlias => "virtual_alias_maps",
            Class::Local | Class::VirtualMailbox | Class::Relay | Class::Default => {
                "transport_maps"
            }
        };
        let finding = Finding::refuse(fact, refusal).because_of(parameter);
        Some(Finding { log, ..finding })
    }

    /// Before 2.1: a short text, and virtual domains are keys of their maps.
    pub(crate) fn reject_unlisted_of_old(&self, recipient: &str) -> Finding {
        match self.look_up_of_old(recipient) {
            Ok(finding) => finding,
            Err(trouble) => Finding::trouble(trouble, recipient),
        }
    }

    fn look_up_of_old(&self, recipient: &str) -> Result<Finding, Trouble> {
        let lists = &self.policy.listed;
        let destination = self.resolve(recipient)?;
        let domain_in = |maps: &Maps| -> Result<bool, Trouble> {
            Ok(maps
                .value(&destination.domain, crate::table::Key::Full)?
                .is_some())
        };
        let local = !lists.local.is_empty() && destination.class == Class::Local;
        let searched = if domain_in(&lists.virtual_alias)? {
            &lists.virtual_alias
        } else if domain_in(&lists.virtual_mailbox)? {
            &lists.virtual_mailbox
        } else if local {
            &lists.local
        } else {
            return Ok(Finding::dunno(format!("{recipient} is not looked up")));
        };
        let mut all = vec![
            &lists.recipient_canonical,
            &lists.canonical,
            &lists.relocated,
            &lists.virtual_mailbox,
            &lists.virtual_alias,
        ];
        if local {
            all.push(&lists.local);
        }
        for maps in all {
            if self.is_in(maps, &destination)? {
                let fact = format!("{} is in {}", destination.recipient, maps.name);
                return Ok(Finding::dunno(fact).because_of(maps.name));
            }
        }
        let refusal = Refusal::new(550, "5.1.1", format!("<{recipient}>: User unknown"));
        let fact = format!("{} is not in {}", destination.recipient, searched.name);
        Ok(Finding::refuse(fact, refusal).because_of(searched.name))
    }

    pub(super) fn is_in(&self, maps: &Maps, destination: &Destination) -> Result<bool, Trouble> {
        let is_local = |domain: &str| self.policy.destinations.is_local(domain);
        let lookup = maps.find_address(&destination.recipient, &is_local)?;
        Ok(matches!(lookup, Lookup::Found(_)))
    }
}

impl Judge<'_> {
    /// Whether the text of an access table is known.
    pub(super) fn wording(&self, text: &str) -> Wording {
        match self.policy.dialect.status_end {
            StatusEnd::Passed if is_dsn(text) => Wording::BeyondEnd,
            StatusEnd::Passed | StatusEnd::Seen => Wording::Known,
        }
    }
}

/// An optional status code before a text: `dsn_split`.
pub(super) fn split_dsn(default: &str, text: &str) -> (String, String) {
    let text = text.trim_start();
    let (first, rest) = text.split_once([' ', '\t']).unwrap_or((text, ""));
    if is_dsn(first) {
        return (first.to_owned(), rest.trim_start().to_owned());
    }
    (default.to_owned(), text.to_owned())
}

fn is_dsn(word: &str) -> bool {
    let digits = |part: &str| {
        (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    match *word.split('.').collect::<Vec<_>>().as_slice() {
        [class, subject, detail] => {
            matches!(class, "2" | "4" | "5") && digits(subject) && digits(detail)
        }
        _ => false,
    }
}

/// A status about an address, fitted to which address is refused, with a line in the
/// log where it did not fit: `smtpd_dsn_fix.c`. The first digit is set later, from the
/// code.
pub(super) fn fit_dsn(dsn: &str, class: &'static str, log: &mut Vec<Note>) -> String {
    let Some(detail) = dsn.get(1..).and_then(|rest| rest.strip_prefix(".1.")) else {
        return dsn.to_owned();
    };
    let fitted = match (class == SENDER, class == RECIPIENT) {
        (true, _) => match detail {
            "2" | "8" => "4.1.8",
            "3" | "7" => "4.1.7",
            "1" | "4" | "6" => SENDER_STATUS,
            _ => "4.1.0",
        },
        (_, true) => match detail {
            "1" => "4.1.1",
            "2" | "8" => "4.1.2",
            "3" | "7" => "4.1.3",
            "4" => "4.1.4",
            "5" => "4.1.5",
            "6" => "4.1.6",
            _ => "4.1.0",
        },
        (false, false) => "4.0.0",
    };
    if dsn.get(2..) != fitted.get(2..) {
        log.push(Note::MappedStatus {
            status: dsn.into(),
            class,
            mapped: fitted,
        });
    }
    fitted.to_owned()
}

/// `SND_DSN`: a sender address that would not be accepted as a recipient.
const SENDER_STATUS: &str = "4.1.7";
