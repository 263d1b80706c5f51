//! What the client uses: a terminal, where it says what it is told, or a mail client,
//! which answers whatever the server is. The mail client's own crate decides.

use std::rc::Rc;

use saslab_explore::clients::{Conversation, Credentials, MailClient, Way, client_named};
use yew::AttrValue;

use crate::bench::Bench;
use crate::people::Person;

/// A terminal or a program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Uses {
    #[default]
    Terminal,
    Client(Mailer),
}

/// A mail client, and what its user has said about TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mailer {
    pub(crate) client: &'static MailClient,
    pub(crate) way: Way,
}

/// What a mail client says, why, and last how it ended.
pub(crate) struct Talk {
    pub(crate) lines: Vec<AttrValue>,
    /// One more than lines.
    pub(crate) reasons: Vec<AttrValue>,
}

/// The account that every server of the laboratory begins with.
const ACCOUNT: Credentials<'static> = Credentials {
    user: "test",
    password: "testpass",
};

/// What the user can say about TLS, with the words for it here and in a link.
pub(crate) const WAYS: [(Way, &str, &str); 3] = [
    (Way::AsUsual, "as it does by itself", ""),
    (Way::Starttls, "STARTTLS", "starttls"),
    (Way::Stripped, "none", "none"),
];

impl Uses {
    /// The text of it in a link: empty, or name and word.
    pub(crate) fn word(self) -> Option<String> {
        let Self::Client(mailer) = self else {
            return None;
        };
        let way = WAYS.iter().find(|(way, ..)| *way == mailer.way);
        let word = way.map_or("", |(.., word)| *word);
        Some([mailer.client.name, ";", word].concat())
    }

    /// The way back; what a later version knows is a terminal here.
    pub(crate) fn read(text: &str) -> Self {
        let (name, word) = text.rsplit_once(';').unwrap_or((text, ""));
        let way = WAYS.iter().find(|(.., each)| *each == word);
        match (client_named(name), way) {
            (Some(client), Some((way, ..))) => Self::Client(Mailer { client, way: *way }),
            (None, _) | (_, None) => Self::Terminal,
        }
    }
}

impl Mailer {
    /// Lets it log in; nothing without a server.
    #[inline(never)] // or it would be loaded with what calls it
    pub(crate) fn talk(self, bench: &Bench, person: &Person) -> Option<Talk> {
        let greeting = bench.connect(person)?;
        let talk = Conversation::run(self.client, &greeting, ACCOUNT, self.way);
        let line = |text: &str| AttrValue::from(Rc::<str>::from(text));
        let mut reasons: Vec<AttrValue> = Vec::new();
        let mut lines = Vec::new();
        for turn in &talk.turns {
            lines.push(line(&turn.line));
            reasons.push(turn.reason.to_string().into());
        }
        reasons.push(talk.end.to_string().into());
        Some(Talk { lines, reasons })
    }
}
