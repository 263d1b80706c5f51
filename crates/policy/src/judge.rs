//! One function per restriction: the facts it looks at and its answer, in the
//! words of `smtpd_check.c`.

mod access;
mod client;
mod destination;
mod dnsbl;
mod exchanger;
mod helo;
mod hosts;
mod listed;
mod login;

use access::Entry;

use std::sync::Arc;

use crate::destination::{Destination, Trouble};
use crate::evaluation::TableMeans;
use crate::finding::{Answer, Finding};
use crate::letters::lower;
use crate::note::{Note, Warning};
use crate::restriction::{Restriction, Subject};
use crate::rules::Policy;
use crate::world::Told;
use crate::{Fact, FactKind, Outside, Refusal, Request, Services, Supposed};

/// What a refusal of one list calls the thing that it refuses.
#[derive(Clone, Debug)]
pub(crate) struct Naming {
    /// `<test@example.com>` of a reply.
    pub(crate) reply_name: Arc<str>,
    /// `Recipient address`
    pub(crate) reply_class: &'static str,
    /// What a bare table in this list stands for.
    pub(crate) table_means: TableMeans,
    /// Whether the command is RCPT: `state->where`.
    pub(crate) at_rcpt: bool,
}

/// The restrictions, applied to one request.
pub(crate) struct Judge<'a> {
    pub(crate) policy: &'a Policy,
    pub(crate) request: Request<'a>,
    pub(crate) naming: Naming,
}

pub(crate) const CLIENT: &str = "Client host";
pub(crate) const REVERSE_CLIENT: &str = "Unverified Client host";
pub(crate) const SASL_LOGIN: &str = "SASL login name";
pub(crate) const HELO: &str = "Helo command";
pub(crate) const SENDER: &str = "Sender address";
pub(crate) const RECIPIENT: &str = "Recipient address";
pub(crate) const ETRN: &str = "Etrn command";
pub(crate) const DATA: &str = "Data command";
pub(crate) const END_OF_DATA: &str = "End-of-data";

/// The endpoint of a policy service, out of its braces.
pub(crate) fn service_name(word: &str) -> String {
    let inner = word.trim_start_matches('{').trim_end_matches('}');
    let mut words = crate::table::brace_words(inner).into_iter();
    words.next().unwrap_or_else(|| word.to_owned())
}

impl Judge<'_> {
    /// The answer of one restriction; `argument` is the word after it.
    pub(crate) fn judge(&self, restriction: Restriction, argument: Option<&Arc<str>>) -> Finding {
        use Restriction as R;
        let codes = &self.policy.codes;
        match restriction {
            R::Permit => Finding::ok("everything is permitted"),
            R::Reject => self.refuse(codes.reject, "5.7.1", "Access denied"),
            R::Defer => self.refuse(codes.defer, "4.3.2", "Try again later"),
            R::WarnIfReject => Finding::dunno("the next restriction only warns"),
            R::DeferIfPermit => self.postpone(Answer::DeferIfPermit, "defer_if_permit requested"),
            R::DeferIfReject => self.postpone(Answer::DeferIfReject, "defer_if_reject requested"),
            R::RejectUnauthPipelining => self.reject_unauth_pipelining(),
            R::CheckPolicyService => self.check_policy_service(argument),
            R::Sleep => sleep(argument),
            R::RejectPlaintextSession => self.reject_plaintext_session(),
            R::RejectUnknownClientHostname => self.reject_unknown_client_hostname(),
            R::RejectUnknownReverseClientHostname => self.reject_unknown_reverse_client_hostname(),
            R::PermitInetInterfaces => self.permit_inet_interfaces(),
            R::PermitMynetworks => self.permit_mynetworks(),
            R::PermitSaslAuthenticated => self.permit_sasl_authenticated(),
            R::PermitTlsClientcerts | R::PermitTlsAllClientcerts => {
                Finding::dunno("the client has no certificate")
            }
            R::CheckAccess(subject) => self.check_access(subject, argument),
            R::CheckHosts(subject, hosts) => self.check_hosts(subject, hosts, argument),
            R::CheckCcertAccess => self.check_ccert_access(argument),
            R::RejectRblClient => self.reject_rbl_client(argument),
            R::RejectMapsRbl => self.reject_maps_rbl(),
            R::PermitDnswlClient => self.permit_dnswl_client(argument),
            R::PermitRhswlClient => self.permit_rhswl_client(argument),
            R::RejectRhsbl(subject) => self.reject_rhsbl(subject, argument),
            R::RejectInvalidHeloHostname => self.reject_invalid_helo_hostname(),
            R::RejectUnknownHeloHostname => self.reject_unknown_helo_hostname(),
            R::RejectNonFqdnHeloHostname => self.reject_non_fqdn_helo_hostname(),
            R::PermitNakedIpAddress => self.permit_naked_ip_address(),
            R::RejectUnknownSenderDomain => self.reject_unknown_domain(SENDER),
            R::RejectUnknownRecipientDomain => self.reject_unknown_domain(RECIPIENT),
            R::RejectNonFqdnSender => self.reject_non_fqdn(SENDER),
            R::RejectNonFqdnRecipient => self.reject_non_fqdn(RECIPIENT),
            R::RejectSenderLoginMismatch => self.reject_sender_login_mismatch(),
            R::RejectAuthenticatedSenderLoginMismatch => {
                self.reject_authenticated_sender_login_mismatch(login::UnknownSender::Refused)
            }
            R::RejectUnauthenticatedSenderLoginMismatch => {
                self.reject_unauthenticated_sender_login_mismatch()
            }
            R::RejectKnownSenderLoginMismatch => self.reject_known_sender_login_mismatch(),
            R::RejectUnlistedSender => self.reject_unlisted_sender(),
            R::RejectUnlistedRecipient => self.reject_unlisted_recipient(),
            R::PermitMxBackup => self.permit_mx_backup(),
            R::PermitAuthDestination => self.permit_auth_destination(),
            R::RejectUnauthDestination => {
                self.reject_unauth_destination(codes.relay_domains_reject, "5.7.1")
            }
            R::DeferUnauthDestination => self
                .reject_unauth_destination(codes.relay_domains_reject.saturating_sub(100), "4.7.1"),
            R::CheckRelayDomains => self.check_relay_domains(),
            R::RejectMultiRecipientBounce => self.reject_multi_recipient_bounce(),
            R::NotModelled => self.not_simulated("a restriction"),
        }
    }

    /// A restriction known by name only, or what is supposed of it.
    pub(crate) fn not_simulated(&self, word: &str) -> Finding {
        let fact = Fact::Restriction {
            word: Arc::from(word),
        };
        match self.policy.world.outside.says(&fact) {
            Some(says) => self.supposed(fact, says),
            None => Finding::not_modelled(fact),
        }
    }

    /// What is supposed of a restriction in place of what the world's DNS makes of it.
    pub(crate) fn supposed_instead(&self, word: &str) -> Option<Finding> {
        let outside = &self.policy.world.outside;
        let is_asked = match outside {
            Outside::World | Outside::Silent(_) => false,
            Outside::Supposed(_) => true,
            Outside::Beside(_) => {
                let fact = Fact::of(FactKind::Restriction, word, "");
                outside.says(&fact).is_some()
            }
        };
        is_asked.then(|| self.not_simulated(word))
    }

    /// What a table's value leads to.
    pub(crate) fn value(&self, value: &str) -> Finding {
        let entry = Entry {
            table: "",
            key: "",
            value,
        };
        self.table_result(&entry, "", self.naming.reply_class)
    }

    /// The finding of an action that is supposed.
    fn supposed(&self, fact: Fact, says: Option<Arc<str>>) -> Finding {
        let Naming {
            reply_name,
            reply_class,
            ..
        } = &self.naming;
        let supposed = Supposed { fact, says };
        let entry = Entry {
            table: "what is supposed",
            key: reply_name,
            value: supposed.says.as_deref().unwrap_or("DUNNO"),
        };
        let mut finding = self.table_result(&entry, reply_name, reply_class);
        finding.fact = format!("it is supposed that {supposed}");
        finding
    }

    /// `<name>: class rejected: reason`
    pub(crate) fn refuse(&self, code: u16, dsn: &str, reason: &str) -> Finding {
        let text = self.rejected(reason);
        Finding::refuse(lower(reason), Refusal::new(code, dsn, text))
    }

    pub(crate) fn rejected(&self, reason: &str) -> String {
        let Naming {
            reply_name,
            reply_class,
            ..
        } = &self.naming;
        format!("<{reply_name}>: {reply_class} rejected: {reason}")
    }

    fn postpone(&self, answer: fn(Refusal) -> Answer, reason: &str) -> Finding {
        let refusal = Refusal::new(450, "4.7.0", self.rejected(reason));
        Finding::new(reason, answer(refusal))
    }

    /// The destination of an address of this request.
    pub(crate) fn resolve(&self, address: &str) -> Result<Arc<Destination>, Trouble> {
        let destination = self.policy.destinations.of(address);
        destination.map_err(Trouble::elsewhere)
    }

    fn reject_unauth_pipelining(&self) -> Finding {
        if !self.request.pipelined {
            return Finding::dunno("the client has waited for its replies");
        }
        let reason = "Improper use of SMTP command pipelining";
        Finding::refuse(
            "the client has sent on without waiting",
            Refusal::new(503, "5.5.0", self.rejected(reason)),
        )
    }

    fn reject_plaintext_session(&self) -> Finding {
        if self.request.encrypted {
            return Finding::dunno("the connection is inside TLS");
        }
        let code = self.policy.codes.plaintext_reject;
        let refusal = Refusal::new(code, "4.7.1", "Session encryption is required");
        Finding::refuse("the connection is in clear", refusal)
    }

    fn reject_multi_recipient_bounce(&self) -> Finding {
        let least = if self.naming.at_rcpt { 0 } else { 1 };
        if self.request.sender != Some("") || self.request.recipient_count <= least {
            return Finding::dunno("the mail is no bounce, or has one recipient only");
        }
        let code = self.policy.codes.multi_recipient_bounce_reject;
        self.refuse(code, "5.5.3", "Multi-recipient bounce")
    }

    fn check_policy_service(&self, endpoint: Option<&Arc<str>>) -> Finding {
        let Some(endpoint) = endpoint.filter(|word| word.contains(':')) else {
            return Finding::misconfigured("no transport:server after check_policy_service")
                .warning(Warning::NoService);
        };
        let name = service_name(endpoint);
        let name = name.as_str();
        let fact = Fact::Service {
            endpoint: Arc::from(name),
        };
        match self.policy.world.outside.answer(&fact) {
            Told::Says(says) => return self.supposed(fact, says),
            Told::Unknown => return Finding::not_modelled(fact),
            Told::OfTheWorld => {}
        }
        let world = &self.policy.world;
        let action = world.policy_services.get(name);
        let fact = match (action, world.services) {
            (Some(action), _) => format!("{name} answers {action}"),
            (None, Services::Away) => format!("nobody listens on {name}"),
            (None, Services::Running) => return Finding::not_modelled(fact),
        };
        let parameter = "smtpd_policy_service_default_action";
        let default = self.policy.settings.text(parameter).value;
        let naming = &self.naming;
        let log = match action {
            Some(_) => Vec::new(),
            None => self.nobody_listens(name),
        };
        let entry = Entry {
            table: name,
            key: "policy query",
            value: action.unwrap_or(&default),
        };
        let mut finding = self.table_result(&entry, &naming.reply_name, naming.reply_class);
        finding.fact = fact;
        finding.log.splice(0..0, log);
        finding
    }

    /// `attr_clnt.c`: each try is logged, and in the end that nobody could be asked.
    fn nobody_listens(&self, service: &str) -> Vec<Note> {
        let (kind, place) = service.split_once(':').unwrap_or(("", service));
        let why = match kind {
            "inet" => "Connection refused",
            _ => "No such file or directory",
        };
        let place: Arc<str> = Arc::from(place);
        let tries = self.policy.settings.text("smtpd_policy_service_try_limit");
        let tries = tries.value.parse().unwrap_or(2);
        let connect = Note::Warning(Warning::Connect(Arc::clone(&place), why));
        let talking = Note::Warning(Warning::Talking(place, why));
        // A socket that is not there may come yet, and is given up at the end only.
        match kind {
            "inet" => vec![[connect, talking]; tries].concat(),
            _ => [vec![connect; tries], vec![talking]].concat(),
        }
    }
}

fn sleep(argument: Option<&Arc<str>>) -> Finding {
    match argument {
        Some(word) if word.bytes().all(|b| b.is_ascii_digit()) => {
            Finding::dunno(format!("waits {word} seconds"))
        }
        Some(_) | None => {
            Finding::misconfigured("no number of seconds after sleep").warning(Warning::NoNumber)
        }
    }
}

impl Subject {
    /// The restriction that looks it up.
    pub(crate) const fn access_word(self) -> &'static str {
        match self {
            Self::Client => "check_client_access",
            Self::ReverseClient => "check_reverse_client_hostname_access",
            Self::Helo => "check_helo_access",
            Self::Sender => "check_sender_access",
            Self::Recipient => "check_recipient_access",
            Self::Etrn => "check_etrn_access",
            Self::SaslLogin => "check_sasl_access",
        }
    }

    /// What a refusal calls it.
    pub(crate) const fn reply_class(self) -> &'static str {
        match self {
            Self::Client => CLIENT,
            Self::ReverseClient => REVERSE_CLIENT,
            Self::Helo => HELO,
            Self::Sender => SENDER,
            Self::Recipient => RECIPIENT,
            Self::Etrn => ETRN,
            Self::SaslLogin => SASL_LOGIN,
        }
    }
}
