//! DNS lists: `reject_rbl_client` and its kin, with the reply template of
//! `default_rbl_reply` and the filters of `zone=127.0.0.[2..11]`.

use std::net::IpAddr;
use std::sync::Arc;

use saslab_release::CheckRelayDomains;

use crate::finding::{Answer, Finding};
use crate::note::{Instead, Note, Warning};
use crate::restriction::Subject;
use crate::template::expand;
use crate::world::{Told, listed_name};
use crate::{DnsAnswer, Fact, Refusal};

use super::listed::{fit_dsn, split_dsn};
use super::{CLIENT, Judge};

/// What a list says about one name.
enum Listing {
    /// Listed, with its texts.
    Yes(String),
    No,
    /// The zone does not answer to this question.
    Failed(String),
    /// Nobody has supposed an answer.
    Unknown(Fact),
}

/// RBL_TXT_LIMIT
const TEXT_LIMIT: usize = 500;

impl Judge<'_> {
    pub(super) fn reject_rbl_client(&self, zone: Option<&Arc<str>>) -> Finding {
        let Some(zone) = zone else { return no_zone() };
        let address = self.request.client.address;
        let listing = self.listing(zone, &address.to_string(), |zone| {
            Some(listed_name(address, zone))
        });
        self.refuse_listed(zone, &listing, &address.to_string(), CLIENT)
    }

    pub(super) fn reject_maps_rbl(&self) -> Finding {
        let zones = self.policy.settings.list("maps_rbl_domains").value;
        let mut log = Vec::new();
        if self.policy.dialect.check_relay_domains == CheckRelayDomains::Warned {
            log.push(Note::Warning(Warning::Deprecated(
                "reject_maps_rbl",
                Instead::Use("reject_rbl_client domain-name"),
                self.policy.mail_name(),
            )));
        }
        for zone in zones {
            let mut finding = self.reject_rbl_client(Some(&zone.text));
            log.append(&mut finding.log);
            if finding.answer != Answer::Dunno {
                return Finding { log, ..finding };
            }
        }
        let finding = Finding::dunno("the client is in none of the lists");
        Finding { log, ..finding }.because_of("maps_rbl_domains")
    }

    pub(super) fn reject_rhsbl(&self, subject: Subject, zone: Option<&Arc<str>>) -> Finding {
        let Some(zone) = zone else { return no_zone() };
        let client = self.request.client;
        let name: &str = match subject {
            Subject::Client => &client.name,
            Subject::ReverseClient => &client.reverse_name,
            Subject::Helo => self.request.helo.unwrap_or(""),
            Subject::Sender => self.request.sender.unwrap_or(""),
            Subject::Recipient => self.request.recipient.unwrap_or(""),
            Subject::Etrn | Subject::SaslLogin => "",
        };
        let is_client = matches!(subject, Subject::Client | Subject::ReverseClient);
        if name.is_empty() || (is_client && name == "unknown") {
            return Finding::dunno("there is no name to look up");
        }
        let listing = self.listing(zone, name, |zone| domain_query(name, zone));
        self.refuse_listed(zone, &listing, name, subject.reply_class())
    }

    pub(super) fn permit_dnswl_client(&self, zone: Option<&Arc<str>>) -> Finding {
        let Some(zone) = zone else { return no_zone() };
        let address = self.request.client.address;
        let listing = self.listing(zone, &address.to_string(), |zone| {
            Some(listed_name(address, zone))
        });
        self.permit_listed(zone, &listing, &address.to_string())
    }

    pub(super) fn permit_rhswl_client(&self, zone: Option<&Arc<str>>) -> Finding {
        let Some(zone) = zone else { return no_zone() };
        let name = &self.request.client.name;
        if &**name == "unknown" {
            return Finding::dunno("the client has no name to look up");
        }
        let listing = self.listing(zone, name, |zone| domain_query(name, zone));
        self.permit_listed(zone, &listing, name)
    }

    fn listing(&self, whole: &str, of: &str, query: impl Fn(&str) -> Option<String>) -> Listing {
        let (zone, filter) = match whole.split_once('=') {
            Some((zone, filter)) => (zone, Some(filter)),
            None => (whole, None),
        };
        let Some(query) = query(zone) else {
            return Listing::No;
        };
        let fact = Fact::DnsList {
            zone: Arc::from(whole),
            of: Arc::from(of),
        };
        match self.policy.world.outside.answer(&fact) {
            Told::Says(Some(_listed)) => return Listing::Yes(String::new()),
            Told::Says(None) => return Listing::No,
            Told::Unknown => return Listing::Unknown(fact),
            Told::OfTheWorld => {}
        }
        let dns = &self.policy.world.dns;
        let codes = match dns.addresses_in_dns(&query) {
            DnsAnswer::Found(codes) => codes,
            DnsAnswer::NotFound => return Listing::No,
            DnsAnswer::Failed => return Listing::Failed(query),
        };
        if filter.is_some_and(|filter| !codes.iter().any(|code| code_matches(filter, *code))) {
            return Listing::No;
        }
        let texts = match dns.texts(&query) {
            DnsAnswer::Found(texts) => texts,
            DnsAnswer::NotFound | DnsAnswer::Failed => Vec::new(),
        };
        let text: String = texts.join(" / ").chars().take(TEXT_LIMIT).collect();
        Listing::Yes(text)
    }

    fn refuse_listed(
        &self,
        zone: &str,
        listing: &Listing,
        what: &str,
        class: &'static str,
    ) -> Finding {
        let text = match listing {
            Listing::Yes(text) => text,
            Listing::No => return Finding::dunno(format!("{what} is not in {zone}")),
            Listing::Unknown(fact) => return Finding::not_modelled(fact.clone()),
            Listing::Failed(query) => {
                return Finding::dunno(format!("{zone} does not answer"))
                    .warning(Warning::ZoneFails(query.clone()));
            }
        };
        let fact = format!("{what} is in {zone}");
        let domain = zone.split_once('=').map_or(zone, |(domain, _)| domain);
        let code = self.policy.codes.maps_rbl_reject.to_string();
        let template = match self.template(zone) {
            Ok(template) => template,
            Err(finding) => return *finding,
        };
        let client = self.request.client;
        let reply = expand(&template, &|name| {
            let value = match name {
                "rbl_code" => code.clone(),
                "rbl_domain" => domain.to_owned(),
                "rbl_reason" | "rbl_txt" => text.clone(),
                "rbl_what" => what.to_owned(),
                "rbl_class" => class.to_owned(),
                "client" => client.name_and_address(),
                "client_address" => client.address.to_string(),
                "client_name" => client.name.to_string(),
                "reverse_client_name" => client.reverse_name.to_string(),
                "helo_name" => self.request.helo?.to_owned(),
                "sender" => self.request.sender?.to_owned(),
                "recipient" => self.request.recipient?.to_owned(),
                _ => return None,
            };
            Some(value)
        });
        let mut log = Vec::new();
        let refusal = rbl_refusal(&reply, class, &mut log);
        let finding = Finding::refuse(fact, refusal).because_of("default_rbl_reply");
        Finding { log, ..finding }
    }

    fn template(&self, zone: &str) -> Result<String, Box<Finding>> {
        match self.policy.rbl_replies.value(zone, crate::table::Key::Full) {
            Ok(Some(template)) => return Ok(template),
            Ok(None) => {}
            Err(crate::destination::Trouble::Failed(fact, log)) => {
                return Err(Box::new(Finding {
                    log,
                    ..Finding::misconfigured(fact)
                }));
            }
            Err(trouble) => return Err(Box::new(Finding::trouble(trouble, ""))),
        }
        Ok(self.policy.rbl_reply.clone())
    }

    fn permit_listed(&self, zone: &str, listing: &Listing, what: &str) -> Finding {
        let (ours, notes) = match self.request.recipient {
            Some(recipient) if self.naming.at_rcpt => self.is_ours(recipient),
            Some(_) | None => (true, Vec::new()),
        };
        if !ours {
            return Finding::dunno("a list does not allow relaying");
        }
        let mut finding = self.permitted(zone, listing, what);
        finding.log.splice(0..0, notes);
        finding
    }

    fn permitted(&self, zone: &str, listing: &Listing, what: &str) -> Finding {
        match listing {
            Listing::Yes(_) => Finding::ok(format!("{what} is in {zone}")),
            Listing::No => Finding::dunno(format!("{what} is not in {zone}")),
            Listing::Unknown(fact) => Finding::not_modelled(fact.clone()),
            Listing::Failed(query) => {
                let text = format!("<{what}>: {CLIENT} rejected: Service unavailable");
                let refusal = Refusal::new(450, "4.7.1", text);
                Finding::new(
                    format!("{zone} does not answer"),
                    Answer::DeferIfReject(refusal),
                )
                .warning(Warning::ZoneFails(query.clone()))
            }
        }
    }
}

fn no_zone() -> Finding {
    Finding::dunno("no zone after the restriction: it is skipped")
}

/// The name to ask for: the domain of an address, unless it is a literal or
/// numeric.
fn domain_query(name: &str, zone: &str) -> Option<String> {
    let domain = name.rsplit_once('@').map_or(name, |(_, domain)| domain);
    crate::hostname::valid_hostname(domain).then(|| format!("{domain}.{zone}"))
}

fn rbl_refusal(reply: &str, class: &'static str, log: &mut Vec<Note>) -> Refusal {
    let code = reply
        .get(..3)
        .filter(|code| code.starts_with(['4', '5']) && reply.get(3..4) == Some(" "))
        .and_then(|code| code.parse().ok());
    let Some(code) = code else {
        return Refusal::new(450, "4.7.1", "Service unavailable");
    };
    let (dsn, text) = split_dsn("4.7.1", reply.get(4..).unwrap_or(""));
    let text = if text.is_empty() {
        "Service unavailable".to_owned()
    } else {
        text
    };
    Refusal::new(code, &fit_dsn(&dsn, class, log), text)
}

/// `127.0.0.[2..11]`, `127.0.0.[3;10]`: `ip_match.c`.
fn code_matches(filter: &str, code: IpAddr) -> bool {
    let IpAddr::V4(code) = code else { return false };
    let fields = filter_fields(filter);
    fields.len() == 4
        && fields
            .iter()
            .zip(code.octets())
            .all(|(field, octet)| field_matches(field, octet))
}

/// The four fields, which dots inside brackets do not divide.
fn filter_fields(filter: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut inside = false;
    for c in filter.chars() {
        match c {
            '[' => inside = true,
            ']' => inside = false,
            '.' if !inside => fields.push(String::new()),
            _ => {
                if let Some(field) = fields.last_mut() {
                    field.push(c);
                }
            }
        }
    }
    fields
}

fn field_matches(field: &str, octet: u8) -> bool {
    field.split(';').any(|part| match part.split_once("..") {
        Some((low, high)) => match (low.parse::<u8>(), high.parse::<u8>()) {
            (Ok(low), Ok(high)) => (low..=high).contains(&octet),
            (Err(_), _) | (_, Err(_)) => false,
        },
        None => part.parse() == Ok(octet),
    })
}
