//! The restriction lists of one server, resolved once, and the questions that
//! the session asks: one for each SMTP command that has a list. The order of
//! lists is that of `smtpd_check_client` to `smtpd_check_etrn`.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;

use saslab_release::Dialect;

use crate::codes::Codes;
use crate::destination::Destinations;
use crate::evaluation::{Evaluation, Status};
use crate::judge::{DATA, END_OF_DATA, Naming};
use crate::listed::Listed;
use crate::maps::Maps;
use crate::match_list::{MatchList, Subdomains};
use crate::older::Older;
use crate::reading::Reading;
use crate::table::Opened;
use crate::{Client, Note, Outcome, Request, Trace, World, required};
use saslab_maincf::{Fatal, Origin, Setting, Settings, Word};

mod asked;
mod clients;
mod lists;
mod stages;

pub(crate) use lists::Lists;

/// The restriction lists of one server with everything they consult.
#[derive(Clone, Debug)]
pub struct Rules(pub(crate) Arc<Policy>);

/// What restrictions read, resolved once.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is the value of a yes/no parameter of its own"
)]
#[derive(Clone, Debug)]
pub(crate) struct Policy {
    pub(crate) settings: Settings,
    pub(crate) world: World,
    pub(crate) dialect: Dialect,
    pub(crate) codes: Codes,
    pub(crate) destinations: Destinations,
    pub(crate) mynetworks: MatchList,
    pub(crate) mx_networks: MatchList,
    flush_domains: MatchList,
    verp_clients: MatchList,
    xclient_hosts: MatchList,
    xforward_hosts: MatchList,
    sasl_exceptions: MatchList,
    noop_commands: MatchList,
    forbidden_commands: MatchList,
    /// Lists that are asked about every client; empty while they are sound.
    event_limits: Option<MatchList>,
    bare_newlines: Option<MatchList>,
    bare_newline_exclusions: Option<MatchList>,
    pub(crate) listed: Listed,
    pub(crate) sender_logins: Maps,
    pub(crate) rbl_replies: Maps,
    discarded_keywords: Maps,
    milter_maps: Maps,
    footer_maps: Maps,
    pub(crate) rbl_reply: String,
    pub(crate) access_parents: Subdomains,
    pub(crate) classes: BTreeMap<Arc<str>, Vec<Word>>,
    pub(crate) access_tables: Opened,
    pub(crate) soft_bounce: bool,
    pub(crate) trusts_routes: bool,
    pub(crate) has_sasl: bool,
    delay: Delay,
    order: Order,
    pub(crate) older: Older,
    /// What `mynetworks_style = host` would trust.
    pub(crate) own_host: Vec<IpAddr>,
    pub(crate) lists: Lists,
    looks_up_sender: bool,
    looks_up_recipient: bool,
}

/// `smtpd_delay_reject`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Delay {
    UntilRecipient,
    None,
}

/// `smtpd_relay_before_recipient_restrictions`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    RelayFirst,
    RecipientFirst,
}

const CLIENT_LIST: &str = "smtpd_client_restrictions";
const HELO_LIST: &str = "smtpd_helo_restrictions";
const SENDER_LIST: &str = "smtpd_sender_restrictions";
const RELAY_LIST: &str = "smtpd_relay_restrictions";
const RECIPIENT_LIST: &str = "smtpd_recipient_restrictions";
const DATA_LIST: &str = "smtpd_data_restrictions";
const END_OF_DATA_LIST: &str = "smtpd_end_of_data_restrictions";
const ETRN_LIST: &str = "smtpd_etrn_restrictions";
const UNLISTED_SENDER: &str = "smtpd_reject_unlisted_sender";
const UNLISTED_RECIPIENT: &str = "smtpd_reject_unlisted_recipient";

/// `FAKE_RELAY_CHECKS`: it cannot refuse, but fail.
const TRIAL_RELAY_LIST: &[&str] = &[
    "permit_mynetworks",
    "permit_sasl_authenticated",
    "permit_auth_destination",
];

impl Rules {
    /// Resolves the lists.
    ///
    /// # Errors
    /// What keeps `smtpd(8)` from starting, such as lists without protection
    /// against relaying.
    pub fn read(settings: &Settings, world: &World) -> Result<Self, Fatal> {
        let dialect = settings.dialect().clone();
        let lists = Lists::read(settings);
        let classes = classes(settings)?;
        required::check(&lists, &classes, dialect.start_up_check, settings)?;
        let reading = Reading::new(settings, world);
        let yes = |name| reading.yes(name);
        let list = |name| MatchList::read(name, &reading);
        let policy = Policy {
            codes: Codes::read(settings),
            destinations: Destinations::read(&reading),
            mynetworks: list("mynetworks"),
            mx_networks: list("permit_mx_backup_networks"),
            flush_domains: list("fast_flush_domains"),
            verp_clients: list("smtpd_authorized_verp_clients"),
            xclient_hosts: list("smtpd_authorized_xclient_hosts"),
            xforward_hosts: list("smtpd_authorized_xforward_hosts"),
            sasl_exceptions: list("smtpd_sasl_exceptions_networks"),
            noop_commands: list("smtpd_noop_commands"),
            forbidden_commands: list("smtpd_forbidden_commands"),
            event_limits: clients::known("smtpd_client_event_limit_exceptions", &reading),
            bare_newlines: match &*settings.text("smtpd_forbid_bare_newline").value {
                "no" => None,
                _some => clients::unsound("smtpd_forbid_bare_newline_exclusions", &reading),
            },
            bare_newline_exclusions: clients::known(
                "smtpd_forbid_bare_newline_exclusions",
                &reading,
            ),
            listed: Listed::read(&reading),
            sender_logins: Maps::read("smtpd_sender_login_maps", &reading),
            discarded_keywords: Maps::read("smtpd_discard_ehlo_keyword_address_maps", &reading),
            footer_maps: Maps::read("smtpd_reject_footer_maps", &reading),
            milter_maps: Maps::read("smtpd_milter_maps", &reading),
            rbl_replies: Maps::read("rbl_reply_maps", &reading),
            rbl_reply: reading.text("default_rbl_reply"),
            access_parents: reading.subdomains("smtpd_access_maps"),
            soft_bounce: yes("soft_bounce"),
            trusts_routes: yes("allow_untrusted_routing"),
            has_sasl: yes("smtpd_sasl_auth_enable"),
            delay: if yes("smtpd_delay_reject") {
                Delay::UntilRecipient
            } else {
                Delay::None
            },
            order: if yes("smtpd_relay_before_recipient_restrictions") {
                Order::RelayFirst
            } else {
                Order::RecipientFirst
            },
            older: Older::read(settings),
            own_host: world.host.interfaces.iter().map(|i| i.address).collect(),
            looks_up_sender: yes(UNLISTED_SENDER),
            looks_up_recipient: yes(UNLISTED_RECIPIENT),
            settings: settings.clone(),
            world: world.clone(),
            access_tables: lists.tables(&classes),
            dialect,
            classes,
            lists,
        };
        reading.end()?;
        Ok(Self(Arc::new(policy)))
    }

    /// What is logged while lists and tables are opened, before any client comes.
    ///
    /// # Errors
    /// A table that cannot be opened, where that ends the process.
    pub fn opening(settings: &Settings, world: &World) -> Result<Vec<Note>, Fatal> {
        let fatal = |why: Arc<str>| Fatal {
            log: why.to_string(),
            setting: None,
        };
        let mut log = crate::opening::notes(settings, world).map_err(fatal)?;
        let lists = Lists::read(settings);
        let mode = settings.dialect().start_up_check;
        let classes = classes(settings).unwrap_or_default();
        log.extend(required::hidden(&lists, &classes, mode, settings));
        Ok(log)
    }

    /// Whether the domain of an address can be one; otherwise MAIL and RCPT
    /// answer `501 5.1.7` and `501 5.1.3` before any list is asked:
    /// `smtpd_check_addr`, from 2.1 on.
    #[must_use]
    pub fn is_valid_address(&self, address: &str) -> bool {
        address.is_empty() || self.0.destinations.leads_somewhere(address).unwrap_or(true)
    }

    /// A switch without a meaning that keeps trivial-rewrite(8) from starting.
    #[must_use]
    pub fn broken_rewriting(&self) -> Option<&Setting> {
        self.0.destinations.rewriter.broken.as_ref()
    }

    /// Whether `smtpd_noop_commands` names this word; a lookup that fails is ignored.
    #[must_use]
    pub fn is_noop(&self, word: &str) -> bool {
        self.0.noop_commands.match_string(word).decided() == Some(true)
    }

    /// The same of `smtpd_forbidden_commands`.
    #[must_use]
    pub fn is_forbidden(&self, word: &str) -> bool {
        self.0.forbidden_commands.match_string(word).decided() == Some(true)
    }

    /// `smtpd_client_restrictions`, when the client has connected. With
    /// `smtpd_delay_reject` the lists before RCPT answer nothing here.
    #[must_use]
    pub fn client(&self, request: &Request<'_>) -> Outcome {
        self.early(request, |evaluation| evaluation.client())
    }

    /// `smtpd_helo_restrictions`, at HELO and EHLO.
    #[must_use]
    pub fn helo(&self, request: &Request<'_>) -> Outcome {
        self.early(request, |evaluation| evaluation.helo())
    }

    /// `smtpd_sender_restrictions`, at MAIL.
    #[must_use]
    pub fn sender(&self, request: &Request<'_>) -> Outcome {
        self.early(request, |evaluation| evaluation.sender())
    }

    /// At RCPT: the delayed lists, `smtpd_relay_restrictions`,
    /// `smtpd_recipient_restrictions`, and whether the recipient exists.
    #[must_use]
    pub fn recipient(&self, request: &Request<'_>) -> Outcome {
        let mut evaluation = Evaluation::new(&self.0, request);
        evaluation.recipient();
        evaluation.into_outcome()
    }

    /// `smtpd_data_restrictions`, at DATA.
    #[must_use]
    pub fn data(&self, request: &Request<'_>) -> Outcome {
        self.content(request, DATA_LIST, &self.0.lists.data, ("DATA", DATA))
    }

    /// `smtpd_end_of_data_restrictions`, after the message.
    #[must_use]
    pub fn end_of_data(&self, request: &Request<'_>) -> Outcome {
        let names = ("END-OF-MESSAGE", END_OF_DATA);
        self.content(request, END_OF_DATA_LIST, &self.0.lists.end_of_data, names)
    }

    /// `smtpd_etrn_restrictions`, at ETRN.
    #[must_use]
    pub fn etrn(&self, request: &Request<'_>) -> Outcome {
        let mut evaluation = Evaluation::new(&self.0, request);
        evaluation.etrn();
        evaluation.into_outcome()
    }

    /// What VRFY asks about `request.recipient`.
    #[must_use]
    pub fn vrfy(&self, request: &Request<'_>) -> Outcome {
        let mut evaluation = Evaluation::new(&self.0, request);
        match self.0.dialect.vrfy {
            saslab_release::RecipientCheckOfVrfy::AsRcpt => evaluation.recipient(),
            saslab_release::RecipientCheckOfVrfy::MapsOnly => {
                evaluation.recipient_maps_of_old();
            }
        }
        evaluation.into_outcome()
    }

    /// A list before RCPT, asked at its own command.
    fn early(&self, request: &Request<'_>, ask: impl Fn(&mut Evaluation<'_>) -> Status) -> Outcome {
        if self.0.delay == Delay::UntilRecipient {
            return Outcome::of(Trace::default(), Vec::new());
        }
        let mut evaluation = Evaluation::new(&self.0, request);
        ask(&mut evaluation);
        evaluation.into_outcome()
    }

    fn content(
        &self,
        request: &Request<'_>,
        list: &'static str,
        words: &[Word],
        (command, class): (&str, &'static str),
    ) -> Outcome {
        let mut request = *request;
        if request.recipient_count > 1 {
            request.recipient = None;
        }
        let naming = Naming {
            reply_name: command.into(),
            reply_class: class,
            table_means: None,
            at_rcpt: false,
        };
        let mut evaluation = Evaluation::new(&self.0, &request);
        let status = evaluation.list(list, words, &naming);
        evaluation.settle(status, list);
        evaluation.into_outcome()
    }
}

/// `smtpd_restriction_classes`: each name is a parameter with a list.
fn classes(settings: &Settings) -> Result<BTreeMap<Arc<str>, Vec<Word>>, Fatal> {
    let mut classes = BTreeMap::new();
    for name in settings.list("smtpd_restriction_classes").value {
        match settings.defined(&name.text)? {
            Some(list) if !list.as_str().is_empty() => {
                classes.insert(Arc::clone(&name.text), list.grouped_words());
            }
            Some(_) | None => {
                return Err(Fatal {
                    log: format!("restriction class `{}' needs a definition", name.text),
                    setting: Some(settings.text("smtpd_restriction_classes")),
                });
            }
        }
    }
    Ok(classes)
}

/// The settings of a modern or an old main.cf, for tests.
#[cfg(test)]
pub(crate) fn settings(release: saslab_release::Release, text: &str) -> Settings {
    let text = format!("compatibility_level = 3.6\n{text}\n");
    let (file, _warnings) = saslab_maincf::MainCf::parse(&text);
    Settings::resolve(&Arc::new(file), &[], release).unwrap()
}

#[cfg(test)]
mod tests;
