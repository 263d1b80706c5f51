//! Steps of a script: what the client of a scenario does.

use crate::fields::{Field, FieldError};

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Do this only when the last reply had that code.
    pub only_after: Option<String>,
    /// What to do.
    pub action: Action,
}

/// What a client does in one step. Characters stand for bytes (latin-1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Send a line, read a reply.
    Send(String),
    /// Send all lines in one write, then read replies.
    SendMany {
        /// The lines, without their ends.
        lines: Vec<String>,
        /// How many replies to read.
        replies: usize,
    },
    /// Send bytes, then read replies.
    Raw {
        /// The bytes.
        bytes: String,
        /// How many replies to read.
        replies: usize,
    },
    /// STARTTLS and, after a 220, the handshake.
    StartTls,
    /// DATA and, after a 354, this message.
    Data(String),
    /// A whole AUTH CRAM-MD5.
    CramMd5(Credentials),
    /// A whole AUTH DIGEST-MD5.
    DigestMd5(DigestMd5),
    /// A whole AUTH SCRAM-….
    Scram(Scram),
}

/// A name and its password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credentials {
    /// The user name.
    pub user: String,
    /// The password.
    pub password: String,
}

/// What a DIGEST-MD5 client says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DigestMd5 {
    /// Who.
    pub credentials: Credentials,
    /// The realm, if not the one that the server offers.
    pub realm: Option<String>,
    /// The digest-uri, if not `smtp/mail.example.com`.
    pub digest_uri: Option<String>,
}

/// What a SCRAM client says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scram {
    /// The mechanism, `SCRAM-SHA-256` unless given.
    pub mechanism: String,
    /// Who.
    pub credentials: Credentials,
    /// Where the first message goes.
    pub first: FirstMessage,
}

/// Where the client's first message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstMessage {
    /// Into the AUTH command.
    InitialResponse,
    /// After an empty challenge.
    AfterChallenge,
}

impl Step {
    pub(crate) fn read(field: Field) -> Result<Self, FieldError> {
        let mut fields = field.object()?;
        let only_after = fields.optional("if").map(Field::text).transpose()?;
        let replies = fields.optional("replies");
        let count = replies.as_ref().map(Field::number).transpose()?;
        let (kind, value) = fields.only()?;
        if let (Some(replies), false) = (replies, matches!(kind.as_str(), "send_many" | "raw")) {
            return Err(replies.error("belongs to send_many and raw only"));
        }
        let action = Action::read(&kind, value, count)?;
        Ok(Self { only_after, action })
    }
}

impl Action {
    fn read(kind: &str, value: Field, replies: Option<usize>) -> Result<Self, FieldError> {
        match kind {
            "send" => value.text().map(Self::Send),
            "send_many" => {
                let lines = value.list(Field::text)?;
                let replies = replies.unwrap_or(lines.len());
                Ok(Self::SendMany { lines, replies })
            }
            "raw" => {
                let bytes = value.text()?;
                let replies = replies.unwrap_or_else(|| bytes.matches('\n').count());
                Ok(Self::Raw { bytes, replies })
            }
            "starttls" => value.truth().map(|()| Self::StartTls),
            "data" => value.text().map(Self::Data),
            "cram_md5" => {
                let mut fields = value.object()?;
                let credentials = Credentials::read(&mut fields)?;
                fields.finish()?;
                Ok(Self::CramMd5(credentials))
            }
            "digest_md5" => DigestMd5::read(value).map(Self::DigestMd5),
            "scram" => Scram::read(value).map(Self::Scram),
            _ => Err(value.error("is not a known step")),
        }
    }
}

impl Credentials {
    fn read(fields: &mut crate::fields::Fields) -> Result<Self, FieldError> {
        Ok(Self {
            user: fields.required("user")?.text()?,
            password: fields.required("password")?.text()?,
        })
    }
}

impl DigestMd5 {
    fn read(field: Field) -> Result<Self, FieldError> {
        let mut fields = field.object()?;
        let digest = Self {
            credentials: Credentials::read(&mut fields)?,
            realm: fields.optional("realm").map(Field::text).transpose()?,
            digest_uri: fields.optional("digest_uri").map(Field::text).transpose()?,
        };
        fields.finish()?;
        Ok(digest)
    }
}

impl Scram {
    fn read(field: Field) -> Result<Self, FieldError> {
        let mut fields = field.object()?;
        let mechanism = fields.optional("mechanism").map(Field::text).transpose()?;
        let initial = fields
            .optional("initial")
            .map(|field| field.boolean())
            .transpose()?;
        let scram = Self {
            mechanism: mechanism.unwrap_or_else(|| "SCRAM-SHA-256".to_owned()),
            credentials: Credentials::read(&mut fields)?,
            first: match initial {
                None | Some(true) => FirstMessage::InitialResponse,
                Some(false) => FirstMessage::AfterChallenge,
            },
        };
        fields.finish()?;
        Ok(scram)
    }
}
