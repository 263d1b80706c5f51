//! The mark of a client, a name or an address: the answers of all restrictions that look
//! at it, without their texts.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::blocks::Blocks;
use super::probe::{Looks, Probe, Probes};
use crate::finding::Answer;
use crate::judge::{CLIENT, Judge, Naming, RECIPIENT, SENDER};
use crate::match_list::{Entry, Match, MatchList};
use crate::restriction::{Restriction, Subject};
use crate::rules::Policy;
use crate::{Client, Fact, Login, Request, Rules};

/// What else is so while one thing varies.
#[derive(Clone, Debug)]
pub struct Context {
    /// The other side.
    pub client: Client,
    /// The name of HELO.
    pub helo: Arc<str>,
    /// The reverse-path.
    pub sender: Arc<str>,
    /// Forward-paths, one of each kind that restrictions on clients tell apart.
    pub recipients: Vec<Arc<str>>,
    /// Logins, for restrictions on who may send as whom.
    pub logins: Vec<Login>,
}

/// The restrictions of a server, ready to mark.
pub struct Marker<'r> {
    policy: &'r Policy,
    probes: Probes,
    context: &'r Context,
    lists: Vec<(&'r MatchList, Blocks, Vec<usize>)>,
    tables: BTreeMap<Arc<str>, (Blocks, Vec<String>)>,
}

/// Tables of fewer rows are read from top to bottom.
const INDEXED: usize = 16;

impl<'r> Marker<'r> {
    /// Reads the restrictions of a server.
    #[must_use]
    pub fn new(rules: &'r Rules, context: &'r Context) -> Self {
        let policy = &*rules.0;
        let mut marker = Self {
            policy,
            probes: Probes::of(policy),
            context,
            lists: policy.client_lists().into_iter().map(indexed).collect(),
            tables: BTreeMap::new(),
        };
        marker.read_values();
        marker
    }

    /// Whether any restriction tells clear text from TLS.
    #[must_use]
    pub fn looks_at_channel(&self) -> bool {
        self.probes.looking_at(Looks::CHANNEL).next().is_some()
    }

    /// Whether any restriction tells one login from another.
    #[must_use]
    pub fn looks_at_names_of_logins(&self) -> bool {
        let mut probes = self.probes.looking_at(Looks::LOGIN);
        probes.any(|probe| probe.restriction != Restriction::PermitSaslAuthenticated)
    }

    /// The mark of a client.
    #[must_use]
    pub fn client(&self, client: &Client) -> String {
        let mut mark = String::new();
        for (list, blocks, others) in &self.lists {
            let first = blocks.first(client.address);
            let others = others.iter().copied();
            let before = others.filter(|at| first.is_none_or(|first| *at < first));
            let places = before.chain(first);
            let found = list.match_client_at(places, &client.name, client.address);
            push_match(&mut mark, &found);
        }
        let requests = self.context.recipients.iter().map(|recipient| Request {
            recipient: Some(recipient),
            ..self.request(client)
        });
        let requests: Vec<Request<'_>> = requests.collect();
        self.answers(&mut mark, Looks::CLIENT, &requests);
        mark
    }

    /// The mark of a name in HELO.
    #[must_use]
    pub fn helo(&self, helo: &str) -> String {
        let mut mark = String::new();
        let request = Request {
            helo: Some(helo),
            ..self.request(&self.context.client)
        };
        self.answers(&mut mark, Looks::HELO, &[request]);
        mark
    }

    /// The mark of a client that gives no name.
    #[must_use]
    pub fn without_helo(&self) -> String {
        let mut mark = String::new();
        let request = Request {
            helo: None,
            ..self.request(&self.context.client)
        };
        self.answers(&mut mark, Looks::HELO, &[request]);
        mark
    }

    /// The mark of a reverse-path.
    #[must_use]
    pub fn sender(&self, sender: &str) -> String {
        let mut mark = String::new();
        let logins = self.context.logins.iter().map(Some);
        let requests = std::iter::once(None).chain(logins).map(|login| Request {
            login,
            sender: Some(sender),
            ..self.request(&self.context.client)
        });
        let requests: Vec<Request<'_>> = requests.collect();
        self.answers(&mut mark, Looks::SENDER, &requests);
        if let Some(request) = requests.first().filter(|_| self.policy.looks_up_sender()) {
            let finding = self.judge(request, SENDER).reject_unlisted(SENDER);
            push_answer(&mut mark, &finding.answer);
        }
        mark
    }

    /// The mark of a forward-path.
    #[must_use]
    pub fn recipient(&self, recipient: &str) -> String {
        let mut mark = String::new();
        let request = Request {
            recipient: Some(recipient),
            ..self.request(&self.context.client)
        };
        self.answers(&mut mark, Looks::RECIPIENT, &[request]);
        if recipient.eq_ignore_ascii_case("postmaster") {
            mark.push('*');
        }
        match self.policy.destinations.of(recipient) {
            Ok(destination) => mark.push_str(&format!(
                "{:?}{}{}",
                destination.class,
                u8::from(destination.routed),
                u8::from(destination.invalid)
            )),
            Err(_) => mark.push('?'),
        }
        let finding = self.judge(&request, RECIPIENT).reject_unlisted_recipient();
        push_answer(&mut mark, &finding.answer);
        mark
    }

    /// The mark of a login.
    #[must_use]
    pub fn login(&self, login: &Login) -> String {
        let mut mark = String::new();
        let request = Request {
            login: Some(login),
            ..self.request(&self.context.client)
        };
        self.answers(&mut mark, Looks::LOGIN, &[request]);
        mark
    }

    fn request<'q>(&'q self, client: &'q Client) -> Request<'q> {
        Request {
            helo: Some(&self.context.helo),
            sender: Some(&self.context.sender),
            recipient: self.context.recipients.first().map(|to| &**to),
            ..Request::connected(client)
        }
    }

    fn judge<'q>(&'q self, request: &Request<'q>, class: &'static str) -> Judge<'q> {
        Judge {
            policy: self.policy,
            request: *request,
            naming: Naming {
                reply_name: Arc::from(""),
                reply_class: class,
                table_means: None,
                at_rcpt: true,
            },
        }
    }

    fn answers(&self, mark: &mut String, looks: Looks, requests: &[Request<'_>]) {
        for probe in self.probes.looking_at(looks) {
            if probe.restriction == Restriction::PermitMynetworks {
                // Its list was asked already.
                continue;
            }
            let several = Looks::of(probe.restriction) != looks;
            for request in requests.iter().take(if several { usize::MAX } else { 1 }) {
                self.answer(mark, probe, request);
            }
        }
    }

    fn answer(&self, mark: &mut String, probe: &Probe, request: &Request<'_>) {
        let table = probe
            .argument
            .as_ref()
            .and_then(|name| self.tables.get(name));
        if let (Restriction::CheckAccess(Subject::Client), Some((blocks, values))) =
            (probe.restriction, table)
        {
            let first = blocks.first(request.client.address);
            match first.and_then(|at| values.get(at)) {
                Some(value) => mark.push_str(value),
                None => mark.push('D'),
            }
            return;
        }
        let judge = self.judge(request, CLIENT);
        let finding = judge.judge(probe.restriction, probe.argument.as_ref());
        push_answer(mark, &finding.answer);
    }

    /// Restrictions that tables name, and an index for long tables of networks.
    fn read_values(&mut self) {
        let policy = self.policy;
        self.probes.read_values(policy);
        for name in self.probes.access_tables() {
            let table = policy.access_tables.table(&name, &policy.world);
            let Some(rows) = table.plain_blocks().filter(|rows| rows.len() > INDEXED) else {
                continue;
            };
            let mut blocks = Blocks::default();
            let mut values = Vec::with_capacity(rows.len());
            for (at, (block, value)) in rows.into_iter().enumerate() {
                blocks.add(block, at);
                values.push(self.mark_of_value(value));
            }
            self.tables.insert(name, (blocks, values));
        }
    }

    /// What an action leads to.
    fn mark_of_value(&self, value: &str) -> String {
        let mut mark = String::new();
        let request = self.request(&self.context.client);
        let finding = self.judge(&request, CLIENT).value(value);
        push_answer(&mut mark, &finding.answer);
        mark
    }
}

/// A list as its blocks, and the places of everything else in it.
fn indexed(list: &MatchList) -> (&MatchList, Blocks, Vec<usize>) {
    let mut blocks = Blocks::default();
    let mut others = Vec::new();
    for (at, entry) in list.entries().enumerate() {
        match entry {
            Entry::Block(block) => blocks.add(block, at),
            Entry::Name(_) | Entry::Table(_) => others.push(at),
        }
    }
    (list, blocks, others)
}

fn push_match(mark: &mut String, found: &Match) {
    mark.push_str(match found {
        Match::Yes(_) => "+",
        Match::No(_) => "-",
        Match::Failed(..) => "!",
        Match::NotModelled(_) => "?",
    });
}

fn push_answer(mark: &mut String, answer: &Answer) {
    let refusal = |kind, code: u16| [kind, if code < 500 { '4' } else { '5' }];
    match answer {
        Answer::Ok => mark.push('O'),
        Answer::Dunno => mark.push('D'),
        Answer::Refuse(refused) => mark.extend(refusal('R', refused.code)),
        Answer::Broken(refused) => mark.extend(refusal('B', refused.code)),
        Answer::DeferIfPermit(_) => mark.push('P'),
        Answer::DeferIfReject(_) => mark.push('J'),
        Answer::Discard => mark.push('X'),
        Answer::Evaluate(named) => mark.extend(["E", &named.words, ";"]),
        Answer::NotModelled(fact) => mark.extend(["N", about(fact), ";"]),
    }
}

/// Who is asked, whatever about.
fn about(fact: &Fact) -> &str {
    match fact {
        Fact::Table { table, .. } => table,
        Fact::DnsList { zone, .. } => zone,
        Fact::Service { endpoint } => endpoint,
        Fact::Restriction { word } => word,
    }
}
