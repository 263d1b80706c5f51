//! The restriction lists of one server, and the tables that they name.

use super::*;

/// The words of each list.
#[derive(Clone, Debug)]
pub(crate) struct Lists {
    pub(super) client: Vec<Word>,
    pub(super) helo: Vec<Word>,
    pub(super) sender: Vec<Word>,
    pub(crate) relay: Vec<Word>,
    /// An empty default asks, only to log what the newer default would do.
    pub(super) relay_is_trial: bool,
    pub(crate) recipient: Vec<Word>,
    pub(super) data: Vec<Word>,
    pub(super) end_of_data: Vec<Word>,
    pub(super) etrn: Vec<Word>,
}

impl Lists {
    pub(super) fn read(settings: &Settings) -> Self {
        let words = |name| settings.grouped_list(name).value;
        let relay = settings.grouped_list(RELAY_LIST);
        Self {
            relay_is_trial: relay.value.is_empty() && is_default(&relay.origin),
            client: words(CLIENT_LIST),
            helo: words(HELO_LIST),
            sender: words(SENDER_LIST),
            relay: relay.value,
            recipient: words(RECIPIENT_LIST),
            data: words(DATA_LIST),
            end_of_data: words(END_OF_DATA_LIST),
            etrn: words(ETRN_LIST),
        }
    }
}

impl Lists {
    /// Every list of this server.
    pub(crate) fn all(&self) -> [&[Word]; 8] {
        [
            &self.client,
            &self.helo,
            &self.sender,
            &self.relay,
            &self.recipient,
            &self.data,
            &self.end_of_data,
            &self.etrn,
        ]
    }

    pub(super) fn tables(&self, classes: &BTreeMap<Arc<str>, Vec<Word>>) -> Opened {
        let mut tables = Opened::default();
        for words in self.all() {
            tables.expect(words);
        }
        for words in classes.values() {
            tables.expect(words);
        }
        tables
    }
}

fn is_default(origin: &Origin) -> bool {
    match origin {
        Origin::Default { .. } => true,
        Origin::File { .. } | Origin::NotYet { .. } | Origin::Service { .. } => false,
    }
}

impl Policy {
    /// The lists that are asked for a client as such.
    pub(crate) fn client_lists(&self) -> [&MatchList; 4] {
        [
            &self.mynetworks,
            &self.sasl_exceptions,
            &self.xclient_hosts,
            &self.xforward_hosts,
        ]
    }

    pub(crate) const fn looks_up_sender(&self) -> bool {
        self.looks_up_sender
    }
}
