//! access(5): tables of clients, names and addresses, and what their results
//! mean. Left out: HANGUP, and what HOLD, FILTER, REDIRECT, PREPEND and BCC do
//! to the message, which no reply shows.

use std::sync::Arc;

use crate::Refusal;
use crate::finding::{Answer, Finding};
use crate::maps::without_extension;
use crate::match_list::parent;
use crate::restriction::Subject;
use crate::table::{Key, Lookup, Table, brace_words};

use super::Judge;
use super::listed::{fit_dsn, split_dsn};

impl Judge<'_> {
    pub(super) fn check_access(&self, subject: Subject, argument: Option<&Arc<str>>) -> Finding {
        match argument {
            Some(table) if table.contains(':') => self.access(subject, table),
            Some(_) | None => Finding::misconfigured("no type:table after the restriction"),
        }
    }

    /// Looks the subject up in a table.
    pub(crate) fn access(&self, subject: Subject, table: &str) -> Finding {
        let class = subject.reply_class();
        let Some((name, keys)) = self.keys(subject) else {
            return Finding::dunno(format!("there is no {}", class.to_lowercase()));
        };
        let keys = match keys {
            Ok(keys) => keys,
            Err(finding) => return *finding,
        };
        let opened = Table::open(table, &self.policy.world);
        for (key, kind) in keys {
            let finding = match opened.find(&key, kind) {
                Lookup::Missing => continue,
                Lookup::NotModelled(table) => {
                    return Finding::not_modelled(format!("what {table} holds is not known"));
                }
                Lookup::Failed => {
                    let text = "451 4.3.5 Server configuration error";
                    let mut finding = self.table_result(text, &name, class);
                    finding.fact = format!("{table} cannot be looked up");
                    finding
                }
                Lookup::Found(value) => {
                    let mut finding = self.table_result(&value, &name, class);
                    finding.fact = format!("{table} says {value} to {key}");
                    finding
                }
            };
            return forbid_ok(subject, finding);
        }
        Finding::dunno(format!("{name} is not in {table}"))
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
    pub(super) fn table_result(&self, value: &str, name: &str, class: &'static str) -> Finding {
        let (word, text) = value.split_once([' ', '\t']).unwrap_or((value, ""));
        let text = text.trim_start();
        let codes = &self.policy.codes;
        let refusal = |code, dsn: &str, default: &str| {
            let (dsn, text) = split_dsn(dsn, text);
            let text = if text.is_empty() {
                default.to_owned()
            } else {
                text
            };
            Refusal::new(
                code,
                &fit_dsn(&dsn, class),
                format!("<{name}>: {class} rejected: {text}"),
            )
        };
        let answer = match word.to_ascii_uppercase().as_str() {
            "DUNNO" | "INFO" | "WARN" | "HOLD" | "FILTER" | "REDIRECT" | "PREPEND" | "BCC" => {
                Answer::Dunno
            }
            "REJECT" => Answer::Refuse(refusal(codes.access_map_reject, "5.7.1", "Access denied")),
            "DEFER" => Answer::Refuse(refusal(codes.access_map_defer, "4.7.1", "Access denied")),
            "DEFER_IF_PERMIT" => Answer::DeferIfPermit(refusal(
                codes.access_map_defer,
                "4.7.1",
                "Service unavailable",
            )),
            "DEFER_IF_REJECT" => Answer::DeferIfReject(refusal(
                codes.access_map_defer,
                "4.7.1",
                "Service unavailable",
            )),
            "DISCARD" => Answer::Discard,
            "HANGUP" => Answer::NotModelled,
            "OK" | "RELAY" => Answer::Ok,
            _ if !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit()) => Answer::Ok,
            _ => match own_code(word, text) {
                Some((code, dsn)) => Answer::Refuse(refusal(code, dsn, "Access denied")),
                None if value.contains(':') => {
                    return Finding::misconfigured("a table's result names a table");
                }
                None if brace_words(value).is_empty() => Answer::Ok,
                None => Answer::Evaluate(Arc::from(value)),
            },
        };
        Finding::new(value, answer)
    }
}

type Keys = Vec<(String, Key)>;

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
fn forbid_ok(subject: Subject, finding: Finding) -> Finding {
    if subject == Subject::ReverseClient && finding.answer == Answer::Ok {
        return Finding::misconfigured(format!("{}, which is not allowed here", finding.fact));
    }
    finding
}

fn domain_keys(name: &str, subdomains: crate::match_list::Subdomains) -> Keys {
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
fn address_keys(address: &str) -> Keys {
    let delimiter = if address.contains(':') { ':' } else { '.' };
    let mut keys = vec![(address.to_owned(), Key::Full)];
    let mut rest = address;
    while let Some((network, _)) = rest.rsplit_once(delimiter) {
        keys.push((network.to_owned(), Key::Partial));
        rest = network;
    }
    keys
}
