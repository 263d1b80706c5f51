//! access(5): tables of clients, names and addresses, and what their results
//! mean. Left out: HANGUP, and what HOLD, FILTER, REDIRECT, PREPEND and BCC do
//! to the message, of which only the log tells.

use std::sync::Arc;

use crate::finding::{Answer, Finding};
use crate::letters::lower;
use crate::maps::without_extension;
use crate::match_list::parent;
use crate::note::{Action, Note, Warning};
use crate::restriction::Subject;
use crate::table::{Key, Lookup, brace_words};
use crate::{Fact, Refusal, Wording};

use super::Judge;
use super::listed::{fit_dsn, split_dsn};

impl Judge<'_> {
    pub(super) fn check_access(&self, subject: Subject, argument: Option<&Arc<str>>) -> Finding {
        match argument {
            Some(table) if table.contains(':') => self.access(subject, table),
            Some(_) | None => {
                let word = subject.access_word();
                let argument = argument.map_or_else(|| Arc::from(word), Arc::clone);
                Finding::misconfigured("no type:table after the restriction")
                    .warning(Warning::BadArgument(word, argument))
            }
        }
    }

    /// Looks the subject up in a table.
    pub(crate) fn access(&self, subject: Subject, table: &str) -> Finding {
        let class = subject.reply_class();
        let Some((name, keys)) = self.keys(subject) else {
            return Finding::dunno(format!("there is no {}", lower(class)));
        };
        let keys = match keys {
            Ok(keys) => keys,
            Err(finding) => return *finding,
        };
        let found = self.first_of(table, keys, &name, class);
        found.map_or_else(
            || Finding::dunno(format!("{name} is not in {table}")),
            |finding| match subject {
                Subject::ReverseClient => forbid_ok(subject.access_word(), &name, finding),
                Subject::Client
                | Subject::Helo
                | Subject::Sender
                | Subject::Recipient
                | Subject::Etrn
                | Subject::SaslLogin => finding,
            },
        )
    }

    /// What the table says to the first key that it has.
    pub(super) fn first_of(
        &self,
        table: &str,
        keys: Keys,
        name: &str,
        class: &'static str,
    ) -> Option<Finding> {
        let opened = self.policy.access_tables.table(table, &self.policy.world);
        for (key, kind) in keys {
            let (value, log) = match opened.find(&key, kind) {
                Lookup::Missing => continue,
                Lookup::NotModelled(fact) => return Some(Finding::not_modelled(fact)),
                Lookup::Failed(unavailable) => (None, unavailable.notes(&key)),
                Lookup::Found(value) => (Some(value), Vec::new()),
            };
            let entry = Entry {
                table,
                key: &key,
                value: value
                    .as_deref()
                    .unwrap_or("451 4.3.5 Server configuration error"),
            };
            let mut finding = self.table_result(&entry, name, class);
            match &value {
                Some(value) => finding.fact = format!("{table} says {value} to {key}"),
                None => {
                    finding.fact = format!("{table} cannot be looked up");
                    finding.log = log;
                }
            }
            return Some(finding);
        }
        None
    }

    /// The reply's name for the subject, and the keys to look up in turn.
    fn keys(&self, subject: Subject) -> Option<(String, Result<Keys, Box<Finding>>)> {
        let client = self.request.client;
        let parents = self.policy.access_parents;
        let domain = |name: &str| Ok(domain_keys(name, parents));
        match subject {
            Subject::Client => {
                let mut keys = domain_keys(&client.name, parents);
                keys.extend(address_keys(&client.address.to_string()));
                Some((client.name_and_address(), Ok(keys)))
            }
            Subject::ReverseClient => {
                let mut keys = domain_keys(&client.reverse_name, parents);
                keys.extend(address_keys(&client.address.to_string()));
                Some((client.reverse_name.to_string(), Ok(keys)))
            }
            Subject::Helo => self
                .request
                .helo
                .map(|helo| (helo.to_owned(), domain(helo))),
            Subject::Etrn => {
                let name = self.request.etrn_domain?;
                Some((name.to_owned(), domain(name)))
            }
            Subject::SaslLogin => {
                let username = &self.request.login?.username;
                Some((
                    username.to_string(),
                    Ok(vec![(username.to_string(), Key::Full)]),
                ))
            }
            Subject::Sender => {
                let sender = self.request.sender?;
                let keys = if sender.is_empty() {
                    let key = self.policy.settings.text("smtpd_null_access_lookup_key");
                    Ok(vec![(key.value.to_string(), Key::Full)])
                } else {
                    self.mail_keys(sender)
                };
                Some((sender.to_owned(), keys))
            }
            Subject::Recipient => {
                let recipient = self.request.recipient?;
                Some((recipient.to_owned(), self.mail_keys(recipient)))
            }
        }
    }

    /// The address, without its extension, its domain and those above, and
    /// the local part with `@`.
    fn mail_keys(&self, address: &str) -> Result<Keys, Box<Finding>> {
        let destination = match self.resolve(address) {
            Ok(destination) => destination,
            Err(trouble) => return Err(Box::new(Finding::trouble(trouble, address))),
        };
        let full = destination.recipient.as_str();
        let delimiters = self.policy.settings.text("recipient_delimiter").value;
        let bare = without_extension(full, &delimiters);
        let user = |address: &str| {
            let user = address.rsplit_once('@').map_or(address, |(user, _)| user);
            (format!("{user}@"), Key::Partial)
        };
        let mut keys = vec![(full.to_owned(), Key::Full)];
        keys.extend(bare.iter().map(|bare| (bare.clone(), Key::Partial)));
        let domains = domain_keys(&destination.domain, self.policy.access_parents);
        keys.extend(domains.into_iter().map(|(key, _)| (key, Key::Partial)));
        keys.push(user(full));
        keys.extend(bare.as_deref().map(user));
        Ok(keys)
    }

    /// `check_table_result`
    pub(super) fn table_result(
        &self,
        entry: &Entry<'_>,
        name: &str,
        class: &'static str,
    ) -> Finding {
        let value = entry.value;
        let (word, text) = value.split_once([' ', '\t']).unwrap_or((value, ""));
        let text = text.trim_start();
        let upper = word.to_ascii_uppercase();
        if let Some(finding) = self.side_effect(entry, &upper, text, &Named { name, class }) {
            return finding;
        }
        let mut log = Vec::new();
        let mut refusal = |code, dsn: &str, default: &str| {
            let wording = self.wording(text);
            let (dsn, text) = split_dsn(dsn, text);
            let text = match (wording, &*text) {
                (Wording::BeyondEnd, _) => "(what memory has there)",
                (Wording::Known, "") => default,
                (Wording::Known, text) => text,
            };
            Refusal::new(
                code,
                &fit_dsn(&dsn, class, &mut log),
                format!("<{name}>: {class} rejected: {text}"),
            )
            .worded(wording)
        };
        let codes = &self.policy.codes;
        let (reject, defer) = (codes.access_map_reject, codes.access_map_defer);
        let answer = match &*upper {
            "REJECT" => Answer::Refuse(refusal(reject, "5.7.1", "Access denied")),
            "DEFER" => Answer::Refuse(refusal(defer, "4.7.1", "Access denied")),
            "DEFER_IF_PERMIT" => {
                Answer::DeferIfPermit(refusal(defer, "4.7.1", "Service unavailable"))
            }
            "DEFER_IF_REJECT" => {
                Answer::DeferIfReject(refusal(defer, "4.7.1", "Service unavailable"))
            }
            "HANGUP" => Answer::NotModelled(Fact::Restriction {
                word: Arc::from("HANGUP"),
            }),
            "OK" | "RELAY" => Answer::Ok,
            _ if !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit()) => Answer::Ok,
            _ => match own_code(word, text) {
                Some((code, dsn)) => Answer::Refuse(refusal(code, dsn, "Access denied")),
                None => return restrictions_of(entry, name, class),
            },
        };
        let mut finding = Finding::new(value, answer);
        finding.log = log;
        finding
    }

    /// Results that decide nothing about this request.
    fn side_effect(
        &self,
        entry: &Entry<'_>,
        word: &str,
        text: &str,
        named: &Named<'_>,
    ) -> Option<Finding> {
        let Named { name, class } = named;
        let fault = |says: &str| {
            let fault = format!(" entry \"{}\" {says}", entry.key);
            Some(Note::Warning(Warning::AccessTable(
                entry.table.into(),
                fault,
            )))
        };
        let decided = |action, text: String| Some(Note::decided(action, text));
        let note = match word {
            "DUNNO" => None,
            "INFO" => decided(Action::Info, text.to_owned()),
            "WARN" => decided(Action::Warn, text.to_owned()),
            "FILTER" | "HOLD" | "DISCARD" | "REDIRECT" | "BCC" | "PREPEND"
                if self.request.sender.is_none() =>
            {
                let fault = format!(
                    ": with smtpd_delay_reject=no, action {word} is always skipped in Client \
                     host or Helo command restrictions"
                );
                let fault = Warning::AccessTable(entry.table.into(), fault);
                Some(Note::Warning(fault))
            }
            "FILTER" if text.is_empty() => fault("has FILTER entry without value"),
            "FILTER" if !text.contains(':') => fault("requires transport:destination"),
            "FILTER" => decided(
                Action::Filter,
                format!("<{name}>: {class} triggers FILTER {text}"),
            ),
            "HOLD" => decided(Action::Hold, triggers(named, text, "triggers HOLD action")),
            "DISCARD" => decided(
                Action::Discard,
                triggers(named, text, "triggers DISCARD action"),
            ),
            "REDIRECT" | "BCC" if !text.contains('@') => fault("requires user@domain target"),
            "REDIRECT" => decided(
                Action::Redirect,
                format!("<{name}>: {class} triggers REDIRECT {text}"),
            ),
            "BCC" => decided(
                Action::Bcc,
                format!("<{name}>: {class} triggers BCC {text}"),
            ),
            "PREPEND" if self.naming.reply_class == super::END_OF_DATA => {
                let fault = ": action PREPEND must be used before smtpd_end_of_data_restrictions";
                let fault = Warning::AccessTable(entry.table.into(), fault.to_owned());
                Some(Note::Warning(fault))
            }
            "PREPEND" if !is_header(text) => fault("requires header: text"),
            "PREPEND" => None,
            _ => return None,
        };
        let discards = word == "DISCARD" && self.request.sender.is_some();
        let answer = if discards {
            Answer::Discard
        } else {
            Answer::Dunno
        };
        let mut finding = Finding::new(entry.value, answer);
        finding.log.extend(note);
        Some(finding)
    }
}

/// A result that names restrictions, or nothing at all.
fn restrictions_of(entry: &Entry<'_>, name: &str, class: &'static str) -> Finding {
    let (table, value) = (entry.table, entry.value);
    if value.contains(':') {
        let fault = format!(" has entry with lookup table: {value}");
        return Finding::misconfigured("a table's result names a table")
            .warning(Warning::AccessTable(table.into(), fault))
            .warning(Warning::Fixed(
                "do not specify lookup tables inside SMTPD access maps",
            ))
            .warning(Warning::Fixed(
                "define a restriction class and specify its name instead.",
            ));
    }
    if brace_words(value).is_empty() {
        let fault = format!(" entry {value} has empty value");
        return Finding::new(value, Answer::Ok).warning(Warning::AccessTable(table.into(), fault));
    }
    let named = crate::finding::Named {
        words: value.to_owned(),
        reply_name: name.to_owned(),
        reply_class: class,
    };
    Finding::new(value, Answer::Evaluate(Arc::new(named)))
}

/// A result of a table, and where it was found.
pub(super) struct Entry<'a> {
    pub(super) table: &'a str,
    pub(super) key: &'a str,
    pub(super) value: &'a str,
}

/// What the log and the reply call the thing that was looked up.
struct Named<'a> {
    name: &'a str,
    class: &'static str,
}

fn triggers(named: &Named<'_>, text: &str, default: &str) -> String {
    let text = if text.is_empty() { default } else { text };
    format!("<{}>: {} {text}", named.name, named.class)
}

/// `is_header.c`: a name of visible characters before a colon.
fn is_header(text: &str) -> bool {
    text.split_once(':').is_some_and(|(name, _)| {
        let name = name.trim_end_matches([' ', '\t']);
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic())
    })
}

pub(super) type Keys = Vec<(String, Key)>;

/// A result of the form `550 text`.
fn own_code(word: &str, text: &str) -> Option<(u16, &'static str)> {
    let code = word
        .parse()
        .ok()
        .filter(|_| word.len() == 3 && !text.is_empty())?;
    match word.as_bytes().first()? {
        b'4' => Some((code, "4.7.1")),
        b'5' => Some((code, "5.7.1")),
        _ => None,
    }
}

/// A table about a name that the client chose must not let it in.
pub(super) fn forbid_ok(word: &str, name: &str, finding: Finding) -> Finding {
    if finding.answer != Answer::Ok {
        return finding;
    }
    let fact = format!("{}, which is not allowed here", finding.fact);
    let says = Warning::ReturnsOk(word.into(), name.into());
    Finding {
        log: finding.log,
        ..Finding::misconfigured(fact)
    }
    .warning(says)
    .warning(Warning::Fixed("this is not allowed for security reasons"))
    .warning(Warning::Fixed(
        "use DUNNO instead of OK if you want to make an exception",
    ))
}

pub(super) fn domain_keys(name: &str, subdomains: crate::match_list::Subdomains) -> Keys {
    let mut keys = vec![(name.to_owned(), Key::Full)];
    if crate::hostname::address(name).is_some() {
        return keys;
    }
    let mut rest = name;
    while let Some(next) = parent(rest, subdomains) {
        keys.push((next.to_owned(), Key::Partial));
        rest = next;
    }
    keys
}

/// An address and the networks it is in, octet by octet.
pub(super) fn address_keys(address: &str) -> Keys {
    let delimiter = if address.contains(':') { ':' } else { '.' };
    let mut keys = vec![(address.to_owned(), Key::Full)];
    let mut rest = address;
    while let Some((network, _)) = rest.rsplit_once(delimiter) {
        keys.push((network.to_owned(), Key::Partial));
        rest = network;
    }
    keys
}
