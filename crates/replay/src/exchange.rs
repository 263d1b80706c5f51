//! Clients of the mechanisms with a challenge, and how their messages are shown.

use saslab_sasl::{Implementation, ScramHash, base64, client};

use crate::{Credentials, DigestMd5, FirstMessage, Obstacle, Scram, Text, latin1};

/// The client's nonces: any text will do, since no transcript shows it.
const CNONCE: &str = "0123456789abcdef";
const SCRAM_NONCE: &str = "rOprNGfwEbeRWgbNEkqO";

/// A client in the middle of AUTH: what it has to say next.
pub(crate) enum Exchange<'a> {
    /// The digest of the challenge.
    CramMd5(&'a Credentials),
    /// The digest of the challenge, then an empty line.
    DigestMd5(&'a DigestMd5),
    /// The first message.
    ScramFirst(client::Scram<'a>),
    /// The proof, then an empty line.
    ScramProof(client::Scram<'a>),
    /// An empty line.
    EmptyLine,
    /// Nothing.
    Done,
}

/// A line of the client, and how it is shown.
type Said = (String, Text);

impl<'a> Exchange<'a> {
    /// The AUTH command of CRAM-MD5, and what follows it.
    pub(crate) fn cram_md5(credentials: &'a Credentials) -> (Said, Self) {
        (command("CRAM-MD5"), Self::CramMd5(credentials))
    }

    /// The AUTH command of DIGEST-MD5, and what follows it.
    pub(crate) fn digest_md5(digest: &'a DigestMd5) -> (Said, Self) {
        (command("DIGEST-MD5"), Self::DigestMd5(digest))
    }

    /// The AUTH command of SCRAM, and what follows it.
    pub(crate) fn scram(scram: &'a Scram) -> Result<(Said, Self), Obstacle> {
        let hash = ScramHash::of(&scram.mechanism)
            .ok_or_else(|| Obstacle::new(format!("scram with {}", scram.mechanism)))?;
        let Credentials { user, password } = &scram.credentials;
        let client = client::Scram::new(hash, user, password.as_bytes(), SCRAM_NONCE);
        Ok(match scram.first {
            FirstMessage::AfterChallenge => (command(&scram.mechanism), Self::ScramFirst(client)),
            FirstMessage::InitialResponse => {
                let (first, mut shown) = scram_first(&client);
                shown.line = format!("AUTH {} {}", scram.mechanism, shown.line);
                let line = format!("AUTH {} {first}", scram.mechanism);
                ((line, shown), Self::ScramProof(client))
            }
        })
    }

    /// The answer to a challenge, and what follows it; none if nothing is left to say.
    pub(crate) fn respond(self, challenge: &str) -> Result<Option<(Said, Self)>, Obstacle> {
        match self {
            Self::CramMd5(Credentials { user, password }) => {
                let message = client::cram_md5(&octets(challenge)?, user, password.as_bytes());
                let decoded = format!("{user} {{hex-digest}}");
                let said = said(&message, "{cram-response}", decoded);
                Ok(Some((said, Self::Done)))
            }
            Self::DigestMd5(digest) => {
                let said = digest_response(digest, &octets(challenge)?)?;
                Ok(Some((said, Self::EmptyLine)))
            }
            Self::ScramFirst(client) => Ok(Some((scram_first(&client), Self::ScramProof(client)))),
            Self::ScramProof(client) => {
                let answer = client.respond(&octets(challenge)?);
                let (message, _) =
                    answer.map_err(|error| Obstacle::new(format!("scram: {error}")))?;
                let decoded = "c=biws,r={client-nonce}{server-nonce},p={proof}".to_owned();
                Ok(Some((
                    said(&message, "{scram-response}", decoded),
                    Self::EmptyLine,
                )))
            }
            Self::EmptyLine => Ok(Some(((String::new(), Text::plain("")), Self::Done))),
            Self::Done => Ok(None),
        }
    }
}

fn command(mechanism: &str) -> Said {
    let line = format!("AUTH {mechanism}");
    (line.clone(), Text::plain(line))
}

fn said(message: &[u8], placeholder: &str, decoded: String) -> Said {
    (base64::encode(message), Text::shape(placeholder, decoded))
}

fn octets(challenge: &str) -> Result<Vec<u8>, Obstacle> {
    base64::decode(Implementation::Dovecot, challenge.as_bytes())
        .map_err(|error| Obstacle::new(format!("answer to the challenge \"{challenge}\": {error}")))
}

fn digest_response(digest: &DigestMd5, challenge: &[u8]) -> Result<Said, Obstacle> {
    let client = client::DigestMd5 {
        username: &digest.credentials.user,
        password: digest.credentials.password.as_bytes(),
        realm: digest.realm.as_deref(),
        authzid: None,
        digest_uri: digest
            .digest_uri
            .as_deref()
            .unwrap_or("smtp/mail.example.com"),
        cnonce: CNONCE,
    };
    let answer = client.respond(challenge);
    let (message, _) = answer.map_err(|error| Obstacle::new(format!("digest_md5: {error}")))?;
    let text = latin1::text(&message);
    let shape = replace_value(&text, ",nonce=\"", "{nonce}");
    let shape = replace_value(&shape, ",cnonce=\"", "{client-nonce}");
    let shape = replace_value(&shape, ",response=", "{hex-digest}");
    Ok(said(&message, "{digest-response}", shape))
}

/// Replaces the value behind `lead`, which ends at a quote or a comma.
fn replace_value(text: &str, lead: &str, placeholder: &str) -> String {
    let Some((before, rest)) = text.split_once(lead) else {
        return text.to_owned();
    };
    let after = rest.trim_start_matches(|c: char| c != '"' && c != ',');
    format!("{before}{lead}{placeholder}{after}")
}

fn scram_first(client: &client::Scram<'_>) -> Said {
    let message = client.first();
    let decoded = latin1::text(&message).replace(SCRAM_NONCE, "{client-nonce}");
    said(&message, "{scram-first}", decoded)
}
