//! Commands that encode given credentials, and whole sessions, quoted so that any user
//! name and any password survive. One module a family of quoting rules.
mod encode;
mod quote;
mod session;

pub use encode::{Encoder, EncoderRecipe};
pub use session::{SessionRecipe, SessionTool, Target, Transport};

use saslab_sasl::Secret;
use std::fmt;

/// Whose credentials a command holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login {
    /// The identity to act as; empty: none is named.
    pub authzid: String,
    /// The user name.
    pub user: String,
    /// The password.
    pub password: Secret,
}

/// Why there is no command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoRecipe {
    /// A NUL in a field: PLAIN cannot send it, and no shell can hold it.
    Nul,
    /// The password is not UTF-8, and the tool takes text only.
    NotText,
    /// The tool cannot take this character in a name or a password.
    Character(char),
    /// The tool takes this value for something else.
    Value(&'static str),
    /// The tool has no way to act for somebody else.
    Authzid,
    /// The tool speaks no TLS.
    Tls,
    /// The command would be longer than the tool reads.
    TooLong {
        /// What it reads, in characters.
        limit: usize,
    },
}

impl fmt::Display for NoRecipe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nul => f.write_str("a NUL in a name or a password cannot be sent with PLAIN"),
            Self::NotText => f.write_str("the password is not UTF-8, and this tool takes text"),
            Self::Character(c) => {
                write!(f, "this tool cannot take U+{:04X}", u32::from(*c))
            }
            Self::Value(why) => f.write_str(why),
            Self::Authzid => f.write_str("this tool cannot act as somebody else"),
            Self::Tls => f.write_str("this tool speaks no TLS"),
            Self::TooLong { limit } => {
                write!(f, "the command would be longer than {limit} characters")
            }
        }
    }
}

impl std::error::Error for NoRecipe {}

impl Login {
    /// The fields of PLAIN.
    fn fields(&self) -> Result<[&[u8]; 3], NoRecipe> {
        let fields = [
            self.authzid.as_bytes(),
            self.user.as_bytes(),
            self.password.reveal(),
        ];
        let has_nul = fields.iter().any(|field| field.contains(&0));
        if has_nul {
            Err(NoRecipe::Nul)
        } else {
            Ok(fields)
        }
    }

    /// The fields of PLAIN as text.
    fn texts(&self) -> Result<[&str; 3], NoRecipe> {
        self.fields()?;
        let password =
            std::str::from_utf8(self.password.reveal()).map_err(|_| NoRecipe::NotText)?;
        Ok([&self.authzid, &self.user, password])
    }
}
