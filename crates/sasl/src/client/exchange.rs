//! A whole exchange from the client's side, as a pure function of what the person
//! typed and what the server has said so far: the steps, each taken apart, and what
//! has to come next. Nothing is kept between two calls.
use super::stuck::{Stuck, check};
use super::{
    DigestMd5, Mechanism, Scram, Strings, anonymous, cram_md5, oauth_bearer, plain, saslprep,
    xoauth2,
};
use crate::message::{Kind, Message};
use crate::{ScramHash, Secret};

/// What the person types.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credentials {
    /// The user name; ANONYMOUS sends it as the trace.
    pub user: String,
    /// The identity to act as; empty: none is named. EXTERNAL sends nothing else.
    pub authzid: String,
    /// The realm of DIGEST-MD5; absent: the first one that the server offers.
    pub realm: Option<String>,
    /// The password, or the token of XOAUTH2 and OAUTHBEARER.
    pub secret: Secret,
}

/// What the client knows besides.
#[derive(Clone, Debug)]
pub struct Surroundings {
    /// The server that it talks to: DIGEST-MD5 and OAUTHBEARER name it.
    pub host: String,
    /// The port: OAUTHBEARER names it.
    pub port: u16,
    /// The random text of this login: `cnonce` of DIGEST-MD5, `r` of SCRAM.
    pub nonce: String,
    /// Normalisation form KC, which SCRAM needs: [`super::nfkc`], or the browser's own.
    pub nfkc: fn(&str) -> String,
}

/// Who sends a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Speaker {
    /// The client.
    Client,
    /// The server.
    Server,
}

/// One message of an exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Who sends it.
    pub speaker: Speaker,
    /// What it holds.
    pub message: Message,
}

/// How an exchange goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// The server has to send this message.
    Awaits(Kind),
    /// Nothing is left to say: the server decides.
    Decision,
    /// The client cannot go on.
    Stuck(Stuck),
}

/// The messages so far, and how it goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// The messages, in order.
    pub steps: Vec<Step>,
    /// How it goes on.
    pub next: Next,
}

/// The exchange of `mechanism`, as far as it gets when the server's messages are `said`
/// (decoded, in order; LOGIN may do without its two questions).
///
/// ```
/// use saslab_sasl::client::{Credentials, Mechanism, Next, Surroundings, exchange, nfkc};
/// let credentials = Credentials {
///     user: "test".into(), authzid: String::new(), realm: None, secret: "testpass".into(),
/// };
/// let around = Surroundings { host: "mail.example.com".into(), port: 587, nonce: "n".into(), nfkc };
/// let done = exchange(Mechanism::Plain, &credentials, &around, &[]);
/// assert_eq!(done.steps[0].message.base64(), "AHRlc3QAdGVzdHBhc3M=");
/// assert_eq!(done.next, Next::Decision);
/// ```
#[must_use]
pub fn exchange(
    mechanism: Mechanism,
    credentials: &Credentials,
    around: &Surroundings,
    said: &[&[u8]],
) -> Exchange {
    let mut talk = Talk {
        credentials,
        around,
        said: said.iter(),
        steps: Vec::new(),
    };
    let next = check(mechanism, credentials, around)
        .and_then(|()| talk.run(mechanism))
        .unwrap_or_else(Next::Stuck);
    Exchange {
        steps: talk.steps,
        next,
    }
}

impl Exchange {
    /// The client's last message.
    #[must_use]
    pub fn answer(&self) -> Option<&Message> {
        let said = self.steps.iter().rev();
        said.filter(|step| step.speaker == Speaker::Client)
            .map(|step| &step.message)
            .next()
    }
}

/// An exchange under way.
struct Talk<'a> {
    credentials: &'a Credentials,
    around: &'a Surroundings,
    said: std::slice::Iter<'a, &'a [u8]>,
    steps: Vec<Step>,
}

impl<'a> Talk<'a> {
    fn run(&mut self, mechanism: Mechanism) -> Result<Next, Stuck> {
        let credentials = self.credentials;
        let Credentials { user, authzid, .. } = credentials;
        let secret = credentials.secret.reveal();
        match mechanism {
            Mechanism::Plain => Ok(self.only(Kind::Plain, plain(authzid, user, secret))),
            Mechanism::Anonymous => Ok(self.only(Kind::Anonymous, anonymous(user))),
            Mechanism::External => Ok(self.only(Kind::External, authzid.as_bytes().to_vec())),
            Mechanism::Login => Ok(self.login()),
            Mechanism::CramMd5 => self.cram_md5(),
            Mechanism::DigestMd5 => self.digest_md5(),
            Mechanism::Scram(hash) => self.scram(hash),
            Mechanism::Xoauth2 => Ok(self.token(Kind::Xoauth2, xoauth2(user, secret), b"")),
            Mechanism::OauthBearer => {
                let Surroundings { host, port, .. } = self.around;
                let act_as = if authzid.is_empty() { user } else { authzid };
                let message = oauth_bearer(act_as, host, *port, secret);
                // RFC 7628 section 3.2.3: the client ends a failed exchange with a kvsep.
                Ok(self.token(Kind::OauthBearer, message, b"\x01"))
            }
        }
    }

    fn only(&mut self, kind: Kind, message: Vec<u8>) -> Next {
        self.say(kind, message);
        Next::Decision
    }

    fn login(&mut self) -> Next {
        let Credentials { user, secret, .. } = self.credentials;
        self.hear(Kind::LoginAsksName);
        self.say(Kind::LoginName, user.as_bytes());
        self.hear(Kind::LoginAsksPassword);
        self.say(Kind::LoginPassword, secret.reveal());
        Next::Decision
    }

    fn cram_md5(&mut self) -> Result<Next, Stuck> {
        let Credentials { user, secret, .. } = self.credentials;
        let Some(challenge) = self.hear(Kind::CramChallenge) else {
            return Ok(Next::Awaits(Kind::CramChallenge));
        };
        let answer = cram_md5(challenge, user, secret.reveal());
        Ok(self.only(Kind::CramResponse, answer))
    }

    fn digest_md5(&mut self) -> Result<Next, Stuck> {
        let credentials = self.credentials;
        let Some(challenge) = self.hear(Kind::DigestChallenge) else {
            return Ok(Next::Awaits(Kind::DigestChallenge));
        };
        let authzid = credentials.authzid.as_str();
        let client = DigestMd5 {
            username: &credentials.user,
            password: credentials.secret.reveal(),
            realm: credentials.realm.as_deref(),
            authzid: (!authzid.is_empty()).then_some(authzid),
            digest_uri: &format!("smtp/{}", self.around.host),
            cnonce: &self.around.nonce,
        };
        let (answer, rspauth) = client.respond(challenge)?;
        self.say(Kind::DigestResponse, answer);
        let Some(proof) = self.hear(Kind::DigestProof) else {
            return Ok(Next::Awaits(Kind::DigestProof));
        };
        rspauth.verify(proof)?;
        Ok(self.only(Kind::Empty, Vec::new()))
    }

    fn scram(&mut self, hash: ScramHash) -> Result<Next, Stuck> {
        let Credentials {
            user,
            authzid,
            secret,
            ..
        } = self.credentials;
        let text = std::str::from_utf8(secret.reveal())
            .map_err(|_| Stuck::NotText { field: "password" })?;
        let prepared = |field, text, strings| {
            saslprep(text, strings, self.around.nfkc)
                .map_err(|why| Stuck::Prohibited { field, why })
        };
        let name = prepared("user", user, Strings::Query)?;
        let password = Secret::from(prepared("password", text, Strings::Stored)?);
        let mut client = Scram::new(hash, &name, password.reveal(), &self.around.nonce);
        if !authzid.is_empty() {
            client = client.acting_as(&prepared("authzid", authzid, Strings::Query)?);
        }
        self.say(Kind::ScramClientFirst, client.first());
        let Some(challenge) = self.hear(Kind::ScramServerFirst) else {
            return Ok(Next::Awaits(Kind::ScramServerFirst));
        };
        let (answer, signature) = client.respond(challenge)?;
        self.say(Kind::ScramClientFinal, answer);
        let Some(proof) = self.hear(Kind::ScramServerFinal) else {
            return Ok(Next::Awaits(Kind::ScramServerFinal));
        };
        signature.verify(proof)?;
        Ok(self.only(Kind::Empty, Vec::new()))
    }

    /// A token, and `after` once the server has said why it refuses.
    fn token(&mut self, kind: Kind, message: Vec<u8>, after: &[u8]) -> Next {
        self.say(kind, message);
        if self.hear(Kind::OauthError).is_none() {
            return Next::Decision;
        }
        let kind = match after {
            [] => Kind::Empty,
            _ => Kind::OauthSorry,
        };
        self.only(kind, after.to_vec())
    }

    fn say(&mut self, kind: Kind, message: impl Into<Secret>) {
        self.steps.push(Step {
            speaker: Speaker::Client,
            message: Message::read(kind, message),
        });
    }

    /// The server's next message, if it has come.
    fn hear(&mut self, kind: Kind) -> Option<&'a [u8]> {
        let octets = *self.said.next()?;
        self.steps.push(Step {
            speaker: Speaker::Server,
            message: Message::read(kind, octets),
        });
        Some(octets)
    }
}
