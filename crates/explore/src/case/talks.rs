//! How every mail client of the table fares with one server, tried once for all questions.

use std::cell::OnceCell;
use std::sync::Arc;

use saslab_clients::{
    CLIENTS, Conversation, Credentials, End, MailClient, Reception, Starttls, Way,
};
use saslab_smtpd::policy::Client;
use saslab_smtpd::{Channel, Server, Session};

use crate::alphabet::OUTSIDER;
use crate::witness::code;

/// How a client fared.
pub(crate) struct Fared {
    pub(crate) end: End,
    /// Where it was at the end; none if it has said nothing.
    pub(crate) channel: Option<Channel>,
    /// The code of the last answer.
    pub(crate) code: Option<u16>,
    /// What it has said.
    pub(crate) lines: Vec<Arc<str>>,
}

/// The clients of the table at one server.
#[derive(Default)]
pub(crate) struct Talks {
    reception: OnceCell<Reception>,
    /// In the order of the table, where nobody begins TLS.
    clear: OnceCell<Vec<Fared>>,
    /// And where everybody does.
    encrypted: OnceCell<Vec<Fared>>,
}

/// The credentials of the laboratory.
const NOBODY: Credentials<'_> = Credentials {
    user: "test",
    password: "testpass",
};

impl Talks {
    /// Every client with what came of its talk.
    pub(crate) fn each(
        &self,
        server: &Arc<Server>,
        way: Way,
    ) -> impl Iterator<Item = (&'static MailClient, &Fared)> {
        (0..).zip(CLIENTS).filter_map(move |(at, client)| {
            let way = self.begins_tls(server, client, way);
            Some((client, self.in_way(server, way).get(at)?))
        })
    }

    /// The way that a client takes: as usual is one of the others.
    fn begins_tls(&self, server: &Arc<Server>, client: &MailClient, way: Way) -> Way {
        match (way, client.starttls) {
            (Way::AsUsual, Starttls::WhenOffered) if self.reception(server).offers_tls() => {
                Way::Starttls
            }
            (Way::AsUsual, Starttls::WhenOffered | Starttls::WhenTold) => Way::Stripped,
            (Way::Starttls | Way::Stripped, _) => way,
        }
    }

    fn in_way(&self, server: &Arc<Server>, way: Way) -> &[Fared] {
        let kept = match way {
            Way::Starttls => &self.encrypted,
            Way::AsUsual | Way::Stripped => &self.clear,
        };
        kept.get_or_init(|| {
            let reception = self.reception(server);
            let account = server.installation().sasl.accounts.first();
            let password =
                account.map(|account| String::from_utf8_lossy(account.password.reveal()));
            let credentials = account.zip(password.as_deref());
            let credentials = credentials.map_or(NOBODY, |(account, password)| Credentials {
                user: &account.name,
                password,
            });
            let talk = |client| Conversation::at(reception, client, credentials, way);
            CLIENTS
                .iter()
                .map(|client| Fared::of(talk(client)))
                .collect()
        })
    }

    fn reception(&self, server: &Arc<Server>) -> &Reception {
        self.reception.get_or_init(|| {
            let client = Client::new(&server.installation().world, OUTSIDER);
            Reception::of(Session::connect(server, client))
        })
    }
}

impl Fared {
    fn of(talk: Conversation) -> Self {
        Self {
            channel: talk.session().map(Session::channel),
            code: talk.turns.last().map(|turn| code(&turn.step)),
            lines: talk.lines(),
            end: talk.end,
        }
    }
}
