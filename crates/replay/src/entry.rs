//! Entries of a transcript: what happened on the wire, one by one.

use std::fmt;

use crate::fields::{Field, FieldError};

/// One entry of a transcript.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A line from the server.
    Server(Text),
    /// A line from the client.
    Client(Text),
    /// The bytes of a `raw` step.
    ClientRaw(String),
    /// The message of a `data` step, before dot-stuffing.
    ClientData(String),
    /// A TLS handshake, done or failed.
    Tls(Handshake),
    /// The server closed the connection.
    Closed,
    /// The script is over, and the client hung up.
    ClientCloses,
    /// No answer came.
    Silence,
    /// Nothing listens there.
    Refused,
}

/// A line and, where it holds a placeholder, the shape of what stands behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The line without its end; one character stands for one byte.
    pub line: String,
    /// The shape of the Base64 behind a placeholder.
    pub decoded: Option<String>,
}

/// How a TLS handshake ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handshake {
    /// The rest of the session is encrypted.
    Done,
    /// There is no TLS on this connection.
    Failed,
}

impl Text {
    /// A line as it crossed the wire.
    #[must_use]
    pub fn plain(line: impl Into<String>) -> Self {
        Self {
            line: line.into(),
            decoded: None,
        }
    }

    /// A line with a placeholder.
    #[must_use]
    pub fn shape(line: impl Into<String>, decoded: impl Into<String>) -> Self {
        Self {
            line: line.into(),
            decoded: Some(decoded.into()),
        }
    }
}

impl Entry {
    pub(crate) fn read(field: Field) -> Result<Self, FieldError> {
        let mut fields = field.object()?;
        let decoded = fields.optional("decoded").map(Field::text).transpose()?;
        let (kind, value) = fields.only()?;
        if decoded.is_some() && !matches!(kind.as_str(), "S" | "C") {
            return Err(value.error("`decoded` belongs to S and C only"));
        }
        match kind.as_str() {
            "S" => Ok(Self::Server(Text {
                line: value.text()?,
                decoded,
            })),
            "C" => Ok(Self::Client(Text {
                line: value.text()?,
                decoded,
            })),
            "C_raw" => Ok(Self::ClientRaw(value.text()?)),
            "C_data" => Ok(Self::ClientData(value.text()?)),
            "tls" if value.boolean()? => Ok(Self::Tls(Handshake::Done)),
            "tls" => Ok(Self::Tls(Handshake::Failed)),
            "closed" => value.truth().map(|()| Self::Closed),
            "client_closes" => value.truth().map(|()| Self::ClientCloses),
            "silence" => value.truth().map(|()| Self::Silence),
            "refused" => value.truth().map(|()| Self::Refused),
            _ => Err(value.error("is not a known kind of entry")),
        }
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Server(text) => write!(f, "S: {text}"),
            Self::Client(text) => write!(f, "C: {text}"),
            Self::ClientRaw(bytes) => write!(f, "C (bytes): {bytes:?}"),
            Self::ClientData(message) => write!(f, "C (message): {message:?}"),
            Self::Tls(Handshake::Done) => f.write_str("(TLS handshake done)"),
            Self::Tls(Handshake::Failed) => f.write_str("(TLS handshake failed)"),
            Self::Closed => f.write_str("(the server closes the connection)"),
            Self::ClientCloses => f.write_str("(the client closes the connection)"),
            Self::Silence => f.write_str("(silence)"),
            Self::Refused => f.write_str("(connection refused)"),
        }
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.line)?;
        match &self.decoded {
            None => Ok(()),
            Some(decoded) => write!(f, "  [{decoded}]"),
        }
    }
}
