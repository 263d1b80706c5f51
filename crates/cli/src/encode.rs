//! `saslab encode`: the Base64 that a client sends, alone on the last line. Where a
//! mechanism has several messages, the options decide which one is printed: without a
//! challenge the first one, with it the answer.

use clap::{Args, Subcommand};
use saslab_credentials::sasl::client::{
    self, Credentials, Exchange, Next, Speaker, Surroundings, exchange,
};
use saslab_credentials::sasl::message::{Kind, Message};
use saslab_credentials::sasl::{Implementation, ScramHash, Secret, base64};
use serde_json::{Value, json};

use crate::failure::{Failure, Outcome};
use crate::input;
use crate::shown::{message, text};

/// Write credentials as a client sends them
///
/// The Base64 stands alone on the last line; LOGIN has two lines. An empty message is an
/// empty line: behind AUTH, write = for it. The password is asked for, or read from
/// standard input; it is never an argument.
#[derive(Debug, Subcommand)]
pub(crate) enum Mechanism {
    /// One message: identity to act for, name and password, with NULs between them
    Plain(Authzid),
    /// Two messages: the name, then the password
    Login(Password),
    /// The answer to a challenge: name and digest
    CramMd5(Challenged),
    /// The answer to a challenge, with a realm and nonces
    DigestMd5(Digest),
    /// Without --challenge the first message, with it the final one
    #[command(name = "scram-sha-1")]
    ScramSha1(Scram),
    /// Without --challenge the first message, with it the final one
    #[command(name = "scram-sha-256")]
    ScramSha256(Scram),
    /// Without --challenge the first message, with it the final one
    #[command(name = "scram-sha-512")]
    ScramSha512(Scram),
    /// One message: name and access token
    Xoauth2(Password),
    /// One message: name, server and access token
    Oauthbearer(Bearer),
    /// One message: whatever the visitor leaves as a trace
    Anonymous(Anonymous),
    /// One message: the identity to act for, which may be empty
    External(External),
}

#[derive(Debug, Args)]
pub(crate) struct Password {
    /// The user name
    #[arg(long, value_name = "NAME")]
    user: String,
    /// Read the password, or the token, from standard input, without a question
    #[arg(long, visible_alias = "token-stdin")]
    password_stdin: bool,
    /// Print every step with its fields as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Authzid {
    /// Act as somebody else
    #[arg(long, value_name = "NAME", default_value = "")]
    authzid: String,
    #[command(flatten)]
    password: Password,
}

#[derive(Debug, Args)]
pub(crate) struct Challenged {
    /// The server's challenge, as it stands behind 334
    #[arg(long, value_name = "BASE64")]
    challenge: String,
    #[command(flatten)]
    password: Password,
}

#[derive(Debug, Args)]
pub(crate) struct Digest {
    /// The realm; without it, the first one that the server offers
    #[arg(long)]
    realm: Option<String>,
    /// The server's name, for the digest-uri
    #[arg(long, default_value = "mail.example.com")]
    host: String,
    /// The client's random text; without it, a fresh one
    #[arg(long, visible_alias = "nonce")]
    cnonce: Option<String>,
    /// The server's challenge, as it stands behind 334
    #[arg(long, value_name = "BASE64")]
    challenge: String,
    #[command(flatten)]
    authzid: Authzid,
}

#[derive(Debug, Args)]
pub(crate) struct Scram {
    /// The server's first message, as it stands behind 334
    #[arg(long, value_name = "BASE64", requires = "nonce")]
    challenge: Option<String>,
    /// The client's random text; the final message needs that of the first
    #[arg(long, visible_alias = "cnonce")]
    nonce: Option<String>,
    #[command(flatten)]
    authzid: Authzid,
}

#[derive(Debug, Args)]
pub(crate) struct Bearer {
    /// The server's name
    #[arg(long, default_value = "mail.example.com")]
    host: String,
    /// The server's port
    #[arg(long, default_value_t = 587)]
    port: u16,
    #[command(flatten)]
    password: Password,
}

#[derive(Debug, Args)]
pub(crate) struct Anonymous {
    /// The trace, such as a mail address
    #[arg(long, value_name = "TRACE", default_value = "")]
    user: String,
    /// Print every step with its fields as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct External {
    /// The identity to act for
    #[arg(long, value_name = "NAME", default_value = "")]
    authzid: String,
    /// Print every step with its fields as JSON
    #[arg(long)]
    json: bool,
}

/// What the core is asked.
struct Task {
    mechanism: client::Mechanism,
    credentials: Credentials,
    around: Surroundings,
    challenge: Option<Vec<u8>>,
    json: bool,
}

pub(crate) fn run(mechanism: &Mechanism) -> Result<Outcome, Failure> {
    let task = task(mechanism)?;
    let said: Vec<&[u8]> = task.challenge.iter().map(Vec::as_slice).collect();
    let done = exchange(task.mechanism, &task.credentials, &task.around, &said);
    if let Next::Stuck(stuck) = &done.next {
        return Err(Failure::unreadable(stuck.to_string()));
    }
    let text = if task.json {
        format!("{:#}\n", document(task.mechanism, &done))
    } else {
        lines(&done)
    };
    Ok(Outcome {
        note: note(&task, &done),
        ..Outcome::good(text)
    })
}

/// What the next call needs, and nobody could guess: the nonce of the first message.
fn note(task: &Task, done: &Exchange) -> Option<String> {
    let first = matches!(done.next, Next::Awaits(Kind::ScramServerFirst));
    let nonce = &task.around.nonce;
    first.then(|| {
        format!("for the final message: --nonce {nonce} --challenge, and what stands behind 334")
    })
}

/// One message a line; of a mechanism with a challenge, the last one alone.
fn lines(done: &Exchange) -> String {
    let client = done.steps.iter().filter(|s| s.speaker == Speaker::Client);
    let login = |message: &Message| matches!(message.kind(), Kind::LoginName | Kind::LoginPassword);
    let said: Vec<&Message> = client.map(|step| &step.message).collect();
    let shown = match said.as_slice() {
        all if all.iter().all(|message| login(message)) => all,
        [.., last] => std::slice::from_ref(last),
        [] => &[],
    };
    let lines = shown.iter().map(|message| message.base64() + "\n");
    lines.collect()
}

fn document(mechanism: client::Mechanism, done: &Exchange) -> Value {
    let steps = done.steps.iter().map(|step| {
        let speaker = match step.speaker {
            Speaker::Client => "client",
            Speaker::Server => "server",
        };
        let mut shown = message(&step.message);
        if let Value::Object(fields) = &mut shown {
            fields.insert("speaker".to_owned(), json!(speaker));
        }
        shown
    });
    let awaits = matches!(done.next, Next::Awaits(_));
    let steps: Vec<Value> = steps.collect();
    json!({
        "mechanism": mechanism.name(),
        "base64": done.answer().map(Message::base64),
        "message": done.answer().map(|answer| text(answer.octets())),
        "steps": steps,
        "awaits_server": awaits,
    })
}

fn task(mechanism: &Mechanism) -> Result<Task, Failure> {
    use client::Mechanism as Of;
    match mechanism {
        Mechanism::Plain(Authzid { authzid, password }) => {
            password.task(Of::Plain).map(|task| task.acting_as(authzid))
        }
        Mechanism::Login(password) => password.task(Of::Login),
        Mechanism::Xoauth2(password) => password.task(Of::Xoauth2),
        Mechanism::CramMd5(Challenged {
            challenge,
            password,
        }) => password.task(Of::CramMd5)?.answering(challenge),
        Mechanism::DigestMd5(digest) => {
            let Authzid { authzid, password } = &digest.authzid;
            let mut task = password.task(Of::DigestMd5)?.acting_as(authzid);
            task.credentials.realm.clone_from(&digest.realm);
            task.around.host.clone_from(&digest.host);
            task.around.nonce = nonce(digest.cnonce.as_ref())?;
            task.answering(&digest.challenge)
        }
        Mechanism::ScramSha1(scram) => scram.task(ScramHash::Sha1),
        Mechanism::ScramSha256(scram) => scram.task(ScramHash::Sha256),
        Mechanism::ScramSha512(scram) => scram.task(ScramHash::Sha512),
        Mechanism::Oauthbearer(Bearer {
            host,
            port,
            password,
        }) => {
            let mut task = password.task(Of::OauthBearer)?;
            task.around.host.clone_from(host);
            task.around.port = *port;
            Ok(task)
        }
        Mechanism::Anonymous(Anonymous { user, json }) => {
            Ok(Task::new(Of::Anonymous, user, Secret::from(""), *json))
        }
        Mechanism::External(External { authzid, json }) => {
            Ok(Task::new(Of::External, "", Secret::from(""), *json).acting_as(authzid))
        }
    }
}

impl Task {
    fn new(mechanism: client::Mechanism, user: &str, secret: Secret, json: bool) -> Self {
        Self {
            mechanism,
            credentials: Credentials {
                user: user.to_owned(),
                authzid: String::new(),
                realm: None,
                secret,
            },
            around: Surroundings {
                host: "mail.example.com".to_owned(),
                port: 587,
                nonce: String::new(),
                nfkc: client::nfkc,
            },
            challenge: None,
            json,
        }
    }

    fn acting_as(mut self, authzid: &str) -> Self {
        authzid.clone_into(&mut self.credentials.authzid);
        self
    }

    fn answering(mut self, challenge: &str) -> Result<Self, Failure> {
        let text = challenge.trim();
        // As it was copied, with the code before it.
        let text = text.strip_prefix("334 ").unwrap_or(text).trim_start();
        let octets = base64::decode(Implementation::Dovecot, text.as_bytes())
            .map_err(|error| Failure::unreadable(format!("--challenge is not Base64: {error}")))?;
        self.challenge = Some(octets);
        Ok(self)
    }
}

impl Scram {
    fn task(&self, hash: ScramHash) -> Result<Task, Failure> {
        let Authzid { authzid, password } = &self.authzid;
        let mut task = password.task(client::Mechanism::Scram(hash))?;
        task.around.nonce = nonce(self.nonce.as_ref())?;
        let task = task.acting_as(authzid);
        match &self.challenge {
            Some(challenge) => task.answering(challenge),
            None => Ok(task),
        }
    }
}

impl Password {
    /// Never from the arguments: other users of the machine can read those.
    fn task(&self, mechanism: client::Mechanism) -> Result<Task, Failure> {
        let secret = if self.password_stdin {
            input::line()?
        } else {
            input::secret()?
        };
        Ok(Task::new(mechanism, &self.user, secret, self.json))
    }
}

/// The given text, or a fresh one.
fn nonce(given: Option<&String>) -> Result<String, Failure> {
    match given {
        Some(nonce) => Ok(nonce.clone()),
        None => Ok(base64::encode(&input::random()?)),
    }
}
